/** What stands in the fields of the plan policy's form. */

export const NUMBER_TERMS = [
  'mostInstalments',
  'mostDays',
  'mostDaysToFirst',
  'mostDateMoves',
  'mostMoveDays',
  'graceDays',
  'missesUntilDefault',
  'noticeDays',
] as const

export const AMOUNT_TERMS = ['leastInstalmentMinor', 'feeMinor'] as const

export const RATE_TERMS = ['leastDownPaymentBps', 'yearlyRateBps'] as const

export type NumberTerm = (typeof NUMBER_TERMS)[number]
export type AmountTerm = (typeof AMOUNT_TERMS)[number]
export type RateTerm = (typeof RATE_TERMS)[number]

/** Of a band, or of what is different for one debtor: there every field may be left empty. */
export type TermsEntry = Readonly<Record<NumberTerm | AmountTerm | RateTerm, string>> & {
  readonly frequencies: readonly string[]
  readonly interestMethod: string
  readonly autopay: string
  readonly retryDays: string
}

export interface BandEntry extends TermsEntry {
  readonly currency: string
  readonly leastTotal: string
  readonly mostTotal: string
}

export interface OverrideEntry extends TermsEntry {
  readonly debtor: string
  readonly currency: string
  /** 'yes' | 'no' */
  readonly isPermitted: string
}

export interface PlanPolicyEntry {
  /** The last one is for another. */
  readonly bands: readonly BandEntry[]
  readonly overrides: readonly OverrideEntry[]
}

const EMPTY_TERMS: TermsEntry = {
  mostInstalments: '',
  mostDays: '',
  mostDaysToFirst: '',
  mostDateMoves: '',
  mostMoveDays: '',
  graceDays: '',
  missesUntilDefault: '',
  noticeDays: '',
  leastInstalmentMinor: '',
  feeMinor: '',
  leastDownPaymentBps: '',
  yearlyRateBps: '',
  frequencies: [],
  interestMethod: '',
  autopay: '',
  retryDays: '',
}

export const EMPTY_BAND: BandEntry = { ...EMPTY_TERMS, currency: '', leastTotal: '', mostTotal: '' }

export const EMPTY_OVERRIDE: OverrideEntry = { ...EMPTY_TERMS, debtor: '', currency: '', isPermitted: 'yes' }
