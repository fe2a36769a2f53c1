/**
 * Why a line of a provider's report is not taken. `shifted`: more cells than columns. `no_type`, `no_reference`,
 * `no_currency`: what has to be there is not, or is no such thing. `no_number`: an amount or a rate that cannot be read
 * exactly. `too_precise`: with a part of the smallest unit. `no_unit`: it is not known how the provider counts the
 * currency. `no_amount`: neither a credit nor a debit, both, or the wrong one. `contradiction`: gross, net, fees and rate
 * do not agree.
 */
export const REPORT_LINE_REFUSALS = [
  'shifted',
  'no_type',
  'no_reference',
  'no_currency',
  'no_number',
  'too_precise',
  'no_unit',
  'no_amount',
  'contradiction',
] as const

export type ReportLineRefusal = (typeof REPORT_LINE_REFUSALS)[number]
