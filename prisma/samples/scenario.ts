/**
 * What happened on the sample accounts before the demo starts, for a seed to carry out through the use cases with a clock
 * set back. Nothing here touches a database; nothing here states a balance.
 *
 * Days are counted back from the same anchor day as the invoices. A seed imports all invoices first, then carries out the
 * scenarios in the order of `sampleScenarios`.
 */
import type { DisputeAction, DisputeReason } from '~/domain/dispute'
import type { PlanFrequency } from '~/domain/instalment-schedule'

interface ScenarioBase {
  creditorSlug: string
  debtorExternalId: string
  /** The day on which it happened or began. Never before the issue of an invoice it names. */
  daysAgo: number
}

export interface ScenarioInvoice {
  number: string
  /**
   * Minor units of the invoice's currency. `'open'` is all that earlier scenarios have left open (in a use of credit: as
   * much of it as the credit covers). Settlement discounts are not taken.
   */
  amountMinor: number | 'open'
}

export type ScenarioMethod = 'card' | 'bank_debit' | 'bank_transfer'

interface PaymentScenarioBase extends ScenarioBase {
  /** ISO 4217; the currency of every invoice named. */
  currency: string
  method: ScenarioMethod
  /** The amounts chosen; together with `surplusMinor` they are the sum paid. At least one. */
  invoices: readonly ScenarioInvoice[]
}

/** Money that arrived. `bank_transfer` is money on the creditor's account, matched by the references of the invoices. */
export interface PaymentSucceeded extends PaymentScenarioBase {
  kind: 'payment_succeeded'
  /** Paid beyond the invoices chosen: becomes unapplied credit. */
  surplusMinor?: number
  /** A bank debit settles so many days after `daysAgo`; until then it is processing. 0 for the others. */
  settlesAfterDays?: number
  /** The words by which the payer agreed that the method is kept, for a plan to be collected from. */
  keepsBy?: string
}

export interface PaymentFailed extends PaymentScenarioBase {
  kind: 'payment_failed'
  failure: 'card_declined' | 'insufficient_funds' | 'authentication_failed'
  /** A bank debit fails so many days after `daysAgo`; until then it is processing. 0 for cards. */
  failsAfterDays?: number
}

/** Started and without an outcome on the anchor day: the invoices show the amounts as pending. */
export interface PaymentUnfinished extends PaymentScenarioBase {
  /** `processing`: a bank debit under way. `needs_authentication`: the card's bank waits for the payer. */
  kind: 'payment_processing' | 'payment_needs_authentication'
}

/** Ended without money: the payer turned back, or left the provider's page until it expired. */
export interface PaymentAbandoned extends PaymentScenarioBase {
  kind: 'payment_canceled' | 'payment_expired'
}

/** A credit note used on invoices. What is left of it stays usable. */
export interface CreditApplied extends ScenarioBase {
  kind: 'credit_applied'
  creditNoteNumber: string
  invoices: readonly ScenarioInvoice[]
}

/** A link issued by the console: expired when its life is over, revoked where that day is given, else alive. */
export interface LinkIssued extends ScenarioBase {
  kind: 'link_issued'
  /** A contact of the debtor. */
  recipientEmail: string
  scope: readonly ('view' | 'pay' | 'dispute' | 'agree')[]
  lifetimeDays: number
  revokedDaysAgo?: number
  /** Days on which the recipient opened it, oldest first. */
  openedDaysAgo?: readonly number[]
}

/** Some of a line disputed by the debtor: open still on the anchor day, unless the creditor accepted it. */
export interface DisputeOpened extends ScenarioBase {
  kind: 'dispute_opened'
  /** A contact of the debtor. */
  recipientEmail: string
  invoiceNumber: string
  /** So many of the quantity of the line at that place, from 1. */
  line: { position: number; quantity: string }
  reason: DisputeReason
  action: DisputeAction
  text: string
  /** When, and with which words, all of it was accepted: a credit note is issued. */
  accepted?: { daysAgo: number; text: string }
}

interface AgreementBase extends ScenarioBase {
  /** A contact of the debtor, who opened a link for it. */
  recipientEmail: string
  /** ISO 4217; the currency of every invoice named. */
  currency: string
  invoices: readonly string[]
}

/** Shaped and agreed to by the debtor: in force at once where the creditor's policy permits it, else waiting for an answer. */
export interface PlanProposed extends AgreementBase {
  kind: 'plan_proposed'
  frequency: PlanFrequency
  instalments: number
  /** From `daysAgo` to the first of them. */
  firstInDays: number
  downPaymentMinor?: number
  text: string
  /** Given for a plan whose instalments are collected from the method that was kept: what became of each, oldest first. */
  collected?: readonly {
    daysAgo: number
    settlesAfterDays: number
    /** Absent for money that came. */
    failure?: 'insufficient_funds'
  }[]
}

/** Everything due of the invoices, promised for a day. Kept or broken by what came, where that day is over. */
export interface PromiseMade extends AgreementBase {
  kind: 'promise_made'
  payInDays: number
  note: string
}

/** A reduced sum that the creditor offers for the invoices. */
export interface SettlementOffered extends AgreementBase {
  kind: 'settlement_offered'
  sharePercent: number
  payInDays: number
  text: string
  /** When the debtor agreed to it; absent while it waits. */
  agreedDaysAgo?: number
}

export type SampleScenario =
  | PaymentSucceeded
  | PaymentFailed
  | PaymentUnfinished
  | PaymentAbandoned
  | CreditApplied
  | LinkIssued
  | DisputeOpened
  | PlanProposed
  | PromiseMade
  | SettlementOffered
