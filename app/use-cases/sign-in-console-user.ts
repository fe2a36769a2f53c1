import { fail, succeed, type Result } from '~/domain/result'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { ConsoleUser } from './ports/console-user-repository'
import type { IdSource } from './ports/ids'
import type { PasswordHasher } from './ports/password-hasher'
import type { RateLimiter } from './ports/rate-limiter'
import type { UnitOfWork } from './ports/unit-of-work'

/** A session ends a working day after it began, whether it was used or not. */
const CONSOLE_SESSION_HOURS = 12

export type SignInFailure =
  /** Nobody by that address, or another password: which of the two is not told. */
  { reason: 'wrong_credentials' } | { reason: 'too_many_attempts'; retryAfterSeconds: number }

export interface SignedIn {
  user: ConsoleUser
  /** For the cookie; the database keeps its hash. */
  sessionToken: string
  expiresAt: Date
}

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  passwordHasher: PasswordHasher
  signInLimits: SignInLimits
}

/**
 * What stands against guessing, without giving anybody the power to keep somebody else out: an account's attempts are
 * counted tightly for each network alone, so a stranger's do not use up its owner's. Those of all networks together are
 * limited loosely and for a short while, and only what the tight limits let through counts there.
 */
export interface SignInLimits {
  /** Many accounts from one place. */
  byNetwork: RateLimiter
  /** One account from one place. */
  byEmailAndNetwork: RateLimiter
  /** One account from many places. */
  byEmail: RateLimiter
}

/** Starts a console session. An unknown address takes as long to refuse as a wrong password. */
export async function signInConsoleUser(
  { unitOfWork, clock, ids, passwordHasher, signInLimits }: Dependencies,
  input: { email: string; password: string; clientNetwork: string },
): Promise<Result<SignedIn, SignInFailure>> {
  const email = input.email.trim().toLowerCase()
  const emailAndNetwork = `${email} ${input.clientNetwork}`
  for (const [limit, subject] of [
    [signInLimits.byNetwork, input.clientNetwork],
    [signInLimits.byEmailAndNetwork, emailAndNetwork],
    [signInLimits.byEmail, email],
  ] as const) {
    const attempt = await limit.attempt(subject)
    if (!attempt.allowed) return fail({ reason: 'too_many_attempts', retryAfterSeconds: attempt.retryAfterSeconds })
  }

  const candidates = await unitOfWork.run({ kind: 'system' }, ({ consoleUsers }) => consoleUsers.listByEmail(email))
  const user = await findMatch(passwordHasher, candidates, input.password)
  if (!user) return fail({ reason: 'wrong_credentials' })

  await signInLimits.byEmailAndNetwork.reset(emailAndNetwork)
  await signInLimits.byEmail.reset(email)
  const sessionToken = ids.secret()
  const createdAt = clock.now()
  const expiresAt = new Date(createdAt.getTime() + CONSOLE_SESSION_HOURS * 3_600_000)
  await unitOfWork.run({ kind: 'creditor', creditorId: user.creditorId }, ({ consoleUsers }) =>
    consoleUsers.insertSession({
      id: ids.uuid(),
      tokenSha256: hashSecret(sessionToken),
      creditorId: user.creditorId,
      userId: user.id,
      createdAt,
      expiresAt,
    }),
  )
  return succeed({ user, sessionToken, expiresAt })
}

/** Tries every account of that address: one person may work for several creditors with a password for each. */
async function findMatch(
  passwordHasher: PasswordHasher,
  candidates: readonly { user: ConsoleUser; passwordHash: string }[],
  password: string,
): Promise<ConsoleUser | null> {
  if (candidates.length === 0) await passwordHasher.verify(null, password)
  for (const { user, passwordHash } of candidates) {
    if (await passwordHasher.verify(passwordHash, password)) return user
  }
  return null
}
