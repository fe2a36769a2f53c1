import type { CurrencyCode } from './currency'

/** What is left to the creditor's own collection. The whole file of it is read by its id. */
export interface OutcomeHandOver {
  id: string
  reference: string
  /** Calendar day, in the creditor's zone. */
  handedOverOn: string
  invoices: {
    number: string
    currency: CurrencyCode
    /** Calendar day. */
    dueOn: string
    daysLate: number
    /** What is due of it. Moves nothing. */
    dueMinor: number
  }[]
  /** What was said before, oldest first: kind, calendar day, and of a demand the last day of its term. */
  notices: { reference: string; kind: string; noticedOn: string; payByOn?: string }[]
}
