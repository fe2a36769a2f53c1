/** Interest of a plan that was credited because a payment came early: owed again where its money goes back. */
import { describe, expect, it } from 'vitest'
import type { PaymentPlan } from '~/domain/payment-plan'
import { sumUnpaid } from '~/domain/plan-progress'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported, readInvoice } from '../setup/payment-harness'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()

const readPlan = async ({ id }: PaymentPlan) =>
  test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async ({ plans }) => ({
    plan: (await plans.find(creditor.id, id))!,
    instalments: await plans.listInstalments(creditor.id, id),
    shares: await plans.listInvoices(creditor.id, id),
  }))

async function agree(terms: Parameters<typeof agreePlan>[4] = {}) {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 1_200_00 })
  const plan = await agreePlan(test, creditor, debtor, ['A'], {
    ...{ envelope: { yearlyRateBps: 1_200, feeMinor: 10_00 }, instalmentCount: 12 },
    ...terms,
  })
  const { shares } = await readPlan(plan)
  return { plan, charges: shares.at(-1)!.number }
}

async function pay(plan: PaymentPlan, items: Record<string, number>) {
  const started = await harness.start(payer, {
    currency: EURO,
    items: Object.entries(items).map(([number, amountMinor]) => ({ number, amountMinor })),
    credits: [],
    purpose: { kind: 'plan', id: plan.id },
  })
  await harness.act(started.checkoutId, 'pay_by_card')
  await harness.deliverAll()
  return started
}

async function act(checkoutId: string, action: Parameters<typeof harness.act>[1], refundMinor?: number) {
  await harness.act(checkoutId, action, refundMinor)
  await harness.deliverAll()
}

/** What the debtor owes in all, less what it is owed. */
async function readBalance(): Promise<number> {
  const [row] = await test.inspect<{ balance: string }>(
    `select sum(case kind when 'invoice' then open_minor else -open_minor end) as balance from invoice`,
  )
  return Number(row?.balance)
}

const listNotes = async () =>
  (
    await test.inspect<{ number: string; kind: string; payable: string; open: string }>(
      `select number, kind, payable_minor as payable, open_minor as open from invoice where number ~ '-[CR][0-9]+$'
       order by number`,
    )
  ).map(({ number, kind, payable, open }) => [number, kind, Number(payable), Number(open)])

describe('a plan that was paid off early', () => {
  it('owes all of its interest again when the payment is charged back, and none when that is won', async () => {
    const { plan, charges } = await agree()
    const { checkoutId } = await pay(plan, { A: 1_200_00, [charges]: 10_00 })
    expect((await readPlan(plan)).plan.status).toBe('completed')
    expect(await readBalance()).toBe(0)
    await act(checkoutId, 'charge_back')
    expect(await readBalance()).toBe(plan.totalMinor)
    expect(await readInvoice(test, charges)).toMatchObject({ open: 10_00 + plan.interestMinor })
    expect(await listNotes()).toEqual([
      [`${charges}-C1`, 'credit_note', plan.interestMinor, 0],
      [`${charges}-R1`, 'invoice', plan.interestMinor, 0],
    ])
    const events = await listReported(test)
    expect(events.slice(-3).map(({ type }) => type)).toEqual([
      ...['payment.charged_back', 'interest.charged', 'credit.applied'],
    ])
    expect(events.at(-2)?.data.interest).toEqual({
      ...{ invoice: charges, note: `${charges}-R1`, currency: 'EUR', interestMinor: plan.interestMinor },
    })
    expect(events.at(-3)?.data.invoices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ number: charges, amountMinor: -plan.interestMinor, settledBy: 'credit_note' }),
        expect.objectContaining({ number: `${charges}-C1`, amountMinor: -plan.interestMinor }),
      ]),
    )
    expect(events.at(-1)?.balanceAfter).toMatchObject([{ openMinor: plan.totalMinor, creditMinor: 0 }])
    await act(checkoutId, 'win_chargeback')
    expect(await readBalance()).toBe(0)
    expect(await readInvoice(test, charges)).toMatchObject({ open: 0 })
    expect((await listNotes()).map(([number]) => number)).toEqual([`${charges}-C1`, `${charges}-C2`, `${charges}-R1`])
  })

  it('owes it in the proportion in which the money went back', async () => {
    const { plan, charges } = await agree()
    const { checkoutId } = await pay(plan, { A: 1_200_00, [charges]: 10_00 })
    await act(checkoutId, 'refund', 605_00)
    const half = plan.interestMinor - Math.round(plan.interestMinor / 2)
    expect(await readBalance()).toBe(605_00 + half)
    await act(checkoutId, 'refund', 605_00)
    expect(await readBalance()).toBe(plan.totalMinor)
  })

  it.each([[[1]], [[1, 1, 1]], [[333_33, 333_33, 1]], [[1_209_99, 1]]])(
    'owes no cent twice and loses none, refunded by %j and what is left',
    async (parts) => {
      const { plan, charges } = await agree()
      const { checkoutId } = await pay(plan, { A: 1_200_00, [charges]: 10_00 })
      let refundedMinor = 0
      for (const part of parts) {
        await act(checkoutId, 'refund', part)
        refundedMinor += part
        const creditMinor = (await readBalance()) - refundedMinor
        expect(creditMinor).toBeGreaterThanOrEqual(0)
        expect(creditMinor).toBeLessThanOrEqual(plan.interestMinor)
      }
      if (refundedMinor < 1_210_00) await act(checkoutId, 'refund', 1_210_00 - refundedMinor)
      expect(await readBalance()).toBe(plan.totalMinor)
    },
  )
})

describe('a plan in force of which a part was paid early', () => {
  it('has its instalments owe what the payment had saved as well', async () => {
    const { plan, charges } = await agree()
    const before = sumUnpaid((await readPlan(plan)).instalments)
    const { checkoutId } = await pay(plan, { A: 600_00 })
    const saved = before - 600_00 - sumUnpaid((await readPlan(plan)).instalments)
    expect(saved).toBeGreaterThan(0)
    await act(checkoutId, 'charge_back')
    const { plan: after, instalments } = await readPlan(plan)
    expect(after.status).toBe('agreed')
    expect(sumUnpaid(instalments)).toBe(before)
    expect(await readInvoice(test, charges)).toMatchObject({ open: plan.feeMinor + plan.interestMinor })
    expect(await readBalance()).toBe(plan.totalMinor)
    await act(checkoutId, 'win_chargeback')
    expect(sumUnpaid((await readPlan(plan)).instalments)).toBe(before - 600_00 - saved)
  })

  it('of which nothing was saved charges nothing again', async () => {
    const { plan } = await agree({ envelope: { yearlyRateBps: 1_200, interestMethod: 'flat' } })
    const { checkoutId } = await pay(plan, { A: 600_00 })
    await act(checkoutId, 'charge_back')
    expect(await listNotes()).toEqual([])
    expect(await readBalance()).toBe(plan.totalMinor)
  })
})
