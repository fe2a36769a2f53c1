/** The rows of the form in which a creditor enters margins and fixed sums of a law itself, read, and written back. */
import { listRows, readPercent, readRow, type Problems } from '~/components/console/form-rows'
import type { FixedSumEntry, MarginEntry } from '~/components/console/interest/interest-entry'
import { parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { InterestPolicy } from '~/domain/interest-policy'
import type { StatuteFixedSum, StatuteMargin } from '~/domain/interest-statutes'
import { formatMinorAsDecimal } from '~/domain/money'
import type { Formatters } from '~/i18n/formatters'
import { parseAmount } from '~/i18n/parse-amount'

interface Reading {
  form: URLSearchParams
  formatLocale: string
  problems: Problems
}

/** `filled` are the names of the rows that hold something, in the order of the policy's entries. */
interface ReadRows<Entry, Kept> {
  entries: Entry[]
  kept: Kept[]
  filled: string[]
}

export function readMargins({ form, formatLocale, problems }: Reading): ReadRows<MarginEntry, StatuteMargin> {
  const rows = listRows(form, 'margin').map((row) => ({
    row,
    entry: {
      ...{ country: readRow(form, row, 'country'), fromOn: readRow(form, row, 'fromOn') },
      ...{ margin: readRow(form, row, 'margin'), source: readRow(form, row, 'source') },
    },
  }))
  const filled = rows.filter(({ entry: { fromOn, margin, source } }) => `${fromOn}${margin}${source}` !== '')
  return {
    entries: rows.map(({ entry }) => entry),
    filled: filled.map(({ row }) => row),
    kept: filled.flatMap(({ row, entry: { country, fromOn: typed, margin, source } }) => {
      const fromOn = problems.need(parseCalendarDay(typed), `${row}-fromOn`, 'out_of_range', null)
      const marginBps = problems.need(readPercent(margin, formatLocale), `${row}-margin`, 'not_a_number', 0)
      return fromOn === null ? [] : [{ country, fromOn, marginBps, source }]
    }),
  }
}

export function readFixedSums({ form, formatLocale, problems }: Reading): ReadRows<FixedSumEntry, StatuteFixedSum> {
  const rows = listRows(form, 'sum').map((row) => ({
    row,
    entry: {
      ...{ country: readRow(form, row, 'country'), fromOn: readRow(form, row, 'fromOn') },
      ...{ currency: readRow(form, row, 'currency').toUpperCase(), below: readRow(form, row, 'below') },
      ...{ amount: readRow(form, row, 'amount'), source: readRow(form, row, 'source') },
    },
  }))
  const filled = rows.filter(
    ({ entry: { fromOn, below, amount, source } }) => `${fromOn}${below}${amount}${source}` !== '',
  )
  return {
    entries: rows.map(({ entry }) => entry),
    filled: filled.map(({ row }) => row),
    kept: filled.flatMap(({ row, entry }) => {
      const { country, source } = entry
      const fromOn = problems.need(parseCalendarDay(entry.fromOn), `${row}-fromOn`, 'out_of_range', null)
      const currency = problems.need(parseCurrencyCode(entry.currency), `${row}-currency`, 'unknown_currency', null)
      if (fromOn === null || currency === null) return []
      const read = (field: 'below' | 'amount') => {
        const parsed = parseAmount(entry[field], currency, formatLocale)
        return problems.need(parsed.ok ? parsed.value : null, `${row}-${field}`, 'bad_amount', 0)
      }
      const belowMinor = entry.below === '' ? null : read('below')
      return [{ country, fromOn, currency, belowMinor, amountMinor: read('amount'), source }]
    }),
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  marginBps: 'margin',
  belowMinor: 'below',
  amountMinor: 'amount',
  country: 'country',
  source: 'source',
}

/** The field of a pointer into one of the two lists; null for any other. One that is entered twice is so by its day. */
export function findLawField(
  pointer: string,
  { margins, fixedSums }: Readonly<Record<'margins' | 'fixedSums', Pick<ReadRows<unknown, unknown>, 'filled'>>>,
): string | null {
  const [, list, index, part = ''] = /^\/(margins|fixedSums)\/(\d+)(?:\/(\w+))?$/.exec(pointer) ?? []
  if (list === undefined) return null
  const { filled } = list === 'margins' ? margins : fixedSums
  const first = list === 'margins' ? 'margin-0' : 'sum-0'
  return `${filled[Number(index)] ?? first}-${FIELDS[part] ?? 'fromOn'}`
}

/** The last row of each is for another entry, of the law that was chosen. */
export function writeLawRows(
  { margins, fixedSums, statute }: Pick<InterestPolicy, 'margins' | 'fixedSums' | 'statute'>,
  format: Formatters,
  writePercent: (bps: number) => string,
): { margins: MarginEntry[]; fixedSums: FixedSumEntry[] } {
  const country = statute ?? ''
  return {
    margins: [
      ...margins.map(({ marginBps, ...margin }) => ({ ...margin, margin: writePercent(marginBps) })),
      { country, fromOn: '', margin: '', source: '' },
    ],
    fixedSums: [
      ...fixedSums.map(({ belowMinor, amountMinor, ...sum }) => {
        const write = (minor: number) => format.decimal(formatMinorAsDecimal(minor, sum.currency))
        return { ...sum, below: belowMinor === null ? '' : write(belowMinor), amount: write(amountMinor) }
      }),
      { country, fromOn: '', currency: '', below: '', amount: '', source: '' },
    ],
  }
}
