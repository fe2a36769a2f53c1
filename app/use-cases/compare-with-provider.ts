/** Our books of a payment beside the provider's: what we have not been told yet, and what differs all the same. */
import { createMoney } from '~/domain/money'
import { hasPaymentSucceeded, isPaymentUnderWay, type Payment, type PaymentEventKind } from '~/domain/payment'
import { findReversal, isAhead, type PaymentReversal } from '~/domain/payment-reversal'
import type { BooksSide, DifferenceKind } from '~/domain/reconciliation'
import type { GatewayEvent, GatewayName, GatewayPaymentState } from './ports/payment-gateway'

type TheirReversal = GatewayPaymentState['reversals'][number]

/**
 * The provider's events that would bring our books to where its own are. Each has an id that depends on what it says
 * alone: taken twice it counts once, and a webhook that says the same later finds it done.
 */
export function listMissedEvents(
  gateway: GatewayName,
  payment: Payment,
  reversals: readonly PaymentReversal[],
  state: GatewayPaymentState,
): GatewayEvent[] {
  const head = {
    gateway,
    paymentId: payment.id,
    ...(payment.gatewayReference === null ? {} : { gatewayReference: payment.gatewayReference }),
    ...(state.transactionReference === undefined ? {} : { transactionReference: state.transactionReference }),
  }
  const kind = findMissedOutcome(payment, state)
  const outcome: GatewayEvent[] = kind
    ? [
        {
          ...head,
          eventId: nameEvent(payment, kind, state.transactionReference ?? ''),
          kind,
          occurredAt: state.occurredAt,
          amount: state.received ?? createMoney(payment.amountMinor, payment.currency),
          ...(state.method === undefined ? {} : { method: state.method }),
          ...(state.failureCode === undefined ? {} : { failureCode: state.failureCode }),
        },
      ]
    : []
  const moved = state.reversals
    .filter((theirs) => isMissed(reversals, theirs))
    .map((theirs): GatewayEvent => {
      const reversalKind = nameReversalEvent(theirs)
      return {
        ...head,
        eventId: nameEvent(payment, reversalKind, theirs.reversal.gatewayReference),
        kind: reversalKind,
        occurredAt: theirs.occurredAt,
        amount: theirs.amount,
        reversal: theirs.reversal,
      }
    })
  return [...outcome, ...moved]
}

export interface FoundDifference {
  kind: Exclude<DifferenceKind, 'missed_event'>
  ours: BooksSide
  theirs: BooksSide
}

/** What differs; `state` is null where the provider knows no such payment. */
export function listDifferences(
  payment: Payment,
  reversals: readonly PaymentReversal[],
  state: GatewayPaymentState | null,
): FoundDifference[] {
  const ours = describeOurs(payment)
  if (state === null) return [{ kind: 'status', ours, theirs: {} }]
  const theirs = describeTheirs(state)
  if (classify(payment.status) !== classify(state.status)) return [{ kind: 'status', ours, theirs }]
  if (state.received === null) return []
  const { receivedMinor, currency } = payment
  const isSameSum = state.received.amountMinor === receivedMinor && state.received.currency === currency
  return [
    ...(isSameSum ? [] : [{ kind: 'amount' as const, ours, theirs }]),
    ...listReversalDifferences(payment, reversals, state),
  ]
}

function listReversalDifferences(
  payment: Payment,
  reversals: readonly PaymentReversal[],
  state: GatewayPaymentState,
): FoundDifference[] {
  const decided = state.reversals.filter(({ status }) => status !== 'pending')
  const matched = decided.map((theirs) => ({ theirs, own: findReversal(reversals, theirs.reversal) ?? null }))
  const unknownHere = matched
    .filter(({ theirs, own }) => own !== null || theirs.status === 'taken')
    .filter(({ theirs, own }) => {
      const isSame = own?.status === theirs.status && own.amountMinor === theirs.amount.amountMinor
      return !isSame || theirs.amount.currency !== payment.currency
    })
  const known = new Set(matched.map(({ own }) => own?.id))
  const unknownThere = reversals.filter(
    ({ id, kind, status }) => status === 'taken' && kind !== 'correction' && !known.has(id),
  )
  return [
    ...unknownHere.map(({ theirs, own }) => ({
      kind: 'reversal' as const,
      ours: own ? describeReversal(payment, own) : {},
      theirs: {
        status: theirs.status,
        ...theirs.amount,
        reference: theirs.reversal.gatewayReference,
      },
    })),
    ...unknownThere.map((own) => ({ kind: 'reversal' as const, ours: describeReversal(payment, own), theirs: {} })),
  ]
}

/** Our side of a payment: what was received of it, or what it is for. */
export function describeOurs({
  status,
  receivedMinor,
  amountMinor,
  currency,
}: Pick<Payment, 'status' | 'receivedMinor' | 'amountMinor' | 'currency'>): BooksSide {
  return { status, amountMinor: receivedMinor ?? amountMinor, currency }
}

/** The provider's side of it. */
export function describeTheirs({ status, received }: GatewayPaymentState): BooksSide {
  return { status, ...received }
}

function describeReversal({ currency }: Payment, own: PaymentReversal): BooksSide {
  const { status, amountMinor, gatewayReference } = own
  return { status, amountMinor, currency, ...(gatewayReference === null ? {} : { reference: gatewayReference }) }
}

function findMissedOutcome(payment: Payment, { status }: GatewayPaymentState): PaymentEventKind | null {
  switch (status) {
    case 'pending':
      return null
    case 'processing':
      return payment.status === 'created' || payment.status === 'pending' ? 'payment_processing' : null
    case 'succeeded':
      return hasPaymentSucceeded(payment.status) ? null : 'payment_succeeded'
    case 'failed':
    case 'canceled':
    case 'expired':
      return isPaymentUnderWay(payment.status) ? `payment_${status}` : null
  }
}

function isMissed(reversals: readonly PaymentReversal[], { status, reversal }: TheirReversal): boolean {
  if (status === 'pending') return false
  const own = findReversal(reversals, reversal)
  return own ? isAhead(own.status, status) : status === 'taken'
}

function nameReversalEvent({ kind, status }: TheirReversal): PaymentEventKind {
  if (kind === 'refund') return status === 'taken' ? 'payment_refunded' : 'payment_refund_failed'
  return status === 'taken' ? 'payment_charged_back' : 'payment_chargeback_won'
}

function nameEvent({ id }: Payment, kind: PaymentEventKind, reference: string): string {
  return `reconciled ${id} ${kind} ${reference}`.trim()
}

/** Whether money came, may come, or will not: how it ended without money is nobody's concern. */
function classify(status: Payment['status'] | GatewayPaymentState['status']): 'came' | 'may_come' | 'will_not' {
  if (hasPaymentSucceeded(status)) return 'came'
  return isPaymentUnderWay(status) ? 'may_come' : 'will_not'
}
