/**
 * Money of a payment that goes back, and may come again: refunds, chargebacks and the creditor's own corrections.
 *
 * Each is found by the provider's reference, or by our own id where the provider echoes it, and only ever moves
 * forward; the payment's amounts and status follow from all of them together. So events may come in any order and more
 * than once: the books end the same. Amounts are minor units of the payment's currency.
 */
import type { CreditorId, DebtorId, PaymentId } from './ids'
import { computeKept, computeWorth, hasPaymentSucceeded, type Payment, type ReversalEventKind } from './payment'

/** A correction is the creditor's: of a payment entered by mistake, or money handed back outside any provider. */
export const REVERSAL_KINDS = ['refund', 'chargeback', 'correction'] as const

export type ReversalKind = (typeof REVERSAL_KINDS)[number]

/**
 * In the order in which they follow each other. `requested`: the provider has not been reached yet. `pending`: it has
 * the request. `rejected`: it says it never will. `taken`: the money is gone. `returned`: it is back, or was never gone.
 */
export const REVERSAL_STATUSES = ['requested', 'pending', 'rejected', 'taken', 'returned'] as const

export type ReversalStatus = (typeof REVERSAL_STATUSES)[number]

export interface PaymentReversal {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly paymentId: PaymentId
  readonly kind: ReversalKind
  readonly status: ReversalStatus
  readonly amountMinor: number
  /** The provider's id of it; null until the provider has taken the request. */
  readonly gatewayReference: string | null
  /** Of the request, unique per creditor; null where the provider began it. */
  readonly idempotencyKey: string | null
  readonly requestSha256: string | null
  readonly reason: string | null
  /** 'user:<id>' or 'key:<id>'; null where the provider began it. */
  readonly requestedBy: string | null
  readonly failureCode: string | null
  readonly createdAt: Date
  readonly takenAt: Date | null
  /** When the money came back, or the request was rejected. */
  readonly endedAt: Date | null
}

type Received = Pick<
  Payment,
  'status' | 'amountMinor' | 'settledMinor' | 'receivedMinor' | 'refundedMinor' | 'chargedBackMinor'
>

/** How the reversals of a payment leave it, before and after a change to them. */
export interface KeptChange {
  readonly status: 'succeeded' | 'partially_refunded' | 'refunded' | 'charged_back'
  readonly refundedMinor: number
  readonly chargedBackMinor: number
  /** Of what is kept, in the payment's currency: negative when money went back, positive when it came again. */
  readonly keptDeltaMinor: number
  /** The same in the invoices' currency. */
  readonly worthDeltaMinor: number
  /** Null when nothing that the creditor was told has changed. */
  readonly reports: 'payment.refunded' | 'payment.charged_back' | 'payment.reinstated' | null
}

/**
 * What the reversals come to. Chargebacks count first, up to what was received; refunds and corrections count up to
 * what is left. Throws a RangeError for a payment that brought in nothing.
 */
export function computeKeptChange(
  payment: Received,
  reversals: readonly Pick<PaymentReversal, 'kind' | 'status' | 'amountMinor'>[],
  changed: Pick<PaymentReversal, 'kind' | 'status'>,
): KeptChange {
  const { receivedMinor } = payment
  if (receivedMinor === null) throw new RangeError('nothing was received')
  const taken = reversals.filter(({ status }) => status === 'taken')
  const chargedBackMinor = Math.min(receivedMinor, sumAmounts(taken.filter(({ kind }) => kind === 'chargeback')))
  const refundedMinor = Math.min(
    receivedMinor - chargedBackMinor,
    sumAmounts(taken.filter(({ kind }) => kind !== 'chargeback')),
  )
  const keptBeforeMinor = computeKept(payment)
  const keptMinor = receivedMinor - chargedBackMinor - refundedMinor
  const isSame = refundedMinor === payment.refundedMinor && chargedBackMinor === payment.chargedBackMinor
  return {
    status: deriveStatus({ chargedBackMinor, refundedMinor, keptMinor }),
    refundedMinor,
    chargedBackMinor,
    keptDeltaMinor: keptMinor - keptBeforeMinor,
    worthDeltaMinor: computeWorth(payment, keptMinor) - computeWorth(payment, keptBeforeMinor),
    reports: isSame ? null : nameOutcome(keptMinor - keptBeforeMinor, changed),
  }
}

function deriveStatus(amounts: {
  chargedBackMinor: number
  refundedMinor: number
  keptMinor: number
}): KeptChange['status'] {
  if (amounts.chargedBackMinor > 0) return 'charged_back'
  if (amounts.refundedMinor === 0) return 'succeeded'
  return amounts.keptMinor === 0 ? 'refunded' : 'partially_refunded'
}

/** Where a refund and a chargeback overlap, one of them can change without money moving: it is reported for its own sake. */
function nameOutcome(
  keptDeltaMinor: number,
  { kind, status }: Pick<PaymentReversal, 'kind' | 'status'>,
): NonNullable<KeptChange['reports']> {
  if (keptDeltaMinor > 0 || status === 'returned') return 'payment.reinstated'
  return kind === 'chargeback' ? 'payment.charged_back' : 'payment.refunded'
}

export interface ReversalEvent {
  readonly kind: ReversalEventKind
  readonly amountMinor: number
  /** The provider's id of the refund or chargeback. */
  readonly gatewayReference: string
  /** Our own, where the provider echoes it. */
  readonly reversalId?: string
  readonly reason?: string
  readonly failureCode?: string
  readonly occurredAt: Date
}

export type ReversalVerdict =
  /** `reversal` as it now is, new where `isNew`. */
  | {
      readonly kind: 'change'
      readonly reversal: PaymentReversal
      readonly isNew: boolean
      readonly change: KeptChange
    }
  | { readonly kind: 'already_applied' }
  /** It is about money that has not been seen coming: kept until it has. */
  | { readonly kind: 'waiting' }

/** Decides what the provider's word on a refund or chargeback means. `newId` is used where it is the first. */
export function applyReversalEvent(
  payment: Payment,
  reversals: readonly PaymentReversal[],
  event: ReversalEvent,
  newId: string,
): ReversalVerdict {
  if (!hasPaymentSucceeded(payment.status)) return { kind: 'waiting' }
  const known = findReversal(reversals, event)
  const status = event.kind === 'payment_refunded' || event.kind === 'payment_charged_back' ? 'taken' : 'returned'
  if (known && !isAhead(known.status, status)) return { kind: 'already_applied' }
  const before = known ?? beginReversal(payment, event, newId)
  const reversal: PaymentReversal = {
    ...before,
    status,
    // What the provider took is what went, whatever was asked for.
    amountMinor: status === 'taken' ? event.amountMinor : before.amountMinor,
    gatewayReference: event.gatewayReference,
    reason: before.reason ?? event.reason ?? null,
    failureCode: event.failureCode ?? (status === 'taken' ? null : before.failureCode),
    takenAt: status === 'taken' ? event.occurredAt : before.takenAt,
    endedAt: status === 'taken' ? null : event.occurredAt,
  }
  const after = [...reversals.filter(({ id }) => id !== reversal.id), reversal]
  return { kind: 'change', reversal, isNew: !known, change: computeKeptChange(payment, after, reversal) }
}

/** The reversal that an event is about. */
export function findReversal(
  reversals: readonly PaymentReversal[],
  named: { readonly gatewayReference: string; readonly reversalId?: string },
): PaymentReversal | undefined {
  return (
    reversals.find(({ gatewayReference }) => gatewayReference === named.gatewayReference) ??
    reversals.find(({ id, gatewayReference }) => id === named.reversalId && gatewayReference === null)
  )
}

/** True when a reversal that is `from` can become `to`: it never moves back. */
export function isAhead(from: ReversalStatus, to: ReversalStatus): boolean {
  return REVERSAL_STATUSES.indexOf(to) > REVERSAL_STATUSES.indexOf(from)
}

/** What may still be asked back: what is kept, less what has been asked for and not been decided. */
export function computeRefundable(
  payment: Pick<Payment, 'receivedMinor' | 'refundedMinor' | 'chargedBackMinor'>,
  reversals: readonly Pick<PaymentReversal, 'status' | 'amountMinor'>[],
): number {
  const underWay = reversals.filter(({ status }) => status === 'requested' || status === 'pending')
  return Math.max(0, computeKept(payment) - sumAmounts(underWay))
}

/**
 * The most that can go back of a payment so that no more than `worthMinor` of what it settled goes with it: how much of
 * the payment an unapplied credit stands for.
 */
export function computeAmountWorth(
  payment: Pick<Payment, 'amountMinor' | 'settledMinor' | 'receivedMinor' | 'refundedMinor' | 'chargedBackMinor'>,
  worthMinor: number,
): number {
  const keptMinor = computeKept(payment)
  const keptWorthMinor = computeWorth(payment, keptMinor)
  if (worthMinor >= keptWorthMinor) return keptMinor
  // Worth grows with what is kept, so the least that must stay is found by halving.
  let [low, high] = [0, keptMinor]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (computeWorth(payment, middle) >= keptWorthMinor - worthMinor) high = middle
    else low = middle + 1
  }
  return keptMinor - low
}

function beginReversal(payment: Payment, event: ReversalEvent, id: string): PaymentReversal {
  const isChargeback = event.kind === 'payment_charged_back' || event.kind === 'payment_chargeback_won'
  return {
    id,
    creditorId: payment.creditorId,
    debtorId: payment.debtorId,
    paymentId: payment.id,
    kind: isChargeback ? 'chargeback' : 'refund',
    status: 'pending',
    amountMinor: event.amountMinor,
    gatewayReference: event.gatewayReference,
    idempotencyKey: null,
    requestSha256: null,
    reason: null,
    requestedBy: null,
    failureCode: null,
    createdAt: event.occurredAt,
    takenAt: null,
    endedAt: null,
  }
}

function sumAmounts(parts: readonly { readonly amountMinor: number }[]): number {
  return parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}
