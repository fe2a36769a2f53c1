import { addDays, dayOfInstant, startOfDay, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { isPlanInForce, takeInstalmentEdge, takePlanEdge, type Instalment } from '~/domain/payment-plan'
import {
  computeUnpaid,
  findRetryDay,
  isBeingPaid,
  isDefaulted,
  isMissed,
  listReached,
  spreadOverShares,
} from '~/domain/plan-progress'
import type { PlanBooks } from './carry-plans'
import { chargeSavedMethod } from './charge-saved-method'
import { endPlan } from './end-plan'
import { lockInvoices, type InvoiceLedger } from './invoice-ledger'
import { lockPlanBooks } from './pay-instalments'
import type { PaymentServices } from './payment-services'
import type { PlanAddress } from './ports/plan-repository'
import type { Transaction } from './ports/unit-of-work'
import { recordPlanStep } from './record-plan-step'
import { tellPlanNotice } from './tell-plan-notice'

const PAGE_SIZE = 200

/**
 * Takes every plan in force on to this moment: its instalments become due, are announced, collected, tried again and
 * missed, and a plan of which too many are missed ends. Days are those of the creditor's time zone. The handler of the job
 * `run-plans`, which does nothing twice, however often it runs. One plan that throws keeps no other from going on: the
 * errors are thrown together at the end.
 */
export async function runPlans(services: PaymentServices): Promise<number> {
  const now = services.clock.now()
  const errors: unknown[] = []
  let count = 0
  let after: PlanAddress['id'] | null = null
  for (;;) {
    const last: PlanAddress['id'] | null = after
    const page: PlanAddress[] = await services.unitOfWork.run({ kind: 'system' }, ({ plans }) =>
      plans.listWithWork(now, last, PAGE_SIZE),
    )
    for (const address of page) {
      try {
        await runPlan(services, address, now)
        count += 1
      } catch (error) {
        errors.push(error)
      }
    }
    after = page.at(-1)?.id ?? null
    if (page.length < PAGE_SIZE) break
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} plans could not be taken on`)
  return count
}

interface Run {
  services: PaymentServices
  transaction: Transaction
  creditor: Creditor
  ledger: InvoiceLedger
  now: Date
  today: CalendarDay
}

async function runPlan(services: PaymentServices, { creditorId, debtorId, id }: PlanAddress, now: Date): Promise<void> {
  await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const known = await transaction.plans.find(creditorId, id)
    if (!creditor || !known || !isPlanInForce(known.status)) return
    const shares = await transaction.plans.listInvoices(creditorId, id)
    // Invoices are locked before plans, as everywhere.
    const ledger = await lockInvoices(
      transaction,
      creditorId,
      shares.map(({ invoiceId }) => invoiceId),
    )
    const books = await lockPlanBooks(transaction, creditorId, id)
    if (!books) return
    const run = { services, transaction, creditor, ledger, now, today: dayOfInstant(now, creditor.timeZone) }
    const begun = await startPlan(run, books)
    const due = await makeDue(run, begun)
    const told = await announce(run, due)
    const missed = await noteMissed(run, told)
    if (isBeingPaid(missed.instalments)) return
    if (isDefaulted(missed.plan, missed.instalments)) {
      const end = { status: 'defaulted', side: 'debtor', author: 'system', at: now, today: run.today } as const
      const ended = await endPlan(services, transaction, missed, end)
      await tellPlanNotice(transaction, ended, 'defaulted', { instalment: null, at: now })
      return
    }
    await collect(run, missed)
  })
}

/** A plan is active from the day of its first instalment. */
async function startPlan({ services: { ids }, transaction, now, today }: Run, books: PlanBooks): Promise<PlanBooks> {
  if (books.plan.status !== 'agreed' || listReached(books.instalments, today).length === 0) return books
  const { reports } = takePlanEdge('agreed', 'active')
  const by = { ids, at: now, side: 'debtor' as const, author: 'system' }
  return {
    ...books,
    plan: await recordPlanStep(transaction, books, { ...by, step: 'started', reports, status: 'active' }),
  }
}

async function makeDue({ transaction, today }: Run, books: PlanBooks): Promise<PlanBooks> {
  return change(transaction, books, (instalment) => {
    const isToCome = instalment.status === 'scheduled' || instalment.status === 'moved'
    if (!isToCome || instalment.dueOn > today) return instalment
    return { ...instalment, status: takeInstalmentEdge(instalment.status, 'due').to }
  })
}

/** Tells of each instalment once, so many days before it; of one that comes at once, on its day. */
async function announce({ transaction, now, today }: Run, books: PlanBooks): Promise<PlanBooks> {
  const { noticeDays } = books.plan.terms.envelope
  const isToTell = ({ status, dueOn, noticedAt, paymentId }: Instalment) =>
    noticedAt === null &&
    paymentId === null &&
    (status === 'scheduled' || status === 'moved' || status === 'due') &&
    addDays(dueOn, -noticeDays) <= today
  const told = books.instalments.filter(isToTell)
  for (const instalment of told) {
    await tellPlanNotice(transaction, books.plan, 'upcoming', { instalment, at: now })
  }
  return change(transaction, books, (instalment) =>
    isToTell(instalment) ? { ...instalment, noticedAt: now } : instalment,
  )
}

async function noteMissed(
  { services: { ids }, transaction, creditor, now, today }: Run,
  books: PlanBooks,
): Promise<PlanBooks> {
  const { graceDays } = books.plan.terms.envelope
  const isOver = (instalment: Instalment) => {
    const noticedOn = instalment.noticedAt && dayOfInstant(instalment.noticedAt, creditor.timeZone)
    return isMissed(instalment, { graceDays, noticedOn, today })
  }
  const numbers = new Set(books.instalments.filter(isOver).map(({ number }) => number))
  let after = await change(transaction, books, (instalment) =>
    numbers.has(instalment.number)
      ? { ...instalment, status: takeInstalmentEdge(instalment.status, 'missed').to, nextAttemptAt: null }
      : instalment,
  )
  for (const instalment of after.instalments.filter(({ number }) => numbers.has(number))) {
    const by = { ids, at: now, side: 'debtor' as const, author: 'system' }
    const step = { ...by, step: 'instalment_missed' as const, reports: 'instalment.missed' as const, instalment }
    after = { ...after, plan: await recordPlanStep(transaction, after, step) }
    await tellPlanNotice(transaction, after.plan, 'missed', { instalment, at: now })
  }
  return after
}

/**
 * Collects what is to be paid by now from the method that was agreed, where one of the instalments is due for it: on its
 * day, or on a day on which it is tried again. What is still open of earlier ones is collected with it.
 */
async function collect(run: Run, books: PlanBooks): Promise<void> {
  const { services, transaction, ledger, now, today } = run
  const { plan, shares, instalments } = books
  if (!plan.autopay || plan.savedMethodId === null) return
  const isDueForIt = ({ status, attempts, nextAttemptAt }: Instalment) =>
    (status === 'due' && attempts === 0) || (status === 'retrying' && nextAttemptAt !== null && nextAttemptAt <= now)
  const reached = listReached(instalments, today)
  if (!reached.some(isDueForIt)) return
  const amountMinor = reached.reduce((sum, instalment) => sum + computeUnpaid(instalment), 0)
  const numbers = new Map(shares.map(({ invoiceId, number }) => [invoiceId, number]))
  const parts = spreadOverShares(shares, amountMinor, (invoiceId) => ledger.get(invoiceId).plannedMinor)
  const tries = reached.reduce((sum, { attempts }) => sum + attempts, 0)
  const charged = await chargeSavedMethod(services, transaction, {
    ...{ creditorId: plan.creditorId, debtorId: plan.debtorId, savedMethodId: plan.savedMethodId },
    order: {
      currency: plan.currency,
      items: parts.map((part) => ({ number: numbers.get(part.invoiceId) ?? '', amountMinor: part.amountMinor })),
      credits: [],
      purpose: { kind: 'plan', id: plan.id },
    },
    idempotencyKey: `plan ${plan.id} ${today} ${reached.map(({ number }) => number).join('+')} ${tries}`,
    locale: plan.language,
  })
  if (!charged.ok) await noteRefused(run, books, reached.filter(isDueForIt))
}

/** The method cannot be charged at all: as if it had been and failed. */
async function noteRefused(
  { transaction, creditor, now, today }: Run,
  books: PlanBooks,
  refused: readonly Instalment[],
): Promise<void> {
  const { retryDays } = books.plan.terms.envelope
  const numbers = new Set(refused.map(({ number }) => number))
  const after = await change(transaction, books, (instalment) => {
    if (!numbers.has(instalment.number)) return instalment
    const tried = { ...instalment, attempts: instalment.attempts + 1 }
    const retryOn = findRetryDay(tried, retryDays, today)
    if (retryOn !== null) {
      return { ...tried, status: 'retrying', nextAttemptAt: startOfDay(retryOn, creditor.timeZone) }
    }
    return { ...tried, status: 'due', nextAttemptAt: null }
  })
  const first = after.instalments.find(({ number }) => numbers.has(number))
  if (first) await tellPlanNotice(transaction, after.plan, 'collection_failed', { instalment: first, at: now })
}

/** Keeps what a rule changes of a plan's instalments. */
async function change(
  transaction: Transaction,
  books: PlanBooks,
  rule: (instalment: Instalment) => Instalment,
): Promise<PlanBooks> {
  const instalments = books.instalments.map(rule)
  const changed = instalments.filter((instalment, index) => instalment !== books.instalments[index])
  if (changed.length > 0) await transaction.plans.saveInstalments(books.plan, changed)
  return { ...books, instalments }
}
