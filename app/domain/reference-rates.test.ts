import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { INTEREST_STATUTES, findInterestStatute } from './interest-statutes'
import {
  BUNDLED_REFERENCE_RATES,
  findReferenceRate,
  mergeReferenceRates,
  startOfHalfYear,
  startOfNextHalfYear,
  type ReferenceRateName,
} from './reference-rates'

const rateOf = (reference: ReferenceRateName, day: string) =>
  findReferenceRate(BUNDLED_REFERENCE_RATES, reference, calendarDay(day))?.rateBps

describe('the bundled reference rates', () => {
  it.each([
    // Department of Enterprise, Trade and Employment (enterprise.gov.ie), "Late Payment Interest Rate", table since 2013.
    ['2013-07-01', 50],
    ['2014-01-01', 25],
    ['2014-07-01', 15],
    ['2015-01-01', 5],
    ['2016-01-01', 5],
    ['2016-07-01', 0],
    ['2022-07-01', 0],
    ['2023-01-01', 250],
    ['2023-07-01', 400],
    ['2024-01-01', 450],
    ['2024-07-01', 425],
    // Gazzetta Ufficiale 161 of 14 July 2025 and 15 of 20 January 2026: 10.15 % with the margin of 8.
    ['2025-07-01', 215],
    ['2026-01-01', 215],
    // Resolutions of the Dirección General del Tesoro: 9.25 % and 11.07 % with the margin of 7.
    ['2006-01-01', 225],
    ['2007-07-01', 407],
    ['2009-01-01', 250],
  ])('has the ECB rate of %s', (day, bps) => {
    expect(rateOf('ecb_mro', day)).toBe(bps)
  })

  it.each([
    // Statutory rates of the Pay on Time guide (payontime.co.uk) less 8 percentage points.
    ['2022-01-01', 25],
    ['2022-07-01', 125],
    ['2023-01-01', 350],
    ['2023-07-01', 500],
    ['2024-01-01', 525],
    ['2026-01-01', 375],
  ])('has the Bank Rate that counts from %s', (day, bps) => {
    expect(rateOf('boe_bank_rate', day)).toBe(bps)
  })

  it.each([
    // Bundesanzeiger notices under section 247 BGB, and Bundesbank announcements.
    ['2003-01-01', 197],
    ['2004-07-01', 113],
    ['2007-01-01', 270],
    ['2014-07-01', -73],
    ['2019-07-01', -88],
    ['2023-01-01', 162],
    ['2025-07-01', 127],
  ])('has the German base rate of %s', (day, bps) => {
    expect(rateOf('de_base_rate', day)).toBe(bps)
  })

  it('has the Austrian base rate: 8.58 % until the end of 2022 and 11.08 % after it, with the 9.2 of section 456 UGB', () => {
    expect((rateOf('at_base_rate', '2022-12-31') ?? 0) + 920).toBe(858)
    expect((rateOf('at_base_rate', '2023-01-01') ?? 0) + 920).toBe(1_108)
    expect((rateOf('at_base_rate', '2013-06-30') ?? 0) + 920).toBe(958)
  })

  it('has no entry twice, and none out of order', () => {
    const keys = BUNDLED_REFERENCE_RATES.map(({ reference, fromOn }) => `${reference} ${fromOn}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(mergeReferenceRates([])).toHaveLength(keys.length)
  })

  it("gives way to a creditor's own entry of the same day, and goes on after its end", () => {
    const own = { reference: 'ecb_mro' as const, rateBps: 200, source: 'ours' }
    const merged = mergeReferenceRates([
      { ...own, fromOn: calendarDay('2026-01-01') },
      { ...own, fromOn: calendarDay('2026-07-01'), rateBps: 190 },
    ])
    expect(findReferenceRate(merged, 'ecb_mro', calendarDay('2026-06-30'))?.rateBps).toBe(200)
    expect(findReferenceRate(merged, 'ecb_mro', calendarDay('2027-03-01'))?.rateBps).toBe(190)
    expect(findReferenceRate(merged, 'ecb_mro', calendarDay('2025-12-31'))?.rateBps).toBe(215)
    expect(findReferenceRate(merged, 'se_reference_rate', calendarDay('2026-06-30'))).toBeNull()
  })

  it('knows where half-years begin', () => {
    expect(startOfHalfYear(calendarDay('2026-06-30'))).toBe('2026-01-01')
    expect(startOfHalfYear(calendarDay('2026-07-01'))).toBe('2026-07-01')
    expect(startOfNextHalfYear(calendarDay('2026-06-30'))).toBe('2026-07-01')
    expect(startOfNextHalfYear(calendarDay('2026-12-31'))).toBe('2027-01-01')
  })
})

describe('the statutes', () => {
  it('are of every member of the EU and of the United Kingdom, each with its law', () => {
    expect(new Set(INTEREST_STATUTES.map(({ country }) => country)).size).toBe(28)
    expect(INTEREST_STATUTES.every(({ law, compensation }) => law !== '' && compensation.law !== '')).toBe(true)
  })

  it('give at least what the directive demands: 8 percentage points and 40 euro or its like', () => {
    expect(INTEREST_STATUTES.every(({ marginBps }) => marginBps >= 800)).toBe(true)
    expect(findInterestStatute('DE')?.marginBps).toBe(900)
    expect(findInterestStatute('US')).toBeNull()
  })
})
