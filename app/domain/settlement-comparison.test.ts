import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import type { PlanEnvelope } from './plan-policy'
import { shapePlanProposal } from './plan-proposal'
import { compareWays } from './settlement-comparison'

const today = calendarDay('2026-11-22')

const envelope: PlanEnvelope = {
  mostInstalments: 12,
  mostDays: 400,
  frequencies: ['monthly'],
  leastInstalmentMinor: 1,
  leastDownPaymentBps: 0,
  mostDaysToFirst: 60,
  feeMinor: 0,
  yearlyRateBps: 1_000,
  interestMethod: 'declining_balance',
  autopay: 'optional',
  mostDateMoves: 0,
  mostMoveDays: 0,
  graceDays: 5,
  missesUntilDefault: 2,
  retryDays: [],
  noticeDays: 3,
}

function planOf(principalMinor: number, feeMinor = 0) {
  const shaped = shapePlanProposal(
    {
      currency: parseCurrencyCode('EUR')!,
      invoices: [{ invoiceId: 'a' as InvoiceId, number: 'A', amountMinor: principalMinor }],
      startOn: today,
      permitted: { envelope: { ...envelope, feeMinor }, band: { leastTotalMinor: 1, mostTotalMinor: null } },
      policyVersion: 1,
    },
    { downPaymentMinor: 0, frequency: 'monthly', instalmentCount: 6, firstOn: addDays(today, 30), isAutopay: false },
  )
  if (!shaped.ok) throw new Error('no plan')
  return shaped.value
}

describe('compareWays', () => {
  it('reckons what a discount of 2 % for paying 30 days early is worth in a year', () => {
    const due = [{ dueOn: addDays(today, 30), amountMinor: 100_00 }]
    const [now, later] = compareWays({ today, nowMinor: 98_00, due, chargesMinor: 0, plan: null })
    expect(now).toEqual({
      kind: 'now',
      totalMinor: 98_00,
      payments: [{ on: today, amountMinor: 98_00 }],
      moreMinor: 0,
      effectiveRateBps: null,
    })
    // (100 / 98) ** (365 / 30) - 1
    expect(later).toMatchObject({ kind: 'on_due_dates', totalMinor: 100_00, moreMinor: 2_00, effectiveRateBps: 27_86 })
  })

  it('counts what is overdue, and its charges, as paid today whichever way is taken', () => {
    const due = [
      { dueOn: addDays(today, -10), amountMinor: 60_00 },
      { dueOn: addDays(today, 10), amountMinor: 40_00 },
    ]
    const [, later, plan] = compareWays({ today, nowMinor: 101_00, due, chargesMinor: 1_00, plan: planOf(100_00) })
    expect(later?.payments).toEqual([
      { on: today, amountMinor: 61_00 },
      { on: addDays(today, 10), amountMinor: 40_00 },
    ])
    expect(later?.effectiveRateBps).toBe(0)
    expect(plan?.payments[0]).toEqual({ on: today, amountMinor: 1_00 })
  })

  it('has a plan of 10 % cost about that in a year, and more with a fee', () => {
    const rateOf = (feeMinor: number) =>
      compareWays({ today, nowMinor: 10_000_00, due: [], chargesMinor: 0, plan: planOf(10_000_00, feeMinor) }).at(-1)
        ?.effectiveRateBps ?? 0
    expect(rateOf(0)).toBeGreaterThan(1_000)
    expect(rateOf(0)).toBeLessThan(1_060)
    expect(rateOf(100_00)).toBeGreaterThan(rateOf(0) + 300)
  })

  it('has every way sum to what it says', () => {
    const dues = fc.array(
      fc.record({ days: fc.integer({ min: -100, max: 100 }), amountMinor: fc.integer({ min: 1, max: 10 ** 7 }) }),
      { minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(dues, fc.integer({ min: 0, max: 10_000 }), (entries, chargesMinor) => {
        const due = entries.map(({ days, amountMinor }) => ({ dueOn: addDays(today, days), amountMinor }))
        const dueMinor = due.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
        const nowMinor = dueMinor + chargesMinor
        const [, later] = compareWays({ today, nowMinor, due, chargesMinor, plan: null })
        expect(later?.totalMinor).toBe(nowMinor)
        expect(later?.moreMinor).toBe(0)
        const days = later?.payments.map(({ on }) => on) ?? []
        expect(days).toEqual([...new Set(days)].toSorted())
      }),
    )
  })
})
