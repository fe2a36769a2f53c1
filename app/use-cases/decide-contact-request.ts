import { addDays, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import {
  moveContactRequest,
  type ContactDecision,
  type ContactReply,
  type ContactRequest,
} from '~/domain/contact-request'
import type { CreditorId } from '~/domain/ids'
import {
  findPauseDayFault,
  findStartOfDay,
  RUNS_ITS_COURSE,
  type PauseDayFault,
  type ReminderPause,
} from '~/domain/reminder-pause'
import { fail, succeed, type Result } from '~/domain/result'
import { correctContact, listAffectedLinks } from './correct-contact'
import type { Clock } from './ports/clock'
import type { ListedContactRequest } from './ports/contact-request-repository'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { describeContactOutcome } from './report-contact'

export interface DecideContactInput {
  creditorId: CreditorId
  requestId: string
  decision: ContactDecision
  /** Mailed to whoever asked. A reply and a refusal need one. */
  text: string
  /** Of the form: the id of its reply, so that its repetition makes no second one. A UUID. */
  replyId: string
  /** Of a pause that is granted; null for the day that was asked for. */
  untilOn: CalendarDay | null
  /** The links that the page said would be withdrawn; null where nobody was shown any. */
  shownLinkIds: readonly string[] | null
  /** 'user:<id>' or 'key:<id>'. */
  by: string
}

export type ContactDecisionRefusal = {
  readonly kind:
    'unknown_request' | 'already_decided' | 'not_for_kind' | 'text_missing' | 'links_changed' | PauseDayFault
}

/**
 * What the creditor makes of a request: a reply, an end, a pause, or other contact data. All of it is kept, reported and
 * mailed to whoever asked, or none.
 */
export async function decideContactRequest(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: DecideContactInput,
): Promise<Result<ListedContactRequest, ContactDecisionRefusal>> {
  const { creditorId, requestId, decision, by } = input
  const text = input.text.trim()
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const request = await transaction.contactRequests.lock(creditorId, requestId)
    if (!request) return fail({ kind: 'unknown_request' })
    if (request.replies.some(({ id }) => id === input.replyId)) return succeed(request)
    const status = moveContactRequest(request, decision)
    if (status === null) return fail({ kind: request.status === 'open' ? 'not_for_kind' : 'already_decided' })
    if (text === '' && (decision === 'reply' || decision === 'decline')) return fail({ kind: 'text_missing' })
    const now = clock.now()
    const isDecided = status !== 'open'
    const reply: ContactReply[] = text === '' ? [] : [{ id: input.replyId, at: now, by, text }]
    const decided: ListedContactRequest = {
      ...request,
      status,
      ...(isDecided ? { decidedAt: now, decidedBy: by } : {}),
      replies: [...request.replies, ...reply],
    }
    const result = await carryOut(transaction, { clock, ids }, decided, input, now)
    if (!result.ok) return result
    const { after, pause, revokedLinkIds, alsoTell } = result.value
    await transaction.contactRequests.save(after)
    await transaction.debtors.raiseVersion(creditorId, [request.debtorId])
    if (isDecided) {
      await transaction.outcomeLog.append(
        describeContactOutcome('contact.decided', after, now, {
          ...{ invoiceNumber: request.invoiceNumber, pause, revokedLinkIds },
        }),
      )
    }
    // That a message is done needs no mail of its own.
    const isTold = decision !== 'done' || text !== ''
    for (const to of isTold ? new Set([request.senderEmail, ...alsoTell]) : []) {
      await transaction.jobs.enqueue('send-mail', {
        ...{ kind: 'contact-answered', creditorId, debtorId: request.debtorId, requestId, to, locale: request.locale },
        replyId: text === '' ? null : input.replyId,
      })
    }
    return succeed(after)
  })
}

interface CarriedOut {
  after: ListedContactRequest
  pause: ReminderPause | null
  revokedLinkIds: string[]
  /** Addresses that hear of it beside the one that asked. */
  alsoTell: string[]
}

async function carryOut(
  transaction: Transaction,
  services: { clock: Clock; ids: IdSource },
  decided: ListedContactRequest,
  { decision, untilOn, shownLinkIds, by }: DecideContactInput,
  now: Date,
): Promise<Result<CarriedOut, ContactDecisionRefusal>> {
  const nothing: CarriedOut = { after: decided, pause: null, revokedLinkIds: [], alsoTell: [] }
  if (decision === 'grant' && decided.kind === 'hardship') {
    const granted = await grantPause(transaction, decided, untilOn ?? decided.wishedUntilOn, by, now)
    if (!granted.ok) return granted
    return succeed({ ...nothing, after: { ...decided, pause: granted.value }, pause: granted.value })
  }
  if (decision !== 'confirm' || decided.kind !== 'not_for_me') return succeed(nothing)
  const affected = await listAffectedLinks(transaction, decided, now)
  if (
    shownLinkIds &&
    !isSameSet(
      shownLinkIds,
      affected.map(({ id }) => id),
    )
  )
    return fail({ kind: 'links_changed' })
  const corrected = await correctContact(transaction, services, { request: decided, affected, by, now })
  return succeed({
    ...nothing,
    after: { ...decided, issuedLinkId: corrected.issuedLinkId },
    revokedLinkIds: affected.map(({ id }) => id),
    alsoTell: corrected.formerEmail === null ? [] : [corrected.formerEmail],
  })
}

async function grantPause(
  { creditors, contactRequests }: Transaction,
  { id, creditorId, debtorId }: ContactRequest,
  untilOn: CalendarDay,
  by: string,
  now: Date,
): Promise<Result<ReminderPause, ContactDecisionRefusal>> {
  const creditor = await creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const fault = findPauseDayFault(untilOn, dayOfInstant(now, creditor.timeZone))
  if (fault !== null) return fail({ kind: fault })
  const pause: ReminderPause = {
    ...{ creditorId, debtorId, requestId: id, startsAt: now, untilOn, grantedBy: by },
    endsAt: findStartOfDay(addDays(untilOn, 1), creditor.timeZone),
    ...RUNS_ITS_COURSE,
  }
  await contactRequests.insertPause(pause)
  return succeed(pause)
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id))
}
