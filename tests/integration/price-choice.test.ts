/** What choosing shows is what the review asks for: with interest, discounts and credits, however it is chosen. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_DISCOUNT_POLICY, type DiscountPolicy } from '~/domain/discount-policy'
import { DEFAULT_INTEREST_POLICY, type InterestPolicy } from '~/domain/interest-policy'
import type { CreditSelection, PaymentSelection } from '~/domain/payment-order'
import { changePolicy } from '~/use-cases/change-policy'
import { priceChoice } from '~/use-cases/price-choice'
import { reviewPayment } from '~/use-cases/review-payment'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO } from '../setup/payment-harness'

const { test, services, creditor, debtor, payer } = await usePaymentAccount()

const CONTRACT = { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 } as const

async function setPolicies(interest: Partial<InterestPolicy>, discount: Partial<DiscountPolicy> = {}): Promise<void> {
  const terms = { creditorId: creditor.id, changedBy: 'system', basedOn: null } as const
  const charged: InterestPolicy = { ...DEFAULT_INTEREST_POLICY, enabled: true, interest: CONTRACT, ...interest }
  expect(await changePolicy(services, { ...terms, kind: 'interest', body: charged })).toMatchObject({ ok: true })
  const granted: DiscountPolicy = { ...DEFAULT_DISCOUNT_POLICY, ...discount }
  expect(await changePolicy(services, { ...terms, kind: 'discount', body: granted })).toMatchObject({ ok: true })
}

async function owe(): Promise<void> {
  test.clock.set('2026-11-21T09:00:00Z')
  // Twenty days late, ten days late, and in time for a discount of two per cent.
  await createInvoice(test, debtor, { number: 'A', payableMinor: 1_000_00, dueOn: '2026-11-01' })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 500_00, dueOn: '2026-11-11' })
  await createInvoice(test, debtor, {
    ...{ number: 'C', payableMinor: 300_00, issueOn: '2026-11-18', dueOn: '2026-12-18' },
  })
  await createInvoice(test, debtor, { number: 'N', kind: 'credit_note', payableMinor: 40_00, dueOn: '2026-11-20' })
}

const price = (selection: PaymentSelection, credits: CreditSelection = 'none') =>
  priceChoice(services, { creditorId: creditor.id, debtorId: debtor.id, currency: EURO, selection, credits })

describe('the price of a choice', () => {
  it('has the interest and the fixed sum of each late invoice in it', async () => {
    await owe()
    await setPolicies({ statute: 'DE', compensation: true })
    const priced = await price({ kind: 'invoices', items: [{ number: 'A' }] })
    expect(priced.chosen).toMatchObject({ settledMinor: 1_000_00, chargesMinor: 50_00, cashMinor: 1_050_00 })
    expect(priced.charges.get('A')).toEqual({
      ...{ interestMinor: 10_00, compensationMinor: 40_00, throughOn: calendarDay('2026-11-21') },
    })
    expect(priced.charges.has('C')).toBe(false)
    expect(priced.everythingMinor).toBe(1_800_00 + 50_00 + 42_50)
  })

  it('is null for what the review would refuse', async () => {
    await owe()
    await setPolicies({})
    expect((await price({ kind: 'sum', currency: EURO, amountMinor: 5_000_00 })).chosen).toBeNull()
    expect((await price({ kind: 'invoices', items: [{ number: 'A', amountMinor: 1_000_01 }] })).chosen).toBeNull()
  })

  it('is what the review asks for, whatever is chosen', async () => {
    await owe()
    const amount = fc.integer({ min: 1, max: 1_000_00 })
    const item = (number: string) =>
      fc.record({ number: fc.constant(number), amountMinor: amount }, { requiredKeys: ['number'] })
    const selection: fc.Arbitrary<PaymentSelection> = fc.oneof(
      fc.constant<PaymentSelection>({ kind: 'all', currency: EURO }),
      fc.record({ kind: fc.constant('sum' as const), currency: fc.constant(EURO), amountMinor: amount }),
      fc
        .tuple(item('A'), item('B'), item('C'))
        .chain((items) => fc.subarray(items, { minLength: 1 }))
        .map((items) => ({
          kind: 'invoices' as const,
          items: items.map(({ number, amountMinor }) =>
            amountMinor === undefined ? { number } : { number, amountMinor },
          ),
        })),
    )
    const interest = fc.record({
      order: fc.constantFrom('principal_first' as const, 'charges_first' as const),
      compensation: fc.boolean(),
    })
    const rule = fc.constantFrom('full_only' as const, 'pro_rata' as const)
    await fc.assert(
      fc.asyncProperty(
        ...([interest, rule, selection, fc.constantFrom<CreditSelection>('all', 'none')] as const),
        async (terms, chosenRule, chosen, credits) => {
          await setPolicies({ ...terms, statute: 'DE' }, { rule: chosenRule, tiers: [{ days: 14, rateBps: 200 }] })
          const reviewed = await reviewPayment(services, { payer, selection: chosen, credits })
          const priced = await price(chosen, credits)
          expect(priced.chosen?.cashMinor).toBe(reviewed.ok ? reviewed.value.plan.cashMinor : undefined)
          expect(priced.chosen).toEqual(reviewed.ok ? reviewed.value.plan : null)
        },
      ),
      { numRuns: 40 },
    )
  })
})
