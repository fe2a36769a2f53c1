/**
 * What the database keeps of a one-time code. Six digits are guessed from a plain hash in no time, so the hash is keyed
 * with a secret that is not in the database; the code's id keeps equal codes apart.
 */
export interface CodeHasher {
  hash(codeId: string, code: string): Promise<Uint8Array>
}
