import { permits } from '~/domain/access-scope'
import type { Payer } from '~/domain/payment-order'
import type { PaymentServices } from './payment-services'

/**
 * Forgets a kept method: here at once, and at the provider by a job, which goes on trying where it cannot be reached.
 * False when there was none.
 */
export async function removeSavedMethod(
  { unitOfWork, clock }: Pick<PaymentServices, 'unitOfWork' | 'clock'>,
  { creditorId, debtorId, scope }: Payer,
  id: string,
): Promise<boolean> {
  if (!permits(scope, 'pay')) return false
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ savedMethods, jobs, debtors }) => {
    const method = await savedMethods.findById(creditorId, id)
    if (!method || !(await savedMethods.end(creditorId, id, 'removed', clock.now()))) return false
    const { gateway, customerReference, methodReference } = method
    await jobs.enqueue('remove-saved-method', { gateway, customerReference, methodReference })
    await debtors.raiseVersion(creditorId, [debtorId])
    return true
  })
}

/** Has the provider forget a method. The handler of the job `remove-saved-method`: throws so that it is tried again. */
export async function removeMethodAtProvider(
  { gateways }: Pick<PaymentServices, 'gateways'>,
  method: { gateway: string; customerReference: string; methodReference: string },
): Promise<void> {
  const { gateway, customerReference, methodReference } = method
  const removed = await gateways.get(gateway)?.removeSavedMethod?.({ customerReference, methodReference })
  if (removed?.ok === false) throw new Error(`${gateway} has not removed a method: ${removed.failure.detail}`)
}
