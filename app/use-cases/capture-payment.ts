import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { hasPaymentSucceeded } from '~/domain/payment'
import type { PaymentServices } from './payment-services'
import type { JobPayloads } from './ports/jobs'

/**
 * Has the provider take what was authorised, whatever became of the payment here: the payer was told that it paid, and a
 * late success is accepted. That the money came is for the provider's event to say. The handler of the job
 * `capture-payment`; throws while the provider has not taken the request, so that it is repeated with the same key.
 */
export async function capturePayment(
  { unitOfWork, gateways }: Pick<PaymentServices, 'unitOfWork' | 'gateways'>,
  payload: JobPayloads['capture-payment'],
): Promise<void> {
  const creditorId = payload.creditorId as CreditorId
  const debtorId = payload.debtorId as DebtorId
  const payment = await unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ payments }) =>
    payments.findById(creditorId, payload.paymentId as PaymentId),
  )
  if (!payment || hasPaymentSucceeded(payment.status)) return
  const gateway = gateways.get(payment.gateway)
  if (!gateway?.capture) throw new Error(`${payment.gateway} captures nothing, and payment ${payment.id} waits for it`)
  const { transactionReference } = payload
  const asked = await gateway.capture({
    paymentId: payment.id,
    idempotencyKey: transactionReference,
    transactionReference,
    amount: createMoney(payment.amountMinor, payment.currency),
  })
  if (!asked.ok) throw new Error(`${gateway.name} has not captured payment ${payment.id}: ${asked.failure.detail}`)
}
