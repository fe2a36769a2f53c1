import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, PaymentId } from '~/domain/ids'
import { PAYMENT_ORIGINS, PAYMENT_PURPOSES, PAYMENT_STATUSES, type Payment, type PaymentIntent } from '~/domain/payment'
import type { PaymentAddress, PaymentRepository, UntoldOutcomes } from '~/use-cases/ports/payment-repository'
import { z } from 'zod'
import { chargeSchema, concessionSchema } from './concession-schema'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import type { Payment as PaymentRow, Prisma } from './generated/client'
import { NO_ID } from './no-id'

const statusSchema = z.enum(PAYMENT_STATUSES)
const originSchema = z.enum(PAYMENT_ORIGINS)
const purposeSchema = z.enum(PAYMENT_PURPOSES)

const ADDRESS = { creditorId: true, debtorId: true, id: true } as const

const UNDER_WAY = ['created', 'pending', 'processing']

export function createPaymentRepository(prisma: PrismaTransaction): PaymentRepository {
  const find = async (creditorId: CreditorId, id: PaymentId) => {
    const row = await prisma.payment.findUnique({ where: { creditorId_id: { creditorId, id } } })
    return row && toPayment(row)
  }
  return {
    findById: find,
    async findByIdempotencyKey(creditorId, debtorId, idempotencyKey) {
      const row = await prisma.payment.findUnique({
        where: { creditorId_debtorId_idempotencyKey: { creditorId, debtorId, idempotencyKey } },
      })
      return row && toPayment(row)
    },
    async listUnderWay(creditorId, debtorId) {
      const rows = await prisma.payment.findMany({
        where: { creditorId, debtorId, status: { in: UNDER_WAY } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      })
      return rows.map(toPayment)
    },
    async listNamed(creditorId, gateway, { transactionReferences, paymentIds }) {
      const rows = await prisma.payment.findMany({
        where: {
          ...{ creditorId, gateway },
          OR: [{ transactionReference: { in: [...transactionReferences] } }, { id: { in: [...paymentIds] } }],
        },
      })
      return rows.map(toPayment)
    },
    async lock(creditorId, id) {
      await prisma.$executeRaw`select 1 from payment where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      return find(creditorId, id)
    },
    async insert(payment, intents) {
      const { count } = await prisma.payment.createMany({ data: [toRow(payment)], skipDuplicates: true })
      if (count === 0) return false
      const { creditorId, debtorId, id } = payment
      await prisma.$executeRaw`
        insert into payment_intent (creditor_id, payment_id, debtor_id, invoice_id, amount_minor, concession, charge, reserved)
        select ${creditorId}::uuid, ${id}::uuid, ${debtorId}::uuid, intent.* from unnest(
          ${intents.map((intent) => intent.invoiceId)}::uuid[],
          ${intents.map((intent) => intent.amountMinor)}::bigint[],
          ${intents.map(({ concession }) => concession && JSON.stringify(concession))}::jsonb[],
          ${intents.map(({ charge }) => (charge ? JSON.stringify(charge) : null))}::jsonb[],
          ${intents.map((intent) => intent.reserved)}::boolean[]) as intent`
      return true
    },
    async save(payment, transitions, because) {
      const { id, creditorId, debtorId, ...data } = toRow(payment)
      await prisma.payment.update({ where: { creditorId_id: { creditorId, id } }, data })
      if (transitions.length === 0) return
      await prisma.paymentTransition.createMany({
        data: transitions.map((transition) => ({
          id: transition.id,
          creditorId,
          debtorId,
          paymentId: id,
          fromStatus: transition.from,
          toStatus: transition.to,
          at: because.at,
          cause: because.cause,
          gatewayEventId: because.gatewayEventId ?? null,
        })),
      })
    },
    async listIntents(creditorId, paymentId) {
      const rows = await prisma.paymentIntent.findMany({
        where: { creditorId, paymentId },
        orderBy: { invoiceId: 'asc' },
      })
      return rows.map((row): PaymentIntent => ({
        invoiceId: row.invoiceId as InvoiceId,
        amountMinor: Number(row.amountMinor),
        concession: row.concession === null ? null : concessionSchema.parse(row.concession),
        ...(row.charge === null ? {} : { charge: chargeSchema.parse(row.charge) }),
        reserved: row.reserved,
      }))
    },
    async releaseIntents(creditorId, paymentId) {
      await prisma.paymentIntent.updateMany({ where: { creditorId, paymentId }, data: { reserved: false } })
    },
    async reserveIntents(creditorId, paymentId, invoiceIds) {
      await prisma.paymentIntent.updateMany({
        where: { creditorId, paymentId, invoiceId: { in: [...invoiceIds] } },
        data: { reserved: true },
      })
    },
    async listHeldReservations(creditorId, invoiceIds) {
      const rows = await prisma.paymentIntent.findMany({
        where: { creditorId, invoiceId: { in: [...invoiceIds] }, reserved: true },
        include: { payment: true },
        orderBy: [{ payment: { createdAt: 'asc' } }, { paymentId: 'asc' }],
      })
      return rows.map((row) => ({
        invoiceId: row.invoiceId as InvoiceId,
        amountMinor: Number(row.amountMinor),
        payment: toPayment(row.payment),
      }))
    },
    async locate(gateway, { gatewayReference, transactionReference, paymentId }) {
      const row =
        (gatewayReference === undefined
          ? null
          : await prisma.payment.findUnique({
              where: { gateway_gatewayReference: { gateway, gatewayReference } },
              select: ADDRESS,
            })) ??
        (transactionReference === undefined
          ? null
          : await prisma.payment.findUnique({
              where: { gateway_transactionReference: { gateway, transactionReference } },
              select: ADDRESS,
            })) ??
        // Beside another checkout than the event's own, our id is not enough to tell.
        (paymentId === undefined
          ? null
          : await prisma.payment.findFirst({
              where: { id: paymentId, gateway, ...(gatewayReference === undefined ? {} : { gatewayReference: null }) },
              select: ADDRESS,
            }))
      return row && toAddress(row)
    },
    async listToReconcile(creditorId, gateway, { endedSince, after, limit }) {
      // Each part has an index of its own: what ended long ago is not read.
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        select p.id from payment p
        join (
          select id from payment where creditor_id = ${creditorId}::uuid and status in ('created', 'pending', 'processing')
          union select id from payment where creditor_id = ${creditorId}::uuid and succeeded_at >= ${endedSince}
          union select id from payment where creditor_id = ${creditorId}::uuid and ended_at >= ${endedSince}
          union select payment_id from payment_reversal
            where creditor_id = ${creditorId}::uuid and status in ('requested', 'pending')
        ) changing on changing.id = p.id
        where p.creditor_id = ${creditorId}::uuid and p.gateway = ${gateway} and p.gateway_reference is not null
          and p.id > ${after ?? NO_ID}::uuid
        order by p.id limit ${limit}`
      return rows.map((row) => row.id as PaymentId)
    },
    async listUntold(of, which, limit) {
      const rows = await prisma.payment.findMany({
        where: { ...describeUntold(which), ...(of === 'all' ? {} : { creditorId: of }) },
        orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map(toPayment)
    },
    async countUntold(which) {
      const groups = await prisma.payment.groupBy({
        by: 'gateway',
        where: describeUntold(which),
        orderBy: { gateway: 'asc' },
        _count: { _all: true },
      })
      return groups.map(({ gateway, _count }) => ({ gateway, count: _count._all }))
    },
    async listOverdue(now, createdBefore, after, limit) {
      const rows = await prisma.payment.findMany({
        where: {
          ...(after === null ? {} : { id: { gt: after } }),
          OR: [
            { status: 'pending', expiresAt: { lte: now } },
            // A transfer that was announced and has not come.
            { status: 'processing', origin: 'bank_transfer', expiresAt: { lte: now } },
            { status: 'created', createdAt: { lte: createdBefore } },
          ],
        },
        select: ADDRESS,
        orderBy: { id: 'asc' },
        take: limit,
      })
      return rows.map(toAddress)
    },
  }
}

function describeUntold({ askable, deadlines }: UntoldOutcomes): Prisma.PaymentWhereInput {
  const kinds = deadlines.map(({ method }) => method).filter((method) => method !== 'other')
  return {
    status: 'processing',
    origin: { not: 'bank_transfer' },
    AND: [
      { OR: [{ gateway: { notIn: [...askable] } }, { gatewayReference: null }] },
      {
        OR: deadlines.map(({ method, endedBefore }) => ({
          expiresAt: { lt: endedBefore },
          ...(method === 'other' ? { OR: [{ method: null }, { method: { notIn: kinds } }] } : { method }),
        })),
      },
    ],
  }
}

function toAddress(row: { creditorId: string; debtorId: string; id: string }): PaymentAddress {
  return { creditorId: row.creditorId as CreditorId, debtorId: row.debtorId as DebtorId, id: row.id as PaymentId }
}

function toRow({ purpose, ...payment }: Payment) {
  return { ...payment, purposeKind: purpose?.kind ?? null, purposeId: purpose?.id ?? null }
}

function toPayment({ purposeKind, purposeId, ...row }: PaymentRow): Payment {
  return {
    ...row,
    purpose: purposeId === null ? null : { kind: purposeSchema.parse(purposeKind), id: purposeId },
    id: row.id as PaymentId,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    linkId: row.linkId as AccessLinkId | null,
    status: statusSchema.parse(row.status),
    currency: parseStoredCurrency(row.currency),
    amountMinor: Number(row.amountMinor),
    settledCurrency: parseStoredCurrency(row.settledCurrency),
    settledMinor: Number(row.settledMinor),
    origin: originSchema.parse(row.origin),
    receivedMinor: row.receivedMinor === null ? null : Number(row.receivedMinor),
    refundedMinor: Number(row.refundedMinor),
    chargedBackMinor: Number(row.chargedBackMinor),
  }
}
