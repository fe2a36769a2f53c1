/** Refunds: asked for by request, ended by the bank. */
import type { StripeAccount } from './account'
import { checkGranularity } from './amounts'
import { createBalanceTransaction } from './charges'
import type { Charge, Refund, Requests } from './contract'
import { refuse, refuseUnsimulated } from './failures'
import { createId } from './ids'
import { mergeMetadata } from './metadata'

export const refundHandlers = {
  create: (account: StripeAccount, parameters: Requests['refunds.create']): Refund => {
    if (parameters.origin ?? parameters.customer ?? parameters.instructions_email)
      throw refuseUnsimulated('refunds of cash balances')
    if (parameters.reverse_transfer === true || parameters.refund_application_fee === true)
      throw refuseUnsimulated('Connect')
    const charge = findCharge(account, parameters)
    const metadata = mergeMetadata(parameters.metadata)
    if (charge.disputed) {
      throw refuse(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' })
    }
    const open = charge.amount_captured - charge.amount_refunded
    if (open === 0) {
      throw refuse(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
    }
    const amount = parameters.amount ?? open
    if (amount <= 0) throw refuse('Invalid positive integer', { param: 'amount', code: 'parameter_invalid_integer' })
    checkGranularity(amount, charge.currency, 'amount')
    if (amount > open) {
      throw refuse(`Refund amount (${amount}) is greater than unrefunded amount on charge (${open})`, {
        param: 'amount',
      })
    }
    return createRefund(account, charge, { amount, metadata, reason: parameters.reason ?? null })
  },

  update: (account: StripeAccount, parameters: Requests['refunds.update'], id: string): Refund => {
    const refund = account.get('refund', id)
    refund.metadata = mergeMetadata(parameters.metadata, refund.metadata ?? {})
    account.emit('charge.refund.updated', refund)
    account.emit('refund.updated', refund)
    return refund
  },
}

function findCharge(account: StripeAccount, parameters: Requests['refunds.create']): Charge {
  if ((parameters.charge === undefined) === (parameters.payment_intent === undefined)) {
    throw refuse('One of the following params should be provided for this request: payment_intent or charge.')
  }
  const intent =
    parameters.payment_intent === undefined
      ? null
      : account.get('payment_intent', parameters.payment_intent, 'payment_intent')
  const id = intent ? intent.latest_charge : parameters.charge
  const charge = id ? account.get('charge', id, 'charge') : null
  if (charge?.status !== 'succeeded') {
    throw refuse(
      intent
        ? `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`
        : `Charge ${charge?.id ?? ''} has not succeeded and cannot be refunded.`,
      { code: intent ? 'payment_intent_unexpected_state' : 'charge_not_refundable' },
    )
  }
  return charge
}

function createRefund(
  account: StripeAccount,
  charge: Charge,
  terms: { amount: number; metadata: Record<string, string>; reason: Refund['reason'] },
): Refund {
  const isCard = charge.payment_method_details?.type === 'card'
  const refund: Refund = {
    id: createId(isCard ? 're' : 'pyr'),
    object: 'refund',
    amount: terms.amount,
    balance_transaction: null,
    charge: charge.id,
    created: account.clock(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    ...(isCard ? { destination_details: { type: 'card', card: { type: 'refund' as const } } } : {}),
    metadata: terms.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: terms.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'pending',
    transfer_reversal: null,
  }
  refund.balance_transaction = createBalanceTransaction(account, {
    amount: -terms.amount,
    currency: charge.currency,
    type: isCard ? 'refund' : 'payment_refund',
    category: 'refund',
    source: refund.id,
    hasFee: false,
  }).id
  const isImmediate = account.refundOutcome === 'default' && isCard
  if (isImmediate) refund.status = 'succeeded'
  else refund.pending_reason = 'processing'
  account.put('refund', refund)
  charge.amount_refunded += terms.amount
  charge.refunded = charge.amount_refunded === charge.amount_captured
  account.record('refunded', describeMovement(refund))
  account.emit('refund.created', refund)
  account.emit('charge.refunded', charge)
  if (account.refundOutcome === 'failed') failRefund(account, refund)
  return refund
}

/** The money arrived where it came from. */
export function completeRefund(account: StripeAccount, refund: Refund): void {
  refund.status = 'succeeded'
  delete refund.pending_reason
  account.emit('refund.updated', refund, { status: 'pending' })
  account.emit('charge.refund.updated', refund, { status: 'pending' })
}

/** It could not be delivered, which can be said after it was called succeeded, and is back on the balance. */
export function failRefund(account: StripeAccount, refund: Refund): void {
  const before = refund.status
  refund.status = 'failed'
  refund.failure_reason = 'lost_or_stolen_card'
  delete refund.pending_reason
  const charge = account.get('charge', refund.charge ?? '')
  charge.amount_refunded -= refund.amount
  charge.refunded = false
  refund.failure_balance_transaction = createBalanceTransaction(account, {
    amount: refund.amount,
    currency: refund.currency,
    type: 'refund_failure',
    category: 'refund_failure',
    source: refund.id,
    hasFee: false,
  }).id
  account.record('refund_failed', describeMovement(refund))
  account.emit('refund.updated', refund, { status: before })
  account.emit('refund.failed', refund, { status: before })
  account.emit('charge.refund.updated', refund, { status: before })
}

function describeMovement(refund: Refund) {
  const { amount, currency } = refund
  return { paymentIntent: refund.payment_intent ?? '', amount, currency, source: refund.id }
}
