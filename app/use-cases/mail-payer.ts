import type { Payment } from '~/domain/payment'
import type { Transaction } from './ports/unit-of-work'

/** Tells whoever paid; where the link named nobody, the debtor's first contact. */
export async function mailPayer(
  transaction: Transaction,
  payment: Payment,
  kind: 'receipt' | 'payment-failed',
): Promise<void> {
  const { creditorId, debtorId, locale, id: paymentId } = payment
  const to = payment.payerEmail ?? (await transaction.debtors.listContacts(creditorId, debtorId))[0]?.email
  if (to === undefined) return
  await transaction.jobs.enqueue('send-mail', { kind, creditorId, debtorId, paymentId, to, locale })
}
