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
    async claimNextDelivery(creditorId, endpointId, now, leaseEndsAt) {
      const endpoint = await prisma.webhookEndpoint.findUnique({
        where: { creditorId_id: { creditorId, id: endpointId } },
      })
      if (endpoint === null) return { kind: 'none' }
      if (endpoint.disabledAt !== null) {
        // An event may have been appended while the endpoint was being disabled.
        await parkPending(creditorId, endpointId)
        return { kind: 'none' }
      }
      const claimed = await prisma.$queryRaw`
        update webhook_delivery set next_attempt_at = ${leaseEndsAt}, attempt_count = attempt_count + 1
        where creditor_id = ${creditorId}::uuid and id = (
          select id from webhook_delivery
          where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid and status = 'pending'
            and (next_attempt_at is null or next_attempt_at <= ${now})
          order by sequence limit 1 for update skip locked
        )
        returning id`
      const [id] = idsSchema.parse(claimed)
      if (id === undefined) return findNextTime(creditorId, endpointId, now)
      const row = await prisma.webhookDelivery.findUniqueOrThrow({ where: { creditorId_id: { creditorId, id } } })
      const event = await prisma.outcomeEvent.findUniqueOrThrow({
        where: { creditorId_sequence: { creditorId, sequence: row.sequence } },
      })
      return {
        kind: 'claimed',
        claimed: { delivery: toDelivery(row), endpoint: toEndpoint(endpoint), event: toOutcomeEvent(event) },
      }
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
        returning sequence`
      const sequences = sequencesSchema.parse(rows)
      return { count: sequences.length, lastSequence: Math.max(after, ...sequences) }
    },
    async requeueParked(creditorId, endpointId, { limit, now }) {
      return prisma.$executeRaw`
        update webhook_delivery set status = 'pending', attempt_count = 0, next_attempt_at = ${now}
        where creditor_id = ${creditorId}::uuid and id in (
          select id from webhook_delivery
          where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid and status = 'parked'
          order by sequence limit ${limit} for update
        )`
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
    async listStatuses(creditorId, eventIds) {
      const rows = await prisma.webhookDelivery.findMany({
        where: { creditorId, eventId: { in: [...eventIds] } },
        select: { eventId: true, status: true, attemptCount: true },
      })
      return rows.map((row) => ({ ...row, status: statusSchema.parse(row.status) }))
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

  async function findNextTime(creditorId: CreditorId, endpointId: string, now: Date): Promise<DeliveryClaim> {
    const first = await prisma.webhookDelivery.findFirst({
      where: { creditorId, endpointId, status: 'pending' },
      orderBy: { nextAttemptAt: { sort: 'asc', nulls: 'first' } },
    })
    // One without a time was locked by another process just now.
    return first === null ? { kind: 'none' } : { kind: 'later', at: first.nextAttemptAt ?? now }
  }

  async function parkPending(creditorId: CreditorId, endpointId: string) {
    await prisma.webhookDelivery.updateMany({
      where: { creditorId, endpointId, status: 'pending' },
      data: { status: 'parked', nextAttemptAt: null },
    })
  }
}

const idsSchema = z.array(z.object({ id: z.string() }).transform(({ id }) => id))
const sequencesSchema = z.array(z.object({ sequence: z.bigint() }).transform(({ sequence }) => Number(sequence)))

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
