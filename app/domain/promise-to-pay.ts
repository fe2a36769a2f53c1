/**
 * A promise to pay: an amount by a day, without an agreement. What is due, and what lateness costs, stay as they are; the
 * creditor may leave the invoices unchased until the day has passed. Whether it was kept is decided from the money that
 * came. Amounts are minor units of the promise's currency; days are the creditor's.
 */
import { addDays, countDaysBetween, type CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId } from './ids'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import { multiplyRatio } from './money'
import type { OutcomeEventType } from './outcome-event'
import type { PromisePolicy } from './promise-policy'

export const PROMISE_STATUSES = ['open', 'kept', 'broken', 'canceled'] as const
export type PromiseStatus = (typeof PROMISE_STATUSES)[number]

/** Every edge there is, and the outcome event that it reports. */
export const PROMISE_EDGES = {
  open: { kept: 'promise.kept', broken: 'promise.broken', canceled: 'promise.canceled' },
  kept: {},
  broken: {},
  canceled: {},
} as const satisfies Record<PromiseStatus, Partial<Record<PromiseStatus, OutcomeEventType>>>

export type PromiseEnd = keyof (typeof PROMISE_EDGES)['open']

export interface PromisedInvoice {
  readonly invoiceId: InvoiceId
  /** What was due of it when the promise was made. */
  readonly amountMinor: number
}

export interface PromiseToPay {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly reference: string
  readonly status: PromiseStatus
  readonly currency: CurrencyCode
  readonly amountMinor: number
  readonly promisedOn: CalendarDay
  /** The last day on which the money may still come. */
  readonly graceUntilOn: CalendarDay
  /** Whether its invoices are not chased until then. */
  readonly pausesChasing: boolean
  /** Of the money that came for its invoices since, as it was counted last. */
  readonly receivedMinor: number
  readonly madeAt: Date
  /** 'link:<id>' | 'user:<id>' | 'key:<id>' */
  readonly madeBy: string
  readonly madeByName: string | null
  /** Who hears what becomes of it; null for nobody. */
  readonly email: string | null
  readonly locale: string
  readonly linkId: AccessLinkId | null
  readonly note: string
  readonly endedAt: Date | null
  /** 'policy' | 'link:<id>' | 'user:<id>' | 'key:<id>' */
  readonly endedBy: string | null
  readonly invoices: readonly PromisedInvoice[]
}

export const LONGEST_PROMISE_NOTE = 500

export type PromiseFaultCode =
  /** Today or a day that has passed. */
  | 'not_future'
  | 'too_far'
  | 'amount_not_positive'
  /** More than is due of its invoices. */
  | 'above_due'
  /** Less than the share that the creditor asks for. */
  | 'too_little'
  | 'note_too_long'

export interface PromiseFault {
  readonly field: 'promisedOn' | 'amount' | 'note'
  readonly code: PromiseFaultCode
}

/** Why no promise can be made at all, whatever its day and amount. */
export type PromiseObstacle =
  | 'not_offered'
  | 'nothing_due'
  /** One of the invoices is promised already. */
  | 'promised_already'
  | 'too_many'
  | 'broken_before'

type Earlier = Pick<PromiseToPay, 'status' | 'madeAt' | 'endedBy' | 'invoices'>

const YEAR_MS = 365 * 86_400_000

/**
 * What keeps a debtor from promising to pay these invoices; null where nothing does. `earlier` are all promises of the
 * debtor, in any order.
 */
export function findPromiseObstacle(
  policy: PromisePolicy,
  asked: {
    invoices: readonly Pick<InvoiceBalance, 'id' | 'openMinor' | 'pendingMinor' | 'disputedMinor' | 'plannedMinor'>[]
    earlier: readonly Earlier[]
    now: Date
  },
): PromiseObstacle | null {
  if (!policy.isOffered) return 'not_offered'
  const due = asked.invoices.filter((invoice) => computeDueNow(invoice) > 0)
  if (due.length === 0) return 'nothing_due'
  const promised = new Set(
    asked.earlier.flatMap(({ status, invoices }) =>
      status === 'open' ? invoices.map(({ invoiceId }) => invoiceId) : [],
    ),
  )
  if (due.some(({ id }) => promised.has(id))) return 'promised_already'
  const recent = asked.earlier.filter(({ madeAt }) => asked.now.getTime() - madeAt.getTime() < YEAR_MS)
  if (recent.filter(({ status }) => status === 'broken').length >= policy.brokenPerYear) return 'broken_before'
  // What the debtor itself took back was a promise all the same: else one after the other would keep an account unchased.
  const counted = recent.filter(({ status, endedBy }) => status !== 'canceled' || endedBy?.startsWith('link:'))
  return counted.length >= policy.promisesPerYear ? 'too_many' : null
}

/** The least that may be promised of `dueMinor`, rounded half away from zero; at least one minor unit. */
export function computeLeastPromise({ leastShareBps }: PromisePolicy, dueMinor: number): number {
  return Math.max(1, multiplyRatio(dueMinor, leastShareBps, 10_000))
}

/** The last day that may be promised. */
export function findLastPromiseDay({ mostDays }: PromisePolicy, today: CalendarDay): CalendarDay {
  return addDays(today, mostDays)
}

/** Everything that is wrong with an amount and a day, of which `dueMinor` is due. */
export function findPromiseFaults(
  policy: PromisePolicy,
  { amountMinor, promisedOn, note }: Pick<PromiseToPay, 'amountMinor' | 'promisedOn' | 'note'>,
  { dueMinor, today }: { dueMinor: number; today: CalendarDay },
): PromiseFault[] {
  const faults: PromiseFault[] = []
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) {
    faults.push({ field: 'amount', code: 'amount_not_positive' })
  } else if (amountMinor > dueMinor) faults.push({ field: 'amount', code: 'above_due' })
  else if (amountMinor < computeLeastPromise(policy, dueMinor)) faults.push({ field: 'amount', code: 'too_little' })
  if (countDaysBetween(today, promisedOn) < 1) faults.push({ field: 'promisedOn', code: 'not_future' })
  else if (promisedOn > findLastPromiseDay(policy, today)) faults.push({ field: 'promisedOn', code: 'too_far' })
  if (note.length > LONGEST_PROMISE_NOTE) faults.push({ field: 'note', code: 'note_too_long' })
  return faults
}

export interface PromiseFacts {
  readonly today: CalendarDay
  /** Money for its invoices since it was made and by its last day of grace, less what went back. */
  readonly receivedMinor: number
  /** Of payments for them that were begun by that day and are not decided yet. */
  readonly underWayMinor: number
  /** Open of its invoices and neither disputed nor part of a plan; what is under way is still in it. */
  readonly leftMinor: number
}

/**
 * What becomes of an open promise; null while that is not decided. It is kept as soon as the money is there, and where
 * money came and nothing is left of its invoices (a discount was taken, the rest was credited). With nothing left and
 * no money it has lost its object: neither kept nor broken. Money under way is waited for.
 */
export function decidePromise(
  { amountMinor, graceUntilOn }: Pick<PromiseToPay, 'amountMinor' | 'graceUntilOn'>,
  { today, receivedMinor, underWayMinor, leftMinor }: PromiseFacts,
): PromiseEnd | null {
  if (receivedMinor >= amountMinor) return 'kept'
  if (leftMinor === 0) return receivedMinor > 0 ? 'kept' : 'canceled'
  if (today <= graceUntilOn) return null
  return receivedMinor + underWayMinor >= amountMinor ? null : 'broken'
}
