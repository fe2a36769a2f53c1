import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay, type CalendarDay } from './calendar-day'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import {
  computeLateInterest,
  createLateClaim,
  listInterestSegments,
  roundProduct,
  type InterestTerms,
  type LateClaim,
} from './late-interest'

const currency = (code: string): CurrencyCode => parseCurrencyCode(code)!
const EUR = currency('EUR')
const GBP = currency('GBP')

const STATUTE: InterestTerms = {
  enabled: true,
  interest: { kind: 'statute' },
  statute: 'DE',
  compensation: true,
  dueFromOn: null,
  ...{ rates: [], margins: [], fixedSums: [] },
}
const CONTRACT: InterestTerms = {
  ...STATUTE,
  interest: { kind: 'contract', rateBps: 150, per: 'month', graceDays: 0 },
  compensation: false,
}

function owe(openMinor: number, dueOn: string, code: CurrencyCode = EUR): LateClaim {
  return createLateClaim({ currency: code, dueOn: calendarDay(dueOn), openMinor })
}

describe('published examples', () => {
  // https://www.gov.uk/late-commercial-payments-interest-debt-recovery/charging-interest-commercial-debt: 1,000 pounds at
  // 8.5 % are 85 a year and 23p a day, "after 50 days this would be 11.50", which multiplies the rounded day.
  it('GOV.UK: 1,000 pounds while the Bank Rate is 0.5 %', () => {
    const terms = { ...STATUTE, statute: 'GB' }
    // The first half-year of 2015: Bank Rate 0.5 % on 31 December 2014. 2015 has 365 days, so a year is 365 of them.
    const claim = owe(1_000_00, '2015-01-01', GBP)
    const after = (days: number) => computeLateInterest(claim, terms, addDays(claim.dueOn, days))
    expect(after(365).interestMinor).toBe(85_00)
    expect(after(1).interestMinor).toBe(23)
    expect(50 * after(1).interestMinor).toBe(11_50)
    // Rounded once, over the whole period: 85 * 50 / 365.
    expect(after(50).interestMinor).toBe(11_64)
  })

  // https://www.mygov.scot/late-commercial-payments/claim-debt-recovery-costs-on-late-payments
  it.each([
    [999_99, 40_00],
    [1_000_00, 70_00],
    [9_999_99, 70_00],
    [10_000_00, 100_00],
  ])('mygov.scot: what may be claimed for recovery of a debt of %d', (debtMinor, compensationMinor) => {
    const claim = owe(debtMinor, '2026-01-31', GBP)
    expect(computeLateInterest(claim, { ...STATUTE, statute: 'GB' }, calendarDay('2026-02-01')).compensationMinor).toBe(
      compensationMinor,
    )
  })

  // https://enterprise.gov.ie/en/What-We-Do/Supports-for-SMEs/Late-Payments/Late-Payment-Interest-Rate-: 12.25 % from 1 July
  // 2024, "the daily rate is calculated as 12.25 % divided by 365 days"; one rate for as long as the debt is late.
  it('Ireland: 12.25 % of a debt late since July 2024, also in the next half-year', () => {
    const claim = owe(36_500_00, '2024-06-30')
    const { segments, interestMinor } = computeLateInterest(
      claim,
      { ...STATUTE, statute: 'IE' },
      calendarDay('2025-06-30'),
    )
    expect(new Set(segments.map(({ yearlyRateBps }) => yearlyRateBps))).toEqual(new Set([1_225]))
    expect(interestMinor).toBe(365 * 12_25)
  })

  // https://solidbau.at/wissen-service/verzugszinsen-ein-nicht-zu-unterschaetzender-faktor/: on 100,000 euro 8,580 a year
  // until the end of 2022 and 11,080 after it.
  it('Austria: 100,000 euro for a year at 8.58 % and at 11.08 %', () => {
    const terms = { ...STATUTE, statute: 'AT' }
    const of2021 = computeLateInterest(owe(100_000_00, '2020-12-31'), terms, calendarDay('2021-12-31'))
    expect(of2021.interestMinor).toBe(8_580_00)
    const of2023 = computeLateInterest(owe(100_000_00, '2022-12-31'), terms, calendarDay('2023-06-30'))
    expect(of2023.segments.map(({ yearlyRateBps, days }) => [yearlyRateBps, days])).toEqual([[1_108, 181]])
    expect(of2023.interestMinor).toBe(Math.round((11_080_00 * 181) / 365))
  })

  // Directive 2011/7/EU art. 6(1): a minimum fixed sum of 40 euro; art. 2(7): the rate of 1 January and of 1 July.
  it('the directive: two half-years, two rates, forty euro once', () => {
    const result = computeLateInterest(
      owe(10_000_00, '2023-06-20'),
      { ...STATUTE, statute: 'IT' },
      calendarDay('2023-07-10'),
    )
    expect(
      result.segments.map(({ fromOn, throughOn, days, yearlyRateBps }) => [fromOn, throughOn, days, yearlyRateBps]),
    ).toEqual([
      ['2023-06-21', '2023-06-30', 10, 1_050],
      ['2023-07-01', '2023-07-10', 10, 1_200],
    ])
    expect(result.interestMinor).toBe(Math.round((10_000_00 * (10.5 + 12) * 10) / 36_500))
    expect(result.compensationMinor).toBe(40_00)
  })
})

describe('late interest', () => {
  it('runs from the day after the due date and not before', () => {
    expect(computeLateInterest(owe(100_00, '2026-01-31'), STATUTE, calendarDay('2026-01-31'))).toMatchObject({
      interestMinor: 0,
      compensationMinor: 0,
      segments: [],
    })
    const [segment] = listInterestSegments(owe(100_00, '2026-01-31'), STATUTE, calendarDay('2026-02-01'))
    expect(segment).toMatchObject({ fromOn: '2026-02-01', throughOn: '2026-02-01', days: 1 })
  })

  it('is nothing while it is off, before its first day, and for debts older than the law', () => {
    const on = calendarDay('2026-03-01')
    const claim = owe(100_00, '2026-01-31')
    expect(computeLateInterest(claim, { ...STATUTE, enabled: false }, on).segments).toEqual([])
    expect(computeLateInterest(claim, { ...STATUTE, dueFromOn: calendarDay('2026-02-01') }, on)).toMatchObject({
      segments: [],
      compensationMinor: 0,
    })
    expect(computeLateInterest(owe(100_00, '2012-01-31'), STATUTE, on)).toMatchObject({
      segments: [],
      compensationMinor: 0,
    })
  })

  it('counts a percentage a month as twelve a year, after the days of grace', () => {
    const interest = { kind: 'contract', rateBps: 150, per: 'month', graceDays: 10 } as const
    const claim = owe(3_650_00, '2026-01-31')
    const { segments, interestMinor } = computeLateInterest(claim, { ...CONTRACT, interest }, calendarDay('2026-03-12'))
    expect(segments).toMatchObject([{ fromOn: '2026-02-11', days: 30, yearlyRateBps: 1_800 }])
    expect(interestMinor).toBe(54_00)
  })

  it('follows a reference that a contract names, rounded up where a law says so', () => {
    const interest = { kind: 'contract_reference', reference: 'ecb_mro', marginBps: 500, graceDays: 0 } as const
    const claim = owe(100_00, '2024-12-31')
    const [first] = listInterestSegments(claim, { ...CONTRACT, interest }, calendarDay('2025-01-05'))
    expect(first?.yearlyRateBps).toBe(815)
    const [finnish] = listInterestSegments(claim, { ...STATUTE, statute: 'FI' }, calendarDay('2025-01-05'))
    // Finland's reference rate of the first half of 2025 was 3.5 %, so the rate was 11.5 %.
    expect(finnish?.yearlyRateBps).toBe(1_150)
  })

  it('goes on with the last known reference and says so', () => {
    const [segment] = listInterestSegments(owe(100_00, '2031-01-10'), STATUTE, calendarDay('2031-01-12'))
    expect(segment?.grounds).toMatchObject({ entryFromOn: '2026-01-01', countsFromOn: '2031-01-01' })
  })

  it('stands still for what is disputed, and goes on with what is paid', () => {
    const claim: LateClaim = {
      ...owe(1_000_00, '2026-01-10'),
      movements: [{ on: calendarDay('2026-01-20'), amountMinor: 400_00 }],
      holds: [{ fromOn: calendarDay('2026-01-15'), throughOn: calendarDay('2026-01-17'), amountMinor: 250_00 }],
    }
    const segments = listInterestSegments(claim, CONTRACT, calendarDay('2026-01-22'))
    expect(segments.map(({ fromOn, days, principalMinor }) => [fromOn, days, principalMinor])).toEqual([
      ['2026-01-11', 4, 1_000_00],
      ['2026-01-15', 3, 750_00],
      ['2026-01-18', 3, 1_000_00],
      ['2026-01-21', 2, 600_00],
    ])
  })

  it('is let go up to a day, or for good with the compensation', () => {
    const claim = owe(1_000_00, '2026-01-10')
    const on = calendarDay('2026-01-20')
    const all = computeLateInterest(claim, STATUTE, on)
    const upTo = { throughOn: calendarDay('2026-01-15'), includesCompensation: false, billedMinor: 0 }
    const part = computeLateInterest({ ...claim, waivers: [upTo] }, STATUTE, on)
    expect(part.waivedMinor).toBeGreaterThan(0)
    expect(part.interestMinor).toBeLessThan(all.interestMinor)
    expect(part.compensationMinor).toBe(all.compensationMinor)
    const whole = { throughOn: null, includesCompensation: true, billedMinor: 0 }
    const none = computeLateInterest({ ...claim, waivers: [whole] }, STATUTE, on)
    expect(none).toMatchObject({ interestMinor: 0, compensationMinor: 0, waivedMinor: all.interestMinor })
  })

  it('lets go of no bill, and takes none for another', () => {
    const claim = owe(3_650_00, '2026-01-10')
    const [half, end] = [calendarDay('2026-01-20'), calendarDay('2026-01-25')]
    const billed = computeLateInterest(claim, CONTRACT, half).interestMinor
    const waiver = { throughOn: half, includesCompensation: false }
    const billedFirst = { ...claim, billedInterestMinor: billed, waivers: [{ ...waiver, billedMinor: billed }] }
    expect(computeLateInterest(billedFirst, CONTRACT, end).interestMinor).toBe(9_00)
    const waivedFirst = { ...claim, billedInterestMinor: 9_00, waivers: [{ ...waiver, billedMinor: 0 }] }
    expect(computeLateInterest(waivedFirst, CONTRACT, end).interestMinor).toBe(0)
  })

  it('asks no compensation in another currency than the law names', () => {
    expect(computeLateInterest(owe(1_000_00, '2026-01-10', GBP), STATUTE, calendarDay('2026-02-10'))).toMatchObject({
      compensation: null,
      compensationMinor: 0,
    })
  })
})

describe('properties', () => {
  const day = (offset: number): CalendarDay => addDays(calendarDay('2022-11-15'), offset)
  const movement = fc.record({
    offset: fc.integer({ min: 0, max: 700 }),
    amountMinor: fc.integer({ min: 1, max: 50_000 }),
  })
  const hold = fc.record({
    offset: fc.integer({ min: 0, max: 600 }),
    days: fc.option(fc.integer({ min: 0, max: 90 })),
    amountMinor: fc.integer({ min: 1, max: 80_000 }),
  })
  const claims = fc
    .record({
      payableMinor: fc.integer({ min: 1, max: 10 ** 12 }),
      movements: fc.array(movement, { maxLength: 6 }),
      holds: fc.array(hold, { maxLength: 3 }),
    })
    .map(({ payableMinor, movements, holds }): LateClaim => ({
      ...createLateClaim({ currency: EUR, dueOn: day(20), openMinor: payableMinor }),
      movements: movements.map(({ offset, amountMinor }) => ({ on: day(offset), amountMinor })),
      holds: holds.map(({ offset, days, amountMinor }) => ({
        fromOn: day(offset),
        throughOn: days === null ? null : day(offset + days),
        amountMinor,
      })),
    }))
  const terms = fc.constantFrom(STATUTE, CONTRACT, { ...STATUTE, statute: 'GB' }, { ...STATUTE, statute: 'BE' })
  const total = (claim: LateClaim, of: InterestTerms, on: CalendarDay) =>
    listInterestSegments(claim, of, on).reduce((sum, { product }) => sum + product, 0n)

  /** What of it is owed and not held on a day, as whoever counts by hand would say. */
  const owed = (claim: LateClaim, on: CalendarDay) => {
    const sum = (parts: readonly { amountMinor: number }[]) =>
      parts.reduce((amount, { amountMinor }) => amount + amountMinor, 0)
    const paid = claim.movements.filter((movement) => movement.on < on)
    const held = claim.holds.filter(({ fromOn, throughOn }) => fromOn <= on && (throughOn === null || on <= throughOn))
    return Math.max(0, claim.payableMinor - sum(paid) - sum(held))
  }

  it('is additive over split periods: each day by itself, at its own principal and rate, gives the same', () => {
    fc.assert(
      fc.property(claims, terms, fc.integer({ min: 21, max: 800 }), (claim, of, last) => {
        // The rate of a day is that of a debt of one cent that nothing happens to.
        const plain = createLateClaim({ currency: EUR, dueOn: day(20), openMinor: 1 })
        const rates = listInterestSegments(plain, of, day(last))
        let daily = 0n
        for (let offset = 21; offset <= last; offset += 1) {
          const on = day(offset)
          const rate = rates.find(({ fromOn, throughOn }) => fromOn <= on && on <= throughOn)
          daily += BigInt(owed(claim, on)) * BigInt(rate!.yearlyRateBps)
        }
        expect(total(claim, of, day(last))).toBe(daily)
      }),
      { numRuns: 40 },
    )
  })

  it('equals the sum over days of the principal of the day, and never falls', () => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 21, max: 500 }), (claim, last) => {
        let product = 0n
        let before = 0
        for (let offset = 21; offset <= last; offset += 1) {
          product += BigInt(owed(claim, day(offset))) * 1_800n
          const { interestMinor } = computeLateInterest(claim, CONTRACT, day(offset))
          expect(interestMinor).toBe(roundProduct(product))
          expect(interestMinor).toBeGreaterThanOrEqual(before)
          before = interestMinor
        }
      }),
      { numRuns: 10 },
    )
  })

  it('is never more for what is let go of it, billed or not, and what is let go is the difference', () => {
    const waiver = fc.record({
      offset: fc.option(fc.integer({ min: 0, max: 700 })),
      includesCompensation: fc.boolean(),
      billedMinor: fc.integer({ min: 0, max: 5_000 }),
    })
    fc.assert(
      fc.property(claims, terms, fc.array(waiver, { minLength: 1, maxLength: 3 }), (claim, of, given) => {
        const billedInterestMinor = Math.max(...given.map(({ billedMinor }) => billedMinor))
        const billed = { ...claim, billedInterestMinor }
        const waivers = given.map(({ offset, ...rest }) => ({
          ...rest,
          throughOn: offset === null ? null : day(offset),
        }))
        const whole = computeLateInterest(billed, of, day(700))
        const less = computeLateInterest({ ...billed, waivers }, of, day(700))
        expect(less.interestMinor).toBeLessThanOrEqual(whole.interestMinor)
        expect(less.compensationMinor).toBeLessThanOrEqual(whole.compensationMinor)
        expect(less.accruedMinor + less.waivedMinor).toBe(whole.accruedMinor)
      }),
    )
  })

  it('does not depend on the order of what is paid on one day', () => {
    fc.assert(
      fc.property(claims, terms, (claim, of) => {
        const turned = { ...claim, movements: claim.movements.toReversed(), holds: claim.holds.toReversed() }
        expect(computeLateInterest(turned, of, day(700))).toEqual(computeLateInterest(claim, of, day(700)))
      }),
      { numRuns: 50 },
    )
  })

  it('gains nobody anything when it is billed in parts', () => {
    fc.assert(
      fc.property(claims, fc.array(fc.integer({ min: 21, max: 700 }), { maxLength: 5 }), (claim, offsets) => {
        let billedInterestMinor = 0
        for (const offset of offsets.toSorted((left, right) => left - right)) {
          billedInterestMinor += computeLateInterest(
            { ...claim, billedInterestMinor },
            CONTRACT,
            day(offset),
          ).interestMinor
        }
        const rest = computeLateInterest({ ...claim, billedInterestMinor }, CONTRACT, day(700)).interestMinor
        expect(billedInterestMinor + rest).toBe(computeLateInterest(claim, CONTRACT, day(700)).interestMinor)
      }),
      { numRuns: 50 },
    )
  })
})
