import { permits } from '~/domain/access-scope'
import type { Payer } from '~/domain/payment-order'
import type { PaymentServices } from './payment-services'
import type { JobPayloads } from './ports/jobs'

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
    if (!method || !(await savedMethods.remove(creditorId, id, clock.now()))) return false
    const { gateway, customerReference, methodReference } = method
    await jobs.enqueue('remove-saved-method', { creditorId, gateway, customerReference, methodReference })
    await debtors.raiseVersion(creditorId, [debtorId])
    return true
  })
}

/**
 * Has the provider forget a method. The handler of the job `remove-saved-method`: throws so that it is tried again, and
 * stands with stuck work in the end; where the provider is not set up any more, somebody has to see to it there.
 */
export async function removeMethodAtProvider(
  { gateways }: Pick<PaymentServices, 'gateways'>,
  { gateway: name, customerReference, methodReference }: JobPayloads['remove-saved-method'],
): Promise<void> {
  const gateway = gateways.get(name)
  if (!gateway?.removeSavedMethod) {
    const lack = gateway ? 'removes no methods' : 'is not configured any more'
    throw new Error(`${name} ${lack}: its customer ${customerReference} still has the method ${methodReference}`)
  }
  const removed = await gateway.removeSavedMethod({ customerReference, methodReference })
  if (!removed.ok) throw new Error(`${name} has not removed a method: ${removed.failure.detail}`)
}
