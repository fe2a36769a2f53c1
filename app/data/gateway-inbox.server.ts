import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import type { PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { LIFECYCLE_EVENT_KINDS, REVERSAL_EVENT_KINDS } from '~/domain/payment'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import { GATEWAY_NAMES, type GatewayEvent } from '~/use-cases/ports/payment-gateway'
import type { GatewayInbox, GatewayInboxEntry } from '~/use-cases/ports/gateway-inbox'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import type { GatewayInboxEntry as EntryRow, Prisma } from './generated/client'

const payloadSchema = z.object({
  gateway: z.enum(GATEWAY_NAMES),
  eventId: z.string(),
  kind: z.enum([...LIFECYCLE_EVENT_KINDS, ...REVERSAL_EVENT_KINDS, 'method_saved', 'method_removed']),
  gatewayReference: z.string().exactOptional(),
  transactionReference: z.string().exactOptional(),
  occurredAt: z.coerce.date(),
  amount: z
    .object({ amountMinor: z.number().int(), currency: z.string() })
    .transform((amount) => createMoney(amount.amountMinor, parseStoredCurrency(amount.currency))),
  paymentId: z.string().exactOptional(),
  method: z.string().exactOptional(),
  failureCode: z.string().exactOptional(),
  isAttempt: z.literal(true).exactOptional(),
  needsCapture: z.literal(true).exactOptional(),
  reversal: z
    .object({
      gatewayReference: z.string(),
      reversalId: z.string().exactOptional(),
      reason: z.string().exactOptional(),
    })
    .exactOptional(),
  savedMethod: z
    .object({
      customerReference: z.string(),
      methodReference: z.string(),
      kind: z.enum(PAYMENT_METHOD_KINDS),
      label: z.string(),
      expiresOn: z.string().transform(calendarDay).nullable(),
    })
    .exactOptional(),
})

const resultSchema = z
  .enum([
    'applied',
    'already_applied',
    'ignored',
    'waiting',
    'attempt_failed',
    'unknown_payment',
    'another_transaction',
    'currency_mismatch',
  ])
  .nullable()

/** Results that more knowledge of the payment can change. */
const UNDECIDED = ['waiting', 'attempt_failed', 'unknown_payment', 'another_transaction']

export function createGatewayInbox(prisma: PrismaTransaction): GatewayInbox {
  const find = async (id: string) => {
    const row = await prisma.gatewayInboxEntry.findUnique({ where: { id } })
    return row && toEntry(row)
  }
  return {
    async insert(id, event, receivedAt) {
      const { count } = await prisma.gatewayInboxEntry.createMany({
        data: [
          {
            id,
            gateway: event.gateway,
            eventId: event.eventId,
            gatewayReference: event.gatewayReference ?? null,
            transactionReference: event.transactionReference ?? null,
            payload: toInboxPayload(event),
            receivedAt,
          },
        ],
        skipDuplicates: true,
      })
      return count === 1
    },
    find,
    async findByEvent({ gateway, eventId }) {
      const row = await prisma.gatewayInboxEntry.findUnique({ where: { gateway_eventId: { gateway, eventId } } })
      return row && toEntry(row)
    },
    async lock(id) {
      await prisma.$executeRaw`select 1 from gateway_inbox_entry where id = ${id}::uuid for update`
      return find(id)
    },
    async lockReferences(gateway, references) {
      // In one order everywhere, so that two that name the same references cannot wait for each other.
      for (const reference of references.toSorted()) {
        await prisma.$executeRaw`
          select pg_advisory_xact_lock(hashtextextended(${`gateway checkout ${gateway} ${reference}`}, 0))`
      }
    },
    async markProcessed(id, result, processedAt, payment) {
      const about = payment ? { creditorId: payment.creditorId, paymentId: payment.id } : {}
      await prisma.gatewayInboxEntry.update({ where: { id }, data: { result, processedAt, ...about } })
    },
    async listWaiting(gateway, references, paymentId) {
      const named = { in: [...references] }
      const rows = await prisma.gatewayInboxEntry.findMany({
        where: {
          gateway,
          result: { in: UNDECIDED },
          OR: [{ gatewayReference: named }, { transactionReference: named }, { paymentId }],
        },
        select: { id: true },
        orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map((row) => row.id)
    },
    async listSetAside(of, now, limit) {
      const rows = await prisma.gatewayInboxEntry.findMany({
        where: { ...describeSetAside(now), ...(of === 'all' ? {} : { creditorId: of }) },
        orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map((row) => ({
        ...toEntry(row),
        receivedAt: row.receivedAt,
        paymentId: row.paymentId as PaymentId | null,
      }))
    },
    async countSetAside(now) {
      const groups = await prisma.gatewayInboxEntry.groupBy({
        by: 'result',
        where: describeSetAside(now),
        _count: { _all: true },
      })
      return groups.map(({ result, _count }) => ({ result: result ?? 'undecided', count: _count._all }))
    },
    async close(id, { at, by, note }) {
      await prisma.gatewayInboxEntry.update({
        where: { id },
        data: { closedAt: at, closedBy: by, closingNote: note },
      })
    },
  }
}

/** Longer than it takes an event to be decided, and than a refund comes before its payment. */
const DECIDED_WITHIN_MS = 10 * 60_000
const WAITS_WITHIN_MS = 60 * 60_000

function describeSetAside(now: Date): Prisma.GatewayInboxEntryWhereInput {
  return {
    closedAt: null,
    OR: [
      { result: { in: ['unknown_payment', 'another_transaction', 'currency_mismatch'] } },
      { result: 'waiting', receivedAt: { lt: new Date(now.getTime() - WAITS_WITHIN_MS) } },
      { result: null, receivedAt: { lt: new Date(now.getTime() - DECIDED_WITHIN_MS) } },
    ],
  }
}

/** An event as the inbox keeps it. */
export function toInboxPayload({ reversal, savedMethod, ...event }: GatewayEvent) {
  return {
    ...event,
    amount: { ...event.amount },
    occurredAt: event.occurredAt.toISOString(),
    ...(reversal ? { reversal: { ...reversal } } : {}),
    ...(savedMethod ? { savedMethod: { ...savedMethod } } : {}),
  }
}

function toEntry(row: EntryRow): GatewayInboxEntry {
  return { id: row.id, event: payloadSchema.parse(row.payload), result: resultSchema.parse(row.result) }
}
