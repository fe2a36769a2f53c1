import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { CreditorId, InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { takePlanEdge, type Instalment, type PaymentPlan, type PlanInvoice } from '~/domain/payment-plan'
import { computeShareLeft, coverInstalments, settleShare, sumCovered } from '~/domain/plan-progress'
import type { IdSource } from './ports/ids'
import type { PlannedShare } from './ports/plan-repository'
import type { Transaction } from './ports/unit-of-work'
import { recordPlanStep } from './record-plan-step'
import { tellPlanNotice } from './tell-plan-notice'

/** Whoever changes balances, and when. */
export interface LedgerSteps {
  ids: IdSource
  at: Date
  /** The plan that the change is for, where it is for one: of several plans over one invoice it comes first. */
  planId?: string | null
}

/** An agreed plan, what it takes of its invoices and what is to be paid when. */
export interface PlanBooks {
  plan: PaymentPlan
  shares: readonly PlannedShare[]
  instalments: readonly Instalment[]
}

/**
 * Has the plans over these invoices follow what became of them: whatever of an invoice is no longer to be paid by
 * instalments was settled, by whatever money or credit, and covers the plan's instalments, the oldest first. A plan that
 * is covered whole is completed. The invoices are locked, as they will be written; reservations of payments are written.
 */
export async function carryPlans(
  transaction: Transaction,
  creditorId: CreditorId,
  invoices: readonly InvoiceBalance[],
  steps: LedgerSteps,
): Promise<void> {
  const invoiceIds = invoices.map(({ id }) => id)
  const found = await lockPlansInForce(transaction, creditorId, invoiceIds)
  if (found.length === 0) return
  const reserved = await transaction.plans.sumReserved(creditorId, invoiceIds)
  const plans = found.toSorted((left, right) => comparePlans(left.plan, right.plan, steps.planId ?? null))
  const sharesOf = new Map(plans.map(({ plan, shares }) => [plan.id, shares as readonly PlanInvoice[]]))
  for (const { id, plannedMinor } of invoices) {
    const leftMinor = plans.reduce((sum, { plan }) => sum + findLeft(sharesOf.get(plan.id) ?? [], id), 0)
    let goneMinor = leftMinor - (reserved.get(id) ?? 0) - plannedMinor
    for (const { plan } of plans) {
      if (goneMinor <= 0) break
      const shares = sharesOf.get(plan.id) ?? []
      const partMinor = Math.min(goneMinor, findLeft(shares, id))
      sharesOf.set(plan.id, settleShare(shares, id, partMinor))
      goneMinor -= partMinor
    }
  }
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const today = dayOfInstant(steps.at, creditor.timeZone)
  for (const books of plans) {
    const shares = sharesOf.get(books.plan.id) ?? []
    if (sumCovered(shares) === sumCovered(books.shares)) continue
    const named = books.shares.map((share, index) => ({ ...share, ...shares[index] }))
    await coverPlan(transaction, { ...books, shares: named }, books, { ...steps, today })
  }
}

/**
 * Puts back what went back of an invoice to the plans that it had been paid by, so that their instalments owe it again.
 * Returns how much of it they take; the rest is due at once.
 */
export async function uncoverPlans(
  transaction: Transaction,
  creditorId: CreditorId,
  takenBack: readonly { invoiceId: InvoiceId; amountMinor: number; settledAt: Date }[],
  steps: LedgerSteps,
): Promise<Map<InvoiceId, number>> {
  const invoiceIds = [...new Set(takenBack.map(({ invoiceId }) => invoiceId))]
  const found = await lockPlansInForce(transaction, creditorId, invoiceIds)
  const plannedMinor = new Map<InvoiceId, number>()
  if (found.length === 0) return plannedMinor
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const today = dayOfInstant(steps.at, creditor.timeZone)
  const rest = takenBack.map((part) => ({ ...part }))
  for (const books of found.toSorted((left, right) => comparePlans(left.plan, right.plan, steps.planId ?? null))) {
    let shares: readonly PlannedShare[] = books.shares
    for (const part of rest) {
      // What was settled before the plan was agreed is not what its instalments paid.
      if (books.plan.agreedAt === null || part.settledAt < books.plan.agreedAt) continue
      const share = shares.find(({ invoiceId }) => invoiceId === part.invoiceId)
      const backMinor = Math.min(part.amountMinor, share?.settledMinor ?? 0)
      if (!share || backMinor === 0) continue
      const settledMinor = share.settledMinor - backMinor
      shares = shares.map((other) => (other === share ? { ...share, settledMinor } : other))
      part.amountMinor -= backMinor
      plannedMinor.set(part.invoiceId, (plannedMinor.get(part.invoiceId) ?? 0) + backMinor)
    }
    if (shares === books.shares) continue
    await coverPlan(transaction, { ...books, shares }, books, { ...steps, today })
    const instalments = await transaction.plans.listInstalments(creditorId, books.plan.id)
    const owed = instalments.find(({ number, status }) => {
      const before = books.instalments.find((one) => one.number === number)
      return before?.status === 'paid' && status !== 'paid'
    })
    if (owed) await tellPlanNotice(transaction, books.plan, 'owed_again', { instalment: owed, at: steps.at })
  }
  return plannedMinor
}

/**
 * By invoice, what may be left to instalments again of what a payment for them had set aside and no longer does; nothing
 * where their plan has ended meanwhile.
 */
export async function readPlanRoom(
  transaction: Transaction,
  creditorId: CreditorId,
  invoices: readonly InvoiceBalance[],
): Promise<Map<InvoiceId, number>> {
  const invoiceIds = invoices.map(({ id }) => id)
  const plans = await lockPlansInForce(transaction, creditorId, invoiceIds)
  const reserved = await transaction.plans.sumReserved(creditorId, invoiceIds)
  return new Map(
    invoices.map(({ id, plannedMinor }) => {
      const leftMinor = plans.reduce((sum, { shares }) => sum + findLeft(shares, id), 0)
      return [id, Math.max(0, leftMinor - (reserved.get(id) ?? 0) - plannedMinor)]
    }),
  )
}

/** The plans in force over these invoices, locked in the order of their ids. The invoices are locked before. */
async function lockPlansInForce(
  transaction: Transaction,
  creditorId: CreditorId,
  invoiceIds: readonly InvoiceId[],
): Promise<PlanBooks[]> {
  const { plans } = transaction
  const known = await plans.listByInvoices(creditorId, invoiceIds, ['agreed', 'active'])
  const books: PlanBooks[] = []
  for (const { id } of known) {
    const plan = await plans.lock(creditorId, id)
    if (plan?.status !== 'agreed' && plan?.status !== 'active') continue
    const shares = await plans.listInvoices(creditorId, id)
    books.push({ plan, shares, instalments: await plans.listInstalments(creditorId, id) })
  }
  return books
}

/** Keeps a plan whose shares changed: its instalments follow, what was paid is reported, what is covered is completed. */
async function coverPlan(
  transaction: Transaction,
  { plan, shares, instalments }: PlanBooks,
  before: PlanBooks,
  { ids, at, today }: LedgerSteps & { today: CalendarDay },
): Promise<void> {
  const covered = coverInstalments(instalments, sumCovered(shares), { at, today })
  await transaction.plans.saveInvoices(
    plan,
    shares.filter((share, index) => share.settledMinor !== before.shares[index]?.settledMinor),
  )
  await transaction.plans.saveInstalments(
    plan,
    covered.filter((instalment, index) => instalment !== instalments[index]),
  )
  let current: PlanBooks = { plan, shares, instalments: covered }
  const record = async (step: Parameters<typeof recordPlanStep>[2]) => {
    current = { ...current, plan: await recordPlanStep(transaction, current, step) }
  }
  const by = { ids, at, side: 'debtor' as const, author: 'system' }
  for (const instalment of covered) {
    const earlier = instalments.find(({ number }) => number === instalment.number)
    if (instalment.status !== 'paid' || earlier?.status === 'paid') continue
    await record({ ...by, step: 'instalment_paid', reports: 'instalment.paid', instalment })
  }
  if (!covered.every(({ status }) => status === 'paid')) return
  if (current.plan.status === 'agreed') {
    const { reports } = takePlanEdge('agreed', 'active')
    await record({ ...by, step: 'started', reports, status: 'active' })
  }
  const { reports } = takePlanEdge('active', 'completed')
  await record({ ...by, step: 'completed', reports, status: 'completed', endedAt: at })
  await tellPlanNotice(transaction, plan, 'completed', { instalment: null, at })
}

function findLeft(shares: readonly PlanInvoice[], invoiceId: InvoiceId): number {
  const share = shares.find((one) => one.invoiceId === invoiceId)
  return share ? computeShareLeft(share) : 0
}

function comparePlans(left: PaymentPlan, right: PaymentPlan, planId: string | null): number {
  if (left.id === planId || right.id === planId) return left.id === planId ? -1 : 1
  const [leftAt, rightAt] = [left.agreedAt?.getTime() ?? 0, right.agreedAt?.getTime() ?? 0]
  return leftAt - rightAt || (left.id < right.id ? -1 : 1)
}
