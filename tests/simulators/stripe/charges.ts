/** Charges, and what they leave on the account's balance. */
import type { StripeAccount } from './account'
import { convert } from './amounts'
import type { BalanceTransaction, Charge, Mandate, PaymentIntent, PaymentMethod } from './contract'
import { createId } from './ids'
import { describeForCharge } from './payment-methods'

/** Why a payment failed, in Stripe's words. */
export interface Decline {
  code: string
  declineCode: string | null
  message: string
}

/** Makes a charge for an intent; `pending` while a debit is on its way. */
export function createCharge(
  account: StripeAccount,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: { status: 'succeeded' | 'pending' } | { status: 'failed'; decline: Decline },
  mandate: Mandate | null,
): Charge {
  const decline = result.status === 'failed' ? result.decline : null
  const isTaken = result.status === 'succeeded'
  const charge: Charge = {
    id: createId(method.type === 'card' ? 'ch' : 'py'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: isTaken ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: method.type === 'card' ? 'DOUBLE' : null,
    captured: decline === null,
    created: account.clock(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: decline ? 'declined_by_network' : 'approved_by_network',
      reason: decline?.declineCode ?? null,
      seller_message: decline ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
      type: decline ? 'issuer_declined' : 'authorized',
    },
    paid: isTaken,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: describeForCharge(method, mandate),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: isTaken ? `${account.origin}/receipts/${intent.id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: result.status,
    transfer_data: null,
    transfer_group: null,
  }
  account.put('charge', charge)
  return charge
}

/** Puts a taken charge on the balance, unless that is told to wait. Stripe says so with charge.updated. */
export function settleCharge(account: StripeAccount, charge: Charge): void {
  if (charge.balance_transaction !== null || charge.status !== 'succeeded') return
  charge.balance_transaction = createBalanceTransaction(account, {
    amount: charge.amount,
    currency: charge.currency,
    type: charge.payment_method_details?.type === 'card' ? 'charge' : 'payment',
    category: 'charge',
    source: charge.id,
    hasFee: true,
  }).id
  account.emit('charge.updated', charge, { balance_transaction: null })
}

/** @param entry.amount In the charge's currency; negative where money leaves. */
export function createBalanceTransaction(
  account: StripeAccount,
  entry: {
    amount: number
    currency: string
    type: BalanceTransaction['type']
    category: string
    source: string
    hasFee: boolean
    /** In the settlement currency, beside or instead of the usual one. */
    extraFee?: number
  },
): BalanceTransaction {
  const { settlement } = account
  const currency = settlement.currency ?? entry.currency
  const rate = currency === entry.currency ? null : settlement.rates[entry.currency]
  if (rate === undefined) throw new Error(`The double was given no rate from ${entry.currency} to ${currency}.`)
  const amount = rate === null ? entry.amount : convert(entry.amount, entry.currency, currency, rate)
  const usual = entry.hasFee ? Math.round((amount * settlement.feeBps) / 10_000) + settlement.feeFixed : 0
  const fee = usual + (entry.extraFee ?? 0)
  const transaction: BalanceTransaction = {
    id: createId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: account.clock() + 2 * 86_400,
    balance_type: 'payments',
    created: account.clock(),
    currency,
    description: null,
    exchange_rate: rate,
    fee,
    fee_details:
      fee === 0
        ? []
        : [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
    net: amount - fee,
    reporting_category: entry.category,
    source: entry.source,
    status: 'pending',
    type: entry.type,
  }
  account.put('balance_transaction', transaction)
  return transaction
}
