/** Files kept byte for byte, addressed by the SHA-256 of their content (lower-case hex), apart for each creditor. */
export interface FileStore {
  put(creditorId: string, content: Uint8Array): Promise<{ sha256: string; byteSize: number }>
  /** Null when there is no such file. */
  get(creditorId: string, sha256: string): Promise<Uint8Array | null>
}

/** Files apart from those, of which somebody has yet to say what becomes of them. Addressed in the same way. */
export interface WaitingFiles {
  /** Returns the address. */
  setAside(creditorId: string, content: Uint8Array, at: Date): Promise<string>
  /** Null when there is no such file, or no longer. */
  getSetAside(creditorId: string, sha256: string): Promise<Uint8Array | null>
  /** Removes what was set aside, unless it was set aside again after `before`. */
  forgetSetAside(creditorId: string, sha256: string, before: Date): Promise<void>
}
