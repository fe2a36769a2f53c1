/** A row of a table, as its file has it. */
export interface TableRow {
  /** The first line of the file is row 1; empty ones count. */
  readonly row: number
  readonly cells: readonly string[]
}
