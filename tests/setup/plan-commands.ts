/** What can happen to plans of instalments, as commands beside those of an account. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import type { PlanId } from '~/domain/ids'
import { cancelPlan, moveInstalment } from '~/use-cases/change-plan'
import { readPlanPayments } from '~/use-cases/read-plan-payments'
import { reviewPayment } from '~/use-cases/review-payment'
import { runPlans } from '~/use-cases/run-plans'
import { startPayment } from '~/use-cases/start-payment'
import { agreePlan } from '../factories/plans'
import { adoptPayments, define, pick, type Command, type RealAccount } from './account-commands'
import type { AccountModel } from './account-model'
import { EURO } from './payment-harness'

const which = fc.nat({ max: 20 })

async function listPlans({ test }: RealAccount): Promise<PlanId[]> {
  const rows = await test.inspect<{ id: PlanId }>(
    `select id from payment_plan where status in ('agreed', 'active') order by agreed_at, id`,
  )
  return rows.map(({ id }) => id)
}

/** Over some of what is due, whatever was done with it before. */
const agree = define(
  'agree',
  fc.record({
    mask: fc.integer({ min: 1, max: 15 }),
    count: fc.integer({ min: 1, max: 5 }),
    costs: fc.nat({ max: 3 }),
  }),
  async ({ mask, count, costs }, _model, { test, creditor, debtor }) => {
    const due = await test.inspect<{ number: string }>(
      `select number from invoice where kind = 'invoice' and source_format <> 'plan'
        and open_minor - pending_minor - disputed_minor - planned_minor > 500 order by number`,
    )
    const chosen = due.filter((_, index) => (mask >> index) & 1).map(({ number }) => number)
    if (chosen.length === 0) return
    await agreePlan(test, creditor, debtor, chosen, {
      envelope: {
        ...{ yearlyRateBps: costs === 0 ? 0 : 1_100, feeMinor: costs === 1 ? 2_50 : 0 },
        interestMethod: costs === 3 ? 'flat' : 'declining_balance',
      },
      instalmentCount: count,
      frequency: 'two_weekly',
      firstOn: addDays(dayOfInstant(test.clock.now(), creditor.timeZone), 9),
    })
  },
)

/** What is to be paid by now, the next one, a sum, or everything. */
const payInstalments = define(
  'payInstalments',
  fc.record({ which, what: fc.constantFrom('reached', 'next', 'sum', 'all'), sum: fc.integer({ min: 1, max: 90_00 }) }),
  async ({ which: index, what, sum }, model, real) => {
    const { harness, payer, creditor, debtor } = real
    const id = pick(await listPlans(real), index)
    const account = { creditorId: creditor.id, debtorId: debtor.id }
    const payments = id && (await readPlanPayments(harness.services, account, id))
    if (!payments) return
    const wanted = {
      reached: payments.reachedMinor,
      next: payments.next?.amountMinor ?? 0,
      sum,
      all: payments.mostMinor,
    }
    const amountMinor = Math.min(payments.mostMinor, wanted[what])
    if (amountMinor <= 0) return
    const purpose = { kind: 'plan', id: payments.plan.id } as const
    const selection = payments.select(amountMinor)
    const review = await reviewPayment(harness.services, { payer, selection, credits: 'none', purpose })
    if (!review.ok) throw new Error(JSON.stringify(review.failure))
    expect(review.value.plan.cashMinor).toBe(amountMinor)
    await start(model, real, review.value)
  },
)

/** As an account is paid without plans; in the invoices' own currency, because rates grow old as days pass. */
export const payDue = define(
  'payDue',
  fc.record({ amountMinor: fc.integer({ min: 1, max: 120_00 }), usesCredits: fc.boolean() }),
  async ({ amountMinor, usesCredits }, model, real) => {
    const { harness, payer } = real
    const all = await reviewPayment(harness.services, {
      ...{ payer, selection: { kind: 'all', currency: EURO }, credits: 'none' },
    })
    if (!all.ok) return
    const sumMinor = Math.min(amountMinor, all.value.plan.totalMinor)
    const review = await reviewPayment(harness.services, {
      payer,
      selection: { kind: 'sum', currency: EURO, amountMinor: sumMinor },
      credits: usesCredits ? 'all' : 'none',
    })
    if (!review.ok) throw new Error(JSON.stringify(review.failure))
    await start(model, real, review.value)
  },
)

async function start(
  model: AccountModel,
  { harness, payer, test, creditor, started }: RealAccount,
  { order, idempotencyKey }: Pick<Parameters<typeof startPayment>[1], 'order' | 'idempotencyKey'>,
): Promise<void> {
  const begun = await startPayment(harness.services, { payer, order, idempotencyKey })
  if (!begun.ok) throw new Error(JSON.stringify(begun.failure))
  if (begun.value.kind !== 'gateway') return
  const checkoutId = begun.value.url.split('/').at(-1) ?? ''
  const [row] = await test.inspect<{ id: RealAccount['started'][number]['id'] }>(
    'select id from payment where gateway_reference = $1',
    [checkoutId],
  )
  const payment = await harness.readPayment({ creditorId: creditor.id, id: row!.id })
  model.open(payment.id, payment.amountMinor, payment.settledMinor)
  started.push({ id: payment.id, checkoutId, currency: payment.currency })
}

const pass = define('pass', fc.integer({ min: 1, max: 16 }), async (days, model, real) => {
  real.test.clock.advance({ days })
  await runPlans(real.harness.services)
  await adoptPayments(model, real)
})

const move = define(
  'move',
  fc.record({ which, number: fc.nat({ max: 5 }), days: fc.integer({ min: 1, max: 20 }), isDebtor: fc.boolean() }),
  async ({ which: index, number, days, isDebtor }, _model, real) => {
    const { harness, creditor, debtor, test } = real
    const planId = pick(await listPlans(real), index)
    if (!planId) return
    const { name } = real.payer
    const linkId = test.ids.uuid() as NonNullable<typeof real.payer.linkId>
    const actor = isDebtor
      ? {
          side: 'debtor' as const,
          creditorId: creditor.id,
          debtorId: debtor.id,
          linkId,
          scope: ['agree' as const],
          name,
        }
      : { side: 'creditor' as const, creditorId: creditor.id, author: 'user:1', name }
    const toOn = addDays(dayOfInstant(test.clock.now(), creditor.timeZone), days)
    await moveInstalment(harness.services, { actor, planId, number, toOn })
  },
)

const end = define('end', which, async (index, _model, real) => {
  const { harness, creditor } = real
  const planId = pick(await listPlans(real), index)
  if (!planId) return
  const actor = { side: 'creditor' as const, creditorId: creditor.id, author: 'user:1', name: null }
  await cancelPlan(harness.services, { actor, planId, text: 'agreed otherwise' })
})

/** In the shares in which they come about. */
export const PLAN_COMMANDS: readonly fc.Arbitrary<Command>[] = [
  ...[agree, agree, agree, payInstalments, payInstalments, payInstalments, payInstalments, payDue],
  ...[pass, pass, pass, move, end],
]
