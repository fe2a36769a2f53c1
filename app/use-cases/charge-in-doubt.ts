import type { Payment } from '~/domain/payment'
import { mayHaveCharged } from '~/domain/payment-attempt'
import type { Transaction } from './ports/unit-of-work'

/** A kept method may have been charged that no answer tells of: the payment is not given up before one does. */
export async function isChargeInDoubt(
  { paymentAttempts }: Pick<Transaction, 'paymentAttempts'>,
  { creditorId, id, status, savedMethodId }: Payment,
): Promise<boolean> {
  if (savedMethodId === null || status !== 'created') return false
  return mayHaveCharged(await paymentAttempts.listByPayment(creditorId, id))
}
