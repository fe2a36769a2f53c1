import type { CurrencyCode } from './currency'

/** A promise to pay as it stands after the event. */
export interface OutcomePromise {
  id: string
  reference: string
  status: string
  amountMinor: number
  currency: CurrencyCode
  /** Calendar days: the one that was promised, and the last on which the money may still come. */
  promisedOn: string
  graceUntilOn: string
  invoices: string[]
  /** Of the money that came for its invoices since. */
  receivedMinor: number
  madeBy: 'creditor' | 'debtor'
  /** Of one that was made: codes of the creditor's own bounds that its people went beyond; absent inside them. */
  outsideBounds?: string[]
  /** Who canceled it; absent where nobody did. */
  canceledBy?: 'creditor' | 'debtor'
}
