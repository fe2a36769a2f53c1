/** A creditor's own margins and fixed sums in place of those of a law. */
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import { DEFAULT_INTEREST_POLICY, findInterestPolicyFaults, type InterestPolicy } from './interest-policy'
import { findAppliedStatute } from './interest-statutes'
import { computeLateInterest, createLateClaim } from './late-interest'

const currency = (code: string) => parseCurrencyCode(code)!
const [EUR, RON] = [currency('EUR'), currency('RON')]
const FROM = calendarDay('2026-02-01')

const POLICY: InterestPolicy = {
  ...DEFAULT_INTEREST_POLICY,
  ...{ enabled: true, interest: { kind: 'statute' }, statute: 'FR', compensation: true },
  margins: [
    { country: 'FR', fromOn: calendarDay('2027-01-01'), marginBps: 1_200, source: 'Décret 2027-1' },
    { country: 'FR', fromOn: FROM, marginBps: 1_100, source: 'Décret 2026-9' },
    { country: 'DE', fromOn: FROM, marginBps: 100, source: 'BGBl.' },
  ],
  fixedSums: [
    { country: 'FR', fromOn: FROM, currency: EUR, belowMinor: null, amountMinor: 90_00, source: 'Arrêté B' },
    { country: 'FR', fromOn: FROM, currency: EUR, belowMinor: 1_000_00, amountMinor: 50_00, source: 'Arrêté A' },
    { country: 'FR', fromOn: FROM, currency: RON, belowMinor: null, amountMinor: 203_00, source: 'BNR' },
  ],
}

/** What 365 days of lateness cost. */
function compute(dueOn: string, amountMinor: number, code = EUR, policy = POLICY) {
  const claim = createLateClaim({ currency: code, dueOn: calendarDay(dueOn), openMinor: amountMinor })
  return computeLateInterest(claim, policy, addDays(claim.dueOn, 100))
}

describe("a creditor's own figures of a law", () => {
  it('count for debts that fall due from their day on, the newest of them, and name their source', () => {
    const before = compute('2026-01-31', 1_000_00)
    expect(before.segments[0]).toMatchObject({ yearlyRateBps: 215 + 1_000, grounds: { marginSource: null } })
    expect(before.compensation).toMatchObject({ amountMinor: 40_00, source: null })
    const since = compute('2026-02-01', 1_000_00)
    expect(since.segments[0]).toMatchObject({
      yearlyRateBps: 215 + 1_100,
      grounds: { marginBps: 1_100, marginSource: 'Décret 2026-9', law: 'Code de commerce, art. L. 441-10' },
    })
    expect(compute('2027-01-01', 1_000_00).segments[0]).toMatchObject({ grounds: { marginSource: 'Décret 2027-1' } })
  })

  it('have tiers, and sums for debts in each currency; in another the law has none', () => {
    const law = 'Directive 2011/7/EU art. 6(1)'
    expect(compute('2026-02-01', 999_99).compensation).toMatchObject({ amountMinor: 50_00, law, source: 'Arrêté A' })
    expect(compute('2026-02-01', 1_000_00).compensation).toMatchObject({ amountMinor: 90_00, source: 'Arrêté B' })
    expect(compute('2026-02-01', 10_00, RON).compensation).toMatchObject({ amountMinor: 203_00, source: 'BNR' })
    expect(compute('2026-01-31', 10_00, RON).compensation).toBeNull()
    expect(compute('2026-02-01', 10_00, currency('PLN')).compensation).toBeNull()
  })

  it('leave alone what is agreed, and debts from before the law', () => {
    const interest = { kind: 'contract', rateBps: 1_000, per: 'year', graceDays: 0 } as const
    expect(compute('2026-02-01', 1_000_00, EUR, { ...POLICY, interest }).segments[0]?.yearlyRateBps).toBe(1_000)
    expect(findAppliedStatute(POLICY, { dueOn: calendarDay('2013-03-15'), currency: EUR })).toBeNull()
    expect(findAppliedStatute({ ...POLICY, statute: null }, { dueOn: FROM, currency: EUR })).toBeNull()
  })

  it('are held to a known law, a source, a range, and one entry a day', () => {
    const [margin, sum] = [POLICY.margins[0]!, POLICY.fixedSums[0]!]
    const faults = findInterestPolicyFaults({
      ...POLICY,
      margins: [margin, margin, { ...margin, country: 'US', marginBps: -1, source: ' ' }],
      fixedSums: [sum, { ...sum, belowMinor: 0, amountMinor: 10_000_001, source: '' }, sum],
    })
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      ...['/margins/1 duplicate', '/margins/2/country not_a_country', '/margins/2/marginBps out_of_range'],
      ...['/margins/2/source source_missing', '/fixedSums/2 duplicate', '/fixedSums/1/belowMinor out_of_range'],
      ...['/fixedSums/1/amountMinor out_of_range', '/fixedSums/1/source source_missing'],
    ])
    expect(findInterestPolicyFaults(POLICY)).toEqual([])
  })
})
