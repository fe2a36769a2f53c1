/** The banks behind Stripe: what they answer days later. */
import type { OffSessionOutcome, OpenDisputeStatus, StripeAccount } from './account'
import { createBalanceTransaction, settleCharge } from './charges'
import type { Charge, Dispute, Mandate, PaymentIntent, Session } from './contract'
import { describeDebitFailure } from './declines'
import type { DebitFailure } from './declines'
import { decideDispute, openDispute } from './disputes'
import { completeDebit, failDebit } from './payments'
import { completeRefund, failRefund } from './refunds'

export interface StripeBank {
  /** A debit on its way is paid. */
  completeDebit(paymentIntentId: string): void
  /** A debit on its way is given back. */
  failDebit(paymentIntentId: string, failure?: DebitFailure): void
  /**
   * A debit that had succeeded is given back. Stripe tells it as a dispute that is lost from the start or, with
   * `as: 'failed_charge'`, by failing the charge.
   */
  failLate(paymentIntentId: string, options?: { as?: 'dispute' | 'failed_charge'; failure?: DebitFailure }): void
  /** Opens a chargeback (`needs_response`) or an inquiry; of the whole charge unless told otherwise. */
  openDispute(
    paymentIntentId: string,
    options?: { amount?: number; reason?: string; status?: OpenDisputeStatus },
  ): Dispute
  decideDispute(disputeId: string, decision: 'won' | 'lost'): void
  completeRefund(refundId: string): void
  /** Also of a refund that was called succeeded. */
  failRefund(refundId: string): void
  /** How refunds end from now on; `default` is at once for cards and later for the rest. */
  setRefundOutcome(outcome: 'default' | 'pending' | 'failed'): void
  /** The payer or the bank revokes it, or it becomes usable. */
  updateMandate(mandateId: string, status: 'active' | 'inactive' | 'pending'): Mandate
  /** Puts a charge on the balance, where settlement was told to wait. */
  settleBalance(chargeId: string): void
  /** How charges of this payment method end that nobody attends to. */
  setOffSessionOutcome(paymentMethodId: string, outcome: OffSessionOutcome): void
  /** How the next such charge ends, whichever the method, instead of what was set before; null: as the method would. */
  setNextOffSessionOutcome(outcome: OffSessionOutcome | null): void
}

export function createBank(account: StripeAccount): StripeBank {
  return {
    completeDebit(id) {
      const { intent, charge } = findPayment(account, id, 'processing')
      completeDebit(account, intent, charge)
      endSession(account, intent, 'checkout.session.async_payment_succeeded', 'paid')
    },
    failDebit(id, failure = 'insufficient_funds') {
      const { intent, charge } = findPayment(account, id, 'processing')
      failDebit(account, intent, charge, describeDebitFailure(failure))
      endSession(account, intent, 'checkout.session.async_payment_failed', 'unpaid')
    },
    failLate(id, options = {}) {
      const { intent, charge } = findPayment(account, id, 'succeeded')
      const failure = options.failure ?? 'insufficient_funds'
      if (options.as === 'failed_charge') {
        reverseCharge(account, intent, charge, failure)
      } else {
        const amount = charge.amount - charge.amount_refunded
        openDispute(account, charge, { amount, reason: failure, status: 'lost' })
      }
    },
    openDispute(id, options = {}) {
      const { charge } = findPayment(account, id, 'succeeded')
      return structuredClone(
        openDispute(account, charge, {
          amount: options.amount ?? charge.amount - charge.amount_refunded,
          reason: options.reason ?? 'fraudulent',
          status: options.status ?? 'needs_response',
        }),
      )
    },
    decideDispute: (id, decision) => decideDispute(account, account.get('dispute', id), decision),
    completeRefund: (id) => completeRefund(account, account.get('refund', id)),
    failRefund: (id) => failRefund(account, account.get('refund', id)),
    setRefundOutcome(outcome) {
      account.refundOutcome = outcome
    },
    updateMandate(id, status) {
      const mandate = account.get('mandate', id)
      const before = mandate.status
      mandate.status = status
      account.emit('mandate.updated', mandate, { status: before })
      return structuredClone(mandate)
    },
    settleBalance: (id) => settleCharge(account, account.get('charge', id)),
    setOffSessionOutcome: (id, outcome) => void account.offSessionOutcomes.set(id, outcome),
    setNextOffSessionOutcome: (outcome) =>
      void account.nextOffSessionOutcomes.splice(0, Infinity, ...(outcome === null ? [] : [outcome])),
  }
}

function findPayment(
  account: StripeAccount,
  id: string,
  status: PaymentIntent['status'],
): { intent: PaymentIntent; charge: Charge } {
  const intent = account.get('payment_intent', id)
  if (intent.status !== status || intent.latest_charge === null) {
    throw new Error(`The payment ${id} is ${intent.status}, and not ${status}.`)
  }
  return { intent, charge: account.get('charge', intent.latest_charge) }
}

function endSession(
  account: StripeAccount,
  intent: PaymentIntent,
  type: 'checkout.session.async_payment_succeeded' | 'checkout.session.async_payment_failed',
  paymentStatus: Session['payment_status'],
): void {
  const id = account.sessionOfIntent.get(intent.id)
  if (id === undefined) return
  const session = account.get('checkout.session', id)
  session.payment_status = paymentStatus
  account.emit(type, session)
}

/** The charge itself turns to failed, and what it had put on the balance is taken off again. */
function reverseCharge(account: StripeAccount, intent: PaymentIntent, charge: Charge, failure: DebitFailure): void {
  const amount = charge.amount_captured - charge.amount_refunded
  charge.failure_balance_transaction = createBalanceTransaction(account, {
    amount: -amount,
    currency: charge.currency,
    type: 'payment_failure_refund',
    category: 'charge_failure',
    source: charge.id,
    hasFee: false,
  }).id
  Object.assign(charge, { paid: false, amount_captured: 0 })
  account.record('reversed', { paymentIntent: intent.id, amount, currency: charge.currency, source: charge.id })
  intent.amount_received = 0
  failDebit(account, intent, charge, describeDebitFailure(failure))
}
