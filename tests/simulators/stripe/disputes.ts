/** Disputes: the payer's bank takes the money back, and Stripe says how that ends. */
import type { OpenDisputeStatus, StripeAccount } from './account'
import { createBalanceTransaction } from './charges'
import type { Charge, Dispute, Requests } from './contract'
import { refuse } from './failures'
import { createId } from './ids'

/** What Stripe charges for a dispute, in the settlement currency. */
const FEE = 2000

const NO_EVIDENCE: Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}

/**
 * Opens a dispute. An inquiry (`warning_needs_response`) takes no money; a debit given back after it had succeeded is a
 * dispute that is lost from the start.
 */
export function openDispute(
  account: StripeAccount,
  charge: Charge,
  terms: { amount: number; reason: string; status: OpenDisputeStatus | 'lost' },
): Dispute {
  const isCard = charge.payment_method_details?.type === 'card'
  const dispute: Dispute = {
    id: createId(isCard ? 'du' : 'pdu'),
    object: 'dispute',
    amount: terms.amount,
    balance_transactions: [],
    charge: charge.id,
    created: account.clock(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: terms.status === 'lost' ? null : account.clock() + 14 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: terms.status === 'warning_needs_response',
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    ...(isCard
      ? {
          payment_method_details: {
            type: 'card' as const,
            card: {
              brand: 'visa',
              case_type: terms.status === 'warning_needs_response' ? ('inquiry' as const) : ('chargeback' as const),
              network: 'visa',
              network_reason_code: '10.4',
            },
          },
        }
      : {}),
    reason: terms.reason,
    status: terms.status,
  }
  account.put('dispute', dispute)
  charge.disputed = true
  account.emit('charge.dispute.created', dispute)
  if (terms.status !== 'warning_needs_response') {
    move(account, dispute, 'charged_back')
    account.emit('charge.dispute.funds_withdrawn', dispute)
  }
  if (terms.status === 'lost') account.emit('charge.dispute.closed', dispute)
  return dispute
}

export const disputeHandlers = {
  /** The creditor gives in. */
  close: (account: StripeAccount, _parameters: Requests['disputes.close'], id: string): Dispute => {
    const dispute = account.get('dispute', id)
    if (!dispute.status.endsWith('needs_response')) throw refuse('This dispute is already closed.')
    decideDispute(account, dispute, 'lost')
    return dispute
  },
}

/** The bank decided. An inquiry that is lost ends without anything else; money that was taken comes back with `won`. */
export function decideDispute(account: StripeAccount, dispute: Dispute, decision: 'won' | 'lost'): void {
  const isInquiry = dispute.status.startsWith('warning_')
  const before = dispute.status
  dispute.status = isInquiry ? 'warning_closed' : decision
  if (decision === 'won' && !isInquiry) {
    move(account, dispute, 'reinstated')
    account.emit('charge.dispute.funds_reinstated', dispute)
  }
  account.emit('charge.dispute.closed', dispute, { status: before })
}

function move(account: StripeAccount, dispute: Dispute, kind: 'charged_back' | 'reinstated'): void {
  const isWithdrawal = kind === 'charged_back'
  const { amount, currency } = dispute
  dispute.balance_transactions.push(
    createBalanceTransaction(account, {
      amount: isWithdrawal ? -amount : amount,
      currency,
      type: 'adjustment',
      category: isWithdrawal ? 'dispute' : 'dispute_reversal',
      source: dispute.id,
      hasFee: false,
      extraFee: isWithdrawal ? FEE : 0,
    }),
  )
  account.record(kind, { paymentIntent: dispute.payment_intent ?? '', amount, currency, source: dispute.id })
}
