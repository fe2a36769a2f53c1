/**
 * A payment and the ways it can go.
 *
 * A provider's events come in any order and more than once. `applyGatewayEvent` is therefore total: for each status and
 * each event it says what happens, what has happened already, what no longer matters, and what has to wait.
 */
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, PaymentId } from './ids'
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

/** What was meant to be settled. `reserved` while it is counted as pending on the invoice. */
export interface PaymentIntent {
  readonly invoiceId: InvoiceId
  readonly amountMinor: number
  readonly reserved: boolean
}

/** The outcome event that an edge reports to the creditor; null reports nothing. */
type Edges = Readonly<Record<PaymentStatus, Readonly<Partial<Record<PaymentStatus, OutcomeEventType | null>>>>>

/**
 * Every edge there is. A payment that the creditor was told of (`payment.started`) and that ends without money is
 * reported as `payment.failed`, its status saying how. Success is accepted after every ending, because money that came
 * is money that came.
 */
export const PAYMENT_EDGES: Edges = {
  created: { pending: 'payment.started', failed: 'payment.failed', canceled: null, expired: null },
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
  succeeded: {
    partially_refunded: 'payment.refunded',
    refunded: 'payment.refunded',
    charged_back: 'payment.charged_back',
  },
  partially_refunded: {
    partially_refunded: 'payment.refunded',
    refunded: 'payment.refunded',
    charged_back: 'payment.charged_back',
  },
  charged_back: {
    charged_back: 'payment.charged_back',
    partially_refunded: 'payment.refunded',
    refunded: 'payment.refunded',
  },
  refunded: {},
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

export type PaymentEventKind =
  | 'payment_processing'
  | 'payment_succeeded'
  | 'payment_failed'
  | 'payment_canceled'
  | 'payment_expired'
  | 'payment_refunded'
  | 'payment_charged_back'

export interface PaymentEvent {
  readonly kind: PaymentEventKind
  /** Of the payment; of the refund or chargeback where that is the event. */
  readonly amountMinor: number
}

export type GatewayEventVerdict =
  /** The edges to take, in order. */
  | {
      readonly kind: 'transition'
      readonly transitions: readonly [PaymentTransition, ...PaymentTransition[]]
      /** What goes back with a refund or chargeback: never more than is left; else 0. */
      readonly reversedMinor: number
      /** Success after the payment had ended here. */
      readonly late: boolean
    }
  | { readonly kind: 'already_applied' }
  /** Overtaken by what is known already. */
  | { readonly kind: 'ignored' }
  /** Money went back that has not been seen coming: kept until it has. */
  | { readonly kind: 'waiting' }

type StatusAndAmounts = Pick<Payment, 'status' | 'receivedMinor' | 'refundedMinor' | 'chargedBackMinor'>

/** Decides what an event means for a payment, in whatever order and however often events come. */
export function applyGatewayEvent(payment: StatusAndAmounts, event: PaymentEvent): GatewayEventVerdict {
  switch (event.kind) {
    case 'payment_processing':
      return moveForward(payment.status, 'processing')
    case 'payment_succeeded':
      return hasPaymentSucceeded(payment.status) ? ALREADY_APPLIED : moveForward(payment.status, 'succeeded')
    case 'payment_failed':
      return moveForward(payment.status, 'failed')
    case 'payment_canceled':
      return moveForward(payment.status, 'canceled')
    case 'payment_expired':
      return moveForward(payment.status, 'expired')
    case 'payment_refunded':
    case 'payment_charged_back':
      return moveBack(payment, event)
  }
}

const ALREADY_APPLIED = { kind: 'already_applied' } as const
const IGNORED = { kind: 'ignored' } as const

function moveForward(from: PaymentStatus, to: PaymentStatus): GatewayEventVerdict {
  if (from === to) return ALREADY_APPLIED
  // An event can overtake our own note that the checkout exists; the payment is then started first.
  if (from === 'created' && PAYMENT_EDGES.created[to] === undefined) {
    const transitions = [takePaymentEdge('created', 'pending'), takePaymentEdge('pending', to)] as const
    return { kind: 'transition', transitions, reversedMinor: 0, late: false }
  }
  if (PAYMENT_EDGES[from][to] === undefined) return IGNORED
  const late = to === 'succeeded' && !isPaymentUnderWay(from)
  return { kind: 'transition', transitions: [takePaymentEdge(from, to)], reversedMinor: 0, late }
}

function moveBack(payment: StatusAndAmounts, event: PaymentEvent): GatewayEventVerdict {
  if (!hasPaymentSucceeded(payment.status)) return { kind: 'waiting' }
  const leftMinor = computeKept(payment)
  const reversedMinor = Math.min(event.amountMinor, leftMinor)
  if (payment.status === 'refunded' || reversedMinor <= 0) return ALREADY_APPLIED
  const refundStatus = reversedMinor === leftMinor ? 'refunded' : 'partially_refunded'
  const to = event.kind === 'payment_charged_back' ? 'charged_back' : refundStatus
  return { kind: 'transition', transitions: [takePaymentEdge(payment.status, to)], reversedMinor, late: false }
}

/** What came in and has not gone back. */
export function computeKept(payment: Omit<StatusAndAmounts, 'status'>): number {
  return (payment.receivedMinor ?? 0) - payment.refundedMinor - payment.chargedBackMinor
}
