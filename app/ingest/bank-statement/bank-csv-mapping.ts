/** How a bank's table becomes statements: the mapping file, described in docs/import-bank-statement.md. */
import { z } from 'zod'
import type { Result } from '~/domain/result'
import { hasDistinctSigns, readMapping, SIGNS_PROBLEM, tableFormat, valueSource } from '../csv/csv-mapping'
import type { IngestRefusal } from '../ingest-refusal'

/** Also the column names of the standard set. */
export const bankFields = [
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

export type BankField = (typeof bankFields)[number]

const dateFields: ReadonlySet<BankField> = new Set(['booked_on', 'value_on'])
const numberFields: ReadonlySet<BankField> = new Set(['amount', 'credit_amount', 'debit_amount'])

/** How a field's text is written: by the mapping's date format, by its number format, or as it stands. */
export function kindOfBankField(field: BankField): 'date' | 'number' | 'text' {
  return dateFields.has(field) ? 'date' : numberFields.has(field) ? 'number' : 'text'
}

export const bankCsvMappingSchema = z
  .strictObject({
    ...tableFormat,
    skipLines: z.int().min(0).max(100).default(0).meta({ description: 'Lines before the header.' }),
    fields: z
      .partialRecord(z.enum(bankFields), valueSource)
      .optional()
      .meta({ description: 'Without it the file has the standard columns.' }),
  })
  .refine(hasDistinctSigns, SIGNS_PROBLEM)

export type BankCsvMapping = z.output<typeof bankCsvMappingSchema>

/** The standard columns, comma or semicolon or tab, decimal point, ISO dates. */
export const standardBankCsvMapping: BankCsvMapping = bankCsvMappingSchema.parse({})

/** Reads the content of a mapping file (parsed JSON); the failure names the member that is wrong. */
export function parseBankCsvMapping(json: unknown): Result<BankCsvMapping, IngestRefusal> {
  return readMapping(bankCsvMappingSchema, json)
}
