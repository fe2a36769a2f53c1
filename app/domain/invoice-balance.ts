/**
 * What is left of an invoice, and what of that may be paid now.
 *
 * `open = payable - allocated`; `disputed` is the open disputes' claims; `pending` is what payments still under way have
 * reserved; `dueNow = open - disputed - pending`. None is ever negative. Amounts are minor units of the invoice's
 * currency.
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
  /** The day on which open became zero, in the creditor's time zone. */
  readonly settledOn: CalendarDay | null
}

type Amounts = Pick<InvoiceBalance, 'openMinor' | 'pendingMinor' | 'disputedMinor'>

/** What may be paid now: never negative, whatever disputes and reservations add up to. */
export function computeDueNow(balance: Amounts): number {
  return Math.max(0, balance.openMinor - balance.pendingMinor - balance.disputedMinor)
}

/**
 * The most a payment may put on an invoice: what is due now, and what the payment itself has reserved of it
 * (`ownReservedMinor`, 0 once the reservation was released).
 */
export function computeCapacity(balance: Amounts, ownReservedMinor: number): number {
  return computeDueNow({ ...balance, pendingMinor: Math.max(0, balance.pendingMinor - ownReservedMinor) })
}

/** Days since the due date; 0 on it, before it, and when nothing is open. `today` is the creditor's. */
export function countDaysLate(balance: Pick<InvoiceBalance, 'dueOn' | 'openMinor'>, today: CalendarDay): number {
  return balance.openMinor === 0 ? 0 : Math.max(0, countDaysBetween(balance.dueOn, today))
}

/** How an invoice is shown. A finer state wins over a coarser one: paid, disputed, in payment, overdue, partly paid, open. */
export type InvoiceStatus = 'paid' | 'disputed' | 'in_payment' | 'overdue' | 'partly_paid' | 'open'

export function describeInvoiceStatus(
  balance: Amounts & Pick<InvoiceBalance, 'dueOn' | 'payableMinor'>,
  today: CalendarDay,
): InvoiceStatus {
  if (balance.openMinor === 0) return 'paid'
  if (computeDueNow(balance) === 0) return balance.pendingMinor > 0 ? 'in_payment' : 'disputed'
  if (countDaysLate(balance, today) > 0) return 'overdue'
  return balance.openMinor < balance.payableMinor ? 'partly_paid' : 'open'
}

/** Sets `amountMinor` aside for a payment under way. Throws a RangeError beyond what is due now: callers have checked. */
export function reserve(balance: InvoiceBalance, amountMinor: number): InvoiceBalance {
  assertWithin(amountMinor, computeDueNow(balance), balance.number)
  return { ...balance, pendingMinor: balance.pendingMinor + amountMinor }
}

/** Ends a reservation of `amountMinor`. Throws a RangeError when less is reserved. */
export function release(balance: InvoiceBalance, amountMinor: number): InvoiceBalance {
  assertWithin(amountMinor, balance.pendingMinor, balance.number)
  return { ...balance, pendingMinor: balance.pendingMinor - amountMinor }
}

/** Settles `amountMinor` of what is due now, on `day`. Throws a RangeError beyond it. */
export function settle(balance: InvoiceBalance, amountMinor: number, day: CalendarDay): InvoiceBalance {
  assertWithin(amountMinor, computeDueNow(balance), balance.number)
  const openMinor = balance.openMinor - amountMinor
  return { ...balance, openMinor, settledOn: openMinor === 0 ? (balance.settledOn ?? day) : null }
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
