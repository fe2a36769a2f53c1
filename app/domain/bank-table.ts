/** How a creditor reads the table that its bank exports: which column says what, and how days and sums are written. */

/** Also the column names of the standard set. */
export const BANK_FIELDS = [
  'account_iban',
  'account_number',
  'booked_on',
  'value_on',
  'amount',
  'credit_amount',
  'debit_amount',
  'direction',
  'currency',
  'status',
  'reversal',
  'return_reason',
  'counterparty_name',
  'counterparty_iban',
  'counterparty_account',
  'counterparty_bic',
  'remittance_information',
  'reference',
  'end_to_end_id',
  'bank_reference',
  'entry_text',
] as const

export type BankField = (typeof BANK_FIELDS)[number]

/** The orders in which a table may write a day. */
export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'DD.MM.YYYY',
  'DD.MM.YY',
  'DD/MM/YYYY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
] as const

export const TABLE_DELIMITERS = ['auto', ',', ';', '\t', '|'] as const
export const TABLE_ENCODINGS = ['auto', 'utf-8', 'windows-1252', 'iso-8859-15', 'utf-16le', 'utf-16be'] as const
export const DECIMAL_SIGNS = ['.', ','] as const
export const GROUPING_SIGNS = ['', '.', ',', ' ', "'"] as const

export interface TableFormat {
  name?: string | undefined
  delimiter: (typeof TABLE_DELIMITERS)[number]
  encoding: (typeof TABLE_ENCODINGS)[number]
  decimalSign: (typeof DECIMAL_SIGNS)[number]
  groupingSign: (typeof GROUPING_SIGNS)[number]
  dateFormat: (typeof DATE_FORMATS)[number]
}

/** Where a value comes from: a column, a constant or a text made of columns. */
export type TableValueSource =
  | {
      column: string
      stripPrefix?: string | undefined
      stripSuffix?: string | undefined
      /** What a cell means; others stay as they are. */
      values?: Record<string, string> | undefined
      prefix?: string | undefined
      whenEmpty?: { constant: string } | { template: string; slug: boolean } | undefined
    }
  | { constant: string }
  | { template: string; slug: boolean }

export interface BankTableMapping extends TableFormat {
  /** Lines before the header. */
  skipLines: number
  /** Without it the file has the standard columns. */
  fields?: Partial<Record<BankField, TableValueSource>> | undefined
}

/** Words of the bank's own for what the portal calls otherwise. */
const BANK_WORDS = {
  credit: 'direction',
  debit: 'direction',
  booked: 'status',
  pending: 'status',
} as const satisfies Readonly<Record<string, BankField>>

export type BankWord = keyof typeof BANK_WORDS

/** What can be said where no column says it: the table is of one account, or of one currency. */
const CONSTANT_FIELDS = ['account_iban', 'currency'] as const satisfies readonly BankField[]

/** A mapping as a form shows it. What a form cannot show (prefixes, templates) is kept as it stands. */
export interface BankTableLayout extends Omit<TableFormat, 'name'> {
  skipLines: number
  /** Name of the column; absent where no column says it. */
  columns: Partial<Record<BankField, string>>
  constants: Partial<Record<(typeof CONSTANT_FIELDS)[number], string>>
  /** In the cells, several separated by commas. */
  words: Partial<Record<BankWord, string>>
}

/** A mapping as its form shows it: each field's column, constant or words. `applyLayout` does the reverse. */
export function describeLayout({ fields = {}, ...format }: BankTableMapping): BankTableLayout {
  const { skipLines, delimiter, encoding, decimalSign, groupingSign, dateFormat } = format
  const layout: BankTableLayout = {
    ...{ skipLines, delimiter, encoding, decimalSign, groupingSign, dateFormat },
    ...{ columns: {}, constants: {}, words: {} },
  }
  for (const field of BANK_FIELDS) {
    const source = fields[field]
    if (source && 'column' in source) layout.columns[field] = source.column
  }
  for (const field of CONSTANT_FIELDS) {
    const source = fields[field]
    if (source && 'constant' in source) layout.constants[field] = source.constant
  }
  for (const [word, field] of listWords()) {
    const source = fields[field]
    const values = source && 'column' in source ? Object.entries(source.values ?? {}) : []
    const cells = values.filter(([, meaning]) => meaning === word).map(([cell]) => cell)
    if (cells.length > 0) layout.words[word] = cells.join(', ')
  }
  return layout
}

/** The mapping that a layout stands for; `before` is the one it was made from, of which it keeps what it cannot show. */
export function applyLayout(
  { columns, constants, words, ...format }: BankTableLayout,
  before: BankTableMapping | null,
): BankTableMapping {
  const fields: Partial<Record<BankField, TableValueSource>> = {}
  for (const field of BANK_FIELDS) {
    const column = columns[field]
    const known = before?.fields?.[field]
    if (column !== undefined) {
      const kept = known && 'column' in known && known.column === column ? known : { column }
      fields[field] = isWorded(field) ? { ...kept, values: readWords(field, words) } : kept
    } else if (known && 'template' in known) fields[field] = known
  }
  for (const field of CONSTANT_FIELDS) {
    const constant = constants[field]
    if (fields[field] === undefined && constant !== undefined && constant !== '') fields[field] = { constant }
  }
  return { ...format, fields }
}

function isWorded(field: BankField): boolean {
  return listWords().some(([, worded]) => worded === field)
}

function readWords(field: BankField, words: BankTableLayout['words']): Record<string, string> {
  return Object.fromEntries(
    listWords().flatMap(([word, worded]) =>
      worded !== field
        ? []
        : (words[word] ?? '')
            .split(',')
            .map((cell) => cell.trim())
            .filter((cell) => cell !== '')
            .map((cell) => [cell, word] as const),
    ),
  )
}

function listWords(): [BankWord, BankField][] {
  return [
    ['credit', BANK_WORDS.credit],
    ['debit', BANK_WORDS.debit],
    ['booked', BANK_WORDS.booked],
    ['pending', BANK_WORDS.pending],
  ]
}
