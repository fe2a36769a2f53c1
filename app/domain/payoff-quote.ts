/** What settles an account, or a part of it, as a creditor promised it in writing through the end of a day. */
import type { CalendarDay } from './calendar-day'
import type { Charge } from './charge'
import type { Concession } from './concession'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId } from './ids'

/** One invoice of a quote. `totalMinor = principalMinor - concession + charge`, minor units of the quote's currency. */
export interface QuotedItem {
  readonly invoiceId: InvoiceId
  readonly number: string
  readonly principalMinor: number
  /** The discount that may be taken until the quote's last day; null for none. */
  readonly concession: Concession | null
  /** Interest and compensation as they are on the quote's last day. */
  readonly interestMinor: number
  readonly compensationMinor: number
}

export interface PayoffQuote {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  /** For people: unique per creditor. */
  readonly number: string
  readonly currency: CurrencyCode
  readonly issuedAt: Date
  readonly issuedOn: CalendarDay
  /** Counted whole, in the creditor's time zone. */
  readonly validThroughOn: CalendarDay
  readonly items: readonly QuotedItem[]
  readonly totalMinor: number
  /** BCP 47 tag of the language in which it was asked for. */
  readonly language: string
  readonly linkId: AccessLinkId | null
  /** 'link:<id>' | 'user:<id>' | 'key:<id>' */
  readonly requestedBy: string
}

/** What settles the invoice under the quote, minor units: principal less discount, with interest and compensation. */
export function totalQuotedItem(item: Omit<QuotedItem, 'invoiceId' | 'number'>): number {
  return item.principalMinor - (item.concession?.amountMinor ?? 0) + item.interestMinor + item.compensationMinor
}

/** Whether the quote still stands on `today`, the creditor's calendar day: its last day counts whole. */
export function isQuoteHonoured(quote: Pick<PayoffQuote, 'validThroughOn'>, today: CalendarDay): boolean {
  return today <= quote.validThroughOn
}

/** What is charged under a quote: never more than it says, and less where less is owed by now. Null for nothing. */
export function capCharge(owed: Charge, item: Pick<QuotedItem, 'interestMinor' | 'compensationMinor'>): Charge | null {
  const interestMinor = Math.min(owed.interestMinor, item.interestMinor)
  const compensationMinor = Math.min(owed.compensationMinor, item.compensationMinor)
  return interestMinor + compensationMinor === 0 ? null : { ...owed, interestMinor, compensationMinor }
}

/**
 * What is let go under a quote: what is let go anyway, or what the quote says where that is more and all of what it is
 * about is settled.
 */
export function keepConcession(now: Concession | null, item: QuotedItem, settledMinor: number): Concession | null {
  if (item.concession === null || settledMinor < item.principalMinor) return now
  return (now?.amountMinor ?? 0) >= item.concession.amountMinor ? now : item.concession
}
