/** The forms of currencies and of small remainders, read as the policies they mean. */
import type { SettingsEntries } from '~/components/console/settings-entry'
import { parseCurrencyCode } from '~/domain/currency'
import { parseAmount } from '~/i18n/parse-amount'
import {
  listRows,
  locate,
  Problems,
  readInteger,
  readPercent,
  readRow,
  type FormReader,
} from './policy-form-fields.server'

export const readCurrencyForm: FormReader<'currency'> = (form, formatLocale) => {
  const problems = new Problems()
  const text = (name: string) => form.get(name)?.trim() ?? ''
  const entry: SettingsEntries['currency'] = {
    accepted: form.getAll('accepted'),
    margin: text('margin'),
    showTotalIn: text('showTotalIn'),
    quoteMinutes: text('quoteMinutes'),
    oldestRateDays: text('oldestRateDays'),
    quotesBundledRates: form.has('quotesBundledRates'),
  }
  const accepted = entry.accepted.flatMap((code) => parseCurrencyCode(code) ?? [])
  const number = (id: 'quoteMinutes' | 'oldestRateDays') => problems.need(readInteger(entry[id]), id, 'not_a_number', 0)
  return {
    entry,
    body: {
      accepted: [...new Set(accepted)].sort(),
      marginBps: problems.need(readPercent(entry.margin, formatLocale), 'margin', 'not_a_number', 0),
      showTotalIn: entry.showTotalIn === '' ? null : parseCurrencyCode(entry.showTotalIn),
      quoteMinutes: number('quoteMinutes'),
      oldestRateDays: number('oldestRateDays'),
      quotesBundledRates: entry.quotesBundledRates,
    },
    problems: problems.list,
    findField: (pointer) => pointer.replace(/^\/marginBps$/, '/margin').slice(1),
  }
}

export const readSettlementForm: FormReader<'settlement'> = (form, formatLocale) => {
  const problems = new Problems()
  const writeOff = listRows(form, 'writeOff').map((row) => ({
    currency: readRow(form, row, 'currency'),
    tolerance: readRow(form, row, 'tolerance'),
    row,
  }))
  const filled = writeOff.filter(({ currency, tolerance }) => currency !== '' || tolerance !== '')
  return {
    entry: { writeOff: writeOff.map(({ currency, tolerance }) => ({ currency, tolerance })) },
    body: {
      writeOff: filled.flatMap(({ currency: code, tolerance, row }) => {
        const currency = parseCurrencyCode(code)
        if (currency === null) {
          problems.add(`${row}-currency`, 'unknown_currency')
          return []
        }
        const read = parseAmount(tolerance, currency, formatLocale)
        if (!read.ok) problems.add(`${row}-tolerance`, 'bad_amount')
        return read.ok ? [{ currency, toleranceMinor: read.value }] : []
      }),
    },
    problems: problems.list,
    findField: (pointer) => {
      const { row, rest } = locate(pointer, /^\/writeOff\/(\d+)(.*)$/, filled)
      return row && `${row}-${rest === '/toleranceMinor' ? 'tolerance' : 'currency'}`
    },
  }
}
