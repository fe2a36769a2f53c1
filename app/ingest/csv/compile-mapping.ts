/** Binds a mapping to a file's header, once, so that a row is read by positions. */
import { parseFormattedNumber } from '../decimal-text'
import { refuse } from '../ingest-refusal'
import { compileSource, findColumn, indexHeader, type CellReader } from './compile-source'
import { csvFields, kindOfField, type CsvField } from './csv-fields'
import type { CsvMapping, CsvValueSource } from './csv-mapping'
import { parseFormattedDate } from './parse-formatted-date'

/** A row's values by field: days as ISO 8601, numbers as plain decimals, texts trimmed; empty ones are absent. */
export interface CsvRow {
  row: number
  values: ReadonlyMap<CsvField, string>
  isCreditNote: boolean | null
}

export interface CompiledMapping {
  /** Number of columns of the header. */
  width: number
  /** The document number in a row's cells; empty where it has none. */
  readNumber: (cells: readonly string[]) => string
  /** Reads a row; refuses its document, naming row and column, where a value cannot be read. */
  readRow: (cells: readonly string[], row: number) => CsvRow
  /** The column (or constant) that feeds a field, for messages. */
  describeField: (field: CsvField) => string
}

/** Refuses the file where the header lacks a column of the mapping, or repeats one. */
export function compileMapping(mapping: CsvMapping, header: readonly string[]): CompiledMapping {
  const positionByColumn = indexHeader(header)
  const sources = mapping.fields ?? readStandardColumns(positionByColumn)
  const find = (column: string): number => findColumn(column, positionByColumn)
  const readers = csvFields.flatMap((field) => {
    const source = sources[field]
    return source === undefined ? [] : [{ field, kind: kindOfField(field), read: compileSource(source, find) }]
  })
  const numberReader = readers.find((reader) => reader.field === 'number')
  if (numberReader === undefined)
    return refuse('invalid_mapping', 'nothing feeds the field "number"', { row: 1, column: 'number' })
  const describeField = (field: CsvField): string => {
    const source = sources[field]
    return source !== undefined && 'column' in source ? source.column : field
  }
  const isCreditNote = compileCreditNoteRule(mapping, find, numberReader.read)

  return {
    width: header.length,
    readNumber: numberReader.read,
    describeField,
    readRow: (cells, row) => {
      const values = new Map<CsvField, string>()
      for (const { field, kind, read } of readers) {
        const text = read(cells)
        if (text === '') continue
        const value =
          kind === 'text'
            ? text
            : kind === 'date'
              ? parseFormattedDate(text, mapping.dateFormat)
              : parseFormattedNumber(text, mapping)
        if (value === null) {
          const expected =
            kind === 'date'
              ? `a date written ${mapping.dateFormat}`
              : `a number with "${mapping.decimalSign}" as its decimal sign`
          refuse('invalid_field', `"${text.slice(0, 40)}" is not ${expected}`, { row, column: describeField(field) })
        }
        values.set(field, value)
      }
      return { row, values, isCreditNote: isCreditNote(cells) }
    },
  }
}

/** A misspelt column would silently lose what it says, so every column must be one of the set. */
function readStandardColumns(positionByColumn: ReadonlyMap<string, number>): Partial<Record<CsvField, CsvValueSource>> {
  const known: ReadonlySet<string> = new Set(csvFields)
  for (const column of positionByColumn.keys()) {
    if (!known.has(column)) {
      refuse('invalid_mapping', `"${column}" is not a standard column; a mapping can say what it is`, {
        row: 1,
        column,
      })
    }
  }
  return Object.fromEntries(
    csvFields.filter((field) => positionByColumn.has(field)).map((field) => [field, { column: field }] as const),
  )
}

function compileCreditNoteRule(
  mapping: CsvMapping,
  find: (column: string) => number,
  readNumber: CellReader,
): (cells: readonly string[]) => boolean | null {
  const rule = mapping.creditNote
  if (rule === undefined) return () => null
  if ('numberPrefix' in rule) return (cells) => readNumber(cells).startsWith(rule.numberPrefix)
  const [position, values] = [find(rule.column), new Set(rule.values)]
  return (cells) => values.has((cells[position] ?? '').trim())
}
