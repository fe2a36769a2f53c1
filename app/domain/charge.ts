/**
 * What lateness adds to the payment of an invoice: interest and the fixed compensation, as they were owed on the day on
 * which the payment was reviewed. A note bills what of it was paid, so that the account holds a document of every cent.
 * Amounts are minor units of the invoice's currency.
 */
import type { CalendarDay } from './calendar-day'
import type { ChargeOrder } from './interest-policy'

export interface Charge {
  readonly interestMinor: number
  readonly compensationMinor: number
  /** Last day whose interest it holds, in the creditor's time zone. */
  readonly throughOn: CalendarDay
}

/** What may be charged with the payment of an invoice, and whether before or after the invoice itself. */
export interface OwedCharge {
  readonly charge: Charge
  readonly order: ChargeOrder
}

/** Interest and compensation together, minor units of the invoice's currency. */
export function sumCharge({ interestMinor, compensationMinor }: Charge): number {
  return interestMinor + compensationMinor
}

/** The part of a charge that `amountMinor` pays: the compensation first. Throws a RangeError for more than the charge. */
export function takeOfCharge(charge: Charge, amountMinor: number): Charge {
  if (amountMinor < 0 || amountMinor > sumCharge(charge))
    throw new RangeError(`${amountMinor} is not within the charge`)
  const compensationMinor = Math.min(charge.compensationMinor, amountMinor)
  return { ...charge, compensationMinor, interestMinor: amountMinor - compensationMinor }
}

/**
 * What is charged beside `settledMinor` of an invoice of which `dueNowMinor` are due. Where the invoice comes first,
 * nothing until all of it is settled; where the charge comes first, all of it with whatever is settled.
 */
export function chooseChargeMinor(
  { charge, order }: OwedCharge,
  { settledMinor, dueNowMinor }: { readonly settledMinor: number; readonly dueNowMinor: number },
): number {
  return order === 'charges_first' || settledMinor >= dueNowMinor ? sumCharge(charge) : 0
}

/**
 * Whether a payment of `settledMinor` may come with `chargesMinor`: never more than is owed, and where charges come first
 * all of them, unless what is paid reaches for no more than the smallest part of the invoice beside them.
 */
export function permitsCharge(
  owed: OwedCharge | null,
  { settledMinor, chargesMinor }: { readonly settledMinor: number; readonly chargesMinor: number },
): boolean {
  if (owed === null) return chargesMinor === 0
  const mostMinor = sumCharge(owed.charge)
  if (!Number.isSafeInteger(chargesMinor) || chargesMinor < 0 || chargesMinor > mostMinor) return false
  return owed.order === 'principal_first' || chargesMinor === mostMinor || settledMinor <= SMALLEST_MINOR
}

/** A payment of an invoice always settles something of the invoice itself. */
export const SMALLEST_MINOR = 1
