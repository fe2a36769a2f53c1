/** Binds a mapping to a table's header, once, so that a row is read by positions. */
import { BANK_FIELDS, type BankField, type BankTableMapping } from '~/domain/bank-table'
import type { DocumentPlace } from '~/domain/document-refusal'
import { compileSource, findColumn, indexHeader } from '../csv/compile-source'
import type { CsvValueSource } from '../csv/csv-mapping'
import { parseFormattedDate } from '../csv/parse-formatted-date'
import { parseFormattedNumber } from '../decimal-text'
import { refuse } from '../ingest-refusal'
import { kindOfBankField } from './bank-csv-mapping'

/** A row's values by field: days as ISO 8601, numbers as plain decimals, texts trimmed; empty ones are absent. */
export interface BankRow {
  readonly values: ReadonlyMap<BankField, string>
  /** Where a field stands, for messages. */
  readonly placeOf: (field: BankField) => DocumentPlace
}

/** Refuses the file where the header lacks a column of the mapping, or where no field gives an amount and a day. */
export function compileBankMapping(
  mapping: BankTableMapping,
  header: readonly string[],
): (cells: readonly string[], row: number) => BankRow {
  const place = { row: mapping.skipLines + 1 }
  const positionByColumn = indexHeader(header)
  const sources = mapping.fields ?? readStandardColumns(positionByColumn, place)
  const find = (column: string): number => findColumn(column, positionByColumn)
  const readers = BANK_FIELDS.flatMap((field) => {
    const source = sources[field]
    return source === undefined ? [] : [{ field, kind: kindOfBankField(field), read: compileSource(source, find) }]
  })
  const has = (field: BankField) => sources[field] !== undefined
  if (!has('amount') && !(has('credit_amount') && has('debit_amount'))) {
    refuse('invalid_mapping', 'nothing feeds the field "amount", nor "credit_amount" and "debit_amount"', place)
  }
  for (const field of ['booked_on', 'currency'] as const) {
    if (!has(field)) refuse('invalid_mapping', `nothing feeds the field "${field}"`, { ...place, column: field })
  }

  return (cells, row) => {
    const placeOf = (field: BankField): DocumentPlace => {
      const source = sources[field]
      return { row, column: source !== undefined && 'column' in source ? source.column : field }
    }
    if (cells.length < header.length || cells.slice(header.length).some((cell) => cell.trim() !== '')) {
      refuse('malformed', `the row has ${cells.length} columns, the header ${header.length}`, { row })
    }
    const values = new Map<BankField, string>()
    for (const { field, kind, read } of readers) {
      const text = read(cells)
      if (text === '') continue
      values.set(field, readValue(text, kind, mapping) ?? refuseValue(text, kind, mapping, placeOf(field)))
    }
    return { values, placeOf }
  }
}

/** A misspelt column would silently lose what it says, so every column must be one of the set. */
function readStandardColumns(
  positionByColumn: ReadonlyMap<string, number>,
  place: DocumentPlace,
): Partial<Record<BankField, CsvValueSource>> {
  const known: ReadonlySet<string> = new Set(BANK_FIELDS)
  for (const column of positionByColumn.keys()) {
    if (known.has(column)) continue
    refuse('invalid_mapping', `"${column}" is not a standard column; a mapping can say what it is`, {
      ...place,
      column,
    })
  }
  return Object.fromEntries(
    BANK_FIELDS.filter((field) => positionByColumn.has(field)).map((field) => [field, { column: field }] as const),
  )
}

type FieldKind = ReturnType<typeof kindOfBankField>

function readValue(text: string, kind: FieldKind, mapping: BankTableMapping): string | null {
  if (kind === 'text') return text
  return kind === 'date' ? parseFormattedDate(text, mapping.dateFormat) : parseFormattedNumber(text, mapping)
}

function refuseValue(text: string, kind: FieldKind, mapping: BankTableMapping, place: DocumentPlace): never {
  const expected =
    kind === 'date'
      ? `a date written ${mapping.dateFormat}`
      : `a number with "${mapping.decimalSign}" as its decimal sign`
  return refuse('invalid_field', `"${text.slice(0, 40)}" is not ${expected}`, place)
}
