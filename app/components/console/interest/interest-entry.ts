/** What the form of late interest holds, as it was typed or as it stands. */

export interface RateEntry {
  reference: string
  fromOn: string
  rate: string
  source: string
}

export interface MarginEntry {
  country: string
  fromOn: string
  margin: string
  source: string
}

export interface FixedSumEntry {
  country: string
  fromOn: string
  currency: string
  /** Empty for all debts that no other row is for. */
  below: string
  amount: string
  source: string
}

export interface InterestEntry {
  enabled: boolean
  kind: string
  rate: string
  per: string
  reference: string
  margin: string
  graceDays: string
  /** Empty for none. */
  statute: string
  compensation: boolean
  dueFromOn: string
  order: string
  billsRemainder: boolean
  transferDays: string
  quoteDays: string
  rates: readonly RateEntry[]
  margins: readonly MarginEntry[]
  fixedSums: readonly FixedSumEntry[]
}
