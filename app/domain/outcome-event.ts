/**
 * Outcome events: append-only facts reported to the creditor, in one gap-free order.
 *
 * An event's body is plain JSON, and it is the same bytes everywhere: in the log, in a webhook, in the API, in an
 * export. Its hash covers the body and the hash before it (see outcome-event-chain), so nothing can be missing, moved
 * or changed without showing. What turns out differently later is another event; none is ever edited.
 */
import type { CurrencyCode } from './currency'
import type { CreditorId, DebtorId, OutcomeEventId } from './ids'
import type { OutcomeApproval } from './outcome-approval'
import type { OutcomeContact } from './outcome-contact'
import type { OutcomeDiscount } from './outcome-discount'
import type { OutcomeDispute } from './outcome-dispute'
import type { OutcomeHandOver } from './outcome-hand-over'
import type { OutcomeInterest } from './outcome-interest'
import type { OutcomeLink } from './outcome-link'
import type { OutcomePayment } from './outcome-payment'
import type { OutcomeInstalment, OutcomePlan } from './outcome-plan'
import type { OutcomePromise } from './outcome-promise'
import type { OutcomeSettlement } from './outcome-settlement'

export const OUTCOME_EVENT_TYPES = [
  'link.opened',
  'link.delegated',
  'link.revoked',
  'link.reported',
  'statement.downloaded',
  'payment.approval_requested',
  'payment.approved',
  'payment.approval_declined',
  'payment.approval_expired',
  'payment.started',
  'payment.succeeded',
  'payment.failed',
  'payment.refunded',
  'payment.charged_back',
  'payment.reinstated',
  'discount.taken',
  'interest.charged',
  'interest.waived',
  'interest.reinstated',
  'credit.applied',
  'dispute.opened',
  'dispute.updated',
  'dispute.accepted',
  'dispute.partially_accepted',
  'dispute.rejected',
  'dispute.withdrawn',
  'plan.proposed',
  'plan.countered',
  'plan.agreed',
  'plan.declined',
  'plan.withdrawn',
  'plan.started',
  'plan.completed',
  'plan.defaulted',
  'plan.canceled',
  'plan.superseded',
  'instalment.paid',
  'instalment.missed',
  'instalment.moved',
  'promise.made',
  'promise.kept',
  'promise.broken',
  'promise.canceled',
  'settlement.proposed',
  'settlement.offered',
  'settlement.countered',
  'settlement.agreed',
  'settlement.declined',
  'settlement.withdrawn',
  'settlement.expired',
  'settlement.fulfilled',
  'settlement.broken',
  'remittance.advised',
  'contact.requested',
  'contact.decided',
  'contact.pause_ended',
  'approval.limit_changed',
  'account.handed_over',
] as const

export type OutcomeEventType = (typeof OUTCOME_EVENT_TYPES)[number]

export function isOutcomeEventType(text: string): text is OutcomeEventType {
  return OUTCOME_EVENT_TYPES.some((type) => type === text)
}

/** What the event did to one invoice or credit note. */
export interface OutcomeInvoice {
  number: string
  kind: 'invoice' | 'credit_note'
  currency: CurrencyCode
  /** The part of it that this event moves; negative when it reverses an earlier one. */
  amountMinor: number
  /** Left of it afterwards. */
  openMinor?: number
  /** What settled it. */
  settledBy?: 'cash' | 'credit_note' | 'unapplied_credit' | 'discount' | 'write_off'
}

/** Money of the debtor beyond its invoices that this event created (positive) or used up (negative). */
export interface OutcomeUnappliedCredit {
  id: string
  amountMinor: number
  currency: CurrencyCode
}

/** The debtor's word that it has ordered a transfer. */
export interface OutcomeRemittance {
  /** Calendar day. */
  paidOn: string
  amountMinor: number
  currency: CurrencyCode
  note?: string
}

export interface OutcomeDocument {
  kind: 'statement' | 'receipt' | 'invoice' | 'attachment'
  /** 'pdf' | 'csv' | 'xlsx' | 'xml' ... */
  format: string
  filename?: string
}

/** The facts of an event beside its balance; which of them are there depends on its type. */
export interface OutcomeEventData {
  payment?: OutcomePayment
  invoices?: OutcomeInvoice[]
  unappliedCredits?: OutcomeUnappliedCredit[]
  link?: OutcomeLink
  approval?: OutcomeApproval
  document?: OutcomeDocument
  remittance?: OutcomeRemittance
  dispute?: OutcomeDispute
  contact?: OutcomeContact
  discount?: OutcomeDiscount
  interest?: OutcomeInterest
  promise?: OutcomePromise
  settlement?: OutcomeSettlement
  handOver?: OutcomeHandOver
  plan?: OutcomePlan
  instalment?: OutcomeInstalment
}

/** What a use case reports. Everything else in the event is added when it is appended. */
export interface OutcomeEventDraft {
  creditorId: CreditorId
  debtorId: DebtorId
  type: OutcomeEventType
  occurredAt: Date
  data: OutcomeEventData
}

/** Where a debtor stands in one currency right after an event. All in minor units, none negative but the balance. */
export interface BalanceAfter {
  currency: CurrencyCode
  /** Of invoices: payable less what was allocated. */
  openMinor: number
  /**
   * What of `openMinor` was due now and late, in the creditor's time zone: without what is disputed, being paid, or left to
   * the instalments of a plan. Events of before there were plans count all of an invoice whose due date had passed.
   */
  overdueMinor: number
  disputedMinor: number
  pendingMinor: number
  /** Of `openMinor`: what instalments that were agreed will pay. Absent in events from before there were plans. */
  plannedMinor?: number
  /** Left on credit notes. */
  creditMinor: number
  /** Paid beyond what was open. */
  unappliedCreditMinor: number
  /** `openMinor - creditMinor - unappliedCreditMinor`. */
  balanceMinor: number
}

/** What the hash covers, beside the hash before it. Plain JSON; instants are ISO 8601 in UTC with milliseconds. */
export interface OutcomeEventBody {
  id: string
  /** The creditor's slug. */
  creditor: string
  sequence: number
  /** An OutcomeEventType, or, read from the log, one that a newer version recorded and this one does not know. */
  type: string
  occurredAt: string
  debtor: { externalId: string; name: string }
  data: OutcomeEventData
  balanceAfter: BalanceAfter[]
}

/** An event as the creditor gets it: its body and its place in the chain. */
export interface ReportedOutcomeEvent extends OutcomeEventBody {
  /** Lower-case hex SHA-256. */
  previousHash: string
  hash: string
}

/** An event as the log keeps it. */
export interface OutcomeEvent {
  id: OutcomeEventId
  creditorId: CreditorId
  debtorId: DebtorId
  body: OutcomeEventBody
  previousHash: string
  hash: string
}

/** The event in the one form in which it is sent, listed and exported. */
export function toReportedEvent(event: Pick<OutcomeEvent, 'body' | 'previousHash' | 'hash'>): ReportedOutcomeEvent {
  return { ...event.body, previousHash: event.previousHash, hash: event.hash }
}
