import { z } from 'zod'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, PaymentId, PlanId, StoredFileId } from '~/domain/ids'
import { PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import {
  INSTALMENT_STATUSES,
  isPlanEnded,
  isPlanInForce,
  PLAN_STATUSES,
  PLAN_STEPS,
  readPlanTurn,
  type Instalment,
  type PaymentPlan,
} from '~/domain/payment-plan'
import type { ListedPlan, PlanAddress, PlanFilter, PlanRepository } from '~/use-cases/ports/plan-repository'
import { readDebtorNames } from './account-names'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { findLatestDay, toDate, toDay } from './day-column'
import { Prisma, type Instalment as InstalmentRow, type PaymentPlan as PlanRow } from './generated/client'
import { NO_ID } from './no-id'
import { planConsentSchema, planProposalSchema, planTermsSchema } from './plan-schemas'

const statusSchema = z.enum(PLAN_STATUSES)
const instalmentStatusSchema = z.enum(INSTALMENT_STATUSES)
const sideSchema = z.enum(['debtor', 'creditor'])
const stepSchema = z.enum(PLAN_STEPS)
const frequencySchema = z.enum(PLAN_FREQUENCIES)

const reservedSchema = z.array(
  z.object({
    invoiceId: z.string().transform((id) => id as InvoiceId),
    reservedMinor: z.bigint().transform(Number),
  }),
)

const ADDRESS = { creditorId: true, debtorId: true, id: true } as const

const ORDERS = {
  age: [{ proposedAt: 'asc' }],
  // Sums in two currencies say nothing of which is more.
  amount: [{ currency: 'asc' }, { totalMinor: 'desc' }],
  newest: [{ proposedAt: 'desc' }],
} as const

export function createPlanRepository(prisma: PrismaTransaction): PlanRepository {
  async function describeListed(rows: readonly PlanRow[]): Promise<ListedPlan[]> {
    const [first] = rows
    if (!first) return []
    const describeDebtor = await readDebtorNames(prisma, first.creditorId as CreditorId, rows)
    return rows.map((row) => ({ ...toPlan(row), ...describeDebtor(row.debtorId) }))
  }

  const read = (creditorId: CreditorId, id: PlanId) =>
    prisma.paymentPlan.findUnique({ where: { creditorId_id: { creditorId, id } } })

  return {
    async list(creditorId, { debtorId, state, order, offset, limit }) {
      const where = {
        creditorId,
        ...(debtorId === undefined ? {} : { debtorId }),
        ...(state === 'all' ? {} : { status: { in: statusesOf(state) } }),
      }
      const rows = await prisma.paymentPlan.findMany({
        where,
        orderBy: [...ORDERS[order], { id: 'asc' }],
        skip: offset,
        take: limit,
      })
      return { plans: await describeListed(rows), count: await prisma.paymentPlan.count({ where }) }
    },
    async find(creditorId, id) {
      const row = await read(creditorId, id)
      return row ? ((await describeListed([row]))[0] ?? null) : null
    },
    async findByKey(creditorId, debtorId, idempotencyKey) {
      const row = await prisma.paymentPlan.findUnique({
        where: { creditorId_debtorId_idempotencyKey: { creditorId, debtorId, idempotencyKey } },
      })
      return row && toPlan(row)
    },
    async findSuccessor(creditorId, id) {
      const row = await prisma.paymentPlan.findFirst({
        where: { creditorId, supersedesId: id, agreedAt: { not: null } },
      })
      return row && toPlan(row)
    },
    async lock(creditorId, id) {
      await prisma.$executeRaw`
        select 1 from payment_plan where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      const row = await read(creditorId, id)
      return row && toPlan(row)
    },
    async insert(plan) {
      const { count } = await prisma.paymentPlan.createMany({ data: [toRow(plan)], skipDuplicates: true })
      return count > 0
    },
    async save(plan) {
      const { id, creditorId, debtorId, ...data } = toRow(plan)
      await prisma.paymentPlan.update({ where: { creditorId_id: { creditorId, id } }, data })
    },

    async listEntries(creditorId, planId) {
      const rows = await prisma.planEntry.findMany({
        where: { creditorId, planId },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      })
      return rows.map(({ id, at, side, step, author, authorName, text, proposal }) => ({
        ...{ id, at, author, authorName, text },
        side: sideSchema.parse(side),
        step: stepSchema.parse(step),
        proposal: proposal === null ? null : planProposalSchema.parse(proposal),
      }))
    },
    async hasEntry(creditorId, id) {
      return (await prisma.planEntry.count({ where: { creditorId, id } })) > 0
    },
    async insertEntry({ creditorId, debtorId, id: planId }, { proposal, ...entry }) {
      await prisma.planEntry.createMany({
        data: [{ ...entry, ...{ creditorId, debtorId, planId }, proposal: toJson(proposal) ?? Prisma.DbNull }],
      })
    },

    async listInvoices(creditorId, planId) {
      const rows = await prisma.planInvoice.findMany({ where: { creditorId, planId }, orderBy: { position: 'asc' } })
      const invoices = await prisma.invoice.findMany({
        where: { creditorId, id: { in: rows.map(({ invoiceId }) => invoiceId) } },
        select: { id: true, number: true },
      })
      const numbers = new Map(invoices.map(({ id, number }) => [id, number]))
      return rows.map(({ invoiceId, amountMinor, settledMinor, position }) => ({
        invoiceId: invoiceId as InvoiceId,
        number: numbers.get(invoiceId) ?? '',
        amountMinor: Number(amountMinor),
        settledMinor: Number(settledMinor),
        position,
      }))
    },
    async listInstalments(creditorId, planId) {
      const rows = await prisma.instalment.findMany({ where: { creditorId, planId }, orderBy: { number: 'asc' } })
      return rows.map(toInstalment)
    },
    async insertAgreed({ creditorId, id: planId, debtorId }, invoices, instalments) {
      const of = { creditorId, planId, debtorId }
      await prisma.planInvoice.createMany({ data: invoices.map((invoice) => ({ ...toShareRow(invoice), ...of })) })
      await prisma.instalment.createMany({
        data: instalments.map((instalment) => ({ ...toInstalmentRow(instalment), ...of })),
      })
    },
    async saveInvoices({ creditorId, id: planId }, invoices) {
      for (const { invoiceId, ...share } of invoices) {
        await prisma.planInvoice.update({
          where: { creditorId_planId_invoiceId: { creditorId, planId, invoiceId } },
          data: { amountMinor: share.amountMinor, settledMinor: share.settledMinor, position: share.position },
        })
      }
    },
    async saveInstalments({ creditorId, id: planId }, instalments) {
      for (const instalment of instalments) {
        const { number, ...data } = toInstalmentRow(instalment)
        await prisma.instalment.update({
          where: { creditorId_planId_number: { creditorId, planId, number } },
          data,
        })
      }
    },

    async listByInvoices(creditorId, invoiceIds, statuses) {
      const rows = await prisma.paymentPlan.findMany({
        where: {
          creditorId,
          status: { in: [...statuses] },
          invoices: { some: { invoiceId: { in: [...invoiceIds] } } },
        },
        orderBy: { id: 'asc' },
      })
      return rows.map(toPlan)
    },
    async sumReserved(creditorId, invoiceIds) {
      const rows = reservedSchema.parse(
        await prisma.$queryRaw`
          select intent.invoice_id::text as "invoiceId",
            sum(intent.amount_minor + coalesce((intent.concession ->> 'amountMinor')::bigint, 0))::bigint as "reservedMinor"
          from payment_intent intent
            join payment on payment.creditor_id = intent.creditor_id and payment.id = intent.payment_id
            join payment_plan plan on plan.creditor_id = payment.creditor_id and plan.id = payment.purpose_id
          where intent.creditor_id = ${creditorId}::uuid and intent.invoice_id = any(${[...invoiceIds]}::uuid[])
            and intent.reserved and payment.purpose_kind = 'plan' and plan.status in ('agreed', 'active')
          group by intent.invoice_id`,
      )
      return new Map(rows.map(({ invoiceId, reservedMinor }) => [invoiceId, reservedMinor]))
    },
    async findByPayment(creditorId, paymentId) {
      const row = await prisma.instalment.findFirst({
        where: { creditorId, paymentId },
        select: { plan: { select: ADDRESS } },
      })
      return row && toAddress(row.plan)
    },
    async listWithWork(at, after, limit) {
      // What is literal here is what the index of the plans in force is made of.
      const rows = await prisma.$queryRaw<{ creditor_id: string; debtor_id: string; id: string }[]>`
        select p.creditor_id, p.debtor_id, p.id
        from payment_plan p
        cross join lateral (select
          (p.terms -> 'envelope' ->> 'noticeDays')::int as notice_days,
          (p.terms -> 'envelope' ->> 'graceDays')::int as grace_days,
          (p.terms -> 'envelope' ->> 'missesUntilDefault')::int as misses_until_default,
          ${toDate(findLatestDay(at))}::date as latest_on) t
        where p.status in ('agreed', 'active') and p.id > ${after ?? NO_ID}::uuid
          and (exists (
            select from instalment n
            where n.creditor_id = p.creditor_id and n.plan_id = p.id and n.status not in ('paid', 'canceled') and (
              n.due_on <= t.latest_on and (p.status = 'agreed' or n.status in ('scheduled', 'moved'))
              or n.noticed_at is null and n.payment_id is null and n.status in ('scheduled', 'moved', 'due')
                and n.due_on - t.notice_days <= t.latest_on
              or n.status = 'due' and n.attempts = 0 and n.payment_id is null and p.autopay and p.saved_method_id is not null
              or n.status = 'retrying' and n.next_attempt_at <= ${at}
              or n.status in ('due', 'retrying') and n.payment_id is null
                and greatest(n.due_on, (n.noticed_at at time zone 'UTC')::date - 1) + t.grace_days < t.latest_on))
            or (select count(*) from instalment n
              where n.creditor_id = p.creditor_id and n.plan_id = p.id and n.status = 'missed') >= t.misses_until_default)
        order by p.id limit ${limit}`
      return rows.map((row) => toAddress({ creditorId: row.creditor_id, debtorId: row.debtor_id, id: row.id }))
    },
  }
}

function statusesOf(state: Exclude<PlanFilter['state'], 'all'>) {
  return PLAN_STATUSES.filter((status) => {
    if (state === 'in_force') return isPlanInForce(status)
    if (state === 'open') return !isPlanEnded(status)
    return state === 'ended' ? isPlanEnded(status) : readPlanTurn(status) === state
  })
}

function toAddress(row: { creditorId: string; debtorId: string; id: string }): PlanAddress {
  return { creditorId: row.creditorId as CreditorId, debtorId: row.debtorId as DebtorId, id: row.id as PlanId }
}

/** Instants as ISO text, and nothing that JSON does not have. */
function toJson(value: unknown): Prisma.InputJsonValue | null {
  return value === null ? null : (JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue)
}

function toRow({ terms, consent, ...plan }: PaymentPlan) {
  return { ...plan, terms: toJson(terms) ?? {}, consent: toJson(consent) ?? Prisma.DbNull }
}

function toPlan(row: PlanRow): PaymentPlan {
  return {
    ...row,
    id: row.id as PlanId,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    linkId: row.linkId as AccessLinkId | null,
    supersedesId: row.supersedesId as PlanId | null,
    chargeInvoiceId: row.chargeInvoiceId as InvoiceId | null,
    documentFileId: row.documentFileId as StoredFileId | null,
    status: statusSchema.parse(row.status),
    currency: parseStoredCurrency(row.currency),
    principalMinor: Number(row.principalMinor),
    feeMinor: Number(row.feeMinor),
    interestMinor: Number(row.interestMinor),
    totalMinor: Number(row.totalMinor),
    downPaymentMinor: Number(row.downPaymentMinor),
    frequency: frequencySchema.parse(row.frequency),
    terms: planTermsSchema.parse(row.terms),
    consent: row.consent === null ? null : planConsentSchema.parse(row.consent),
    proposedBy: sideSchema.parse(row.proposedBy),
  }
}

function toShareRow({
  invoiceId,
  amountMinor,
  settledMinor,
  position,
}: Parameters<PlanRepository['insertAgreed']>[1][number]) {
  return { invoiceId, amountMinor, settledMinor, position }
}

function toInstalmentRow(instalment: Instalment) {
  const { dueOn, originalDueOn, ...rest } = instalment
  return { ...rest, dueOn: toDate(dueOn), originalDueOn: toDate(originalDueOn) }
}

function toInstalment({ creditorId, planId, debtorId, ...row }: InstalmentRow): Instalment {
  return {
    ...row,
    dueOn: toDay(row.dueOn),
    originalDueOn: toDay(row.originalDueOn),
    amountMinor: Number(row.amountMinor),
    principalMinor: Number(row.principalMinor),
    chargesMinor: Number(row.chargesMinor),
    paidMinor: Number(row.paidMinor),
    status: instalmentStatusSchema.parse(row.status),
    paymentId: row.paymentId as PaymentId | null,
  }
}
