import type { CurrencyCode } from './currency'

/** A dispute as it stands after the event. */
export interface OutcomeDispute {
  id: string
  reference: string
  status: string
  /** Peppol invoice response, OPStatusReason and OPStatusAction. */
  reasonCode: string
  actionCode: string
  currency: CurrencyCode
  /** Gross of tax. */
  claimedMinor: number
  grantedMinor?: number
  lines: {
    position: number
    kind: 'whole' | 'quantity' | 'price' | 'amount'
    claimedMinor: number
    grantedMinor?: number
  }[]
  /** Of this event: who did what, and what was said. */
  side: 'debtor' | 'creditor'
  step: string
  text?: string
  fileCount?: number
  answerDueAt?: string
  /** Number of the credit note that the decision issued. */
  creditNoteNumber?: string
}
