/** What the forms of the settings page hold, as it was typed or as it stands, and what can be wrong with it. */

export interface CurrencyEntry {
  accepted: readonly string[]
  margin: string
  /** Empty for the creditor's own. */
  showTotalIn: string
  quoteMinutes: string
  oldestRateDays: string
  quotesBundledRates: boolean
}

export interface WriteOffEntry {
  currency: string
  tolerance: string
}

export interface RuleEntry {
  position: string
  /** Empty for a row that is no rule. */
  gateway: string
  currencies: string
  countries: string
  methods: readonly string[]
}

export interface LimitEntry {
  method: string
  currency: string
  minimum: string
  maximum: string
}

export interface SettingsEntries {
  currency: CurrencyEntry
  settlement: { writeOff: readonly WriteOffEntry[] }
  dispute: { creditorDays: string; debtorDays: string }
  contact: { pauses: string; mostPauseDays: string; pausesPerYear: string; accountCoolingDays: string }
  gateway: { rules: readonly RuleEntry[]; limits: readonly LimitEntry[] }
}

export type SettingsProblemCode =
  | 'not_a_number'
  | 'out_of_range'
  | 'unknown_currency'
  | 'not_a_country'
  | 'duplicate'
  | 'bad_amount'
  | 'minimum_above_maximum'
  | 'no_limit'
  | 'no_method'
  | 'gateway_not_available'
  | 'changed_meanwhile'

export interface SettingsProblem {
  /** Id of the field; null where it concerns the form as a whole. */
  fieldId: string | null
  code: SettingsProblemCode
}
