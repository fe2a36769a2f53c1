import { z } from 'zod'
import { isCurrencyCode } from '~/domain/currency'
import type { CreditorId } from '~/domain/ids'
import { INTEREST_METHODS, PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import type { PlanPolicy } from '~/domain/plan-policy'
import type { PlanPolicyDraft, PlanPolicyVersion } from '~/domain/plan-policy-version'
import type { PlanPolicyRepository } from '~/use-cases/ports/plan-policy-repository'
import type { PrismaTransaction } from './database.server'
import type { CreditorPolicy as PolicyRow, PlanPolicyDraft as DraftRow } from './generated/client'

const KIND = 'plan'

const currency = z.string().refine(isCurrencyCode)

const envelope = z.object({
  mostInstalments: z.int(),
  mostDays: z.int(),
  frequencies: z.array(z.enum(PLAN_FREQUENCIES)),
  leastInstalmentMinor: z.int(),
  leastDownPaymentBps: z.int(),
  mostDaysToFirst: z.int(),
  feeMinor: z.int(),
  yearlyRateBps: z.int(),
  interestMethod: z.enum(INTEREST_METHODS),
  autopay: z.enum(['required', 'optional']),
  mostDateMoves: z.int(),
  mostMoveDays: z.int(),
  graceDays: z.int(),
  missesUntilDefault: z.int(),
  retryDays: z.array(z.int()),
  noticeDays: z.int(),
})

const { shape } = envelope

const change = z.object({
  mostInstalments: shape.mostInstalments.exactOptional(),
  mostDays: shape.mostDays.exactOptional(),
  frequencies: shape.frequencies.exactOptional(),
  leastInstalmentMinor: shape.leastInstalmentMinor.exactOptional(),
  leastDownPaymentBps: shape.leastDownPaymentBps.exactOptional(),
  mostDaysToFirst: shape.mostDaysToFirst.exactOptional(),
  feeMinor: shape.feeMinor.exactOptional(),
  yearlyRateBps: shape.yearlyRateBps.exactOptional(),
  interestMethod: shape.interestMethod.exactOptional(),
  autopay: shape.autopay.exactOptional(),
  mostDateMoves: shape.mostDateMoves.exactOptional(),
  mostMoveDays: shape.mostMoveDays.exactOptional(),
  graceDays: shape.graceDays.exactOptional(),
  missesUntilDefault: shape.missesUntilDefault.exactOptional(),
  retryDays: shape.retryDays.exactOptional(),
  noticeDays: shape.noticeDays.exactOptional(),
})

const storedPolicy: z.ZodType<PlanPolicy> = z.object({
  bands: z.array(envelope.extend({ currency, leastTotalMinor: z.int(), mostTotalMinor: z.int().nullable() })),
  overrides: z.array(
    z.object({
      debtor: z.string(),
      currency,
      isPermitted: z.boolean(),
      change,
    }),
  ),
})

const jsonObject = z.record(z.string(), z.json())

export function createPlanPolicyRepository(prisma: PrismaTransaction): PlanPolicyRepository {
  return {
    async findInForce(creditorId, at) {
      const row = await prisma.creditorPolicy.findFirst({
        where: { creditorId, kind: KIND, effectiveAt: { lte: at } },
        orderBy: [{ effectiveAt: 'desc' }, { version: 'desc' }],
      })
      return row && toVersion(row)
    },
    async listVersions(creditorId, limit) {
      const rows = await prisma.creditorPolicy.findMany({
        where: { creditorId, kind: KIND },
        orderBy: { version: 'desc' },
        take: limit,
      })
      return rows.map(toVersion)
    },
    async append({ body, ...version }) {
      const { count } = await prisma.creditorPolicy.createMany({
        data: [{ ...version, kind: KIND, body: jsonObject.parse(body) }],
        skipDuplicates: true,
      })
      return count === 1
    },
    async listDrafts(creditorId) {
      const rows = await prisma.planPolicyDraft.findMany({ where: { creditorId }, orderBy: { name: 'asc' } })
      return rows.map(toDraft)
    },
    async findDraft(creditorId, id) {
      const row = await prisma.planPolicyDraft.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toDraft(row)
    },
    async insertDraft({ body, ...draft }) {
      const { count } = await prisma.planPolicyDraft.createMany({
        data: [{ ...draft, body: jsonObject.parse(body) }],
        skipDuplicates: true,
      })
      return count === 1
    },
    async replaceDraft({ creditorId, id, revision, body, ...draft }) {
      const { count } = await prisma.planPolicyDraft.updateMany({
        where: { creditorId, id, revision: revision - 1 },
        data: { ...draft, revision, body: jsonObject.parse(body) },
      })
      return count === 1
    },
    async removeDraft(creditorId, id) {
      const { count } = await prisma.planPolicyDraft.deleteMany({ where: { creditorId, id } })
      return count === 1
    },
  }
}

function toVersion({ creditorId, version, body, effectiveAt, createdAt, createdBy }: PolicyRow): PlanPolicyVersion {
  return {
    creditorId: creditorId as CreditorId,
    ...{ version, createdAt, createdBy },
    body: storedPolicy.parse(body),
    effectiveAt: effectiveAt ?? createdAt,
  }
}

function toDraft({ creditorId, body, ...draft }: DraftRow): PlanPolicyDraft {
  return { ...draft, creditorId: creditorId as CreditorId, body: storedPolicy.parse(body) }
}
