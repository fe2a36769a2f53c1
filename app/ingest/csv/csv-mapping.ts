/** How a creditor's own table becomes documents: the mapping file, described in docs/import-csv.md. */
import { z } from 'zod'
import { DATE_FORMATS, DECIMAL_SIGNS, GROUPING_SIGNS, TABLE_DELIMITERS, TABLE_ENCODINGS } from '~/domain/bank-table'
import { fail, succeed, type Result } from '~/domain/result'
import type { IngestRefusal } from '../ingest-refusal'
import { csvFields } from './csv-fields'

const constantSource = z.strictObject({ constant: z.string() })

const templateSource = z.strictObject({
  template: z.string().meta({ description: 'Text in which {Column} stands for the cell of that column.' }),
  slug: z.boolean().default(false).meta({ description: 'Lower case, hyphens for all but letters and digits.' }),
})

const columnSource = z.strictObject({
  column: z.string().min(1),
  stripPrefix: z.string().min(1).optional(),
  stripSuffix: z.string().min(1).optional(),
  values: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'What a cell means; others stay as they are.' }),
  prefix: z.string().optional().meta({ description: 'Put before a cell that is not empty.' }),
  whenEmpty: z.union([constantSource, templateSource]).optional(),
})

/** Where a value comes from: a column, a constant or a text made of columns. */
export const valueSource = z.union([columnSource, constantSource, templateSource])

const creditNoteRule = z.union([
  z.strictObject({ numberPrefix: z.string().min(1) }),
  z.strictObject({ column: z.string().min(1), values: z.array(z.string()).min(1) }),
])

/** One sign cannot be both; for `refine`. */
export function hasDistinctSigns(mapping: { decimalSign: string; groupingSign: string }): boolean {
  return mapping.decimalSign !== mapping.groupingSign
}

export const SIGNS_PROBLEM = { path: ['groupingSign'], message: 'is the decimal sign too' }

/** How a table is written, whatever it holds. */
export const tableFormat = {
  name: z.string().optional(),
  delimiter: z.enum(TABLE_DELIMITERS).default('auto'),
  encoding: z.enum(TABLE_ENCODINGS).default('auto'),
  decimalSign: z.enum(DECIMAL_SIGNS).default('.'),
  groupingSign: z.enum(GROUPING_SIGNS).default(''),
  dateFormat: z.enum(DATE_FORMATS).default('YYYY-MM-DD'),
}

const csvMappingSchema = z
  .strictObject({
    ...tableFormat,
    fields: z
      .partialRecord(z.enum(csvFields), valueSource)
      .optional()
      .meta({ description: 'Without it the file has the standard columns.' }),
    creditNote: creditNoteRule
      .optional()
      .meta({ description: 'Which rows are credit notes, where no field "kind" says it.' }),
    creditNoteSigns: z
      .enum(['positive', 'negative'])
      .default('positive')
      .meta({ description: 'How the file writes the figures of credit notes. Documents always have them positive.' }),
    paymentTermsDays: z
      .int()
      .min(0)
      .max(999)
      .optional()
      .meta({ description: 'Due date of an invoice without one: so many days after its issue date.' }),
    whenTotalIsZero: z.enum(['accept', 'refuse']).default('accept'),
    whenTotalIsNegative: z
      .enum(['accept', 'credit-note', 'refuse'])
      .default('accept')
      .meta({ description: 'An invoice below zero: an invoice that credits, a credit note, or refused.' }),
  })
  .refine(hasDistinctSigns, SIGNS_PROBLEM)

export type CsvMapping = z.output<typeof csvMappingSchema>
export type CsvValueSource = z.output<typeof valueSource>

/** The standard columns, comma or semicolon or tab, decimal point, ISO dates. */
export const standardCsvMapping: CsvMapping = csvMappingSchema.parse({})

/** Reads the content of a mapping file (parsed JSON); the failure names the member that is wrong. */
export function parseCsvMapping(json: unknown): Result<CsvMapping, IngestRefusal> {
  return readMapping(csvMappingSchema, json)
}

/** A mapping of any kind of table; the failure names the member that is wrong. */
export function readMapping<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
): Result<z.output<Schema>, IngestRefusal> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return succeed(parsed.data)
  const issue = parsed.error.issues[0]
  const element = issue === undefined ? '' : issue.path.map(String).join('.')
  return fail({
    code: 'invalid_mapping',
    place: element === '' ? {} : { element },
    reason: `the mapping is wrong: ${issue?.message ?? 'unreadable'}`,
  })
}
