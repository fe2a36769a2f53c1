/** Files kept byte for byte, addressed by the SHA-256 of their content (lower-case hex), apart for each creditor. */
export interface FileStore {
  put(creditorId: string, content: Uint8Array): Promise<{ sha256: string; byteSize: number }>
  /** Null when there is no such file. */
  get(creditorId: string, sha256: string): Promise<Uint8Array | null>
}
