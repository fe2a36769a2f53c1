/**
 * What a creditor lets go of an invoice once a payment has settled the rest of it: a settlement discount, or the remainder
 * of a settlement that was agreed. It is reserved together with the money, granted when the money has come, and taken back
 * with it. Amounts are minor units of the invoice's currency.
 */
import type { CalendarDay } from './calendar-day'
import type { DiscountCorrection, DiscountTaxMode } from './discount-policy'
import { multiplyRatio } from './money'

export type ConcessionGrounds =
  | {
      /** Whose terms grant it: the invoice's own, the creditor's for all invoices, or its sliding rate. */
      readonly source: 'document' | 'policy' | 'sliding'
      readonly rateBps: number
      /** Last day on which it may be taken, counted whole in the creditor's time zone. */
      readonly deadlineOn: CalendarDay
      /** What the rate applies to. */
      readonly baseMinor: number
      readonly taxMode: DiscountTaxMode
      readonly correction: DiscountCorrection
    }
  | { readonly source: 'settlement_offer'; readonly offerId: string }
  | { readonly source: 'payoff_quote'; readonly quoteId: string }

/** The grounds of a settlement discount. */
export type DiscountGrounds = Extract<ConcessionGrounds, { rateBps: number }>

export interface Concession {
  /** The kind of allocation that it becomes. */
  readonly kind: 'discount' | 'write_off'
  readonly amountMinor: number
  /** Whether all the money that was asked for has to come, or each part of it earns its part. */
  readonly rule: 'full_only' | 'pro_rata'
  /**
   * Of money that is ordered elsewhere (a transfer): the last day on which it may arrive, in the creditor's time zone. Null
   * where it is enough that the payment was started in time.
   */
  readonly receivedByOn: CalendarDay | null
  readonly grounds: ConcessionGrounds
}

/**
 * The last day, in the creditor's time zone, on which a bank may be told to carry out a transfer that is to take all of
 * them: a discount's own last day, since what comes after it is for the transfer's way; of other grounds the last day of
 * arrival. Null where any day will do.
 */
export function findLastExecutionDay(
  concessions: Iterable<Pick<Concession, 'receivedByOn' | 'grounds'>>,
): CalendarDay | null {
  const days = Array.from(concessions, ({ receivedByOn, grounds }) =>
    'deadlineOn' in grounds ? grounds.deadlineOn : receivedByOn,
  )
  return days.filter((day) => day !== null).toSorted()[0] ?? null
}

/**
 * What is granted when `receivedMinor` of the `askedMinor` of an intent have come, or are left after some went back.
 * Rounds half away from zero; never more than the concession, and none for no money.
 */
export function grantConcession(
  { amountMinor, rule }: Pick<Concession, 'amountMinor' | 'rule'>,
  { receivedMinor, askedMinor }: { readonly receivedMinor: number; readonly askedMinor: number },
): number {
  if (receivedMinor <= 0) return 0
  if (receivedMinor >= askedMinor) return amountMinor
  return rule === 'full_only' ? 0 : multiplyRatio(amountMinor, receivedMinor, askedMinor)
}
