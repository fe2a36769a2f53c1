/**
 * A payment and the ways it can go until money came; what goes back afterwards is in payment-reversal.
 *
 * A provider's events come in any order and more than once. `applyLifecycleEvent` is therefore total: for each status
 * and each event it says what happens, what has happened already, and what no longer matters.
 */
import { sumCharge, type Charge } from './charge'
import type { Concession } from './concession'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, PaymentId } from './ids'
import { multiplyRatio } from './money'
import type { OutcomeEventType } from './outcome-event'

export const PAYMENT_STATUSES = [
  'created',
  'pending',
  'processing',
  'succeeded',
  'partially_refunded',
  'refunded',
  'charged_back',
  'failed',
  'canceled',
  'expired',
] as const

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]

/**
 * How it came to be: on a provider's page, on a method kept earlier, by a transfer the debtor orders at its bank, or
 * entered by the creditor.
 */
export const PAYMENT_ORIGINS = ['checkout', 'saved_method', 'bank_transfer', 'manual'] as const

export type PaymentOrigin = (typeof PAYMENT_ORIGINS)[number]

/** What a payment fulfils beside the invoices it settles: instalments, a settlement that was offered, a quoted payoff. */
export const PAYMENT_PURPOSES = ['plan', 'settlement_offer', 'payoff_quote'] as const

export interface PaymentPurpose {
  readonly kind: (typeof PAYMENT_PURPOSES)[number]
  readonly id: string
}

export interface Payment {
  readonly id: PaymentId
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  /** For people; unique per creditor. */
  readonly reference: string
  /** Of the form that started it; unique per debtor. */
  readonly idempotencyKey: string
  /** SHA-256 of what that form asked for; null where no form was used. */
  readonly requestSha256: string | null
  readonly status: PaymentStatus
  /** What is charged; refunds, chargebacks and the provider's events are in this currency. */
  readonly currency: CurrencyCode
  /** What was asked for. */
  readonly amountMinor: number
  /** The currency of the invoices it settles; another than `currency` where it is paid at a quoted rate. */
  readonly settledCurrency: CurrencyCode
  /** What its intents sum to, in `settledCurrency`: the worth of `amountMinor`. */
  readonly settledMinor: number
  readonly quoteId: string | null
  readonly origin: PaymentOrigin
  readonly purpose: PaymentPurpose | null
  readonly gateway: string
  /** The provider's id of the checkout. */
  readonly gatewayReference: string | null
  /** The provider's id of the movement of money within it, which refunds and chargebacks name. */
  readonly transactionReference: string | null
  /** What a transfer must quote (ISO 11649 or Swiss QRR), without spaces; null for other ways of paying. */
  readonly bankReference: string | null
  /** The payer agreed that the method is kept for later payments. */
  readonly keepsMethod: boolean
  readonly savedMethodId: string | null
  /** Where the payer completes it while it is pending. */
  readonly redirectUrl: string | null
  readonly method: string | null
  readonly failureCode: string | null
  readonly locale: string
  readonly linkId: AccessLinkId | null
  readonly payerName: string | null
  readonly payerEmail: string | null
  readonly createdAt: Date
  /** After this the provider no longer takes it. */
  readonly expiresAt: Date
  readonly succeededAt: Date | null
  /** When it failed, was canceled or expired. */
  readonly endedAt: Date | null
  /** What the provider says was paid; null until it succeeded. */
  readonly receivedMinor: number | null
  readonly refundedMinor: number
  readonly chargedBackMinor: number
}

/** What was meant to be settled. `reserved` while it, with its concession, is counted as pending on the invoice. */
export interface PaymentIntent {
  readonly invoiceId: InvoiceId
  /** In money. */
  readonly amountMinor: number
  /** What the creditor lets go when that money has come. */
  readonly concession: Concession | null
  /** Interest and compensation that are paid with it, in money beside `amountMinor`; absent for none. Never reserved. */
  readonly charge?: Charge
  readonly reserved: boolean
}

/** What an intent asks for in money, with what is charged beside the invoice. */
export function computeAsked({ amountMinor, charge }: Pick<PaymentIntent, 'amountMinor' | 'charge'>): number {
  return amountMinor + (charge ? sumCharge(charge) : 0)
}

/** What an intent sets aside on its invoice: the money and what is let go with it. */
export function computeReservation({ amountMinor, concession }: PaymentIntent): number {
  return amountMinor + (concession?.amountMinor ?? 0)
}

/** The outcome event that an edge reports to the creditor; null reports nothing. */
type Edges = Readonly<Record<PaymentStatus, Readonly<Partial<Record<PaymentStatus, OutcomeEventType | null>>>>>

/**
 * After money came a status follows from what went back of it, so each of these can follow each other one. What such an
 * edge reports depends on which way the money went: see `KeptChange` in payment-reversal.
 */
const WHATEVER_WENT_BACK = { succeeded: null, partially_refunded: null, refunded: null, charged_back: null } as const

/**
 * Every edge there is. A payment that the creditor was told of (`payment.started`) and that ends without money is
 * reported as `payment.failed`, its status saying how. Success is accepted after every ending, because money that came
 * is money that came. One that begins with money received (entered by the creditor, found on a bank statement) goes
 * from `created` to `succeeded` at once.
 */
export const PAYMENT_EDGES: Edges = {
  created: {
    pending: 'payment.started',
    succeeded: 'payment.succeeded',
    failed: 'payment.failed',
    canceled: null,
    expired: null,
  },
  pending: {
    processing: null,
    succeeded: 'payment.succeeded',
    failed: 'payment.failed',
    canceled: 'payment.failed',
    expired: 'payment.failed',
  },
  processing: { succeeded: 'payment.succeeded', failed: 'payment.failed', canceled: 'payment.failed' },
  failed: { succeeded: 'payment.succeeded' },
  canceled: { succeeded: 'payment.succeeded' },
  expired: { succeeded: 'payment.succeeded' },
  succeeded: WHATEVER_WENT_BACK,
  partially_refunded: WHATEVER_WENT_BACK,
  refunded: WHATEVER_WENT_BACK,
  charged_back: WHATEVER_WENT_BACK,
}

export interface PaymentTransition {
  readonly from: PaymentStatus
  readonly to: PaymentStatus
  readonly reports: OutcomeEventType | null
}

export class IllegalPaymentTransition extends Error {
  override name = 'IllegalPaymentTransition'
}

/** The edge from one status to another. Throws an IllegalPaymentTransition when there is none. */
export function takePaymentEdge(from: PaymentStatus, to: PaymentStatus): PaymentTransition {
  const reports = PAYMENT_EDGES[from][to]
  if (reports === undefined) throw new IllegalPaymentTransition(`a payment cannot go from ${from} to ${to}`)
  return { from, to, reports }
}

/** True while money may still come by itself and the invoices' reservations stand. */
export function isPaymentUnderWay(status: PaymentStatus): boolean {
  return status === 'created' || status === 'pending' || status === 'processing'
}

/** True when money came, whatever became of it later. */
export function hasPaymentSucceeded(status: PaymentStatus): boolean {
  return status === 'succeeded' || status === 'partially_refunded' || status === 'refunded' || status === 'charged_back'
}

export const LIFECYCLE_EVENT_KINDS = [
  'payment_processing',
  'payment_succeeded',
  'payment_failed',
  'payment_canceled',
  'payment_expired',
] as const

/** Of a refund or a chargeback: it was taken from the money received, or that money came again. */
export const REVERSAL_EVENT_KINDS = [
  'payment_refunded',
  'payment_refund_failed',
  'payment_charged_back',
  'payment_chargeback_won',
] as const

export type LifecycleEventKind = (typeof LIFECYCLE_EVENT_KINDS)[number]
export type ReversalEventKind = (typeof REVERSAL_EVENT_KINDS)[number]
export type PaymentEventKind = LifecycleEventKind | ReversalEventKind

export function isLifecycleEventKind(kind: string): kind is LifecycleEventKind {
  return LIFECYCLE_EVENT_KINDS.some((known) => known === kind)
}

export function isReversalEventKind(kind: string): kind is ReversalEventKind {
  return REVERSAL_EVENT_KINDS.some((known) => known === kind)
}

export type LifecycleVerdict =
  /** The edges to take, in order. */
  | {
      readonly kind: 'transition'
      readonly transitions: readonly [PaymentTransition, ...PaymentTransition[]]
      /** Success after the payment had ended here. */
      readonly late: boolean
    }
  | { readonly kind: 'already_applied' }
  /** Overtaken by what is known already. */
  | { readonly kind: 'ignored' }

const DESTINATIONS = {
  payment_processing: 'processing',
  payment_succeeded: 'succeeded',
  payment_failed: 'failed',
  payment_canceled: 'canceled',
  payment_expired: 'expired',
} as const satisfies Record<LifecycleEventKind, PaymentStatus>

/** Decides what an event means for a payment, in whatever order and however often events come. */
export function applyLifecycleEvent(from: PaymentStatus, kind: LifecycleEventKind): LifecycleVerdict {
  const to = DESTINATIONS[kind]
  if (from === to || (to === 'succeeded' && hasPaymentSucceeded(from))) return { kind: 'already_applied' }
  // An event can overtake our own note that the checkout exists; the payment is then started first.
  if (from === 'created' && (to === 'processing' || to === 'succeeded')) {
    const transitions = [takePaymentEdge('created', 'pending'), takePaymentEdge('pending', to)] as const
    return { kind: 'transition', transitions, late: false }
  }
  if (PAYMENT_EDGES[from][to] === undefined) return { kind: 'ignored' }
  const late = to === 'succeeded' && !isPaymentUnderWay(from)
  return { kind: 'transition', transitions: [takePaymentEdge(from, to)], late }
}

/** What came in and has not gone back, in the payment's own currency. */
export function computeKept(payment: Pick<Payment, 'receivedMinor' | 'refundedMinor' | 'chargedBackMinor'>): number {
  return (payment.receivedMinor ?? 0) - payment.refundedMinor - payment.chargedBackMinor
}

/**
 * What an amount kept of a payment settles, in the invoices' currency. All that was asked for is worth what its intents
 * sum to; another amount received is converted at that ratio, and a part kept of what was received in proportion, each
 * rounded half away from zero. What goes back takes the difference of two such worths, so however many parts a payment
 * goes back in, all of its worth goes back with it.
 */
export function computeWorth(
  payment: Pick<Payment, 'amountMinor' | 'settledMinor' | 'receivedMinor'>,
  keptMinor: number,
): number {
  const receivedMinor = payment.receivedMinor ?? 0
  if (keptMinor < 0 || keptMinor > receivedMinor) throw new RangeError(`${keptMinor} of ${receivedMinor} kept`)
  if (keptMinor === 0) return 0
  const receivedWorthMinor = multiplyRatio(receivedMinor, payment.settledMinor, payment.amountMinor)
  return multiplyRatio(receivedWorthMinor, keptMinor, receivedMinor)
}
