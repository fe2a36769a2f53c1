/**
 * Reference rates from which late interest is made, as tables of the days on which a rate begins to count.
 *
 * Where they are from: `ecb_mro` the interest rate of the ECB's main refinancing operations in force on 1 January and
 * 1 July (Directive 2011/7/EU art. 2(7)), from 2013 on as listed by the Irish Department of Enterprise
 * (enterprise.gov.ie, Late Payment Interest Rate), before that as in the half-yearly resolutions of the Spanish treasury under
 * Ley 3/2004 art. 7, less their margin of 7; 2025 and later by the communications of the Italian ministry (Gazzetta Ufficiale 161 of
 * 14 July 2025 and 15 of 20 January 2026). `boe_bank_rate` the Bank Rate on 31 December and 30 June (SI 2002/1675).
 * `de_base_rate` the Bundesbank's base rate (section 247 BGB). `at_base_rate` the OeNB's base rate on 1 January and 1 July
 * (section 456 UGB). The central banks of the other members publish their own; a creditor enters what its law names.
 */
import { calendarDay, type CalendarDay } from './calendar-day'

export const REFERENCE_RATES = [
  'ecb_mro',
  'boe_bank_rate',
  'de_base_rate',
  'at_base_rate',
  'bg_base_rate',
  'cz_repo_rate',
  'dk_lending_rate',
  'hu_base_rate',
  'pl_reference_rate',
  'ro_policy_rate',
  'se_reference_rate',
] as const

export type ReferenceRateName = (typeof REFERENCE_RATES)[number]

export function isReferenceRateName(text: string): text is ReferenceRateName {
  return REFERENCE_RATES.some((name) => name === text)
}

export interface ReferenceRate {
  readonly reference: ReferenceRateName
  /** From this day until the next entry of the same reference. */
  readonly fromOn: CalendarDay
  /** May be negative. */
  readonly rateBps: number
  /** Who published it. */
  readonly source: string
}

/** First half-years and the rate in bps of each that follows, without a gap. */
const HALF_YEARS: readonly {
  reference: ReferenceRateName
  firstYear: number
  source: string
  rates: readonly number[]
}[] = [
  {
    reference: 'ecb_mro',
    firstYear: 2006,
    source: 'ECB, main refinancing operations',
    // prettier-ignore
    rates: [
        225, 283, 358, 407, 420, 407, 250, 100, 100, 100, 100, 125, 100, 100,
        75, 50, 25, 15, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        250, 400, 450, 425, 315, 215, 215,
      ],
  },
  {
    reference: 'boe_bank_rate',
    firstYear: 2003,
    source: 'Bank of England, Bank Rate',
    // prettier-ignore
    rates: [
        400, 375, 375, 450, 475, 475, 450, 450, 500, 550, 550, 500, 200, 50, 50, 50, 50, 50, 50, 50,
        50, 50, 50, 50, 50, 50, 50, 50, 25, 25, 50, 50, 75, 75, 75, 10, 10, 10, 25, 125,
        350, 500, 525, 525, 475, 425, 375,
      ],
  },
  {
    reference: 'de_base_rate',
    firstYear: 2003,
    source: 'Deutsche Bundesbank, Basiszinssatz',
    // prettier-ignore
    rates: [
        197, 122, 114, 113, 121, 117, 137, 195, 270, 319, 332, 319, 162, 12, 12, 12, 12, 37, 12, 12,
        -13, -38, -63, -73, -83, -83, -83, -88, -88, -88, -88, -88, -88, -88, -88, -88, -88, -88, -88, -88,
        162, 312, 362, 337, 227, 127, 127,
      ],
  },
  {
    reference: 'at_base_rate',
    firstYear: 2013,
    source: 'Oesterreichische Nationalbank, Basiszinssatz',
    // prettier-ignore
    rates: [
        38, -12, -12, -12, -12, -12, -12, -62, -62, -62, -62, -62, -62, -62, -62, -62, -62, -62, -62, -62,
        188, 338, 388, 363, 253, 153, 153,
      ],
  },
]

/** What comes with the portal; ends where nothing later was known. */
export const BUNDLED_REFERENCE_RATES: readonly ReferenceRate[] = HALF_YEARS.flatMap(
  ({ reference, firstYear, source, rates }) =>
    rates.map((rateBps, index) => ({
      reference,
      fromOn: calendarDay(`${firstYear + Math.floor(index / 2)}-${index % 2 === 0 ? '01-01' : '07-01'}`),
      rateBps,
      source,
    })),
)

/** The bundled table with a creditor's own entries in it: one of theirs takes the place of one of the same day. */
export function mergeReferenceRates(own: readonly ReferenceRate[]): ReferenceRate[] {
  const keyOf = ({ reference, fromOn }: ReferenceRate) => `${reference} ${fromOn}`
  const byKey = new Map([...BUNDLED_REFERENCE_RATES, ...own].map((rate) => [keyOf(rate), rate]))
  return [...byKey.values()].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1))
}

/** The rate that counts on a day; null before the first entry, and where the reference has none. */
export function findReferenceRate(
  rates: readonly ReferenceRate[],
  reference: ReferenceRateName,
  day: CalendarDay,
): ReferenceRate | null {
  let found: ReferenceRate | null = null
  for (const rate of rates) {
    if (rate.reference === reference && rate.fromOn <= day && (found === null || rate.fromOn > found.fromOn))
      found = rate
  }
  return found
}

/** The first day of the half-year in which `day` lies: the laws look at the reference on that day. */
export function startOfHalfYear(day: CalendarDay): CalendarDay {
  return calendarDay(`${day.slice(0, 4)}-${day.slice(5, 7) < '07' ? '01-01' : '07-01'}`)
}

/** The first day of the half-year after that of `day`. */
export function startOfNextHalfYear(day: CalendarDay): CalendarDay {
  const year = Number(day.slice(0, 4))
  return calendarDay(day.slice(5, 7) < '07' ? `${day.slice(0, 4)}-07-01` : `${String(year + 1).padStart(4, '0')}-01-01`)
}
