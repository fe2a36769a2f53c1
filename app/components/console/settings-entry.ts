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

export interface DiscountEntry {
  honoursDocuments: boolean
  tiers: readonly { days: string; rate: string }[]
  rule: string
  taxMode: string
  correction: string
  transferDays: string
  disputeGraceDays: string
  /** Of the sliding discount, which there is none of without debtors. */
  yearlyRate: string
  leastDays: string
  mostRate: string
  slidingDebtors: string
}

export interface ReminderEntry {
  isOn: boolean
  reminderDays: string
  demandDays: string
  demandTermDays: string
  /** Empty for never. */
  handOverDay: string
  enclosesCopies: boolean
  weekdaysOnly: boolean
  fromHour: string
  untilHour: string
  /** By language. */
  notes: Readonly<Record<string, string>>
}

export interface SettingsEntries {
  currency: CurrencyEntry
  settlement: { writeOff: readonly WriteOffEntry[] }
  dispute: { creditorDays: string; debtorDays: string }
  contact: { pauses: string; mostPauseDays: string; pausesPerYear: string; accountCoolingDays: string }
  gateway: { rules: readonly RuleEntry[]; limits: readonly LimitEntry[] }
  discount: DiscountEntry
  reminder: ReminderEntry
  /** A picture is chosen anew each time. */
  brand: null
}

/** The policies that are changed on the settings page. */
export type SettingsKind = keyof SettingsEntries

export type SettingsProblemCode =
  | 'not_a_number'
  | 'out_of_range'
  | 'unknown_currency'
  | 'not_a_country'
  | 'duplicate'
  | 'overlaps'
  | 'bad_amount'
  | 'minimum_above_maximum'
  | 'no_limit'
  | 'no_method'
  | 'source_missing'
  | 'gateway_not_available'
  | 'changed_meanwhile'
  | 'file_missing'
  | 'file_too_large'
  | 'file_type'
  | 'file_damaged'
  | 'file_mixed'
  | 'image_too_large'
  | 'image_unusual'

export interface SettingsProblem {
  /** Id of the field; null where it concerns the form as a whole. */
  fieldId: string | null
  code: SettingsProblemCode
}
