/** A settlement that the creditor offers in place of a plan in force: the plan goes on until the debtor agrees, and ends then. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import type { PaymentPlan } from '~/domain/payment-plan'
import { cancelPlan } from '~/use-cases/change-plan'
import { decideSettlementOffers } from '~/use-cases/decide-settlement-offers'
import type { MakeOfferInput } from '~/use-cases/make-settlement-offer'
import { readOfferChoice } from '~/use-cases/read-settlement-offers'
import { runPlans } from '~/use-cases/run-plans'
import { agreePlan } from '../factories/plans'
import { EURO, findContradictions, listReported } from '../setup/payment-harness'
import { useSettlementOffers } from '../setup/settlement-offer-account'

const { test, harness, services, creditor, debtor, payer, account, offer, makeOne, agree, answer, pay, readOffer } =
  await useSettlementOffers()

const clerk = { side: 'creditor', creditorId: creditor.id, author: 'user:1', name: 'Hella' } as const
const inPlaceOf = (plan: PaymentPlan, changes: Partial<MakeOfferInput> = {}): Partial<MakeOfferInput> => ({
  ...{ maker: clerk, planId: plan.id, invoiceNumbers: null, offeredMinor: 700_00 },
  ...changes,
})

const readStatus = async ({ id }: PaymentPlan) =>
  (await test.inspect<{ status: string }>('select status from payment_plan where id = $1', [id]))[0]?.status

const readOpen = async () => {
  const rows = await test.inspect<{ number: string; open: string; planned: string }>(
    `select number, open_minor as open, planned_minor as planned from invoice where kind = 'invoice' order by number`,
  )
  return rows.map(({ number, open, planned }) => [number, Number(open), Number(planned)])
}

describe('a settlement in place of a plan', () => {
  it('leaves the plan as it is until it is agreed, ends it then, and settles all of it when it is paid', async () => {
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'])
    const made = await makeOne(inPlaceOf(plan))
    expect(made).toMatchObject({ status: 'offered', owedMinor: 1_000_00, planReference: plan.reference })
    expect(await readStatus(plan)).toBe('agreed')
    expect(await readOpen()).toEqual([
      ['A', 750_00, 750_00],
      ['B', 250_00, 250_00],
    ])
    const agreed = await agree(made)
    expect(agreed).toMatchObject({ ok: true })
    expect(await readStatus(plan)).toBe('canceled')
    expect(await readOpen()).toEqual([
      ['A', 750_00, 0],
      ['B', 250_00, 0],
    ])
    const events = (await listReported(test)).filter(({ type }) => !type.startsWith('link.'))
    expect(
      events
        .slice(-2)
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(['plan.canceled', 'settlement.agreed'])
    expect(events.find(({ type }) => type === 'settlement.agreed')?.data.settlement).toMatchObject({
      replacesPlan: plan.reference,
    })
    expect(events.find(({ type }) => type === 'plan.canceled')?.data.plan).toMatchObject({ text: made.reference })
    await pay(made)
    expect(await readOpen()).toEqual([
      ['A', 0, 0],
      ['B', 0, 0],
    ])
    expect((await readOffer(made.id)).offer.status).toBe('fulfilled')
    expect(await findContradictions(test)).toEqual([])
  })

  it('is collected from no more: its instalments are canceled', async () => {
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'])
    await agree(await makeOne(inPlaceOf(plan)))
    test.clock.set('2026-12-22T12:00:00Z')
    await runPlans(services)
    const statuses = await test.inspect<{ status: string }>('select distinct status from instalment')
    expect(statuses).toEqual([{ status: 'canceled' }])
    expect(await test.listWaitingJobs('charge-saved-method')).toEqual([])
  })

  it('settles the plan’s charges too: what was earned of them since is not left behind', async () => {
    const envelope = { yearlyRateBps: 1_200, feeMinor: 10_00 }
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'], { envelope, instalmentCount: 12 })
    const made = await makeOne(inPlaceOf(plan))
    // On the day of the agreement the fee alone is earned.
    expect(made.owedMinor).toBe(1_010_00)
    test.clock.set('2026-11-28T12:00:00Z')
    expect(await agree(made)).toMatchObject({ ok: true })
    expect((await readOpen()).reduce((sum, [, open]) => sum + Number(open), 0)).toBe(1_010_00)
    await pay(made)
    expect((await readOpen()).every(([, open]) => open === 0)).toBe(true)
    expect(await findContradictions(test)).toEqual([])
  })

  it('that is not paid leaves what is left due at once, without the plan', async () => {
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'])
    const made = await makeOne(inPlaceOf(plan))
    await agree(made)
    test.clock.set('2026-12-04T12:00:00Z')
    expect(await decideSettlementOffers(test)).toBe(1)
    expect((await readOffer(made.id)).offer.status).toBe('broken')
    expect(await readStatus(plan)).toBe('canceled')
    expect(await readOpen()).toEqual([
      ['A', 750_00, 0],
      ['B', 250_00, 0],
    ])
  })

  it('that is declined or not answered leaves the plan as it was', async () => {
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'])
    const made = await makeOne(inPlaceOf(plan))
    await answer(made.id, 'debtor', { step: 'declined' })
    expect(await readStatus(plan)).toBe('agreed')
  })
})

describe('it is refused', () => {
  it('where invoices of a plan are offered without it, or not all of them, or by the debtor', async () => {
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'])
    expect(await offer({ maker: clerk })).toEqual({ ok: false, failure: { kind: 'in_plan' } })
    expect(await offer(inPlaceOf(plan, { invoiceNumbers: ['A'] }))).toEqual({
      ...{ ok: false, failure: { kind: 'plan_incomplete' } },
    })
    expect(await offer({ planId: plan.id })).toEqual({ ok: false, failure: { kind: 'plan_not_replaceable' } })
    const choice = await readOfferChoice(test, {
      ...account,
      ...{ side: 'creditor', currency: EURO, invoiceNumbers: null, planId: plan.id },
    })
    expect(choice).toMatchObject({ owedMinor: 1_000_00, obstacle: null })
  })

  it('where the plan has ended meanwhile, or an instalment of it was paid or is being paid', async () => {
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'])
    const made = await makeOne(inPlaceOf(plan))
    const started = await harness.start(payer, {
      ...{ currency: EURO, credits: [], items: [{ number: 'A', amountMinor: 100_00 }] },
      purpose: { kind: 'plan', id: plan.id },
    })
    expect(await agree(made)).toEqual({ ok: false, failure: { kind: 'changed' } })
    await harness.act(started.checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await agree(made)).toEqual({ ok: false, failure: { kind: 'changed' } })
    expect(await readStatus(plan)).toBe('agreed')
    await cancelPlan(services, { actor: clerk, planId: plan.id, text: 'another way' })
    expect(await agree(made)).toEqual({ ok: false, failure: { kind: 'changed' } })
    expect(await offer(inPlaceOf(plan, { offerId: test.ids.uuid() }))).toMatchObject({ ok: false })
  })

  it('to one of two that happen at once: the plan is ended by the creditor, or gives way to the settlement', async () => {
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'])
    const made = await makeOne(inPlaceOf(plan, { payByOn: calendarDay('2026-11-30') }))
    const [agreed, canceled] = await Promise.all([
      agree(made),
      cancelPlan(services, { actor: clerk, planId: plan.id, text: 'another way' }),
    ])
    expect([agreed.ok, canceled.ok].filter(Boolean)).toHaveLength(1)
    expect(await readStatus(plan)).toBe('canceled')
    const canceledEvents = (await listReported(test)).filter(({ type }) => type === 'plan.canceled')
    expect(canceledEvents).toHaveLength(1)
    expect((await readOffer(made.id)).offer.status).toBe(agreed.ok ? 'agreed' : 'offered')
    expect(await readOpen()).toEqual([
      ['A', 750_00, 0],
      ['B', 250_00, 0],
    ])
  })
})
