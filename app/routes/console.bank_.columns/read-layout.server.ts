/** How a bank's table is to be read, as the form says it, and what is wrong with which field. */
import { z } from 'zod'
import type { FieldProblem } from '~/components/form-field'
import {
  BANK_FIELDS,
  DATE_FORMATS,
  DECIMAL_SIGNS,
  GROUPING_SIGNS,
  TABLE_DELIMITERS,
  TABLE_ENCODINGS,
  type BankTableLayout,
  type BankTableMapping,
} from '~/domain/bank-table'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'

const cell = z.string().trim().max(200)
const filled = cell.min(1)

const formatSchema = z.object({
  skipLines: z.coerce.number().int().min(0).max(100).catch(0),
  delimiter: z.enum(TABLE_DELIMITERS).catch('auto'),
  encoding: z.enum(TABLE_ENCODINGS).catch('auto'),
  decimalSign: z.enum(DECIMAL_SIGNS).catch('.'),
  groupingSign: z.enum(GROUPING_SIGNS).catch(''),
  dateFormat: z.enum(DATE_FORMATS).catch('YYYY-MM-DD'),
})

export function readLayout(form: URLSearchParams): BankTableLayout {
  const text = (name: string) => filled.safeParse(form.get(name) ?? '').data
  const columns: BankTableLayout['columns'] = {}
  for (const field of BANK_FIELDS) {
    const column = text(`column-${field}`)
    if (column !== undefined) columns[field] = column
  }
  const constants: BankTableLayout['constants'] = {}
  for (const field of ['account_iban', 'currency'] as const) {
    const constant = text(`constant-${field}`)
    if (constant !== undefined) constants[field] = constant
  }
  const words: BankTableLayout['words'] = {}
  for (const word of ['credit', 'debit', 'booked', 'pending'] as const) {
    const cells = text(`word-${word}`)
    if (cells !== undefined) words[word] = cells
  }
  return { ...formatSchema.parse(Object.fromEntries(form)), columns, constants, words }
}

export const nameSchema = z.string().trim().min(1).max(60)

/** At the field whose column the refusal names. */
export function describeRefusal(
  { place, reason, code }: DocumentRefusal,
  { fields = {} }: BankTableMapping,
  { t, format }: ConsoleVisit,
): FieldProblem {
  if (place.element === 'groupingSign')
    return { fieldId: 'groupingSign', text: t('console:bank.columns.problem.signs') }
  const field = BANK_FIELDS.find((one) => {
    const source = fields[one]
    return source && 'column' in source ? source.column === place.column : one === place.column
  })
  const isUnfed = code === 'invalid_mapping'
  const text =
    place.row === undefined || isUnfed
      ? t('console:bank.columns.problem.unfed', { reason })
      : t('console:bank.columns.problem.row', { row: format.integer(place.row), reason })
  return { fieldId: field ? `column-${field}` : isUnfed ? 'column-amount' : null, text }
}
