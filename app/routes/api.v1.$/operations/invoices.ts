import { z } from 'zod'
import type { AccountInvoiceLine, AccountInvoiceLineDetails } from '~/domain/account-invoice'
import { dayOfInstant } from '~/domain/calendar-day'
import type { ImportResult } from '~/use-cases/import-invoices'
import { defineOperation } from '../operation'
import { currency, day, externalIdPath, file, instant, minor } from '../schemas'

/** A day's invoices of a large creditor; more is for the import command, which streams. */
const MOST_IMPORT_BYTES = 12 * 1024 * 1024

/** Media types that are read, and a name under which the creditor finds the upload again. */
const FILENAMES: Readonly<Record<string, string>> = {
  'application/xml': 'upload.xml',
  'text/xml': 'upload.xml',
  'application/pdf': 'upload.pdf',
  'text/csv': 'upload.csv',
  'application/json': 'upload.json',
}

const taken = z.object({
  result: z.enum(['imported', 'unchanged']),
  kind: z.enum(['invoice', 'credit_note']),
  number: z.string(),
  debtor: z.string().meta({ description: 'External id' }),
  currency,
  payableMinor: minor,
  lines: z.int(),
})

const refused = z.object({
  result: z.literal('refused'),
  code: z.string(),
  reason: z.string(),
  number: z.string().optional(),
  place: z.object({
    line: z.int().optional(),
    row: z.int().optional(),
    column: z.string().optional(),
    element: z.string().optional(),
  }),
})

const result = z.discriminatedUnion('result', [taken, refused]).meta({ id: 'ImportResult' })

function toBody(entry: ImportResult): z.input<typeof result> {
  if (entry.result === 'refused') {
    const { code, reason, number, place } = entry.refusal
    return { result: 'refused', code, reason, place, ...(number === undefined ? {} : { number }) }
  }
  const { result: outcome, kind, number, debtorExternalId, payableMinor, lineCount } = entry
  return {
    result: outcome,
    kind,
    number,
    debtor: debtorExternalId,
    currency: entry.currency,
    payableMinor,
    lines: lineCount,
  }
}

export const importInvoices = defineOperation({
  method: 'POST',
  path: '/invoices',
  id: 'importInvoices',
  isRepeatable: true,
  summary: 'Take in invoices and credit notes: UBL or CII XML, PDF with embedded CII, CSV, or JSON',
  description:
    'Each document is taken in or refused by itself. Importing the same document again changes nothing. When none could be taken in, the answer is the problem documents-refused with the same results.',
  rawBody: { mediaTypes: Object.keys(FILENAMES), maximumBytes: MOST_IMPORT_BYTES },
  output: { status: 200, schema: z.object({ importRunId: z.uuid(), results: z.array(result) }) },
  problems: ['documents-refused'],
  async handle({ app, creditor, body: { mediaType, content } }) {
    const results: z.input<typeof result>[] = []
    const { importRunId } = await app.importInvoices({
      creditorId: creditor.id,
      source: 'api',
      files: [{ filename: FILENAMES[mediaType] ?? 'upload', mediaType, content }],
      onResult: (entry) => {
        results.push(toBody(entry))
      },
    })
    if (results.every((entry) => entry.result === 'refused')) {
      return { problem: 'documents-refused', members: { importRunId, results } }
    }
    return { body: { importRunId, results } }
  },
})

const invoice = z
  .object({
    kind: z.enum(['invoice', 'credit_note']),
    number: z.string(),
    issueOn: day,
    dueOn: day,
    currency,
    payableMinor: minor,
    openMinor: minor,
    pendingMinor: minor,
    plannedMinor: minor,
    disputedMinor: minor,
    settledOn: day.nullable(),
    importedOn: day,
    purchaseOrder: z.string().nullable(),
    document: z.looseObject({}).meta({ description: 'What the document says beside its lines: EN 16931 fields' }),
    lines: z.array(
      z.looseObject({
        lineId: z.string(),
        name: z.string(),
        quantity: z.string(),
        unitCode: z.string().nullable(),
        unitPrice: z.string().nullable(),
        taxPercent: z.string().nullable(),
        netMinor: minor,
        subLines: z
          .array(z.looseObject({}))
          .optional()
          .meta({ description: 'What the line is made of, lines again. Their amounts are part of netMinor' }),
      }),
    ),
    settlements: z.array(
      z.object({
        kind: z.enum(['cash', 'credit_note', 'unapplied_credit', 'discount', 'write_off']),
        amountMinor: minor,
        at: instant,
        payment: z.object({ id: z.uuid(), reference: z.string() }).nullable(),
        otherNumber: z.string().nullable(),
      }),
    ),
    original: file.nullable(),
    attachments: z.array(
      z.object({
        id: z.uuid(),
        reference: z.string().nullable(),
        description: z.string().nullable(),
        url: z.string().nullable(),
        file: file.nullable(),
      }),
    ),
  })
  .meta({ id: 'Invoice' })

export const getInvoice = defineOperation({
  method: 'GET',
  path: '/debtors/{externalId}/invoices/{number}',
  id: 'getInvoice',
  summary: 'An invoice or credit note: the document, its balance, and what settled it',
  pathSchema: externalIdPath.extend({ number: z.string().min(1).max(200) }),
  querySchema: z.strictObject({
    kind: z
      .enum(['invoice', 'credit_note'])
      .optional()
      .meta({ description: 'Needed only where an invoice and a credit note have the same number' }),
  }),
  output: { status: 200, schema: invoice },
  problems: ['unknown-debtor', 'unknown-invoice'],
  async handle({ app, creditor, path, query }) {
    const debtor = await app.findDebtor({ creditorId: creditor.id, externalId: path.externalId })
    if (!debtor) return { problem: 'unknown-debtor' }
    const account = { creditorId: creditor.id, debtorId: debtor.id }
    const address = { number: path.number, kind: query.kind ?? null }
    const { timeZone } = creditor
    const today = dayOfInstant(app.clock.now(), timeZone)
    const found = await app.readInvoice(account, address, { timeZone, today })
    if (!found) return { problem: 'unknown-invoice' }
    const { pendingPayments: _, mayBeDiscounted: __, document, lines, settlements, attachments, ...rest } = found
    return {
      body: {
        ...rest,
        document: { ...document },
        lines: lines.map(describeLine),
        settlements: settlements.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
        attachments: [...attachments],
      },
    }
  },
})

type DescribedLine = Omit<AccountInvoiceLine, 'details'> &
  Omit<AccountInvoiceLineDetails, 'subLines'> & { subLines?: DescribedLine[] }

function describeLine({ details, ...line }: AccountInvoiceLine): DescribedLine {
  const { subLines, ...rest } = details ?? {}
  return { ...line, ...rest, ...(subLines === undefined ? {} : { subLines: subLines.map(describeLine) }) }
}
