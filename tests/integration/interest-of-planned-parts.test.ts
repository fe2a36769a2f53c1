/** Late interest stands still for what a plan has taken over, from its agreement on, and runs again when the plan has failed. */
import { expect, it } from 'vitest'
import { DEFAULT_INTEREST_POLICY } from '~/domain/interest-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { readPayoff } from '~/use-cases/read-payoff'
import { runPlans } from '~/use-cases/run-plans'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { usePaymentAccount } from '../setup/payment-account'
import { orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

/** 18.25 % a year: 50 cents a day on 1,000.00, 25 on 500.00. */
const CONTRACT = { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 } as const

async function owe() {
  test.clock.set('2026-11-01T09:00:00Z')
  const body = { ...DEFAULT_INTEREST_POLICY, enabled: true, interest: CONTRACT }
  const change = { creditorId: creditor.id, kind: 'interest', body, changedBy: 'system', basedOn: null } as const
  expect(await changePolicy(services, change)).toMatchObject({ ok: true })
  await createInvoice(test, debtor, { number: 'A', payableMinor: 1_000_00, dueOn: '2026-11-01' })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 500_00, dueOn: '2026-11-01' })
}

/** By invoice: what is due of it, and what its lateness costs through the day. */
async function readAmounts(at: string): Promise<Record<string, [number, number]>> {
  test.clock.set(at)
  const asked = { creditorId: creditor.id, debtorId: debtor.id, currency: null, numbers: null, throughOn: null }
  const [payoff] = (await readPayoff(services, asked))?.payoffs ?? []
  const items = payoff?.items ?? []
  return Object.fromEntries(
    items.map(({ invoice, principalMinor, interestMinor }) => [invoice.number, [principalMinor, interestMinor]]),
  )
}

async function runPlansAt(...instants: string[]) {
  for (const at of instants) {
    test.clock.set(at)
    await runPlans(services)
  }
}

const UNTIL_DEFAULT = ['2026-12-21', '2026-12-29', '2027-01-21', '2027-01-29'].map((day) => `${day}T12:00:00Z`)

it('is frozen while the plan lasts, for the planned invoice alone, and runs again from the day after its default', async () => {
  await owe()
  expect(await readAmounts('2026-11-11T09:00:00Z')).toEqual({ A: [1_000_00, 5_00], B: [500_00, 2_50] })

  await agreePlan(test, creditor, debtor, ['A'])
  expect(await readAmounts('2026-12-01T09:00:00Z')).toEqual({ B: [500_00, 7_50] })

  await runPlansAt(...UNTIL_DEFAULT)
  expect(await test.inspect('select status, ended_at from payment_plan')).toEqual([
    { status: 'defaulted', ended_at: new Date('2027-01-29T12:00:00Z') },
  ])
  // Nine days before the agreement's; the day of the default is still the plan's.
  expect(await readAmounts('2027-01-29T13:00:00Z')).toEqual({ A: [1_000_00, 4_50], B: [500_00, 22_25] })
  expect(await readAmounts('2027-02-08T09:00:00Z')).toEqual({ A: [1_000_00, 4_50 + 5_00], B: [500_00, 24_75] })
})

it('runs again on what the plan had not collected', async () => {
  await owe()
  test.clock.set('2026-11-11T09:00:00Z')
  const plan = await agreePlan(test, creditor, debtor, ['A'])
  const { checkoutId } = await harness.start(payer, {
    ...orderOf({ A: 200_00 }),
    purpose: { kind: 'plan', id: plan.id },
  })
  await harness.act(checkoutId, 'pay_by_card')
  await harness.deliverAll()
  await runPlansAt(...UNTIL_DEFAULT)
  expect(await readAmounts('2027-02-08T09:00:00Z')).toMatchObject({ A: [800_00, 4_50 + 4_00] })
})
