/** Binds one value of a mapping to the columns of a file, for every kind of table. */
import { slugify } from '../identify-debtor'
import { refuse } from '../ingest-refusal'
import type { CsvValueSource } from './csv-mapping'

/** The text that a source gives for a row; empty where it has none. */
export type CellReader = (cells: readonly string[]) => string

/** Positions by column name; refuses a header with a column twice. */
export function indexHeader(header: readonly string[]): ReadonlyMap<string, number> {
  const positions = new Map<string, number>()
  header.forEach((cell, position) => {
    const column = cell.trim()
    if (column === '') return
    if (positions.has(column)) refuse('malformed', `the header has the column "${column}" twice`, { row: 1, column })
    positions.set(column, position)
  })
  return positions
}

/** Refuses the file where the header lacks the column. */
export function findColumn(column: string, positionByColumn: ReadonlyMap<string, number>): number {
  return (
    positionByColumn.get(column) ??
    refuse(
      'invalid_mapping',
      `the file has no column "${column}"; it has ${listColumns([...positionByColumn.keys()])}`,
      {
        row: 1,
        column,
      },
    )
  )
}

/** Looks the columns up once; `find` refuses one that the file lacks. */
export function compileSource(source: CsvValueSource, find: (column: string) => number): CellReader {
  if ('constant' in source) return () => source.constant.trim()
  if ('template' in source) return compileTemplate(source, find)
  const position = find(source.column)
  const whenEmpty = source.whenEmpty === undefined ? () => '' : compileSource(source.whenEmpty, find)
  return (cells) => {
    let text = (cells[position] ?? '').trim()
    if (source.stripPrefix !== undefined && text.startsWith(source.stripPrefix))
      text = text.slice(source.stripPrefix.length)
    if (source.stripSuffix !== undefined && text.endsWith(source.stripSuffix))
      text = text.slice(0, -source.stripSuffix.length)
    text = source.values?.[text] ?? text
    return text === '' ? whenEmpty(cells) : `${source.prefix ?? ''}${text}`
  }
}

function compileTemplate(source: { template: string; slug: boolean }, find: (column: string) => number): CellReader {
  const parts = source.template
    .split(/\{([^{}]+)\}/)
    .map((text, index) => (index % 2 === 1 ? { position: find(text) } : { text }))
  return (cells) => {
    const text = parts.map((part) => ('text' in part ? part.text : (cells[part.position] ?? '').trim())).join('')
    return source.slug ? slugify(text) : text.trim()
  }
}

function listColumns(header: readonly string[]): string {
  return header
    .slice(0, 20)
    .map((column) => `"${column}"`)
    .join(', ')
}
