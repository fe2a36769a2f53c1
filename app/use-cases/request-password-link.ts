import { fail, succeed, type Result } from '~/domain/result'
import { issuePasswordLink } from './issue-password-link'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { RateLimiter } from './ports/rate-limiter'
import type { UnitOfWork } from './ports/unit-of-work'

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  passwordRequestLimits: {
    /** Requests from one place. */
    byNetwork: RateLimiter
    /** Mails to one address. */
    byEmail: RateLimiter
  }
}

/**
 * Mails whoever uses a console under that address a link to set a password, one for each creditor it works for. Whether
 * there is anybody is not told, and what has been mailed often enough is not mailed again.
 */
export async function requestPasswordLink(
  { unitOfWork, clock, ids, passwordRequestLimits }: Dependencies,
  input: { email: string; clientNetwork: string },
): Promise<Result<null, { retryAfterSeconds: number }>> {
  const email = input.email.trim().toLowerCase()
  const allowance = await passwordRequestLimits.byNetwork.attempt(input.clientNetwork)
  if (!allowance.allowed) return fail({ retryAfterSeconds: allowance.retryAfterSeconds })
  const mailing = await passwordRequestLimits.byEmail.attempt(email)
  if (!mailing.allowed) return succeed(null)
  await unitOfWork.run({ kind: 'system' }, async (transaction) => {
    for (const { user } of await transaction.consoleUsers.listByEmail(email)) {
      const creditor = await transaction.creditors.findById(user.creditorId)
      const locale = user.locale ?? creditor?.defaultLocale ?? 'en'
      await issuePasswordLink(transaction, { user, locale, invitation: false, now: clock.now(), ids })
    }
  })
  return succeed(null)
}
