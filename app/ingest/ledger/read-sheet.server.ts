import type { LedgerTable } from '~/domain/ledger-columns'
import type { LedgerLimits } from './ledger-limits'
import type { WorkbookParts } from './read-workbook.server'
import { scanXml } from './scan-xml.server'
import { createTableBuilder } from './table-builder'

interface SheetCell {
  readonly column: number
  readonly type: string
  readonly style: number
}

/** The cells of a sheet as texts: days as YYYY-MM-DD, numbers with a decimal point. */
export async function readSheet(
  bytes: AsyncIterable<Uint8Array>,
  parts: WorkbookParts,
  limits: LedgerLimits,
): Promise<LedgerTable> {
  const table = createTableBuilder(limits)
  let line = -1
  let cells: string[] = []
  let cell: SheetCell | null = null
  let value = ''
  let isValue = false
  let phonetic = 0
  await scanXml(bytes, limits, {
    open(name, attributes) {
      switch (name) {
        case 'row':
          line = readPlace(attributes['r']) ?? line + 1
          cells = []
          break
        case 'c': {
          const column = readColumn(attributes['r'] ?? '') ?? cells.length
          cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? '0') }
          value = ''
          break
        }
        case 'rPh':
          phonetic += 1
          break
        case 'v':
        case 't':
          isValue = cell !== null && phonetic === 0
          break
      }
    },
    text(text) {
      if (isValue && value.length < limits.maxCellLength) value += text
    },
    close(name) {
      isValue = false
      if (name === 'rPh') phonetic -= 1
      if (name === 'c' && cell !== null) {
        if (cell.column < limits.maxColumns) {
          while (cells.length < cell.column) cells.push('')
          cells[cell.column] = readCell(cell, value, parts)
        }
        cell = null
      }
      if (name === 'row') table.add(line, cells)
    },
  })
  return table.rows
}

function readPlace(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) - 1 : null
}

/** "A1" is 0, "AB7" is 27. */
function readColumn(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (letters === undefined) return null
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function readCell({ type, style }: SheetCell, value: string, parts: WorkbookParts): string {
  switch (type) {
    case 's':
      return parts.sharedTexts[Number(value)] ?? ''
    case 'str':
    case 'inlineStr':
      return value
    case 'd':
      return value.slice(0, 10)
    case 'n':
      return writeNumber(value, parts.isDateStyle[style] === true, parts.countsFrom1904)
    // Errors ("#REF!") and answers of yes or no are no data of a ledger.
    default:
      return ''
  }
}

/** The greatest serial number of a day: 31 December 9999. */
const LAST_SERIAL = 2_958_465

/**
 * A number as it was meant: what is stored has the noise of binary fractions in its last digits, of which spreadsheets
 * show fifteen at most.
 */
function writeNumber(value: string, isDay: boolean, countsFrom1904: boolean): string {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return ''
  if (isDay && number >= 1 && number <= LAST_SERIAL) return writeSerialDay(number, countsFrom1904)
  if (/^-?\d{1,15}$/.test(value)) return value
  const rounded = Number(number.toPrecision(15))
  const text = String(rounded)
  return text.includes('e') ? rounded.toFixed(Math.abs(rounded) < 1 ? 12 : 0) : text
}

/** Serial 60 stands for a 29 February 1900 that never was: from March 1900 on days count from 30 December 1899. */
function writeSerialDay(serial: number, countsFrom1904: boolean): string {
  const epoch = countsFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  return new Date(epoch + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10)
}
