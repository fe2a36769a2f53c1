/** How a bank's table becomes statements: the mapping file, described in docs/import-bank-statement.md. */
import { z } from 'zod'
import { BANK_FIELDS, type BankField, type BankTableMapping } from '~/domain/bank-table'
import type { Result } from '~/domain/result'
import { hasDistinctSigns, readMapping, SIGNS_PROBLEM, tableFormat, valueSource } from '../csv/csv-mapping'
import type { IngestRefusal } from '../ingest-refusal'

const dateFields: ReadonlySet<BankField> = new Set(['booked_on', 'value_on'])
const numberFields: ReadonlySet<BankField> = new Set(['amount', 'credit_amount', 'debit_amount'])

/** How a field's text is written: by the mapping's date format, by its number format, or as it stands. */
export function kindOfBankField(field: BankField): 'date' | 'number' | 'text' {
  return dateFields.has(field) ? 'date' : numberFields.has(field) ? 'number' : 'text'
}

const bankCsvMappingSchema: z.ZodType<BankTableMapping> = z
  .strictObject({
    ...tableFormat,
    skipLines: z.int().min(0).max(100).default(0).meta({ description: 'Lines before the header.' }),
    fields: z
      .partialRecord(z.enum(BANK_FIELDS), valueSource)
      .optional()
      .meta({ description: 'Without it the file has the standard columns.' }),
  })
  .refine(hasDistinctSigns, SIGNS_PROBLEM)

/** The standard columns, comma or semicolon or tab, decimal point, ISO dates. */
export const standardBankCsvMapping: BankTableMapping = bankCsvMappingSchema.parse({})

/** Reads the content of a mapping file (parsed JSON); the failure names the member that is wrong. */
export function parseBankCsvMapping(json: unknown): Result<BankTableMapping, IngestRefusal> {
  return readMapping(bankCsvMappingSchema, json)
}
