import { z } from 'zod'
import { isCurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { ATTEMPT_OUTCOMES } from '~/domain/payment-attempt'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import type { PaymentAttempt, PaymentAttemptRepository } from '~/use-cases/ports/payment-attempt-repository'
import type { CheckoutRequest, SavedMethodCharge } from '~/use-cases/ports/payment-gateway'
import type { PrismaTransaction } from './database.server'
import type { PaymentAttempt as AttemptRow } from './generated/client'

const money = z
  .object({ amountMinor: z.int(), currency: z.string().refine(isCurrencyCode) })
  .transform(({ amountMinor, currency }) => createMoney(amountMinor, currency))

const invoices = z.array(z.object({ number: z.string(), amount: money }))

const outcomeSchema = z.enum(ATTEMPT_OUTCOMES).nullable()

const checkoutSchema: z.ZodType<CheckoutRequest> = z.object({
  paymentId: z.string(),
  idempotencyKey: z.string(),
  amount: money,
  description: z.string(),
  invoices,
  merchantName: z.string(),
  locale: z.string(),
  countryCode: z.string().nullable(),
  methods: z.array(z.enum(PAYMENT_METHOD_KINDS)),
  customer: z
    .object({ customerReference: z.string().nullable(), keepMethod: z.boolean(), debtorId: z.string() })
    .nullable(),
  returnUrl: z.string(),
  expiresAt: z.coerce.date(),
  payerEmail: z.string().exactOptional(),
  isMailed: z.literal(true).exactOptional(),
})

const chargeSchema: z.ZodType<SavedMethodCharge> = z.object({
  paymentId: z.string(),
  idempotencyKey: z.string(),
  amount: money,
  description: z.string(),
  invoices,
  merchantName: z.string(),
  customerReference: z.string(),
  methodReference: z.string(),
  methodKind: z.enum(PAYMENT_METHOD_KINDS),
})

const jsonObject = z.record(z.string(), z.json())

export function createPaymentAttemptRepository(prisma: PrismaTransaction): PaymentAttemptRepository {
  return {
    async insert({ request, ...attempt }) {
      // Dates become text, as JSON has none.
      const written = jsonObject.parse(JSON.parse(JSON.stringify(request)))
      await prisma.paymentAttempt.create({ data: { ...attempt, request: written } })
    },
    async listByPayment(creditorId, paymentId) {
      const rows = await prisma.paymentAttempt.findMany({
        where: { creditorId, paymentId },
        orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toAttempt)
    },
    async locate(gateway, references) {
      const row = await prisma.paymentAttempt.findFirst({
        where: { gateway, gatewayReference: { in: [...references] } },
        select: { creditorId: true, debtorId: true, paymentId: true },
      })
      return (
        row && {
          creditorId: row.creditorId as CreditorId,
          debtorId: row.debtorId as DebtorId,
          id: row.paymentId as PaymentId,
        }
      )
    },
    async answer(creditorId, id, { outcome, gatewayReference = null, detail = null, at }) {
      await prisma.paymentAttempt.update({
        where: { creditorId_id: { creditorId, id } },
        data: { outcome, gatewayReference, detail, answeredAt: at },
      })
    },
  }
}

function toAttempt(row: AttemptRow): PaymentAttempt {
  const base = {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    paymentId: row.paymentId as PaymentId,
    outcome: outcomeSchema.parse(row.outcome),
  }
  return row.kind === 'charge'
    ? { ...base, kind: 'charge', request: chargeSchema.parse(row.request) }
    : { ...base, kind: 'checkout', request: checkoutSchema.parse(row.request) }
}
