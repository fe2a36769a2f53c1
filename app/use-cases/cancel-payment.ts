import { permits } from '~/domain/access-scope'
import type { PaymentId } from '~/domain/ids'
import { isPaymentUnderWay, type Payment } from '~/domain/payment'
import type { Payer } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { isChargeInDoubt } from './charge-in-doubt'
import { endPayment } from './end-payment'
import type { PaymentServices } from './payment-services'
import type { DataScope } from './ports/unit-of-work'

/**
 * `canceled`: nothing will be taken, the invoices are free again. `awaiting_outcome`: it went too far; the provider's
 * event will say how it ended. `ended`: it was over already.
 */
export type CancelOutcome = 'canceled' | 'awaiting_outcome' | 'ended'

/** The debtor changes their mind. The provider is asked first, so that no payment is canceled here and taken there. */
export async function cancelPayment(
  services: PaymentServices,
  payer: Payer,
  id: PaymentId,
): Promise<Result<CancelOutcome, PaymentRefusal | 'not_found'>> {
  if (!permits(payer.scope, 'pay')) return fail(refusePayment('not_allowed'))
  const { creditorId, debtorId } = payer
  const scope: DataScope = { kind: 'debtor', creditorId, debtorId }
  const payment = await services.unitOfWork.run(scope, ({ payments }) => payments.findById(creditorId, id))
  if (!payment) return fail('not_found')
  if (payment.status === 'processing') return succeed('awaiting_outcome')
  if (!isPaymentUnderWay(payment.status)) return succeed('ended')

  const stopped = await stopCheckout(services, payment)
  if (stopped === 'unavailable') return fail(refusePayment('gateway_unavailable'))
  if (stopped === 'already_ended') return succeed('awaiting_outcome')
  const outcome = await services.unitOfWork.run(scope, async (transaction) => {
    const locked = await transaction.payments.lock(creditorId, id)
    if (!locked || !isPaymentUnderWay(locked.status)) return locked?.status === 'canceled' ? 'canceled' : 'ended'
    if (locked.status !== payment.status || locked.gatewayReference !== payment.gatewayReference) return 'changed'
    if (await isChargeInDoubt(transaction, locked)) return 'awaiting_outcome'
    await endPayment(transaction, services.ids, locked, {
      status: 'canceled',
      cause: 'debtor',
      at: services.clock.now(),
    })
    return 'canceled'
  })
  // It got further while the provider was asked, and a payment only ever goes forward: look again.
  return outcome === 'changed' ? cancelPayment(services, payer, id) : succeed(outcome)
}

/**
 * Makes sure that nobody can pay this checkout any more. A payment without one has nothing to stop: whoever is making
 * it finds the payment ended and gives the checkout up.
 */
export async function stopCheckout(
  { gateways }: Pick<PaymentServices, 'gateways'>,
  payment: Payment,
): Promise<'stopped' | 'already_ended' | 'unavailable'> {
  if (payment.gatewayReference === null) return 'stopped'
  const gateway = gateways.get(payment.gateway)
  if (!gateway) return 'unavailable'
  const canceled = await gateway.cancelCheckout(payment.gatewayReference)
  // A provider that refuses to cancel has nothing open under that reference.
  if (!canceled.ok) return canceled.failure.kind === 'rejected' ? 'stopped' : 'unavailable'
  return canceled.value === 'canceled' ? 'stopped' : 'already_ended'
}
