/** The form of late interest, read as the policy it means, and the policy written as its form holds it. */
import {
  listRows,
  Problems,
  readInteger,
  readPercent,
  readRow,
  readSignedPercent,
} from '~/components/console/form-rows'
import type { InterestEntry } from '~/components/console/interest/interest-entry'
import type { SettingsProblem } from '~/components/console/settings-entry'
import { parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import {
  CHARGE_ORDERS,
  DEFAULT_INTEREST_POLICY,
  type InterestPolicy,
  type InterestRule,
} from '~/domain/interest-policy'
import { formatMinorAsDecimal } from '~/domain/money'
import { isReferenceRateName, type ReferenceRate } from '~/domain/reference-rates'
import type { Formatters } from '~/i18n/formatters'
import { findLawField, readFixedSums, readMargins, writeLawRows } from './read-law-rows.server'

interface ReadInterestForm {
  entry: InterestEntry
  /** Of no use where there are problems. */
  body: InterestPolicy
  problems: SettingsProblem[]
  findField: (pointer: string) => string | null
}

export function readInterestForm(form: URLSearchParams, formatLocale: string): ReadInterestForm {
  const problems = new Problems()
  const text = (name: string) => form.get(name)?.trim() ?? ''
  const rows = listRows(form, 'rate').map((row) => ({
    row,
    reference: readRow(form, row, 'reference'),
    fromOn: readRow(form, row, 'fromOn'),
    rate: readRow(form, row, 'rate'),
    source: readRow(form, row, 'source'),
  }))
  const laws = {
    margins: readMargins({ form, formatLocale, problems }),
    fixedSums: readFixedSums({ form, formatLocale, problems }),
  }
  const entry: InterestEntry = {
    enabled: form.has('enabled'),
    kind: text('kind'),
    rate: text('rate'),
    per: text('per'),
    reference: text('reference'),
    margin: text('margin'),
    graceDays: text('graceDays'),
    statute: text('statute'),
    compensation: form.has('compensation'),
    dueFromOn: text('dueFromOn'),
    order: text('order'),
    billsRemainder: form.has('billsRemainder'),
    transferDays: text('transferDays'),
    quoteDays: text('quoteDays'),
    rates: rows.map(({ row: _, ...rate }) => rate),
    margins: laws.margins.entries,
    fixedSums: laws.fixedSums.entries,
  }
  const number = (id: 'graceDays' | 'transferDays' | 'quoteDays') =>
    problems.need(readInteger(entry[id]), id, 'not_a_number', 0)
  const percent = (id: string, typed: string) => problems.need(readPercent(typed, formatLocale), id, 'not_a_number', 0)
  const filled = rows.filter(({ fromOn, rate, source }) => fromOn !== '' || rate !== '' || source !== '')
  const dueFromOn = entry.dueFromOn === '' ? null : parseCalendarDay(entry.dueFromOn)
  if (entry.dueFromOn !== '' && dueFromOn === null) problems.add('dueFromOn', 'out_of_range')
  const body: InterestPolicy = {
    enabled: entry.enabled,
    interest: readRule(entry, number, percent),
    statute: entry.statute === '' ? null : entry.statute,
    compensation: entry.compensation,
    dueFromOn,
    order: CHARGE_ORDERS.find((order) => order === entry.order) ?? DEFAULT_INTEREST_POLICY.order,
    billsRemainder: entry.billsRemainder,
    transferDays: number('transferDays'),
    quoteDays: number('quoteDays'),
    rates: filled.flatMap(({ row, reference, fromOn, rate, source }): ReferenceRate[] => {
      const day = problems.need(parseCalendarDay(fromOn), `${row}-fromOn`, 'out_of_range', null)
      const rateBps = problems.need(readSignedPercent(rate, formatLocale), `${row}-rate`, 'not_a_number', 0)
      return day !== null && isReferenceRateName(reference) ? [{ reference, fromOn: day, rateBps, source }] : []
    }),
    margins: laws.margins.kept,
    fixedSums: laws.fixedSums.kept,
  }
  return {
    ...{ entry, body, problems: problems.list },
    findField(pointer) {
      const ofLaw = findLawField(pointer, laws)
      if (ofLaw !== null) return ofLaw
      const [, index, part] = /^\/rates\/(\d+)(?:\/(\w+))?/.exec(pointer) ?? []
      // One that is entered twice is so by its day.
      const field = part === 'source' ? 'source' : part === undefined ? 'fromOn' : 'rate'
      if (index !== undefined) return `${filled[Number(index)]?.row ?? 'rate-0'}-${field}`
      return pointer
        .replace(/^\/interest\/(marginBps|rateBps)$/, (_, name: string) => (name === 'marginBps' ? '/margin' : '/rate'))
        .replace(/^\/interest\//, '/')
        .slice(1)
    },
  }
}

function readRule(
  { kind, rate, per, reference, margin }: InterestEntry,
  number: (id: 'graceDays') => number,
  percent: (id: string, typed: string) => number,
): InterestRule {
  if (kind === 'contract') {
    const rateBps = percent('rate', rate)
    return { kind, rateBps, per: per === 'month' ? 'month' : 'year', graceDays: number('graceDays') }
  }
  if (kind === 'contract_reference' && isReferenceRateName(reference)) {
    return { kind, reference, marginBps: percent('margin', margin), graceDays: number('graceDays') }
  }
  return kind === 'none' ? { kind } : { kind: 'statute' }
}

/** The last row of each table is for another entry. */
export function writeInterestEntry(policy: InterestPolicy, format: Formatters): InterestEntry {
  const { interest } = policy
  return {
    enabled: policy.enabled,
    kind: interest.kind,
    rate: interest.kind === 'contract' ? writePercent(interest.rateBps, format) : '',
    per: interest.kind === 'contract' ? interest.per : 'year',
    reference: interest.kind === 'contract_reference' ? interest.reference : 'ecb_mro',
    margin: interest.kind === 'contract_reference' ? writePercent(interest.marginBps, format) : '',
    graceDays: 'graceDays' in interest ? String(interest.graceDays) : '0',
    statute: policy.statute ?? '',
    compensation: policy.compensation,
    dueFromOn: policy.dueFromOn ?? '',
    order: policy.order,
    billsRemainder: policy.billsRemainder,
    transferDays: String(policy.transferDays),
    quoteDays: String(policy.quoteDays),
    rates: [
      ...policy.rates.map(({ reference, fromOn, rateBps, source }) => ({
        ...{ reference, fromOn, source },
        rate: writePercent(rateBps, format),
      })),
      { reference: 'ecb_mro', fromOn: '', rate: '', source: '' },
    ],
    ...writeLawRows(policy, format, (bps) => writePercent(bps, format)),
  }
}

/** Basis points are the hundredths of a percentage. */
function writePercent(bps: number, format: Formatters): string {
  const euro = parseCurrencyCode('EUR')
  return euro === null ? '' : format.decimal(formatMinorAsDecimal(bps, euro))
}
