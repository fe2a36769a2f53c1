/** The form of what plans may be, read as the policy it means. */
import {
  listRows,
  locate,
  Problems,
  readInteger,
  readPercent,
  readRow,
  splitList,
} from '~/components/console/form-rows'
import {
  AMOUNT_TERMS,
  NUMBER_TERMS,
  RATE_TERMS,
  type AmountTerm,
  type BandEntry,
  type NumberTerm,
  type OverrideEntry,
  type PlanPolicyEntry,
  type RateTerm,
  type TermsEntry,
} from '~/components/console/plan-policy-entry'
import type { SettingsProblem, SettingsProblemCode } from '~/components/console/settings-entry'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { INTEREST_METHODS } from '~/domain/instalment-schedule'
import type { PlanBand, PlanEnvelope, PlanEnvelopeChange, PlanOverride, PlanPolicy } from '~/domain/plan-policy'
import { parsePlanFrequency } from '~/domain/plan-proposal-form'
import { parseAmount } from '~/i18n/parse-amount'

export interface ReadPlanPolicyForm {
  entry: PlanPolicyEntry
  /** Of no use where there are problems. */
  body: PlanPolicy
  problems: SettingsProblem[]
  /** The field that a JSON pointer into the body is about. */
  findField: (pointer: string) => string | null
}

/** Rows without a currency are none. `formatLocale` is the tag by which the reader's numbers are written. */
export function readPlanPolicyForm(form: URLSearchParams, formatLocale: string): ReadPlanPolicyForm {
  const problems = new Problems()
  const bands = listRows(form, 'band').map((row) => ({ ...readBandEntry(form, row), row }))
  const overrides = listRows(form, 'override').map((row) => ({ ...readOverrideEntry(form, row), row }))
  const filledBands = bands.filter(({ currency }) => currency !== '')
  const filledOverrides = overrides.filter(({ debtor }) => debtor !== '')
  return {
    entry: { bands: bands.map(({ row: _, ...band }) => band), overrides: overrides.map(({ row: _, ...rest }) => rest) },
    body: {
      bands: filledBands.flatMap((band) => readBand(band, formatLocale, problems)),
      overrides: filledOverrides.flatMap((override) => readOverride(override, formatLocale, problems)),
    },
    problems: problems.list,
    findField: (pointer) => {
      const band = locate(pointer, /^\/bands\/(\d+)\/(\w+)/, filledBands)
      if (band.row !== null) return `${band.row}-${FIELDS_OF_POINTERS.get(band.rest) ?? band.rest}`
      const override = locate(pointer, /^\/overrides\/(\d+)(?:\/change\/(\w+))?/, filledOverrides)
      return override.row && `${override.row}-${override.rest || 'debtor'}`
    },
  }
}

const FIELDS_OF_POINTERS: ReadonlyMap<string, string> = new Map([
  ['leastTotalMinor', 'leastTotal'],
  ['mostTotalMinor', 'mostTotal'],
])

function readTermsEntry(form: URLSearchParams, row: string): TermsEntry {
  const read = (name: string) => readRow(form, row, name)
  return {
    mostInstalments: read('mostInstalments'),
    mostDays: read('mostDays'),
    mostDaysToFirst: read('mostDaysToFirst'),
    mostDateMoves: read('mostDateMoves'),
    mostMoveDays: read('mostMoveDays'),
    graceDays: read('graceDays'),
    missesUntilDefault: read('missesUntilDefault'),
    noticeDays: read('noticeDays'),
    leastInstalmentMinor: read('leastInstalmentMinor'),
    feeMinor: read('feeMinor'),
    leastDownPaymentBps: read('leastDownPaymentBps'),
    yearlyRateBps: read('yearlyRateBps'),
    frequencies: form.getAll(`${row}-frequencies`),
    interestMethod: read('interestMethod'),
    autopay: read('autopay'),
    retryDays: read('retryDays'),
  }
}

function readBandEntry(form: URLSearchParams, row: string): BandEntry {
  const read = (name: string) => readRow(form, row, name)
  return {
    ...readTermsEntry(form, row),
    ...{ currency: read('currency'), leastTotal: read('leastTotal'), mostTotal: read('mostTotal') },
  }
}

function readOverrideEntry(form: URLSearchParams, row: string): OverrideEntry {
  const read = (name: string) => readRow(form, row, name)
  return {
    ...readTermsEntry(form, row),
    ...{ debtor: read('debtor'), currency: read('currency'), isPermitted: read('isPermitted') },
  }
}

type Row<Entry> = Entry & { row: string }

function readCurrency({ row, currency }: Row<{ currency: string }>, problems: Problems): CurrencyCode | null {
  const code = parseCurrencyCode(currency)
  if (code === null) problems.add(`${row}-currency`, 'unknown_currency')
  return code
}

function readBand(band: Row<BandEntry>, formatLocale: string, problems: Problems): PlanBand[] {
  const currency = readCurrency(band, problems)
  if (currency === null) return []
  const amount = (name: 'leastTotal' | 'mostTotal') => {
    return problems.need(readMinor(band[name], currency, formatLocale), `${band.row}-${name}`, 'bad_amount', 0)
  }
  return [
    {
      ...STANDARD_TERMS,
      ...readTerms(band, currency, formatLocale, problems),
      currency,
      leastTotalMinor: amount('leastTotal'),
      mostTotalMinor: band.mostTotal === '' ? null : amount('mostTotal'),
    },
  ]
}

/** What a band has where its fields are left empty; what has no standard is 0, which the policy refuses. */
const STANDARD_TERMS: PlanEnvelope = {
  mostInstalments: 0,
  mostDays: 0,
  frequencies: [],
  leastInstalmentMinor: 1,
  leastDownPaymentBps: 0,
  mostDaysToFirst: 30,
  feeMinor: 0,
  yearlyRateBps: 0,
  interestMethod: 'declining_balance',
  autopay: 'optional',
  mostDateMoves: 0,
  mostMoveDays: 0,
  graceDays: 5,
  missesUntilDefault: 2,
  retryDays: [],
  noticeDays: 3,
}

function readOverride(override: Row<OverrideEntry>, formatLocale: string, problems: Problems): PlanOverride[] {
  const currency = readCurrency(override, problems)
  if (currency === null) return []
  const { debtor, isPermitted } = override
  const change = readTerms(override, currency, formatLocale, problems)
  return [{ debtor, currency, isPermitted: isPermitted !== 'no', change }]
}

/** What was filled in. */
function readTerms(
  entry: Row<TermsEntry>,
  currency: CurrencyCode,
  formatLocale: string,
  problems: Problems,
): PlanEnvelopeChange {
  const { row } = entry
  const filled: { -readonly [Term in NumberTerm | RateTerm | AmountTerm]?: number } = {}
  const fill = (
    names: readonly (keyof typeof filled)[],
    read: (text: string) => number | null,
    code: SettingsProblemCode,
  ) => {
    for (const name of names) {
      if (entry[name] !== '') filled[name] = problems.need(read(entry[name]), `${row}-${name}`, code, 0)
    }
  }
  fill(NUMBER_TERMS, readInteger, 'not_a_number')
  fill(RATE_TERMS, (text) => readPercent(text, formatLocale), 'not_a_number')
  fill(AMOUNT_TERMS, (text) => readMinor(text, currency, formatLocale), 'bad_amount')
  const frequencies = entry.frequencies.flatMap((name) => parsePlanFrequency(name) ?? [])
  const interestMethod = INTEREST_METHODS.find((name) => name === entry.interestMethod)
  const retryDays = splitList(entry.retryDays).map((text) =>
    problems.need(readInteger(text), `${row}-retryDays`, 'not_a_number', 0),
  )
  const { autopay } = entry
  return {
    ...filled,
    ...(frequencies.length > 0 ? { frequencies } : {}),
    ...(interestMethod === undefined ? {} : { interestMethod }),
    ...(autopay === 'required' || autopay === 'optional' ? { autopay } : {}),
    ...(retryDays.length > 0 ? { retryDays } : {}),
  }
}

function readMinor(text: string, currency: CurrencyCode, formatLocale: string): number | null {
  const amount = parseAmount(text, currency, formatLocale)
  return amount.ok ? amount.value : null
}
