import { nameAuthor, type Actor, type CreditorActor } from '~/domain/actor'
import { permits } from '~/domain/access-scope'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { PlanId } from '~/domain/ids'
import { isPlanInForce, takeInstalmentEdge, type Instalment, type PaymentPlan } from '~/domain/payment-plan'
import { findMoveRange, isBeingPaid, type MoveRefusal } from '~/domain/plan-progress'
import { fail, succeed, type Result } from '~/domain/result'
import { logActorStep, scopeToActor } from './actor-step'
import type { PlanBooks } from './carry-plans'
import { endPlan } from './end-plan'
import { lockInvoices } from './invoice-ledger'
import { lockPlanBooks } from './pay-instalments'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { recordPlanStep } from './record-plan-step'
import { tellPlanNotice } from './tell-plan-notice'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
}

/** `being_paid`: a payment for it is under way; what becomes of that is waited for. */
export type PlanChangeRefusal =
  { readonly kind: 'not_allowed' | 'unknown_plan' | 'not_in_force' | 'being_paid' | 'text_missing' } | MoveRefusal

export interface InstalmentMove {
  actor: Actor
  planId: string
  number: number
  toOn: CalendarDay
}

/**
 * Moves the day of one instalment. The debtor moves as often and as far as its plan permits; the creditor as it likes, in
 * the order of the instalments. The other side is told. Moved to the day it has, nothing happens.
 */
export async function moveInstalment(
  services: Services,
  { actor, planId, number, toOn }: InstalmentMove,
): Promise<Result<PaymentPlan, PlanChangeRefusal>> {
  return changePlan(services, actor, planId, async (transaction, books, { now, today }) => {
    const instalment = books.instalments.find((one) => one.number === number)
    if (instalment?.dueOn === toOn) return succeed(books.plan)
    const range = findMoveRange(books.plan, books.instalments, number, today, { isFree: actor.side === 'creditor' })
    if ('kind' in range) return fail(range)
    if (!instalment || toOn < range.fromOn || toOn > range.untilOn) return fail({ kind: 'day_out_of_range', ...range })
    const moved: Instalment = {
      ...instalment,
      status: instalment.status === 'moved' ? 'moved' : takeInstalmentEdge(instalment.status, 'moved').to,
      ...{ dueOn: toOn, attempts: 0, nextAttemptAt: null, noticedAt: null },
      movedTimes: instalment.movedTimes + (actor.side === 'debtor' ? 1 : 0),
    }
    await transaction.plans.saveInstalments(books.plan, [moved])
    const instalments = books.instalments.map((one) => (one.number === number ? moved : one))
    const plan = await recordPlanStep(
      transaction,
      { ...books, instalments },
      {
        ...{ ids: services.ids, at: now, ...describeAuthor(actor) },
        ...{ step: 'instalment_moved', reports: 'instalment.moved', instalment: moved },
      },
    )
    await tellPlanNotice(transaction, plan, 'moved', { instalment: moved, at: now })
    await logActorStep(services, transaction, actor, 'instalment_moved', plan)
    return succeed(plan)
  })
}

/**
 * The creditor ends a plan before it is paid, for a reason that the debtor reads: what is left of it is due again, and
 * interest that is not earned is credited.
 */
export async function cancelPlan(
  services: Services,
  { actor, planId, text }: { actor: CreditorActor; planId: string; text: string },
): Promise<Result<PaymentPlan, PlanChangeRefusal>> {
  if (text === '') return fail({ kind: 'text_missing' })
  return changePlan(services, actor, planId, async (transaction, books, { now, today }) => {
    if (isBeingPaid(books.instalments)) return fail({ kind: 'being_paid' })
    const end = { ...describeAuthor(actor), status: 'canceled', text, at: now, today } as const
    const ended = await endPlan(services, transaction, books, end)
    await tellPlanNotice(transaction, ended, 'canceled', { instalment: null, at: now })
    return succeed(ended)
  })
}

async function changePlan(
  { unitOfWork, clock }: Services,
  actor: Actor,
  planId: string,
  change: (
    transaction: Transaction,
    books: PlanBooks,
    moment: { now: Date; today: CalendarDay },
  ) => Promise<Result<PaymentPlan, PlanChangeRefusal>>,
): Promise<Result<PaymentPlan, PlanChangeRefusal>> {
  const { creditorId } = actor
  if (actor.side === 'debtor' && !permits(actor.scope, 'agree')) return fail({ kind: 'not_allowed' })
  // A plan's end posts credits, which is the creditor's to do.
  return unitOfWork.run(scopeToActor(actor), async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const known = await transaction.plans.find(creditorId, planId as PlanId)
    if (!creditor || !known) return fail({ kind: 'unknown_plan' })
    if (!isPlanInForce(known.status)) return fail({ kind: 'not_in_force' })
    const shares = await transaction.plans.listInvoices(creditorId, known.id)
    await lockInvoices(
      transaction,
      creditorId,
      shares.map(({ invoiceId }) => invoiceId),
    )
    const books = await lockPlanBooks(transaction, creditorId, known.id)
    if (!books) return fail({ kind: 'not_in_force' })
    const now = clock.now()
    return change(transaction, books, { now, today: dayOfInstant(now, creditor.timeZone) })
  })
}

function describeAuthor(actor: Actor) {
  return { side: actor.side, author: nameAuthor(actor), authorName: actor.name }
}
