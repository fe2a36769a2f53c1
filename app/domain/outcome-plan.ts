import type { CurrencyCode } from './currency'

/** A payment plan as it stands after the event. */
export interface OutcomePlan {
  id: string
  reference: string
  status: string
  currency: CurrencyCode
  principalMinor: number
  feeMinor: number
  interestMinor: number
  /** Principal, fee and interest: what the instalments sum to. */
  totalMinor: number
  frequency: string
  autopay: boolean
  /** Calendar days. Number 0 is a down payment. */
  instalments: { number: number; dueOn: string; amountMinor: number }[]
  /** What it takes of which invoices, without its charges. Moves nothing of them. */
  invoices: { number: string; amountMinor: number }[]
  /** Why it was not agreed at once: the bounds of the creditor's policy that it crosses. */
  outside?: string[]
  /** Number of the note that fee and interest were invoiced by. */
  chargesNumber?: string
  /** Of the plan that it takes the place of. */
  supersedes?: string
  /** SHA-256 of the agreement's document, lower-case hex. */
  documentSha256?: string
  agreedAt?: string
  /** Of this event: who did what, and what was said. */
  side: 'debtor' | 'creditor'
  step: string
  text?: string
}

/** An instalment as it stands after the event. */
export interface OutcomeInstalment {
  number: number
  dueOn: string
  amountMinor: number
  paidMinor: number
  status: string
}
