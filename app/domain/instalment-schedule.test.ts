import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay, countDaysBetween } from './calendar-day'
import { createInstalmentSchedule, INTEREST_METHODS, listInstalmentDays, PLAN_FREQUENCIES } from './instalment-schedule'

const FREE = { feeMinor: 0, yearlyRateBps: 0, interestMethod: 'declining_balance' } as const

function lay(question: Partial<Parameters<typeof createInstalmentSchedule>[0]>) {
  const startOn = calendarDay('2026-01-01')
  const laid = createInstalmentSchedule({
    principalMinor: 100_00,
    downPaymentMinor: 0,
    startOn,
    days: listInstalmentDays(calendarDay('2026-01-31'), 'monthly', 3),
    charges: FREE,
    ...question,
  })
  if (!laid.ok) throw new Error(laid.failure)
  return laid.value
}

describe('listInstalmentDays', () => {
  it.each([
    // ISO 8601 calendar: 2026 and 2100 are common years, 2028 and 2000 are leap years.
    ['2026-01-31', 'monthly', '2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31'],
    ['2028-01-31', 'monthly', '2028-01-31 2028-02-29 2028-03-31 2028-04-30 2028-05-31'],
    ['2027-12-30', 'monthly', '2027-12-30 2028-01-30 2028-02-29 2028-03-30 2028-04-30'],
    ['2100-01-31', 'monthly', '2100-01-31 2100-02-28 2100-03-31 2100-04-30 2100-05-31'],
    ['1999-11-30', 'quarterly', '1999-11-30 2000-02-29 2000-05-30 2000-08-30 2000-11-30'],
    ['2027-05-31', 'quarterly', '2027-05-31 2027-08-31 2027-11-30 2028-02-29 2028-05-31'],
    ['2028-02-22', 'weekly', '2028-02-22 2028-02-29 2028-03-07 2028-03-14 2028-03-21'],
    ['2026-12-25', 'two_weekly', '2026-12-25 2027-01-08 2027-01-22 2027-02-05 2027-02-19'],
  ] as const)('from %s on, %s', (firstOn, frequency, expected) => {
    expect(listInstalmentDays(calendarDay(firstOn), frequency, 5).join(' ')).toBe(expected)
  })

  it('returns to an anchor that the first day is too short for', () => {
    const days = listInstalmentDays(calendarDay('2026-02-28'), 'monthly', 3, 31)
    expect(days).toEqual(['2026-02-28', '2026-03-31', '2026-04-30'])
  })

  it('is ascending, and never skips a month', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2110-12-31'), noInvalidDate: true }),
        fc.constantFrom(...PLAN_FREQUENCIES),
        (date, frequency) => {
          const days = listInstalmentDays(calendarDay(date.toISOString().slice(0, 10)), frequency, 30)
          const most = { weekly: 7, two_weekly: 14, monthly: 31, quarterly: 92 }[frequency]
          const least = { weekly: 7, two_weekly: 14, monthly: 28, quarterly: 89 }[frequency]
          for (const [index, day] of days.slice(1).entries()) {
            const gap = countDaysBetween(days[index]!, day)
            expect(gap).toBeGreaterThanOrEqual(least)
            expect(gap).toBeLessThanOrEqual(most)
          }
        },
      ),
    )
  })
})

describe('createInstalmentSchedule', () => {
  it('leaves the remainder to the last instalment', () => {
    const { instalments } = lay({})
    expect(instalments.map(({ amountMinor }) => amountMinor)).toEqual([33_33, 33_33, 33_34])
  })

  it('takes the down payment on the first day, and calls it number 0', () => {
    const { instalments } = lay({ downPaymentMinor: 10_00 })
    expect(instalments.map(({ number, dueOn, amountMinor }) => [number, dueOn, amountMinor])).toEqual([
      [0, '2026-01-01', 10_00],
      [1, '2026-01-31', 30_00],
      [2, '2026-02-28', 30_00],
      [3, '2026-03-31', 30_00],
    ])
  })

  it('reckons one period by hand: 1,000.00 at 7.3 % for 30 days is 6.00', () => {
    const days = [calendarDay('2026-01-31')]
    const charges = { feeMinor: 5_00, yearlyRateBps: 730, interestMethod: 'declining_balance' } as const
    const { instalments, interestMinor } = lay({ principalMinor: 1_000_00, days, charges })
    expect(interestMinor).toBe(6_00)
    expect(instalments).toEqual([
      { number: 1, dueOn: '2026-01-31', amountMinor: 1_011_00, principalMinor: 1_000_00, chargesMinor: 11_00 },
    ])
  })

  it('reckons flat interest on the principal of the beginning: 1,000.00 at 7.3 % for 365 days is 73.00', () => {
    const days = listInstalmentDays(calendarDay('2026-02-01'), 'monthly', 12)
    const charges = { feeMinor: 0, yearlyRateBps: 730, interestMethod: 'flat' } as const
    const { instalments, interestMinor } = lay({ principalMinor: 1_000_00, days, charges })
    expect(interestMinor).toBe(73_00)
    expect(instalments.slice(0, -1).every(({ amountMinor }) => amountMinor === 89_41)).toBe(true)
    expect(instalments.at(-1)?.amountMinor).toBe(1_073_00 - 11 * 89_41)
  })

  it('has no interest on interest that an early, long period leaves unpaid', () => {
    const days = listInstalmentDays(calendarDay('2026-05-01'), 'weekly', 100)
    const charges = { feeMinor: 0, yearlyRateBps: 3_000, interestMethod: 'declining_balance' } as const
    const { instalments } = lay({ principalMinor: 1_000_00, days, charges })
    expect(instalments[0]?.principalMinor).toBe(0)
    expect(instalments.reduce((sum, { principalMinor }) => sum + principalMinor, 0)).toBe(1_000_00)
  })

  it('refuses to divide less than one minor unit each', () => {
    const days = listInstalmentDays(calendarDay('2026-02-01'), 'weekly', 4)
    const question = { principalMinor: 3, downPaymentMinor: 0, startOn: calendarDay('2026-01-01'), days, charges: FREE }
    expect(createInstalmentSchedule(question)).toEqual({ ok: false, failure: 'too_small' })
  })

  const questions = fc.record({
    // Yen have no decimals, euros two, dinars three: whatever the exponent, the sums are of whole minor units.
    principalMinor: fc.oneof(fc.integer({ min: 400, max: 100_000 }), fc.integer({ min: 400, max: 10 ** 12 })),
    downPaymentShare: fc.integer({ min: 0, max: 50 }),
    count: fc.integer({ min: 1, max: 120 }),
    frequency: fc.constantFrom(...PLAN_FREQUENCIES),
    daysToFirst: fc.integer({ min: 1, max: 120 }),
    feeMinor: fc.integer({ min: 0, max: 5_000 }),
    yearlyRateBps: fc.integer({ min: 0, max: 3_000 }),
    interestMethod: fc.constantFrom(...INTEREST_METHODS),
  })

  function ask({
    principalMinor,
    downPaymentShare,
    count,
    frequency,
    daysToFirst,
    ...charges
  }: typeof questions extends fc.Arbitrary<infer Value> ? Value : never) {
    const startOn = calendarDay('2027-11-30')
    const firstOn = calendarDay(new Date(Date.parse(startOn) + daysToFirst * 86_400_000).toISOString().slice(0, 10))
    const days = listInstalmentDays(firstOn, frequency, count)
    const downPaymentMinor = Math.floor((principalMinor * downPaymentShare) / 100)
    return {
      downPaymentMinor,
      startOn,
      days,
      charges,
      ...lay({ principalMinor, downPaymentMinor, startOn, days, charges }),
    }
  }

  it('sums to the total, principal and charges each, every part a whole amount that is not negative', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { instalments, feeMinor, interestMinor } = ask(question)
        const sum = (part: 'amountMinor' | 'principalMinor' | 'chargesMinor') =>
          instalments.reduce((total, instalment) => total + instalment[part], 0)
        expect(sum('principalMinor')).toBe(question.principalMinor)
        expect(sum('chargesMinor')).toBe(feeMinor + interestMinor)
        expect(sum('amountMinor')).toBe(question.principalMinor + feeMinor + interestMinor)
        for (const { amountMinor, principalMinor, chargesMinor } of instalments) {
          expect(Number.isSafeInteger(amountMinor) && principalMinor >= 0 && chargesMinor >= 0).toBe(true)
          expect(amountMinor).toBe(principalMinor + chargesMinor)
        }
      }),
    )
  })

  it('is level: equal instalments, and a last one that is not smaller, by little', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const instalments = ask(question).instalments.filter(({ number }) => number > 0)
        const [first] = instalments
        const last = instalments.at(-1)
        for (const { amountMinor } of instalments.slice(0, -1)) expect(amountMinor).toBe(first!.amountMinor)
        expect(last!.amountMinor).toBeGreaterThanOrEqual(first!.amountMinor)
        // One more of each would have been too much: what is left over is less than one and its interest for each.
        const growth = (day: string) => ((Date.parse(last!.dueOn) - Date.parse(day)) / 86_400_000 / 365) * 0.3
        const most = instalments.reduce((sum, { dueOn }) => sum + Math.exp(growth(dueOn)), 2)
        expect(last!.amountMinor - first!.amountMinor).toBeLessThanOrEqual(most)
      }),
    )
  })

  it('gains by rounding for neither side: interest is the exact sum over the balances, within half a minor unit', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { instalments, interestMinor, startOn, downPaymentMinor } = ask(question)
        const financed = question.principalMinor - downPaymentMinor
        let [balance, from, numerator] = [financed, startOn, 0n]
        for (const { number, dueOn, principalMinor } of instalments) {
          if (number === 0) continue
          const base = question.interestMethod === 'flat' ? financed : balance
          numerator += BigInt(base) * BigInt(question.yearlyRateBps) * BigInt(countDaysBetween(from, dueOn))
          balance -= principalMinor
          from = dueOn
        }
        const difference = BigInt(interestMinor) * 3_650_000n - numerator
        expect((difference < 0n ? -difference : difference) * 2n).toBeLessThanOrEqual(3_650_000n)
      }),
    )
  })
})
