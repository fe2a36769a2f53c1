import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import { findPasswordProblem, type PasswordProblem } from '~/domain/password'
import { fail, succeed, type Result } from '~/domain/result'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { PasswordHasher } from './ports/password-hasher'
import type { RateLimiter } from './ports/rate-limiter'
import type { UnitOfWork } from './ports/unit-of-work'

export type OwnPasswordFailure =
  | { reason: 'wrong_password' }
  | { reason: 'too_many_attempts'; retryAfterSeconds: number }
  | { reason: PasswordProblem }

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  passwordHasher: PasswordHasher
  /** Of one user: a session left open is no way to guess the password. */
  ownPasswordLimit: RateLimiter
}

/** Changes the password of who is signed in and knows the one it has. Its other sessions and its links end. */
export async function changeOwnPassword(
  { unitOfWork, clock, passwordHasher, ownPasswordLimit }: Dependencies,
  input: {
    creditorId: CreditorId
    userId: ConsoleUserId
    /** Of the session that goes on. */
    sessionToken: string
    currentPassword: string
    newPassword: string
  },
): Promise<Result<null, OwnPasswordFailure>> {
  const { creditorId, userId } = input
  const scope = { kind: 'creditor', creditorId } as const
  const found = await unitOfWork.run(scope, ({ consoleUsers }) => consoleUsers.findById(creditorId, userId))
  if (!found) throw new Error('a user that is signed in does not exist')
  const problem = findPasswordProblem(input.newPassword, found.user.email)
  if (problem) return fail({ reason: problem })
  const attempt = await ownPasswordLimit.attempt(userId)
  if (!attempt.allowed) return fail({ reason: 'too_many_attempts', retryAfterSeconds: attempt.retryAfterSeconds })
  const isRight = await passwordHasher.verify(found.passwordHash, input.currentPassword)
  if (!isRight) return fail({ reason: 'wrong_password' })
  await ownPasswordLimit.reset(userId)
  const passwordHash = await passwordHasher.hash(input.newPassword)
  const now = clock.now()
  await unitOfWork.run(scope, async ({ consoleUsers, passwordLinks }) => {
    await consoleUsers.setPasswordHash(creditorId, userId, passwordHash)
    await consoleUsers.endSessionsOf(userId, now, hashSecret(input.sessionToken))
    await passwordLinks.endAllOf(userId, now)
  })
  return succeed(null)
}
