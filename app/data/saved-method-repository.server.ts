import { z } from 'zod'
import { INVALID_REASONS } from '~/domain/final-refusal'
import { GATEWAY_NAMES } from '~/domain/gateway-name'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import { SAVED_METHOD_STATUSES, type SavedMethod } from '~/domain/saved-method'
import type { SavedMethodRepository } from '~/use-cases/ports/saved-method-repository'
import type { PrismaTransaction } from './database.server'
import { toDate, toDay } from './day-column'
import type { SavedMethod as MethodRow } from './generated/client'

const gatewaySchema = z.enum(GATEWAY_NAMES)
const kindSchema = z.enum(PAYMENT_METHOD_KINDS)
const statusSchema = z.enum(SAVED_METHOD_STATUSES)
const reasonSchema = z.enum(INVALID_REASONS).nullable()
const consentSchema = z.object({
  text: z.string(),
  language: z.string(),
  name: z.string().nullable(),
  email: z.string(),
  codeId: z.string(),
  linkId: z.string().nullable(),
  clientHint: z.string().nullable(),
  agreedAt: z.coerce.date(),
})

const SHOWN = ['active', 'invalid']

export function createSavedMethodRepository(prisma: PrismaTransaction): SavedMethodRepository {
  return {
    async listActive(creditorId, debtorId) {
      const rows = await prisma.savedMethod.findMany({
        where: { creditorId, debtorId, status: 'active' },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      })
      return rows.map(toMethod)
    },
    async listShown(creditorId, debtorId) {
      const rows = await prisma.savedMethod.findMany({
        where: { creditorId, debtorId, status: { in: SHOWN } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      })
      return rows.map(toMethod)
    },
    async findById(creditorId, id) {
      const row = await prisma.savedMethod.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toMethod(row)
    },
    async findByReference(gateway, methodReference) {
      const row = await prisma.savedMethod.findUnique({
        where: { gateway_methodReference: { gateway, methodReference } },
      })
      return row && toMethod(row)
    },
    async insert({ consent, expiresOn, ...method }) {
      const { count } = await prisma.savedMethod.createMany({
        data: [
          {
            ...method,
            expiresOn: expiresOn === null ? null : toDate(expiresOn),
            consent: { ...consent, agreedAt: consent.agreedAt.toISOString() },
          },
        ],
        skipDuplicates: true,
      })
      return count === 1
    },
    async remove(creditorId, id, endedAt) {
      const { count } = await prisma.savedMethod.updateMany({
        where: { creditorId, id, status: { in: SHOWN } },
        data: { status: 'removed', endedAt },
      })
      return count === 1
    },
    async invalidate(creditorId, id, invalidBecause, endedAt) {
      const { count } = await prisma.savedMethod.updateMany({
        where: { creditorId, id, status: 'active' },
        data: { status: 'invalid', invalidBecause, endedAt },
      })
      return count === 1
    },
    async insertConsent({ creditorId, debtorId, id: paymentId }, consent) {
      await prisma.methodConsent.create({ data: { ...consent, creditorId, debtorId, paymentId } })
    },
    async findConsent(creditorId, paymentId) {
      const row = await prisma.methodConsent.findUnique({ where: { creditorId_paymentId: { creditorId, paymentId } } })
      return row && consentSchema.parse(row)
    },
    async findCustomer(creditorId, debtorId, gateway) {
      const row = await prisma.gatewayCustomer.findUnique({
        where: { creditorId_debtorId_gateway: { creditorId, debtorId, gateway } },
      })
      return row && { ...row, creditorId, debtorId }
    },
    async insertCustomer(customer) {
      await prisma.gatewayCustomer.createMany({ data: [customer], skipDuplicates: true })
    },
  }
}

function toMethod(row: MethodRow): SavedMethod {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    gateway: gatewaySchema.parse(row.gateway),
    kind: kindSchema.parse(row.kind),
    status: statusSchema.parse(row.status),
    expiresOn: row.expiresOn === null ? null : toDay(row.expiresOn),
    consent: consentSchema.parse(row.consent),
    invalidBecause: reasonSchema.parse(row.invalidBecause),
  }
}
