/**
 * What is left of an invoice, and what of that may be paid now.
 *
 * `open = payable - allocated`; `disputed` is the open disputes' claims; `pending` is what payments still under way have
 * reserved; `planned` is what instalments that were agreed will pay; `dueNow = open - disputed - pending - planned`. None
 * is ever negative. Amounts are minor units of the invoice's currency.
 */
import { countDaysBetween, type CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { DocumentKind } from './invoice'
import type { InvoiceId } from './ids'

export interface InvoiceBalance {
  readonly id: InvoiceId
  readonly kind: DocumentKind
  readonly number: string
  readonly issueOn: CalendarDay
  readonly dueOn: CalendarDay
  readonly currency: CurrencyCode
  readonly payableMinor: number
  /** Of a credit note: what is left to use. */
  readonly openMinor: number
  readonly pendingMinor: number
  readonly disputedMinor: number
  /** What instalments that were agreed are still to pay and no payment under way pays. */
  readonly plannedMinor: number
  /** The day on which open became zero, in the creditor's time zone. */
  readonly settledOn: CalendarDay | null
}

type Amounts = Pick<InvoiceBalance, 'openMinor' | 'pendingMinor' | 'disputedMinor' | 'plannedMinor'>

/** What may be paid now: never negative, whatever disputes and reservations add up to. */
export function computeDueNow(balance: Amounts): number {
  return Math.max(0, balance.openMinor - balance.pendingMinor - balance.disputedMinor - balance.plannedMinor)
}

/**
 * The most that money which has come may settle of an invoice: what is due now, what instalments were to pay of it, and
 * what the payment itself has reserved (`ownReservedMinor`, 0 once the reservation was released).
 */
export function computeCapacity(balance: Amounts, ownReservedMinor: number): number {
  const pendingMinor = Math.max(0, balance.pendingMinor - ownReservedMinor)
  return computeDueNow({ ...balance, pendingMinor, plannedMinor: 0 })
}

/** Days since the due date; 0 on it, before it, and when nothing is open. `today` is the creditor's. */
export function countDaysLate(balance: Pick<InvoiceBalance, 'dueOn' | 'openMinor'>, today: CalendarDay): number {
  return balance.openMinor === 0 ? 0 : Math.max(0, countDaysBetween(balance.dueOn, today))
}

/** How an invoice is shown. A finer state wins over a coarser one. */
export type InvoiceStatus = 'paid' | 'in_payment' | 'in_plan' | 'disputed' | 'overdue' | 'partly_paid' | 'open'

/** The state that is shown of an invoice on `today`, the creditor's calendar day. */
export function describeInvoiceStatus(
  balance: Amounts & Pick<InvoiceBalance, 'dueOn' | 'payableMinor'>,
  today: CalendarDay,
): InvoiceStatus {
  if (balance.openMinor === 0) return 'paid'
  if (computeDueNow(balance) === 0) {
    if (balance.pendingMinor > 0) return 'in_payment'
    return balance.plannedMinor > 0 ? 'in_plan' : 'disputed'
  }
  if (countDaysLate(balance, today) > 0) return 'overdue'
  return balance.openMinor < balance.payableMinor ? 'partly_paid' : 'open'
}

/** Sets `amountMinor` aside for a payment under way. Throws a RangeError beyond what is due now: callers have checked. */
export function reserve(balance: InvoiceBalance, amountMinor: number): InvoiceBalance {
  assertWithin(amountMinor, computeDueNow(balance), balance.number)
  return { ...balance, pendingMinor: balance.pendingMinor + amountMinor }
}

/** Leaves `amountMinor` of what is due now to the instalments of a plan. Throws a RangeError beyond it. */
export function plan(balance: InvoiceBalance, amountMinor: number): InvoiceBalance {
  assertWithin(amountMinor, computeDueNow(balance), balance.number)
  return { ...balance, plannedMinor: balance.plannedMinor + amountMinor }
}

/** Takes `amountMinor` back from a plan: it is due again. Throws a RangeError when less is left to its instalments. */
export function unplan(balance: InvoiceBalance, amountMinor: number): InvoiceBalance {
  assertWithin(amountMinor, balance.plannedMinor, balance.number)
  return { ...balance, plannedMinor: balance.plannedMinor - amountMinor }
}

/** Ends a reservation of `amountMinor`. Throws a RangeError when less is reserved. */
export function release(balance: InvoiceBalance, amountMinor: number): InvoiceBalance {
  assertWithin(amountMinor, balance.pendingMinor, balance.number)
  return { ...balance, pendingMinor: balance.pendingMinor - amountMinor }
}

/**
 * Settles `amountMinor` on `day`: first what is due now, then what instalments were to pay. Throws a RangeError beyond
 * both.
 */
export function settle(balance: InvoiceBalance, amountMinor: number, day: CalendarDay): InvoiceBalance {
  assertWithin(amountMinor, computeCapacity(balance, 0), balance.number)
  const openMinor = balance.openMinor - amountMinor
  const plannedMinor = balance.plannedMinor - Math.max(0, amountMinor - computeDueNow(balance))
  return { ...balance, openMinor, plannedMinor, settledOn: openMinor === 0 ? (balance.settledOn ?? day) : null }
}

/** Settles `amountMinor` on `day` by a payment of instalments: first what they were to pay, then what is due now. */
export function settlePlanned(balance: InvoiceBalance, amountMinor: number, day: CalendarDay): InvoiceBalance {
  return settle(unplan(balance, Math.min(amountMinor, balance.plannedMinor)), amountMinor, day)
}

/** Takes back a settlement of `amountMinor`. Throws a RangeError when that would leave more open than is payable. */
export function reopen(balance: InvoiceBalance, amountMinor: number): InvoiceBalance {
  assertWithin(amountMinor, balance.payableMinor - balance.openMinor, balance.number)
  const openMinor = balance.openMinor + amountMinor
  return { ...balance, openMinor, settledOn: openMinor === 0 ? balance.settledOn : null }
}

function assertWithin(amountMinor: number, limitMinor: number, number: string): void {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0 || amountMinor > limitMinor) {
    throw new RangeError(`${amountMinor} is not within 0..${limitMinor} of ${number}`)
  }
}
