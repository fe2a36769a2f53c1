import { z } from 'zod'
import { createMoney } from '~/domain/money'
import type { GatewayEvent } from '~/use-cases/ports/payment-gateway'
import type { GatewayInbox, GatewayInboxEntry } from '~/use-cases/ports/gateway-inbox'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import type { GatewayInboxEntry as EntryRow } from './generated/client'

const payloadSchema = z.object({
  gateway: z.enum(['sandbox', 'stripe', 'adyen', 'bank-transfer']),
  eventId: z.string(),
  kind: z.enum([
    'payment_processing',
    'payment_succeeded',
    'payment_failed',
    'payment_canceled',
    'payment_expired',
    'payment_refunded',
    'payment_charged_back',
  ]),
  gatewayReference: z.string(),
  occurredAt: z.coerce.date(),
  amount: z
    .object({ amountMinor: z.number().int(), currency: z.string() })
    .transform((amount) => createMoney(amount.amountMinor, parseStoredCurrency(amount.currency))),
  paymentId: z.string().exactOptional(),
  method: z.string().exactOptional(),
  failureCode: z.string().exactOptional(),
})

const resultSchema = z
  .enum(['applied', 'already_applied', 'ignored', 'waiting', 'unknown_payment', 'currency_mismatch'])
  .nullable()

export function createGatewayInbox(prisma: PrismaTransaction): GatewayInbox {
  const find = async (id: string) => {
    const row = await prisma.gatewayInboxEntry.findUnique({ where: { id } })
    return row && toEntry(row)
  }
  return {
    async insert(id, event, receivedAt) {
      const { count } = await prisma.gatewayInboxEntry.createMany({
        data: [{ id, gateway: event.gateway, eventId: event.eventId, payload: toPayload(event), receivedAt }],
        skipDuplicates: true,
      })
      return count === 1
    },
    find,
    async lock(id) {
      await prisma.$executeRaw`select 1 from gateway_inbox_entry where id = ${id}::uuid for update`
      return find(id)
    },
    async lockReference(gateway, gatewayReference) {
      await prisma.$executeRaw`
        select pg_advisory_xact_lock(hashtextextended(${`gateway checkout ${gateway} ${gatewayReference}`}, 0))`
    },
    async markProcessed(id, result, processedAt) {
      await prisma.gatewayInboxEntry.update({ where: { id }, data: { result, processedAt } })
    },
    async listWaiting(gateway, gatewayReference) {
      const rows = await prisma.gatewayInboxEntry.findMany({
        where: {
          gateway,
          result: { in: ['waiting', 'unknown_payment'] },
          payload: { path: ['gatewayReference'], equals: gatewayReference },
        },
        select: { id: true },
        orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map((row) => row.id)
    },
  }
}

function toPayload(event: GatewayEvent) {
  return { ...event, amount: { ...event.amount }, occurredAt: event.occurredAt.toISOString() }
}

function toEntry(row: EntryRow): GatewayInboxEntry {
  return { id: row.id, event: payloadSchema.parse(row.payload), result: resultSchema.parse(row.result) }
}
