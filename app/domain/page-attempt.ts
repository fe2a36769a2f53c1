/** One of several attempts to pay on a provider's page. */
import { isPaymentUnderWay, type Payment } from './payment'

/**
 * What it means for a payment that one attempt failed, in whatever order the provider tells. `ends`: it is the one that
 * was under way (a debit, an authorisation at the bank), and there will be no other. `attempt_failed`: the payer may try again,
 * or the provider has yet to say that it was under way. `ignored`: it no longer matters.
 */
export function judgeFailedAttempt(
  { status, transactionReference }: Pick<Payment, 'status' | 'transactionReference'>,
  attempt: string | undefined,
): 'ends' | 'attempt_failed' | 'ignored' {
  if (!isPaymentUnderWay(status)) return 'ignored'
  if (transactionReference !== null && transactionReference !== attempt) return 'ignored'
  return status === 'processing' && transactionReference !== null ? 'ends' : 'attempt_failed'
}
