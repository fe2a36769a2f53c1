import type { DocumentPlace } from '~/domain/document-refusal'
import type { CurrencyCode } from '~/domain/currency'
import type { InvoiceLine, TaxBreakdown } from '~/domain/invoice'
import { multiplyRatio, parseDecimalToMinor } from '~/domain/money'
import { decimalToRatio } from '../decimal-text'
import { refuse } from '../ingest-refusal'
import type { CsvField } from './csv-fields'

interface TaxRow {
  values: ReadonlyMap<CsvField, string>
  place: (field: CsvField) => DocumentPlace
}

/**
 * BG-23 of a table: lines grouped by category and rate, tax of the group as stated by `tax_amount`, else rate times the
 * group's net (BR-CO-17). A category left out is S (standard) with a rate, Z (zero rated) at 0 %, O (not subject) without
 * one. Empty where no row says anything of tax.
 */
export function breakDownTax(
  rows: readonly TaxRow[],
  lines: readonly InvoiceLine[],
  currency: CurrencyCode,
): TaxBreakdown[] {
  if (!rows.some(({ values }) => values.has('tax_percent') || values.has('tax_category') || values.has('tax_amount')))
    return []
  const groups = new Map<string, TaxBreakdown & { statedMinor: number | null }>()
  rows.forEach(({ values, place }, index) => {
    const percent = values.get('tax_percent')
    if (percent !== undefined && !(Number(percent) >= 0 && Number(percent) <= 100)) {
      refuse(
        'invalid_field',
        `"${percent.slice(0, 40)}" is not a tax rate from 0 to 100 per cent`,
        place('tax_percent'),
      )
    }
    const category = values.get('tax_category') ?? (percent === undefined ? 'O' : /[1-9]/.test(percent) ? 'S' : 'Z')
    const key = `${category} ${percent === undefined ? '' : Number(percent)}`
    const group = groups.get(key) ?? {
      category,
      ...(percent === undefined ? {} : { percent }),
      taxableMinor: 0,
      taxMinor: 0,
      statedMinor: 0,
    }
    group.taxableMinor += lines[index]?.netMinor ?? 0
    const stated = values.get('tax_amount')
    const statedMinor = stated === undefined ? null : parseDecimalToMinor(stated, currency)
    if (stated !== undefined && statedMinor === null) {
      refuse('invalid_field', `"${stated.slice(0, 40)}" is not an amount in ${currency}`, place('tax_amount'))
    }
    group.statedMinor = statedMinor === null || group.statedMinor === null ? null : group.statedMinor + statedMinor
    groups.set(key, group)
  })
  return [...groups.values()].map(({ statedMinor, ...group }) => ({
    ...group,
    taxMinor: statedMinor ?? taxOf(group.taxableMinor, group.percent),
  }))
}

function taxOf(taxableMinor: number, percent: string | undefined): number {
  const ratio = percent === undefined ? null : decimalToRatio(percent)
  return ratio === null ? 0 : multiplyRatio(taxableMinor, ratio.numerator, ratio.denominator * 100)
}
