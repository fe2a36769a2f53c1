/**
 * Outcome events: append-only facts reported to the creditor, in one gap-free order.
 *
 * An event's body is plain JSON, and it is the same bytes everywhere: in the log, in a webhook, in the API, in an
 * export. Its hash covers the body and the hash before it (see outcome-event-chain), so nothing can be missing, moved
 * or changed without showing. What turns out differently later is another event; none is ever edited.
 */
import type { CurrencyCode } from './currency'
import type { CreditorId, DebtorId, OutcomeEventId } from './ids'

export const OUTCOME_EVENT_TYPES = [
  'link.opened',
  'link.delegated',
  'link.revoked',
  'link.reported',
  'statement.downloaded',
  'payment.approval_requested',
  'payment.approved',
  'payment.approval_declined',
  'payment.started',
  'payment.succeeded',
  'payment.failed',
  'payment.refunded',
  'payment.charged_back',
  'payment.reinstated',
  'discount.taken',
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
  'plan.completed',
  'plan.defaulted',
  'plan.canceled',
  'instalment.paid',
  'instalment.missed',
  'promise.made',
  'promise.kept',
  'promise.broken',
  'remittance.advised',
  'contact.requested',
  'contact.decided',
  'approval.limit_changed',
] as const

export type OutcomeEventType = (typeof OUTCOME_EVENT_TYPES)[number]

export function isOutcomeEventType(text: string): text is OutcomeEventType {
  return OUTCOME_EVENT_TYPES.some((type) => type === text)
}

/** The payment an event is about, as it stands after the event. */
export interface OutcomePayment {
  id: string
  reference: string
  status: string
  /** What was paid; before it succeeds, what was asked for. */
  amountMinor: number
  /** What was asked for, where the provider took another amount. */
  requestedMinor?: number
  currency: CurrencyCode
  gateway: string
  gatewayReference?: string
  method?: string
  failureCode?: string
  /** Of money that came on another way than by a provider: the day, the booking's own reference, and what was noted. */
  receivedOn?: string
  externalReference?: string
  note?: string
  /** The invoices' currency and what the payment settles in it, where it was charged in another. */
  settledCurrency?: CurrencyCode
  settledMinor?: number
  /** Of this event where it is a refund or a chargeback; positive. */
  reversedMinor?: number
  /** Of this event where money that went back came again; positive. */
  reinstatedMinor?: number
  /** The same in `settledCurrency`, where there is one. */
  reversedSettledMinor?: number
  reinstatedSettledMinor?: number
  /** Why, where the event is a refund, a chargeback or a correction and somebody said so. */
  reason?: string
  /** In all so far. */
  refundedMinor?: number
  chargedBackMinor?: number
  /** True when the provider's success came after the payment had been canceled or had expired here. */
  late?: boolean
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

export interface OutcomeLink {
  id: string
  scope: string[]
  recipientName?: string
  /** Of a link that was forwarded: from which one, by whom, and what narrows it. */
  parentId?: string
  forwardedBy?: string
  expiresAt?: string
  /** Numbers of the only documents it opens; absent where it opens all that the one above does. */
  documents?: string[]
  caps?: { amountMinor: number; currency: CurrencyCode }[]
  /** Who does not know it. */
  reportedBy?: string
}

/** A payment that needs a second person, or the limit above which one does. */
export interface OutcomeApproval {
  /** Of the request; absent where the limit was changed. */
  id?: string
  currency: CurrencyCode
  amountMinor?: number
  /** Null where the debtor ended the limit. */
  limitMinor: number | null
  documents?: string[]
  requestedBy?: string
  decidedBy?: string
  reason?: string
  /** Until when it waits. */
  expiresAt?: string
  /** What it became. */
  paymentId?: string
}

/** The debtor's word that it has ordered a transfer. */
export interface OutcomeRemittance {
  /** Calendar day. */
  paidOn: string
  amountMinor: number
  currency: CurrencyCode
  note?: string
}

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

/** What somebody wrote to the creditor, as it stands after the event. Its words and addresses are read by its id. */
export interface OutcomeContact {
  id: string
  reference: string
  kind: 'message' | 'hardship' | 'not_for_me'
  status: string
  reason?: string
  /** Number of the invoice that a message is about. */
  invoice?: string
  /** Last calendar day of the pause of reminders that was asked for. */
  wishedUntilOn?: string
  /** The pause that was granted; instants, and its last calendar day. */
  pause?: { startsAt: string; endsAt: string; untilOn: string }
  /** Of a link that went to another person: those that were withdrawn, and the one that was issued. */
  revokedLinkIds?: string[]
  issuedLinkId?: string
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
  /** The part of `openMinor` whose due date had passed, in the creditor's time zone. */
  overdueMinor: number
  disputedMinor: number
  pendingMinor: number
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
