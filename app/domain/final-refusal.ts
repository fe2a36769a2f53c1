/**
 * Refusals of a bank after which a kept method must not be charged again, as the card networks demand and a debit's bank
 * will repeat for ever. Whatever is not here (no money, try later, a limit, fraud suspected of one payment) may go another
 * time.
 *
 * Failure codes are in Stripe's words, https://docs.stripe.com/declines/codes and https://docs.stripe.com/error-codes;
 * other gateways translate theirs.
 */

/**
 * `blocked`: lost, stolen or withdrawn. `expired`: also one that was replaced by another. `account_unusable`: the account
 * is closed, or there is none of that number. `mandate_ended`: the payer revoked it, or the bank knows of none.
 */
export const INVALID_REASONS = ['blocked', 'expired', 'account_unusable', 'mandate_ended'] as const

export type InvalidReason = (typeof INVALID_REASONS)[number]

const REASONS: Readonly<Record<string, InvalidReason>> = {
  lost_card: 'blocked',
  stolen_card: 'blocked',
  pickup_card: 'blocked',
  restricted_card: 'blocked',
  expired_card: 'expired',
  expired_payment_method: 'expired',
  new_account_information_available: 'expired',
  incorrect_number: 'account_unusable',
  invalid_number: 'account_unusable',
  invalid_account: 'account_unusable',
  account_closed: 'account_unusable',
  account_number_invalid: 'account_unusable',
  bank_account_unusable: 'account_unusable',
  no_account: 'account_unusable',
  debit_not_authorized: 'mandate_ended',
  mandate_invalid: 'mandate_ended',
  payment_intent_mandate_invalid: 'mandate_ended',
  revocation_of_authorization: 'mandate_ended',
  revocation_of_all_authorizations: 'mandate_ended',
  stop_payment_order: 'mandate_ended',
}

/** Why a method that was refused so is of no use any more; null where it may be charged another time. */
export function readFinalRefusal(failureCode: string): InvalidReason | null {
  return Object.hasOwn(REASONS, failureCode) ? (REASONS[failureCode] ?? null) : null
}
