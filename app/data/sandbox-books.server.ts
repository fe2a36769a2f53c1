import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import { createMoney } from '~/domain/money'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import {
  SANDBOX_EVENT_TYPES,
  type SandboxBooks,
  type SandboxCheckout,
  type SandboxEvent,
  type SandboxMethod,
} from '~/use-cases/ports/sandbox-books'
import { parseStoredCurrency } from './currency-column'
import type { Database } from './database.server'
import { toDate, toDay } from './day-column'
import type {
  SandboxCheckout as CheckoutRow,
  SandboxMethod as MethodRow,
  SandboxReversal as ReversalRow,
} from './generated/client'
import { createJobQueue, type JobSender } from './job-queue.server'

const statusSchema = z.enum(['open', 'authenticating', 'processing', 'succeeded', 'failed', 'canceled', 'expired'])
const methodSchema = z.enum(['card', 'bank_debit']).nullable()
const settlesAsSchema = z.enum(['succeeded', 'failed']).nullable()
const reversalKindSchema = z.enum(['refund', 'chargeback'])
const reversalStatusSchema = z.enum(['taken', 'returned'])

const kindSchema = z.enum(PAYMENT_METHOD_KINDS)
const behaviourSchema = z.enum(['succeeds', 'is_declined', 'needs_authentication'])

const WITH_REVERSALS = { reversals: { orderBy: { id: 'asc' } } } as const

const eventSchema = z.object({
  id: z.string(),
  checkoutId: z.string(),
  paymentId: z.string(),
  type: z.enum(SANDBOX_EVENT_TYPES),
  amount: z
    .object({ amountMinor: z.number(), currency: z.string() })
    .transform(({ amountMinor, currency }) => createMoney(amountMinor, parseStoredCurrency(currency))),
  method: z.string().nullable(),
  failureCode: z.string().nullable(),
  reversal: z.object({ id: z.string(), reversalId: z.string().nullable() }).nullable().default(null),
  savedMethod: z
    .object({
      id: z.string(),
      customerReference: z.string(),
      kind: kindSchema,
      label: z.string(),
      expiresOn: z.string().transform(calendarDay).nullable(),
    })
    .exactOptional(),
  occurredAt: z.coerce.date(),
})

/** The sandbox keeps its books beside ours in the demo; they share nothing but the database. */
export function createSandboxBooks(database: Database, sender: JobSender): SandboxBooks {
  const { prisma } = database
  return {
    async findCheckout(id) {
      const row = await prisma.sandboxCheckout.findUnique({ where: { id }, include: WITH_REVERSALS })
      return row && toCheckout(row)
    },
    async findMethod(id) {
      const row = await prisma.sandboxMethod.findUnique({ where: { id } })
      return row && toMethod(row)
    },
    async findEvent(id) {
      const row = await prisma.sandboxEvent.findUnique({ where: { id } })
      return row && toEvent(row.body)
    },
    async markDelivered(id, deliveredAt) {
      await prisma.sandboxEvent.update({ where: { id }, data: { deliveredAt } })
    },
    run(work) {
      return prisma.$transaction(async (transaction) =>
        work({
          jobs: createJobQueue(transaction, sender),
          async lockCheckout(id) {
            await transaction.$executeRaw`select 1 from sandbox_checkout where id = ${id} for update`
            const row = await transaction.sandboxCheckout.findUnique({ where: { id }, include: WITH_REVERSALS })
            return row && toCheckout(row)
          },
          async findCheckoutByIdempotencyKey(idempotencyKey) {
            const row = await transaction.sandboxCheckout.findUnique({
              where: { idempotencyKey },
              include: WITH_REVERSALS,
            })
            return row && toCheckout(row)
          },
          async insertCheckout(checkout) {
            const data = [toColumns(checkout)]
            const { count } = await transaction.sandboxCheckout.createMany({ data, skipDuplicates: true })
            return count === 1
          },
          async saveCheckout(checkout) {
            await transaction.sandboxCheckout.update({ where: { id: checkout.id }, data: toColumns(checkout) })
            for (const { id, ...reversal } of checkout.reversals) {
              const data = { ...reversal, checkoutId: checkout.id }
              await transaction.sandboxReversal.upsert({ where: { id }, create: { id, ...data }, update: data })
            }
          },
          async insertEvent(event) {
            const { id, checkoutId, type, occurredAt: createdAt } = event
            const body = { ...event, amount: { ...event.amount }, occurredAt: event.occurredAt.toISOString() }
            await transaction.sandboxEvent.create({ data: { id, checkoutId, type, createdAt, body } })
          },
          async findMethod(id) {
            const row = await transaction.sandboxMethod.findUnique({ where: { id } })
            return row && toMethod(row)
          },
          async insertMethod({ expiresOn, ...method }) {
            const data = { ...method, expiresOn: expiresOn === null ? null : toDate(expiresOn) }
            await transaction.sandboxMethod.create({ data })
          },
          async removeMethod(id, removedAt) {
            await transaction.sandboxMethod.updateMany({ where: { id, removedAt: null }, data: { removedAt } })
          },
        }),
      )
    },
  }
}

function toColumns({ amount, reversals: _, ...rest }: SandboxCheckout) {
  return { ...rest, ...amount, methods: [...rest.methods] }
}

function toCheckout({
  amountMinor,
  currency,
  reversals,
  ...row
}: CheckoutRow & { reversals: ReversalRow[] }): SandboxCheckout {
  return {
    ...row,
    amount: createMoney(Number(amountMinor), parseStoredCurrency(currency)),
    status: statusSchema.parse(row.status),
    method: methodSchema.parse(row.method),
    settlesAs: settlesAsSchema.parse(row.settlesAs),
    refundedMinor: Number(row.refundedMinor),
    methods: z.array(kindSchema).parse(row.methods),
    behaviour: behaviourSchema.parse(row.behaviour),
    reversals: reversals.map(({ checkoutId: _, ...reversal }) => ({
      ...reversal,
      kind: reversalKindSchema.parse(reversal.kind),
      status: reversalStatusSchema.parse(reversal.status),
      amountMinor: Number(reversal.amountMinor),
    })),
  }
}

function toMethod(row: MethodRow): SandboxMethod {
  return {
    ...row,
    kind: kindSchema.parse(row.kind),
    behaviour: behaviourSchema.parse(row.behaviour),
    expiresOn: row.expiresOn === null ? null : toDay(row.expiresOn),
  }
}

function toEvent(body: unknown): SandboxEvent {
  return eventSchema.parse(body)
}
