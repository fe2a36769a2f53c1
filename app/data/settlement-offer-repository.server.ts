import { z } from 'zod'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, PaymentId, PlanId } from '~/domain/ids'
import { isOfferOpen, OFFER_STEPS, SETTLEMENT_OFFER_STATUSES, type SettlementOffer } from '~/domain/settlement-offer'
import type { ListedOffer, OfferEntry, SettlementOfferRepository } from '~/use-cases/ports/settlement-offer-repository'
import { readDebtorNames } from './account-names'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { findLatestDay, toDate, toDay } from './day-column'
import {
  Prisma,
  type SettlementOffer as OfferRow,
  type SettlementOfferEntry as EntryRow,
  type SettlementOfferInvoice as ShareRow,
} from './generated/client'
import { NO_ID } from './no-id'
import { sumReceived } from './invoice-money'

const statusSchema = z.enum(SETTLEMENT_OFFER_STATUSES)
const sideSchema = z.enum(['debtor', 'creditor'])
const stepSchema = z.enum(OFFER_STEPS)
const reasonSchema = z.enum(['not_paid', 'money_went_back']).nullable()
const consentSchema = z.object({
  name: z.string().nullable(),
  email: z.string(),
  linkId: z.string().transform((id) => id as AccessLinkId),
  codeId: z.string(),
  clientHint: z.string().nullable(),
  agreedAt: z.coerce.date(),
})

const OPEN = SETTLEMENT_OFFER_STATUSES.filter(isOfferOpen)

type RowWithShares = OfferRow & { invoices: ShareRow[] }

export function createSettlementOfferRepository(prisma: PrismaTransaction): SettlementOfferRepository {
  async function name(creditorId: CreditorId, rows: readonly RowWithShares[]): Promise<ListedOffer[]> {
    if (rows.length === 0) return []
    const describeDebtor = await readDebtorNames(prisma, creditorId, rows)
    const invoices = await prisma.invoice.findMany({
      where: { creditorId, id: { in: rows.flatMap((row) => row.invoices.map(({ invoiceId }) => invoiceId)) } },
      select: { id: true, number: true, dueOn: true },
      orderBy: [{ dueOn: 'asc' }, { number: 'asc' }],
    })
    const planIds = rows.flatMap(({ planId }) => planId ?? [])
    const plans =
      planIds.length === 0
        ? []
        : await prisma.paymentPlan.findMany({
            where: { creditorId, id: { in: planIds } },
            select: { id: true, reference: true },
          })
    return rows.map((row) => {
      const offer = toOffer(row)
      return {
        ...offer,
        ...describeDebtor(row.debtorId),
        planReference: plans.find(({ id }) => id === row.planId)?.reference ?? null,
        invoices: invoices.flatMap(({ id, number, dueOn }) => {
          const share = offer.invoices.find(({ invoiceId }) => invoiceId === id)
          return share ? [{ ...share, number, dueOn: toDay(dueOn) }] : []
        }),
      }
    })
  }
  async function findById(creditorId: CreditorId, id: string): Promise<ListedOffer | null> {
    const row = await prisma.settlementOffer.findUnique({
      where: { creditorId_id: { creditorId, id } },
      include: { invoices: true },
    })
    return row && ((await name(creditorId, [row]))[0] ?? null)
  }
  return {
    findById,
    async lock(creditorId, id) {
      await prisma.$queryRaw`
        select 1 from settlement_offer where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      return findById(creditorId, id)
    },
    async insert(offer) {
      const { count } = await prisma.settlementOffer.createMany({ data: [toRow(offer)], skipDuplicates: true })
      if (count === 0) return false
      const { creditorId, debtorId, id: offerId } = offer
      await prisma.settlementOfferInvoice.createMany({
        data: offer.invoices.map(({ invoiceId, amountMinor, waivedMinor }) => ({
          ...{ creditorId, offerId, debtorId, invoiceId, amountMinor, waivedMinor },
        })),
      })
      return true
    },
    async save(offer) {
      const { creditorId, id } = offer
      await prisma.settlementOffer.updateMany({ where: { creditorId, id }, data: toRow(offer) })
      for (const { invoiceId, waivedMinor } of offer.invoices) {
        await prisma.settlementOfferInvoice.updateMany({
          where: { creditorId, offerId: id, invoiceId, waivedMinor: { not: waivedMinor } },
          data: { waivedMinor },
        })
      }
    },
    async insertEntry({ creditorId, debtorId, id: offerId }, { payByOn, ...entry }) {
      await prisma.settlementOfferEntry.createMany({
        data: [{ ...entry, payByOn: toDate(payByOn), creditorId, debtorId, offerId }],
      })
    },
    async listEntries(creditorId, offerId) {
      const rows = await prisma.settlementOfferEntry.findMany({
        where: { creditorId, offerId },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toEntry)
    },
    async findEntry(creditorId, offerId, entryId) {
      const row = await prisma.settlementOfferEntry.findUnique({
        where: { creditorId_id: { creditorId, id: entryId }, offerId },
      })
      return row && toEntry(row)
    },
    async list(creditorId, { isOpen, debtorId, limit }) {
      const rows = await prisma.settlementOffer.findMany({
        where: {
          creditorId,
          ...(isOpen === null ? {} : { status: isOpen ? { in: OPEN } : { notIn: OPEN } }),
          ...(debtorId === undefined ? {} : { debtorId }),
        },
        include: { invoices: true },
        orderBy: [{ openedAt: 'desc' }, { id: 'asc' }],
        take: limit,
      })
      return name(creditorId, rows)
    },
    countByStatus: (creditorId, status) => prisma.settlementOffer.count({ where: { creditorId, status } }),
    async listTakenInvoices(creditorId, debtorId) {
      const rows = await prisma.settlementOfferInvoice.findMany({
        where: { creditorId, debtorId, offer: { status: { in: OPEN } } },
        select: { invoiceId: true },
      })
      return rows.map(({ invoiceId }) => invoiceId as InvoiceId)
    },
    async listUndecided(at, after, limit) {
      const latestOn = toDate(findLatestDay(at))
      const rows = await prisma.$queryRaw<{ creditor_id: string; debtor_id: string; id: string }[]>`
        select o.creditor_id, o.debtor_id, o.id
        from settlement_offer o
        left join payment m on m.creditor_id = o.creditor_id and m.id = o.payment_id
        where (o.status in ('proposed', 'offered') and o.answer_by_on < ${latestOn}::date
            or o.status = 'agreed' and (o.pay_by_on + o.grace_days < ${latestOn}::date or exists (
              select from settlement_offer_invoice i
              join allocation a on a.creditor_id = i.creditor_id and a.invoice_id = i.invoice_id
              where i.creditor_id = o.creditor_id and i.offer_id = o.id and a.at >= o.agreed_at))
            or (o.status = 'fulfilled' and m.status <> 'succeeded')
            or (o.status = 'broken' and o.ended_reason = 'money_went_back' and m.status = 'succeeded')
            or (o.payment_id is null and (o.status = 'fulfilled' or o.ended_reason = 'money_went_back') and exists (
              select 1 from settlement_offer_invoice s
              join allocation a on a.creditor_id = s.creditor_id and a.invoice_id = s.invoice_id
              where s.creditor_id = o.creditor_id and s.offer_id = o.id and a.kind in ('cash', 'unapplied_credit')
                and a.at > o.ended_at and (a.amount_minor < 0) = (o.status = 'fulfilled'))))
          and (o.creditor_id, o.id) > (${after?.creditorId ?? NO_ID}::uuid, ${after?.id ?? NO_ID}::uuid)
        order by o.creditor_id, o.id limit ${limit}`
      return rows.map((row) => ({
        ...{ creditorId: row.creditor_id as CreditorId, debtorId: row.debtor_id as DebtorId, id: row.id },
      }))
    },
    async readMoney(creditorId, id, period) {
      const shares = await prisma.settlementOfferInvoice.findMany({
        where: { creditorId, offerId: id },
        select: { invoiceId: true },
      })
      const invoiceIds = shares.map(({ invoiceId }) => invoiceId as InvoiceId)
      const underWay = await prisma.payment.findMany({
        where: {
          creditorId,
          ...{ purposeKind: 'settlement_offer', purposeId: id },
          status: { in: ['created', 'pending', 'processing'] },
        },
        select: { origin: true },
      })
      const isOther = underWay.some(({ origin }) => origin !== 'bank_transfer')
      return {
        receivedMinor: await sumReceived(prisma, creditorId, invoiceIds, period),
        underWay: isOther ? 'other' : underWay.length > 0 ? 'transfer' : null,
      }
    },
  }
}

function toRow({ invoices: _, consent, payByOn, answerByOn, ...offer }: SettlementOffer) {
  // Whoever saves a listed offer hands over its names too.
  const { id, creditorId, debtorId, reference, status, currency, owedMinor, offeredMinor, graceDays, openedBy } = offer
  const { locale, linkId, email, openedAt, agreedAt, documentId, documentSha256, documentName, language } = offer
  return {
    ...{ id, creditorId, debtorId, reference, status, currency, owedMinor, offeredMinor, graceDays, openedBy },
    ...{ locale, linkId, email, openedAt, agreedAt, documentId, documentSha256, documentName, language },
    ...{ paymentId: offer.paymentId, planId: offer.planId, endedAt: offer.endedAt, endedReason: offer.endedReason },
    ...{ payByOn: toDate(payByOn), answerByOn: toDate(answerByOn) },
    consent: consent === null ? Prisma.DbNull : { ...consent, agreedAt: consent.agreedAt.toISOString() },
  }
}

function toEntry({ id, at, side, step, author, authorName, text, offeredMinor, payByOn }: EntryRow): OfferEntry {
  return {
    ...{ id, at, author, authorName, text },
    side: sideSchema.parse(side),
    step: stepSchema.parse(step),
    offeredMinor: Number(offeredMinor),
    payByOn: toDay(payByOn),
  }
}

function toOffer({ invoices, ...row }: RowWithShares): SettlementOffer {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    linkId: row.linkId as AccessLinkId | null,
    paymentId: row.paymentId as PaymentId | null,
    planId: row.planId as PlanId | null,
    status: statusSchema.parse(row.status),
    openedBy: sideSchema.parse(row.openedBy),
    endedReason: reasonSchema.parse(row.endedReason),
    consent: row.consent === null ? null : consentSchema.parse(row.consent),
    currency: parseStoredCurrency(row.currency),
    owedMinor: Number(row.owedMinor),
    offeredMinor: Number(row.offeredMinor),
    payByOn: toDay(row.payByOn),
    answerByOn: toDay(row.answerByOn),
    invoices: invoices.map(({ invoiceId, amountMinor, waivedMinor }) => ({
      invoiceId: invoiceId as InvoiceId,
      amountMinor: Number(amountMinor),
      waivedMinor: Number(waivedMinor),
    })),
  }
}
