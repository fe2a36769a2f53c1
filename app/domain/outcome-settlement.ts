import type { CurrencyCode } from './currency'

/**
 * A settlement offer as it stands after the event. What is let go when it is fulfilled is told as a write-off by the
 * event of its payment, or, where the money came in other ways, by the invoices of this one.
 */
export interface OutcomeSettlement {
  id: string
  reference: string
  status: string
  /** Of this event. */
  step: string
  side: 'creditor' | 'debtor'
  currency: CurrencyCode
  owedMinor: number
  offeredMinor: number
  waivedMinor: number
  /** Calendar days. */
  payByOn: string
  answerByOn: string
  invoices: string[]
  /** SHA-256 of the agreement's file, lower-case hex. */
  agreementSha256?: string
  paymentId?: string
  /** Reference of the plan that it takes the place of: it ends when the debtor agrees. */
  replacesPlan?: string
  /** Why it was broken. */
  reason?: string
}
