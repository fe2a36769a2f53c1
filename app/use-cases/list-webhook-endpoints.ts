import type { CreditorId } from '~/domain/ids'
import {
  DELIVERY_STATUSES,
  type DeliveryStatus,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '~/domain/webhook-delivery'
import type { UnitOfWork } from './ports/unit-of-work'

/** The most recent deliveries in trouble that are shown at once. */
const MOST_TROUBLED = 100

export interface WebhookOverview {
  endpoints: { endpoint: WebhookEndpoint; deliveries: Record<DeliveryStatus, number> }[]
  /** Parked, or tried in vain so far; newest first. */
  troubled: WebhookDelivery[]
}

/** Where the creditor's outcome events go, and how far they got. */
export async function listWebhookEndpoints(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId }: { creditorId: CreditorId },
): Promise<WebhookOverview> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ webhooks }) => {
    const endpoints = await webhooks.listEndpoints(creditorId)
    const counts = await webhooks.countDeliveries(creditorId)
    const count = (endpointId: string, status: DeliveryStatus) =>
      counts.find((entry) => entry.endpointId === endpointId && entry.status === status)?.count ?? 0
    return {
      endpoints: endpoints.map((endpoint) => {
        const [pending, delivered, parked] = DELIVERY_STATUSES.map((status) => count(endpoint.id, status))
        return { endpoint, deliveries: { pending: pending ?? 0, delivered: delivered ?? 0, parked: parked ?? 0 } }
      }),
      troubled: await webhooks.listTroubled(creditorId, MOST_TROUBLED),
    }
  })
}
