/**
 * How an agreed plan goes on: what of it is covered, what is to be done on a day, and how it ends.
 *
 * Money covers instalments oldest first, whichever of them it was meant for: what a plan has been paid in all says of
 * each instalment how much of it is paid. What goes back uncovers the latest that were covered. Days are counted in the
 * creditor's time zone. See docs/decisions/0030-plans-running.md.
 */
import { addDays, type CalendarDay } from './calendar-day'
import type { InvoiceId } from './ids'
import { isPlanInForce, takeInstalmentEdge, type Instalment, type PaymentPlan, type PlanInvoice } from './payment-plan'

/** What is still to pay of an instalment. */
export function computeUnpaid({ amountMinor, paidMinor, status }: Instalment): number {
  return status === 'canceled' ? 0 : amountMinor - paidMinor
}

/** What the instalments of a plan are still to pay. */
export function sumUnpaid(instalments: readonly Instalment[]): number {
  return instalments.reduce((sum, instalment) => sum + computeUnpaid(instalment), 0)
}

/** What a plan still has to pay of an invoice. */
export function computeShareLeft({ amountMinor, settledMinor }: PlanInvoice): number {
  return amountMinor - settledMinor
}

/** What is covered of a plan in all. */
export function sumCovered(shares: readonly PlanInvoice[]): number {
  return shares.reduce((sum, { settledMinor }) => sum + settledMinor, 0)
}

/**
 * The instalments of a plan in force when `coveredMinor` of it are paid in all, the oldest first. One that is paid whole is
 * over; one whose money went back is due again on `today`, or stays to come where its day has not.
 */
export function coverInstalments(
  instalments: readonly Instalment[],
  coveredMinor: number,
  { at, today }: { at: Date; today: CalendarDay },
): Instalment[] {
  let restMinor = coveredMinor
  const covered = instalments.map((instalment): Instalment => {
    if (instalment.status === 'canceled') return instalment
    const paidMinor = Math.min(instalment.amountMinor, restMinor)
    restMinor -= paidMinor
    if (paidMinor === instalment.paidMinor) return instalment
    if (paidMinor === instalment.amountMinor) {
      const { to } = takeInstalmentEdge(instalment.status, 'paid')
      return { ...instalment, paidMinor, status: to, nextAttemptAt: null, endedAt: at }
    }
    if (instalment.status !== 'paid') return { ...instalment, paidMinor }
    const isToCome = instalment.dueOn > today
    const { to } = takeInstalmentEdge('paid', isToCome ? 'scheduled' : 'due')
    const free = { ...instalment, paidMinor, status: to, paymentId: null, nextAttemptAt: null, endedAt: null }
    // Money that went back is not collected again by itself: the debtor is told, and has the days of grace anew.
    return isToCome ? { ...free, attempts: 0 } : { ...free, attempts: Math.max(1, free.attempts), noticedAt: at }
  })
  if (restMinor !== 0) throw new RangeError(`${restMinor} more is covered than the plan has instalments for`)
  return covered
}

/**
 * Takes `amountMinor` that came off what a plan is to pay of one invoice, or, negative, puts it back. Throws a RangeError
 * beyond what the plan takes of it.
 */
export function settleShare(
  shares: readonly PlanInvoice[],
  invoiceId: InvoiceId,
  amountMinor: number,
): readonly PlanInvoice[] {
  return shares.map((share) => {
    if (share.invoiceId !== invoiceId) return share
    const settledMinor = share.settledMinor + amountMinor
    if (settledMinor < 0 || settledMinor > share.amountMinor) {
      throw new RangeError(`${settledMinor} is not within 0..${share.amountMinor} of a plan`)
    }
    return { ...share, settledMinor }
  })
}

/** What a payment for instalments settles: the plan's invoices in their order, each as far as nothing is under way. */
export function spreadOverShares(
  shares: readonly PlanInvoice[],
  amountMinor: number,
  plannedOf: (invoiceId: InvoiceId) => number,
): { invoiceId: InvoiceId; amountMinor: number }[] {
  let restMinor = amountMinor
  return shares
    .toSorted((left, right) => left.position - right.position)
    .flatMap((share) => {
      const part = Math.min(restMinor, computeShareLeft(share), plannedOf(share.invoiceId))
      restMinor -= part
      return part > 0 ? [{ invoiceId: share.invoiceId, amountMinor: part }] : []
    })
}

/** Whether it is to be paid from `day` on. */
function isReached(instalment: Instalment, day: CalendarDay): boolean {
  return instalment.dueOn <= day && instalment.status !== 'paid' && instalment.status !== 'canceled'
}

/** What is to be paid of a plan now: every instalment whose day has come, oldest first. */
export function listReached(instalments: readonly Instalment[], today: CalendarDay): Instalment[] {
  return instalments.filter((instalment) => isReached(instalment, today))
}

/** The first that is still to come, or null. */
export function findNextInstalment(instalments: readonly Instalment[]): Instalment | null {
  return instalments.find((instalment) => computeUnpaid(instalment) > 0) ?? null
}

/**
 * The day on which the collection of an instalment is tried again after as many tries as it has had: days after its due
 * day, and never before tomorrow. Null for no more.
 */
export function findRetryDay(
  { dueOn, attempts }: Pick<Instalment, 'dueOn' | 'attempts'>,
  retryDays: readonly number[],
  today: CalendarDay,
): CalendarDay | null {
  const days = retryDays[attempts - 1]
  if (days === undefined) return null
  const day = addDays(dueOn, days)
  return day > today ? day : addDays(today, 1)
}

/**
 * One is missed once the grace days are over and nothing is under way for it. They count from its day, or from when the
 * debtor was told of it where that was later. `noticedOn` is the day of `noticedAt`.
 */
export function isMissed(
  { status, paymentId, dueOn }: Instalment,
  { graceDays, noticedOn, today }: { graceDays: number; noticedOn: CalendarDay | null; today: CalendarDay },
): boolean {
  const isWaiting = status === 'due' || status === 'retrying'
  const fromOn = noticedOn !== null && noticedOn > dueOn ? noticedOn : dueOn
  return isWaiting && paymentId === null && today > addDays(fromOn, graceDays)
}

/** Whether so many instalments are missed and still unpaid that the plan ends. */
export function isDefaulted({ terms }: PaymentPlan, instalments: readonly Instalment[]): boolean {
  return instalments.filter(({ status }) => status === 'missed').length >= terms.envelope.missesUntilDefault
}

/** Whether a payment is under way for any of them: nothing else about the plan is then decided. */
export function isBeingPaid(instalments: readonly Instalment[]): boolean {
  return instalments.some(({ paymentId, status }) => paymentId !== null && status !== 'paid' && status !== 'canceled')
}

export type MoveRefusal =
  /** It is over, being paid, or due. */
  | { readonly kind: 'not_movable' }
  /** As often as the plan permits. */
  | { readonly kind: 'no_moves_left' }
  /** Not after today, or later than the plan permits, or out of the order of the instalments. */
  | { readonly kind: 'day_out_of_range'; readonly fromOn: CalendarDay; readonly untilOn: CalendarDay }

/** Nobody moves an instalment further than this. */
const LONGEST_MOVE_DAYS = 366

/**
 * The days to which an instalment may be moved, never past the next one nor before one that is to be paid first; a refusal
 * where it may not be. `isFree`: by the creditor, whom the plan's bounds do not bind.
 */
export function findMoveRange(
  plan: Pick<PaymentPlan, 'status' | 'terms'>,
  instalments: readonly Instalment[],
  number: number,
  today: CalendarDay,
  { isFree = false }: { isFree?: boolean } = {},
): { fromOn: CalendarDay; untilOn: CalendarDay } | MoveRefusal {
  const { mostDateMoves, mostMoveDays } = plan.terms.envelope
  const instalment = instalments.find((one) => one.number === number)
  const isToCome =
    instalment?.status === 'scheduled' || instalment?.status === 'moved' || (isFree && instalment?.status === 'due')
  if (!instalment || !isToCome || !isPlanInForce(plan.status) || instalment.paymentId !== null) {
    return { kind: 'not_movable' }
  }
  const movedTimes = instalments.reduce((sum, one) => sum + one.movedTimes, 0)
  if (!isFree && movedTimes >= mostDateMoves) return { kind: 'no_moves_left' }
  const tomorrow = addDays(today, 1)
  const before = instalments.findLast((one) => one.number < number && computeUnpaid(one) > 0)
  const fromOn = before && before.dueOn > tomorrow ? before.dueOn : tomorrow
  const furthestOn = isFree ? addDays(today, LONGEST_MOVE_DAYS) : addDays(instalment.originalDueOn, mostMoveDays)
  const next = instalments.find((one) => one.number > number && one.status !== 'canceled')
  const untilOn = next && next.dueOn < furthestOn ? next.dueOn : furthestOn
  return untilOn < fromOn ? { kind: 'not_movable' } : { fromOn, untilOn }
}
