/**
 * What the laws on late payment between businesses give a creditor: the members of the EU by Directive 2011/7/EU, and the
 * United Kingdom. Only the law as it has been since the directive's day is here; for debts that fell due before, a
 * contract may say what is owed.
 */
import { calendarDay, type CalendarDay } from './calendar-day'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import type { ReferenceRateName } from './reference-rates'

export interface CompensationTier {
  /** Debts below this; null for all others. Minor units of the compensation's currency. */
  readonly belowMinor: number | null
  readonly amountMinor: number
}

/** A fixed sum for the costs of recovery, owed once an invoice; in one currency, because the law names it in that one. */
export interface Compensation {
  readonly currency: CurrencyCode
  readonly law: string
  readonly tiers: readonly CompensationTier[]
}

export interface InterestStatute {
  /** ISO 3166-1 alpha-2 of the country whose law it is. */
  readonly country: string
  /** As it is cited there. */
  readonly law: string
  readonly reference: ReferenceRateName
  /** Percentage points above the reference, as bps. */
  readonly marginBps: number
  /** The sum is rounded up to a multiple of this; 1 where the law does not say so. */
  readonly roundUpToBps: number
  /**
   * Which half-year's reference counts: that of each day, or for as long as a debt is late that of the day on which it
   * became so (United Kingdom: SI 2002/1675; Ireland: only one rate applies to a late payment).
   */
  readonly fixing: 'each_half_year' | 'at_default'
  /** Of debts that fall due from this day on. */
  readonly sinceOn: CalendarDay
  readonly compensation: Compensation
}

/** A margin that a creditor enters in place of a law's, of debts that fall due from a day on. */
export interface StatuteMargin {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly fromOn: CalendarDay
  readonly marginBps: number
  /** Who published it. */
  readonly source: string
}

/** One tier of the fixed sum that a creditor enters in place of a law's, of debts in a currency that fall due from a day on. */
export interface StatuteFixedSum extends CompensationTier {
  readonly country: string
  readonly fromOn: CalendarDay
  readonly currency: CurrencyCode
  readonly source: string
}

/** Whose law counts, and what the creditor has entered in place of what comes with the portal. */
export interface StatuteTerms {
  readonly statute: string | null
  readonly margins: readonly StatuteMargin[]
  readonly fixedSums: readonly StatuteFixedSum[]
}

/** A law as it counts for one debt. Sources are of what the creditor entered; null where the law's own figure counts. */
export interface AppliedStatute extends Omit<InterestStatute, 'compensation'> {
  readonly marginSource: string | null
  readonly compensation: Omit<Compensation, 'tiers'> & {
    readonly tiers: readonly (CompensationTier & { readonly source: string | null })[]
  }
}

const DIRECTIVE_DAY = calendarDay('2013-03-16')

type StatuteEntry = Pick<InterestStatute, 'country' | 'law'> & Partial<InterestStatute>

function createCompensation(code: string, law: string, tiers: Compensation['tiers']): Compensation {
  const currency = parseCurrencyCode(code)
  if (currency === null) throw new RangeError(`not a currency: ${code}`)
  return { currency, law, tiers }
}

const flat = (amountMinor: number): CompensationTier[] => [{ belowMinor: null, amountMinor }]

/** Directive 2011/7/EU art. 6(1). Where a member without the euro names no sum of its own, it holds for debts in euro. */
const FORTY_EURO = createCompensation('EUR', 'Directive 2011/7/EU art. 6(1)', flat(40_00))

const ENTRIES: readonly StatuteEntry[] = [
  {
    country: 'AT',
    law: '§ 456 UGB',
    reference: 'at_base_rate',
    marginBps: 920,
    compensation: createCompensation('EUR', '§ 458 UGB', flat(40_00)),
  },
  { country: 'BE', law: 'Wet van 2 augustus 2002 / Loi du 2 août 2002, art. 5', roundUpToBps: 50 },
  { country: 'BG', law: 'ПМС № 426 от 18.12.2014', reference: 'bg_base_rate', marginBps: 1_000 },
  { country: 'CY', law: 'Ν. 123(I)/2012' },
  {
    country: 'CZ',
    law: 'Nařízení vlády č. 351/2013 Sb., § 2',
    reference: 'cz_repo_rate',
    compensation: createCompensation('CZK', 'Nařízení vlády č. 351/2013 Sb., § 3', flat(1_200_00)),
  },
  {
    country: 'DE',
    law: '§ 288 Abs. 2 BGB',
    reference: 'de_base_rate',
    marginBps: 900,
    // In this form since 29 July 2014.
    sinceOn: calendarDay('2014-07-29'),
    compensation: createCompensation('EUR', '§ 288 Abs. 5 BGB', flat(40_00)),
  },
  {
    country: 'DK',
    law: 'Renteloven § 5',
    reference: 'dk_lending_rate',
    compensation: createCompensation('DKK', 'Renteloven § 9 a; bekendtgørelse nr. 105/2013', flat(310_00)),
  },
  { country: 'EE', law: 'Võlaõigusseadus § 113, § 113¹' },
  { country: 'ES', law: 'Ley 3/2004, art. 7' },
  { country: 'FI', law: 'Korkolaki 633/1982, 4 a § ja 12 §', roundUpToBps: 50 },
  { country: 'FR', law: 'Code de commerce, art. L. 441-10', marginBps: 1_000 },
  { country: 'GR', law: 'Ν. 4152/2013' },
  { country: 'HR', law: 'Zakon o financijskom poslovanju i predstečajnoj nagodbi, čl. 12' },
  { country: 'HU', law: 'Ptk. 6:155. §', reference: 'hu_base_rate' },
  {
    country: 'IE',
    law: 'S.I. No. 580 of 2012',
    fixing: 'at_default',
    // Its second schedule: up to EUR 1,000, from 1,000.01, above 10,000.
    compensation: createCompensation('EUR', 'S.I. No. 580 of 2012', [
      { belowMinor: 1_000_01, amountMinor: 40_00 },
      { belowMinor: 10_000_01, amountMinor: 70_00 },
      { belowMinor: null, amountMinor: 100_00 },
    ]),
  },
  { country: 'IT', law: 'D.Lgs. 231/2002, art. 5' },
  { country: 'LT', law: 'Įstatymas Nr. IX-1873' },
  { country: 'LU', law: 'Loi du 18 avril 2004' },
  { country: 'LV', law: 'Civillikums 1765. pants' },
  { country: 'MT', law: 'Commercial Code (Cap. 13), art. 26A' },
  { country: 'NL', law: 'Art. 6:119a en 6:120 lid 2 BW' },
  { country: 'PL', law: 'Ustawa z dnia 8 marca 2013 r., art. 4 i 7', reference: 'pl_reference_rate', marginBps: 1_000 },
  { country: 'PT', law: 'Decreto-Lei n.º 62/2013; Portaria n.º 277/2013' },
  { country: 'RO', law: 'Legea nr. 72/2013; O.G. nr. 13/2011, art. 3', reference: 'ro_policy_rate' },
  {
    country: 'SE',
    law: 'Räntelagen (1975:635) 6 §',
    reference: 'se_reference_rate',
    compensation: createCompensation('SEK', 'Förordning (2013:55)', flat(450_00)),
  },
  { country: 'SI', law: 'Zakon o preprečevanju zamud pri plačilih (ZPreZP-1)' },
  { country: 'SK', law: 'Nariadenie vlády č. 21/2013 Z. z., § 1', marginBps: 900 },
  {
    country: 'GB',
    law: 'Late Payment of Commercial Debts (Interest) Act 1998; SI 2002/1675',
    reference: 'boe_bank_rate',
    fixing: 'at_default',
    compensation: createCompensation('GBP', 'Late Payment of Commercial Debts (Interest) Act 1998, s. 5A', [
      { belowMinor: 1_000_00, amountMinor: 40_00 },
      { belowMinor: 10_000_00, amountMinor: 70_00 },
      { belowMinor: null, amountMinor: 100_00 },
    ]),
  },
]

export const INTEREST_STATUTES: readonly InterestStatute[] = ENTRIES.map((entry) => ({
  reference: 'ecb_mro',
  marginBps: 800,
  roundUpToBps: 1,
  fixing: 'each_half_year',
  sinceOn: DIRECTIVE_DAY,
  compensation: FORTY_EURO,
  ...entry,
}))

/** The statute of a country (ISO 3166-1 alpha-2, upper-case); null where none is known here. */
export function findInterestStatute(country: string): InterestStatute | null {
  return INTEREST_STATUTES.find((statute) => statute.country === country) ?? null
}

/**
 * The law that counts for a debt, with the newest of the creditor's own entries that its due date has reached. Null where no
 * law was chosen or is known, and for debts from before it.
 */
export function findAppliedStatute(
  { statute: country, margins, fixedSums }: StatuteTerms,
  { dueOn, currency }: { readonly dueOn: CalendarDay; readonly currency: CurrencyCode },
): AppliedStatute | null {
  const statute = country === null ? null : findInterestStatute(country)
  if (statute === null || dueOn < statute.sinceOn) return null
  const [margin] = keepNewest(margins, country, dueOn)
  const sums = keepNewest(
    fixedSums.filter((sum) => sum.currency === currency),
    country,
    dueOn,
  )
  const { law, ...compensation } = statute.compensation
  return {
    ...statute,
    ...(margin ? { marginBps: margin.marginBps } : {}),
    marginSource: margin?.source ?? null,
    compensation: {
      law,
      ...(sums.length > 0
        ? { currency, tiers: sums.toSorted((left, right) => limitOf(left) - limitOf(right)) }
        : { currency: compensation.currency, tiers: compensation.tiers.map((tier) => ({ ...tier, source: null })) }),
    },
  }
}

/** Of a country's entries that have begun to count on a day, those of the latest day. */
function keepNewest<Entry extends { readonly country: string; readonly fromOn: CalendarDay }>(
  entries: readonly Entry[],
  country: string | null,
  day: CalendarDay,
): Entry[] {
  const begun = entries.filter((entry) => entry.country === country && entry.fromOn <= day)
  const latestOn = begun.reduce((latest, { fromOn }) => (fromOn > latest ? fromOn : latest), '')
  return begun.filter(({ fromOn }) => fromOn === latestOn)
}

const limitOf = ({ belowMinor }: CompensationTier) => belowMinor ?? Infinity
