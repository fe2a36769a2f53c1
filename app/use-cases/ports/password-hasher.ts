export interface PasswordHasher {
  /** Argon2id in PHC form. */
  hash(password: string): Promise<string>
  /** Takes as long for a wrong password as for a right one; with null (nobody by that name) it takes as long and is false. */
  verify(passwordHash: string | null, password: string): Promise<boolean>
}
