import type { CreditorId, PaymentId } from '~/domain/ids'
import { findPayment, type PaymentView } from './find-payment'
import type { UnitOfWork } from './ports/unit-of-work'

/** A payment of any of the creditor's debtors, and whose it is; null when the creditor has none such. */
export async function readCreditorPayment(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, paymentId }: { creditorId: CreditorId; paymentId: string },
): Promise<{ debtorExternalId: string; view: PaymentView } | null> {
  const debtor = await unitOfWork.run({ kind: 'creditor', creditorId }, async ({ payments, debtors }) => {
    const payment = await payments.findById(creditorId, paymentId as PaymentId)
    return payment && debtors.findById(creditorId, payment.debtorId)
  })
  const view = debtor && (await findPayment({ unitOfWork }, { creditorId, debtorId: debtor.id }, paymentId))
  return debtor && view ? { debtorExternalId: debtor.externalId, view } : null
}
