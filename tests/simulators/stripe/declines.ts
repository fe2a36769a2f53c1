import type { DeclineCode } from './account'
import type { Decline } from './charges'

/** https://docs.stripe.com/declines/codes: an expired card has a code of its own, the others share one. */
export function describeDecline(code: DeclineCode): Decline {
  switch (code) {
    case 'expired_card':
      return { code: 'expired_card', declineCode: null, message: 'Your card has expired.' }
    case 'insufficient_funds':
      return { code: 'card_declined', declineCode: code, message: 'Your card has insufficient funds.' }
    case 'generic_decline':
    case 'lost_card':
    case 'do_not_honor':
      return { code: 'card_declined', declineCode: code, message: 'Your card was declined.' }
  }
}

export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}

export const AUTHENTICATION_FAILED: Decline = {
  code: 'payment_intent_authentication_failure',
  declineCode: null,
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
}

/** Why a bank gives a debit back. https://docs.stripe.com/payments/sepa-debit */
export type DebitFailure = 'insufficient_funds' | 'account_closed' | 'debit_not_authorized' | 'bank_account_unusable'

export function describeDebitFailure(failure: DebitFailure): Decline {
  const why = failure.replaceAll('_', ' ')
  return { code: failure, declineCode: null, message: `The debit was given back by the payer's bank: ${why}.` }
}
