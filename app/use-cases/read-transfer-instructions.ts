import type { CreditorId, DebtorId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import { describeTransfer, type TransferInstructions } from '~/domain/transfer-instructions'
import { withInstructedAccounts } from './read-bank-details'
import type { PaymentServices } from './payment-services'

/** How the debtor pays by transfer; null for a payment that is not made by one. */
export function readTransferInstructions(
  { unitOfWork, clock }: Pick<PaymentServices, 'unitOfWork' | 'clock'>,
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
  payment: Pick<Payment, 'currency' | 'amountMinor' | 'bankReference' | 'reference'>,
): Promise<TransferInstructions | null> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const debtor = await transaction.debtors.findById(creditorId, debtorId)
    if (!creditor || !debtor) return null
    return describeTransfer(await withInstructedAccounts(transaction, creditor, clock.now()), debtor, payment)
  })
}
