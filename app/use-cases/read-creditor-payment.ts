import type { CreditorId, PaymentId } from '~/domain/ids'
import type { ManualPayment } from '~/domain/manual-payment'
import { computeRefundable, type PaymentReversal } from '~/domain/payment-reversal'
import { hasPaymentSucceeded, type Payment } from '~/domain/payment'
import { canCorrect } from './correct-payment'
import { findPayment, type PaymentView } from './find-payment'
import type { PaymentServices } from './payment-services'
import type { NamedUnappliedCredit } from './ports/credit-repository'
import type { PaymentSettlement } from './ports/payment-settlement-repository'
import { canRefund } from './request-refund'

/** A payment as its creditor sees it. */
export interface CreditorPayment {
  debtor: { externalId: string; name: string }
  payment: Payment
  view: PaymentView
  /** Oldest first. */
  reversals: PaymentReversal[]
  /** What the provider keeps and pays out; null where it has not said. */
  settlement: PaymentSettlement | null
  /** What the creditor entered, where it did. */
  manual: ManualPayment | null
  /** What the payment left beyond its invoices, used up or not. */
  credits: NamedUnappliedCredit[]
  /** What may still be asked back, in the payment's currency. */
  refundableMinor: number
  /** The provider can be asked for a refund. */
  canRefund: boolean
  /** The creditor can take it back in the books. */
  canCorrect: boolean
}

/** A payment of any of the creditor's debtors; null when the creditor has none such. */
export async function readCreditorPayment(
  services: Pick<PaymentServices, 'unitOfWork' | 'gateways'>,
  { creditorId, paymentId }: { creditorId: CreditorId; paymentId: string },
): Promise<CreditorPayment | null> {
  const { unitOfWork } = services
  const found = await unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const id = paymentId as PaymentId
    const payment = await transaction.payments.findById(creditorId, id)
    const debtor = payment && (await transaction.debtors.findById(creditorId, payment.debtorId))
    if (!debtor) return null
    return {
      debtor,
      payment,
      reversals: await transaction.paymentReversals.listByPayment(creditorId, id),
      settlement: await transaction.paymentSettlements.findByPayment(creditorId, id),
      manual: await transaction.manualPayments.findByPayment(creditorId, id),
      credits: await transaction.credits.listByPayment(creditorId, id),
    }
  })
  const view = found && (await findPayment({ unitOfWork }, { creditorId, debtorId: found.debtor.id }, paymentId))
  if (!view) return null
  const { debtor, payment, reversals } = found
  return {
    ...found,
    debtor: { externalId: debtor.externalId, name: debtor.name },
    view,
    refundableMinor: computeRefundable(payment, reversals),
    canRefund: hasPaymentSucceeded(payment.status) && canRefund(services, payment),
    canCorrect: canCorrect(payment),
  }
}
