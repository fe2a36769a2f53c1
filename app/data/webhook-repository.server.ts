import { z } from 'zod'
import type { CreditorId } from '~/domain/ids'
import {
  DELIVERY_STATUSES,
  type WebhookDelivery,
  type WebhookDisabledReason,
  type WebhookEndpoint,
} from '~/domain/webhook-delivery'
import type { DeliveryClaim, WebhookRepository } from '~/use-cases/ports/webhook-repository'
import type { PrismaTransaction } from './database.server'
import type { WebhookDelivery as DeliveryRow, WebhookEndpoint as EndpointRow } from './generated/client'
import { toOutcomeEvent } from './outcome-log.server'

const statusSchema = z.enum(DELIVERY_STATUSES)
const reasonSchema = z.enum(['gone', 'removed']).nullable()

const NOT_REMOVED = { OR: [{ disabledReason: null }, { disabledReason: { not: 'removed' } }] }

export function createWebhookRepository(prisma: PrismaTransaction): WebhookRepository {
  return {
    async insertEndpoint(endpoint) {
      await prisma.webhookEndpoint.create({ data: endpoint })
    },
    async findEndpoint(creditorId, id) {
      const row = await prisma.webhookEndpoint.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toEndpoint(row)
    },
    async listEndpoints(creditorId) {
      const rows = await prisma.webhookEndpoint.findMany({
        where: { creditorId, ...NOT_REMOVED },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toEndpoint)
    },
    async saveSecrets({ creditorId, id, secrets, previousSecretsExpireAt }) {
      await prisma.webhookEndpoint.update({
        where: { creditorId_id: { creditorId, id } },
        data: { secrets, previousSecretsExpireAt },
      })
    },
    async disableEndpoint(creditorId, id, at) {
      await prisma.webhookEndpoint.updateMany({
        where: { creditorId, id, disabledAt: null },
        data: { disabledAt: at, disabledReason: 'gone' satisfies WebhookDisabledReason },
      })
      await parkPending(creditorId, id)
    },
    async removeEndpoint(creditorId, id, at) {
      const { count } = await prisma.webhookEndpoint.updateMany({
        where: { creditorId, id, ...NOT_REMOVED },
        data: { disabledAt: at, disabledReason: 'removed' satisfies WebhookDisabledReason },
      })
      await parkPending(creditorId, id)
      return count === 1
    },
    async claimDelivery(creditorId, id, now, leaseEndsAt) {
      // One statement decides who attempts it: of two processes at once, the second finds the lease of the first.
      const { count } = await prisma.webhookDelivery.updateMany({
        where: {
          creditorId,
          id,
          status: 'pending',
          endpoint: { disabledAt: null },
          OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lte: now } }],
        },
        data: { nextAttemptAt: leaseEndsAt, attemptCount: { increment: 1 } },
      })
      const row = await prisma.webhookDelivery.findUnique({
        where: { creditorId_id: { creditorId, id } },
        include: { endpoint: true },
      })
      if (row === null) return { kind: 'ended' }
      if (count === 0 && row.status === 'pending' && row.endpoint.disabledAt !== null) {
        // Its event was appended while the endpoint was being disabled.
        await prisma.webhookDelivery.update({
          where: { creditorId_id: { creditorId, id } },
          data: { status: 'parked', nextAttemptAt: null },
        })
        return { kind: 'ended' }
      }
      if (count === 0) return describeUnclaimed(row)
      const event = await prisma.outcomeEvent.findUniqueOrThrow({
        where: { creditorId_sequence: { creditorId, sequence: row.sequence } },
      })
      const claimed = { delivery: toDelivery(row), endpoint: toEndpoint(row.endpoint), event: toOutcomeEvent(event) }
      return { kind: 'claimed', claimed }
    },
    async saveDelivery({ creditorId, id, status, nextAttemptAt, deliveredAt, lastStatus, lastError }) {
      await prisma.webhookDelivery.updateMany({
        where: { creditorId, id, status: { not: 'delivered' } },
        data: { status, nextAttemptAt, deliveredAt, lastStatus, lastError },
      })
    },
    async requeueAfter(creditorId, endpointId, { after, limit, now }) {
      const rows = await prisma.$queryRaw`
        insert into webhook_delivery (id, creditor_id, endpoint_id, event_id, sequence, next_attempt_at)
        select gen_random_uuid(), creditor_id, ${endpointId}::uuid, id, sequence, ${now}
        from outcome_event
        where creditor_id = ${creditorId}::uuid and sequence > ${after}
        order by sequence limit ${limit}
        on conflict (creditor_id, endpoint_id, event_id) do update
          set status = 'pending', attempt_count = 0, next_attempt_at = excluded.next_attempt_at,
            delivered_at = null, last_status = null, last_error = null
        returning id, sequence`
      const requeued = requeuedSchema.parse(rows).sort((left, right) => left.sequence - right.sequence)
      return { deliveryIds: requeued.map((row) => row.id), lastSequence: requeued.at(-1)?.sequence ?? after }
    },
    async requeueParked(creditorId, endpointId, { limit, now }) {
      const rows = await prisma.$queryRaw`
        update webhook_delivery set status = 'pending', attempt_count = 0, next_attempt_at = ${now}
        where creditor_id = ${creditorId}::uuid and id in (
          select id from webhook_delivery
          where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid and status = 'parked'
          order by sequence limit ${limit} for update
        )
        returning id, sequence`
      return requeuedSchema
        .parse(rows)
        .sort((left, right) => left.sequence - right.sequence)
        .map((row) => row.id)
    },
    async countDeliveries(creditorId) {
      const groups = await prisma.webhookDelivery.groupBy({
        by: ['endpointId', 'status'],
        where: { creditorId },
        _count: { _all: true },
      })
      return groups.map(({ endpointId, status, _count }) => ({
        endpointId,
        status: statusSchema.parse(status),
        count: _count._all,
      }))
    },
    async listTroubled(creditorId, limit) {
      const rows = await prisma.webhookDelivery.findMany({
        where: {
          creditorId,
          endpoint: NOT_REMOVED,
          OR: [{ status: 'parked' }, { status: 'pending', attemptCount: { gt: 0 }, lastError: { not: null } }],
        },
        orderBy: [{ sequence: 'desc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map(toDelivery)
    },
  }

  async function parkPending(creditorId: CreditorId, endpointId: string) {
    await prisma.webhookDelivery.updateMany({
      where: { creditorId, endpointId, status: 'pending' },
      data: { status: 'parked', nextAttemptAt: null },
    })
  }
}

const requeuedSchema = z.array(z.object({ id: z.string(), sequence: z.bigint().transform(Number) }))

function describeUnclaimed({ status, nextAttemptAt }: DeliveryRow): DeliveryClaim {
  return status === 'pending' && nextAttemptAt !== null ? { kind: 'later', at: nextAttemptAt } : { kind: 'ended' }
}

function toEndpoint(row: EndpointRow): WebhookEndpoint {
  return { ...row, creditorId: row.creditorId as CreditorId, disabledReason: reasonSchema.parse(row.disabledReason) }
}

function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    creditorId: row.creditorId as CreditorId,
    endpointId: row.endpointId,
    eventId: row.eventId,
    sequence: Number(row.sequence),
    status: statusSchema.parse(row.status),
    attemptCount: row.attemptCount,
    nextAttemptAt: row.nextAttemptAt,
    deliveredAt: row.deliveredAt,
    lastStatus: row.lastStatus,
    lastError: row.lastError,
  }
}
