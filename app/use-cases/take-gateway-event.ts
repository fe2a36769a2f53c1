import type { PaymentServices } from './payment-services'
import type { GatewayEventResult } from './ports/gateway-inbox'
import type { GatewayEvent } from './ports/payment-gateway'
import { recordGatewayEvent } from './record-gateway-event'

/**
 * Applies an event that came in another way than by a provider's webhook, at once instead of by a job. It goes through
 * the same inbox, so an event taken twice counts once: null says that it had been decided before. One that was taken and
 * whose process died is decided now.
 */
export async function takeGatewayEvent(
  services: Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'>,
  event: GatewayEvent,
): Promise<GatewayEventResult | null> {
  const { unitOfWork, clock, ids } = services
  const inboxEntryId = ids.uuid()
  const taken = await unitOfWork.run({ kind: 'system' }, async ({ gatewayInbox, jobs }) => {
    if (!(await gatewayInbox.insert(inboxEntryId, event, clock.now()))) {
      const earlier = await gatewayInbox.findByEvent(event)
      return earlier?.result === null ? earlier.id : null
    }
    // Should this process die in between, the event is applied all the same.
    await jobs.enqueue('process-gateway-event', { inboxEntryId })
    return inboxEntryId
  })
  return taken === null ? null : recordGatewayEvent(services, taken)
}
