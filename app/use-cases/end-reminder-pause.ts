import { LONGEST_CONTACT_TEXT } from '~/domain/contact-request'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import { isPausedBy, type ReminderPause } from '~/domain/reminder-pause'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { ListedContactRequest } from './ports/contact-request-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { describeContactOutcome } from './report-contact'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
}

export type PauseEndRefusal = {
  /** `not_running`: there is none on that request, it is over, or somebody has ended it. */
  readonly kind: 'unknown_request' | 'not_running' | 'reason_missing' | 'reason_too_long'
}

/** The creditor ends a pause of reminders before its time, and says why to whoever asked for it, by mail. */
export async function endReminderPause(
  { unitOfWork, clock }: Services,
  {
    creditorId,
    requestId,
    by,
    ...input
  }: {
    creditorId: CreditorId
    /** On which it was granted. */
    requestId: string
    reason: string
    /** 'user:<id>' or 'key:<id>'. */
    by: string
  },
): Promise<Result<ListedContactRequest, PauseEndRefusal>> {
  const reason = input.reason.trim()
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const request = await transaction.contactRequests.lock(creditorId, requestId)
    if (!request) return fail({ kind: 'unknown_request' })
    const now = clock.now()
    if (request.pause === null || !isPausedBy(request.pause, now)) return fail({ kind: 'not_running' })
    if (reason === '') return fail({ kind: 'reason_missing' })
    if (reason.length > LONGEST_CONTACT_TEXT) return fail({ kind: 'reason_too_long' })
    const pause: ReminderPause = { ...request.pause, endedAt: now, endedBy: by, endedReason: reason }
    const { debtorId, senderEmail: to, locale } = request
    // Before the pause, as where the debtor ends it itself: neither waits for what the other holds.
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    if (!(await end(transaction, request, pause, now))) return fail({ kind: 'not_running' })
    await transaction.jobs.enqueue('send-mail', { kind: 'pause-ended', creditorId, debtorId, requestId, to, locale })
    return succeed({ ...request, pause })
  })
}

/**
 * A debtor ends the pauses that hold for it, as far as its link shows them. Returns how many: none where there is none,
 * or where it was done before.
 */
export async function endOwnPauses(
  { unitOfWork, clock }: Services,
  { creditorId, debtorId, linkId }: { creditorId: CreditorId; debtorId: DebtorId; linkId: AccessLinkId },
): Promise<number> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    // Whatever else is asked for of this account meanwhile waits here, as where a pause is asked for.
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    const now = clock.now()
    const pauses = await transaction.contactRequests.listPauses(creditorId, debtorId)
    let count = 0
    for (const running of pauses.filter((pause) => isPausedBy(pause, now))) {
      const request = await transaction.contactRequests.findById(creditorId, running.requestId)
      if (!request) throw new Error(`a pause is of no request: ${running.requestId}`)
      const pause: ReminderPause = { ...running, endedAt: now, endedBy: `link:${linkId}` }
      if (await end(transaction, request, pause, now)) count += 1
    }
    return count
  })
}

async function end(
  { contactRequests, outcomeLog }: Transaction,
  request: ListedContactRequest,
  pause: ReminderPause,
  at: Date,
): Promise<boolean> {
  if (!(await contactRequests.endPause(pause))) return false
  await outcomeLog.append(describeContactOutcome('contact.pause_ended', request, at, { pause }))
  return true
}
