import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId, DebtorId, PlanId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import { isPlanInForce, type PaymentPlan } from '~/domain/payment-plan'
import { releasePlan } from '~/domain/plan-extension'
import { groupPlannable, type PlanGround } from '~/domain/plan-ground'
import { isBeingPaid } from '~/domain/plan-progress'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { computeUnearned } from '~/domain/unearned-interest'
import type { PlanBooks } from './carry-plans'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { readPlanGround } from './read-plan-ground'

/** What a debtor may plan if a plan of its own gives way to the new one. Only reads. */
export async function readPlanExtension(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtorId, planId }: { creditorId: CreditorId; debtorId: DebtorId; planId: string },
): Promise<Result<PlanGround, PlanStepRefusal>> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    return readGroundOf(transaction, creditor, { debtorId, at: clock.now(), supersedesId: planId as PlanId })
  })
}

/** What a debtor may plan at an instant, beside its plans or in place of one of them. */
export async function readGroundOf(
  transaction: Transaction,
  creditor: Creditor,
  { debtorId, at, supersedesId }: { debtorId: DebtorId; at: Date; supersedesId: PlanId | null },
): Promise<Result<PlanGround, PlanStepRefusal>> {
  const ground = await readPlanGround(transaction, creditor, { debtorId, at })
  if (supersedesId === null) return succeed(ground)
  const known = await transaction.plans.find(creditor.id, supersedesId)
  const books = await readSuperseded(transaction, debtorId, known)
  if (!books.ok) return books
  const { plan, shares } = books.value
  const open = await transaction.invoices.listOpen(creditor.id, debtorId, 'invoice', plan.currency)
  const released = await releaseInvoices(transaction, books.value, open, dayOfInstant(at, creditor.timeZone))
  const own = new Set(shares.map(({ invoiceId }) => invoiceId))
  const numbers = released.filter((one) => own.has(one.id) && computeDueNow(one) > 0).map(({ number }) => number)
  return succeed({
    ...ground,
    currencies: groupPlannable(ground.policy, ground.debtor, released),
    extended: { id: plan.id, reference: plan.reference, numbers },
  })
}

/** The books of a plan that can give way now: it is the debtor's, in force, and nothing is being paid of it. */
export async function readSuperseded(
  { plans }: Transaction,
  debtorId: DebtorId,
  plan: PaymentPlan | null,
): Promise<Result<PlanBooks, PlanStepRefusal>> {
  if (!plan || plan.debtorId !== debtorId) return fail({ kind: 'unknown_plan' })
  if (!isPlanInForce(plan.status)) return fail({ kind: 'plan_over' })
  const { creditorId, id } = plan
  const instalments = await plans.listInstalments(creditorId, id)
  if (isBeingPaid(instalments)) return fail({ kind: 'being_paid' })
  return succeed({ plan, shares: await plans.listInvoices(creditorId, id), instalments })
}

/** These balances as they would be if the plan ended on this day. */
export async function releaseInvoices(
  { invoices }: Transaction,
  { plan, shares, instalments }: PlanBooks,
  balances: readonly InvoiceBalance[],
  today: CalendarDay,
): Promise<InvoiceBalance[]> {
  const claims = await invoices.readClaims(
    plan.creditorId,
    shares.map(({ invoiceId }) => invoiceId),
  )
  const unearnedMinor = computeUnearned(plan, instalments, today)
  return releasePlan(balances, { shares, chargeInvoiceId: plan.chargeInvoiceId, unearnedMinor, claims })
}
