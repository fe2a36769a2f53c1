/**
 * Writes a workbook (Office Open XML, ECMA-376, "xlsx") a batch of rows at a time.
 *
 * Numbers are numbers with the decimals of their currency, days are dates, texts are texts whatever they begin with; the
 * header stays in view, and sheets run from right to left where the language does. Texts are written in place, because a
 * table of shared ones would have to be held until the end. Why no library writes it: docs/decisions/0018.
 */
import { getCurrencyExponent } from '~/domain/currency'
import { formatMinorAsDecimal } from '~/domain/money'
import type { Cell, Sheet } from './sheet'
import { writeZip, type ArchiveFile } from './write-zip.server'

export interface Workbook {
  readonly sheets: readonly Sheet[]
  readonly isRightToLeft: boolean
  readonly modifiedAt: Date
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** What a spreadsheet takes at most. */
const MOST_ROWS = 1_048_576
const LONGEST_TEXT = 32_767
const LONGEST_NAME = 31

/** Positions in `cellXfs` of the styles below; amounts have one for each number of decimals. */
const STYLES = { plain: 0, header: 1, day: 2, amounts: { 0: 3, 2: 4, 3: 5 } } as const

const STYLES_XML =
  `${DECLARATION}<styleSheet xmlns="${MAIN}">` +
  '<numFmts count="4"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="#,##0"/>' +
  '<numFmt numFmtId="166" formatCode="#,##0.00"/><numFmt numFmtId="167" formatCode="#,##0.000"/></numFmts>' +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  [164, 165, 166, 167]
    .map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`)
    .join('') +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

export function writeWorkbook(workbook: Workbook): AsyncGenerator<Uint8Array> {
  return writeZip(listParts(workbook))
}

function* listParts({ sheets, isRightToLeft, modifiedAt }: Workbook): Generator<ArchiveFile> {
  const part = (path: string, content: ArchiveFile['content']) => ({ path, content, modifiedAt, isCompressible: true })
  const encoder = new TextEncoder()
  const text = (path: string, xml: string) => part(path, [encoder.encode(xml)])
  const names = nameSheets(sheets.map(({ name }) => name))
  yield text('[Content_Types].xml', writeContentTypes(sheets.length))
  yield text(
    '_rels/.rels',
    writeRelations([{ id: 'rId1', type: `${RELATIONS}/officeDocument`, target: 'xl/workbook.xml' }]),
  )
  yield text(
    'xl/workbook.xml',
    `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${names
      .map((name, index) => `<sheet name="${escape(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
  )
  yield text(
    'xl/_rels/workbook.xml.rels',
    writeRelations([
      ...sheets.map((_sheet, index) => ({
        id: `rId${index + 1}`,
        type: `${RELATIONS}/worksheet`,
        target: `worksheets/sheet${index + 1}.xml`,
      })),
      { id: `rId${sheets.length + 1}`, type: `${RELATIONS}/styles`, target: 'styles.xml' },
    ]),
  )
  yield text('xl/styles.xml', STYLES_XML)
  for (const [index, sheet] of sheets.entries()) {
    yield part(`xl/worksheets/sheet${index + 1}.xml`, writeSheet(sheet, isRightToLeft))
  }
}

async function* writeSheet({ columns, rows }: Sheet, isRightToLeft: boolean): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const direction = isRightToLeft ? ' rightToLeft="1"' : ''
  const widths = columns.map(({ width }, index) => {
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`
  })
  const letters = columns.map((_column, index) => nameColumn(index))
  const place = (index: number, row: number) => ` r="${letters[index] ?? nameColumn(index)}${row}"`
  const headers = columns.map(({ header }, index) => writeText(place(index, 1), header, STYLES.header))
  yield encoder.encode(
    `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView${direction} workbookViewId="0">` +
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      `<cols>${widths.join('')}</cols><sheetData><row r="1">${headers.join('')}</row>`,
  )
  let count = 1
  for await (const batch of rows) {
    if (count + batch.length > MOST_ROWS) throw new RangeError(`a sheet takes ${MOST_ROWS} rows at most`)
    let xml = ''
    for (const row of batch) {
      count += 1
      xml += `<row r="${count}">`
      for (const [index, cell] of row.entries()) if (cell !== null) xml += writeCell(place(index, count), cell)
      xml += '</row>'
    }
    yield encoder.encode(xml)
  }
  yield encoder.encode('</sheetData></worksheet>')
}

/** "A" to "Z", "AA" and so on, from 0. */
function nameColumn(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : nameColumn(Math.floor(index / 26) - 1) + last
}

function writeCell(place: string, cell: Exclude<Cell, null>): string {
  if (typeof cell === 'string') return writeText(place, cell, STYLES.plain)
  switch (cell.kind) {
    case 'day':
      return `<c${place} s="${STYLES.day}"><v>${countSerialDays(cell.day)}</v></c>`
    case 'amount': {
      const style = STYLES.amounts[getCurrencyExponent(cell.currency)]
      return `<c${place} s="${style}"><v>${formatMinorAsDecimal(cell.amountMinor, cell.currency)}</v></c>`
    }
    case 'number':
      return `<c${place}><v>${cell.text}</v></c>`
  }
}

function writeText(place: string, text: string, style: number): string {
  const kept = escape(cutText(text)).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  const space = /^\s|\s$|[\n\t]/.test(kept) ? ' xml:space="preserve"' : ''
  return `<c${place} t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t${space}>${kept}</t></is></c>`
}

/** Never half of a character that takes two units. */
function cutText(text: string): string {
  return text.length <= LONGEST_TEXT ? text : text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, '')
}

/** Characters that XML does not know are left out. */
function escape(text: string): string {
  if (!/[&<>"\u0000-\u001f\ud800-\udfff\ufffe\uffff]/.test(text)) return text
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/\p{Surrogate}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
}

/** Days since the one before 1 January 1900, counting a 29 February 1900 that never was: right from March 1900 on. */
function countSerialDays(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569
}

/** Tabs: at most 31 characters, none of `[]:*?/\`, no apostrophe at an end, no two alike. */
function nameSheets(wanted: readonly string[]): string[] {
  const taken = new Set<string>()
  return wanted.map((text, index) => {
    const plain = text
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim()
      .slice(0, LONGEST_NAME)
    const name =
      plain === '' || taken.has(plain.toLowerCase()) ? `${plain.slice(0, LONGEST_NAME - 4)} ${index + 1}`.trim() : plain
    taken.add(name.toLowerCase())
    return name
  })
}

function writeContentTypes(sheetCount: number): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const sheets = Array.from({ length: sheetCount }, (_unused, index) => {
    return `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`
  })
  return (
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${sheets.join('')}</Types>`
  )
}

function writeRelations(relations: readonly { id: string; type: string; target: string }[]): string {
  const entries = relations.map(
    ({ id, type, target }) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`,
  )
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${entries.join('')}</Relationships>`
}
