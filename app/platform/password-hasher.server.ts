import { hash, verify } from '@node-rs/argon2'
import type { PasswordHasher } from '~/use-cases/ports/password-hasher'

/** OWASP's second recommendation for argon2id (the package's default algorithm): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A hash of nothing anyone knows, so that an unknown name costs the same time as a wrong password. */
let decoy: Promise<string> | undefined

export function createPasswordHasher(): PasswordHasher {
  return {
    hash: (password) => hash(password, COST),
    async verify(passwordHash, password) {
      decoy ??= hash(crypto.randomUUID(), COST)
      const matches = await verify(passwordHash ?? (await decoy), password)
      return matches && passwordHash !== null
    },
  }
}
