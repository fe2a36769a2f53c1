import type { CreditorId, DebtorId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import { describeTransfer, type TransferInstructions } from '~/domain/transfer-instructions'
import type { PaymentServices } from './payment-services'

/** How the debtor pays by transfer; null for a payment that is not made by one. */
export function readTransferInstructions(
  { unitOfWork }: Pick<PaymentServices, 'unitOfWork'>,
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
  payment: Pick<Payment, 'currency' | 'amountMinor' | 'bankReference'>,
): Promise<TransferInstructions | null> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ creditors, debtors }) => {
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    return creditor && debtor && describeTransfer(creditor, debtor, payment)
  })
}
