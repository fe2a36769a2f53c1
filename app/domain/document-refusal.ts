/** Why a file, or one document of it, was not taken in, and where in the file the reason stands. */

/** A line of text (from 1), a row and column of a table (the header is row 1), an element or field path. */
export interface DocumentPlace {
  line?: number
  row?: number
  column?: string
  element?: string
}

export interface DocumentRefusal {
  /** Stable, for programs and translation. */
  code: string
  place: DocumentPlace
  /** The document's number, where it could be read. */
  number?: string
  /** Plain English for logs and the command line. */
  reason: string
}

/** The place in one line, `number RE-7, line 12, /Invoice/cbc:ID`; empty where nothing is known of it. */
export function describeRefusalPlace(refusal: DocumentRefusal): string {
  const { line, row, column, element } = refusal.place
  return [
    refusal.number === undefined ? '' : `number ${refusal.number}`,
    line === undefined ? '' : `line ${line}`,
    row === undefined ? '' : `row ${row}`,
    column === undefined ? '' : `column "${column}"`,
    element ?? '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}
