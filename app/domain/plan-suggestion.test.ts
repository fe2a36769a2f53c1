import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import { PLAN_FREQUENCIES } from './instalment-schedule'
import type { PlanEnvelope } from './plan-policy'
import { shapePlanProposal, type ProposalGround } from './plan-proposal'
import {
  countForInstalment,
  countInstalments,
  findLongestInside,
  listLongestInside,
  suggestPlanShape,
} from './plan-suggestion'

const startOn = calendarDay('2026-11-22')

function offer(envelope: Partial<PlanEnvelope> = {}, amountMinor = 1_000_00): ProposalGround {
  return {
    currency: parseCurrencyCode('EUR')!,
    invoices: [{ invoiceId: 'a' as InvoiceId, number: 'A', amountMinor }],
    startOn,
    policyVersion: 1,
    permitted: {
      band: { leastTotalMinor: 1, mostTotalMinor: null },
      envelope: {
        mostInstalments: 12,
        mostDays: 365,
        frequencies: ['weekly', 'monthly'],
        leastInstalmentMinor: 1,
        leastDownPaymentBps: 1_000,
        mostDaysToFirst: 30,
        feeMinor: 0,
        yearlyRateBps: 0,
        interestMethod: 'declining_balance',
        autopay: 'optional',
        mostDateMoves: 0,
        mostMoveDays: 0,
        graceDays: 5,
        missesUntilDefault: 2,
        retryDays: [],
        noticeDays: 3,
        ...envelope,
      },
    },
  }
}

const grounds = fc
  .record({
    amountMinor: fc.integer({ min: 1, max: 10_000_00 }),
    mostInstalments: fc.integer({ min: 1, max: 60 }),
    mostDays: fc.integer({ min: 1, max: 800 }),
    frequencies: fc.subarray([...PLAN_FREQUENCIES], { minLength: 1 }),
    leastInstalmentMinor: fc.integer({ min: 1, max: 500_00 }),
    leastDownPaymentBps: fc.integer({ min: 0, max: 9_000 }),
    mostDaysToFirst: fc.integer({ min: 1, max: 90 }),
    feeMinor: fc.integer({ min: 0, max: 50_00 }),
    yearlyRateBps: fc.integer({ min: 0, max: 2_000 }),
    autopay: fc.constantFrom('required' as const, 'optional' as const),
  })
  .map(({ amountMinor, ...envelope }) => offer(envelope, amountMinor))

describe('suggestPlanShape', () => {
  it('begins with months, the least at once, and half a year', () => {
    expect(suggestPlanShape(offer())).toEqual({
      downPaymentMinor: 100_00,
      frequency: 'monthly',
      instalmentCount: 6,
      firstOn: addDays(startOn, 14),
      isAutopay: false,
    })
  })

  it('is agreed at once wherever any number of instalments is', () => {
    fc.assert(
      fc.property(grounds, (ground) => {
        const shape = suggestPlanShape(ground)
        const shaped = shapePlanProposal(ground, shape)
        const longest = findLongestInside(ground, shape)
        if (longest !== null) expect(shaped.ok && shaped.value.verdict.kind).toBe('inside')
        else expect(shape.instalmentCount).toBe(1)
      }),
    )
  })
})

describe('findLongestInside', () => {
  it('finds the number that trying every one finds', () => {
    fc.assert(
      fc.property(grounds, (ground) => {
        const { instalmentCount: _, ...shape } = suggestPlanShape(ground)
        const all = Array.from({ length: 60 }, (__, index) => index + 1).filter((instalmentCount) => {
          const shaped = shapePlanProposal(ground, { ...shape, instalmentCount })
          return shaped.ok && shaped.value.verdict.kind === 'inside'
        })
        const longest = findLongestInside(ground, shape)
        expect(longest && countInstalments(longest)).toBe(all.at(-1) ?? null)
      }),
      { numRuns: 60 },
    )
  })

  it('is listed for each frequency that is offered', () => {
    const ground = offer({ mostDays: 70, mostInstalments: 9 })
    expect(listLongestInside(ground).map(({ proposal }) => proposal && countInstalments(proposal))).toEqual([9, 2])
  })
})

describe('countForInstalment', () => {
  it.each([
    [100_00, 9],
    [99_99, 10],
    [900_00, 1],
    [5_000_00, 1],
    [1, null],
    [0, null],
  ])('at most %i each takes %s instalments', (mostMinor, count) => {
    const { instalmentCount: _, ...shape } = suggestPlanShape(offer())
    expect(countForInstalment(offer(), shape, mostMinor)).toBe(count)
  })

  it('finds none where the charges alone are more', () => {
    const ground = offer({ yearlyRateBps: 3_000 }, 1_000_000_00)
    const { instalmentCount: _, ...shape } = suggestPlanShape(ground)
    expect(countForInstalment(ground, shape, 20_000_00)).toBeNull()
  })
})
