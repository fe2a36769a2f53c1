import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { hasPaymentSucceeded } from '~/domain/payment'
import { keepSavedMethod } from './keep-saved-method'
import type { PaymentServices } from './payment-services'
import type { JobPayloads } from './ports/jobs'
import type { DataScope } from './ports/unit-of-work'

/** Providers know their fee at once, or when the money moves between their own accounts: days later for a debit. */
const LATER_HOURS = [1, 24, 72, 240]

/**
 * Asks the provider what it keeps of a payment and pays out, by which method it was paid, and which was kept. The handler of the job
 * `learn-payment-details`; asks again later while the provider does not know.
 */
export async function learnPaymentDetails(
  services: Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids' | 'gateways'>,
  payload: JobPayloads['learn-payment-details'],
): Promise<void> {
  const creditorId = payload.creditorId as CreditorId
  const debtorId = payload.debtorId as DebtorId
  const id = payload.paymentId as PaymentId
  const scope: DataScope = { kind: 'debtor', creditorId, debtorId }
  const payment = await services.unitOfWork.run(scope, ({ payments }) => payments.findById(creditorId, id))
  if (!payment || !hasPaymentSucceeded(payment.status)) return
  const gateway = services.gateways.get(payment.gateway)
  const gatewayReference = payment.gatewayReference ?? payment.transactionReference
  if (!gateway?.readPayment || gatewayReference === null) return
  const { transactionReference } = payment
  const read = await gateway.readPayment({ paymentId: id, gatewayReference, transactionReference })
  if (!read.ok) throw new Error(`${gateway.name} cannot be asked about payment ${id}: ${read.failure.detail}`)
  const state = read.value
  await services.unitOfWork.run(scope, async (transaction) => {
    const learnedAt = services.clock.now()
    if (state?.settlement) {
      await transaction.paymentSettlements.save({
        creditorId,
        debtorId,
        paymentId: id,
        ...state.settlement,
        learnedAt,
      })
    }
    // The event of success need not have named it: receipts, and what is reported from here on, do.
    if (state?.method !== undefined && payment.method === null) {
      const locked = await transaction.payments.lock(creditorId, id)
      if (locked?.method === null) {
        const because = { at: learnedAt, cause: 'gateway' } as const
        await transaction.payments.save({ ...locked, method: state.method }, [], because)
        await transaction.debtors.raiseVersion(creditorId, [debtorId])
      }
    }
    if (state?.savedMethod) {
      const locked = await transaction.payments.lock(creditorId, id)
      const kept = { gateway: gateway.name, at: learnedAt }
      if (locked) await keepSavedMethod({ ...services, transaction }, locked, state.savedMethod, kept)
    }
    const hours = LATER_HOURS[payload.attempt - 1]
    if (state?.settlement || hours === undefined) return
    const startAt = new Date(learnedAt.getTime() + hours * 3_600_000)
    await transaction.jobs.enqueue('learn-payment-details', { ...payload, attempt: payload.attempt + 1 }, { startAt })
  })
}
