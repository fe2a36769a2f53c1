/** Reads accounts a batch at a time, to be taken away as files. */
import { z } from 'zod'
import { ACCOUNT_PAPER_KINDS } from '~/domain/account-export'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { PaymentId } from '~/domain/ids'
import type { AccountExportReader, ExportBatch } from '~/use-cases/ports/account-export-reader'
import type { DebtorAccount } from '~/use-cases/ports/statement-reader'
import {
  writeDocumentsQuery,
  writeFilesQuery,
  writeLinesQuery,
  writeMovementsQuery,
  writePapersQuery,
  writePeriodBalancesQuery,
} from './account-export-queries'
import type { ReadQuery, ScopedReader } from './database.server'

const isText = (value: unknown) => typeof value === 'string'
const day = z.custom<CalendarDay>(isText)
const currency = z.custom<CurrencyCode>(isText)
const minor = z.number().int()
const optionalText = z.string().nullable()

const documentSchema = z.object({
  id: z.string(),
  kind: z.enum(['invoice', 'credit_note', 'unapplied_credit']),
  number: z.string(),
  currency,
  issueOn: day,
  dueOn: day,
  purchaseOrder: optionalText,
  payableMinor: minor,
  openMinor: minor,
  disputedMinor: minor,
  pendingMinor: minor,
  plannedMinor: minor,
  settledOn: day.nullable(),
})

const lineSchema = z.object({
  documentId: z.string(),
  position: z.number().int(),
  lineId: z.string(),
  name: z.string(),
  description: optionalText,
  sellerItemId: optionalText,
  buyerItemId: optionalText,
  quantity: z.string(),
  unitCode: optionalText,
  unitPrice: optionalText,
  taxPercent: optionalText,
  netMinor: minor,
})

const fileSchema = z.object({
  documentId: z.string(),
  role: z.enum(['original', 'attachment']),
  filename: z.string(),
  mediaType: z.string(),
  byteSize: z.number().int(),
  sha256: z.string(),
})

const balanceSchema = z.object({
  currency,
  openingMinor: minor,
  debitMinor: minor,
  creditMinor: minor,
  closingMinor: minor,
})

const movementSchema = z.object({
  place: z.number().int(),
  currency,
  kind: z.enum(['invoice', 'credit_note', 'payment', 'refund', 'chargeback', 'reinstatement', 'discount', 'write_off']),
  on: day,
  reference: z.string(),
  paymentId: z.custom<PaymentId>(isText).nullable(),
  amountMinor: minor,
})

const paperSchema = z.object({
  kind: z.enum(ACCOUNT_PAPER_KINDS),
  id: z.string(),
  reference: z.string(),
  at: z.string(),
  on: day,
})

export function createAccountExportReader(reader: ScopedReader): AccountExportReader {
  async function read<Schema extends z.ZodType>(
    account: DebtorAccount,
    query: ReadQuery,
    row: Schema,
  ): Promise<ExportBatch<z.output<Schema>>> {
    const [first] = await reader.read<{ answer: unknown }>({ kind: 'debtor', ...account }, query)
    return z.object({ version: z.number().int(), rows: z.array(row) }).parse(first?.answer)
  }

  return {
    listDocuments: (account, context, filter, after) =>
      read(account, writeDocumentsQuery(account, context, filter, after), documentSchema),
    listLines: (account, documentIds, after) => read(account, writeLinesQuery(account, documentIds, after), lineSchema),
    listFiles: (account, documentIds) => read(account, writeFilesQuery(account, documentIds), fileSchema),
    listPeriodBalances: (account, context, period) =>
      read(account, writePeriodBalancesQuery(account, context, period), balanceSchema),
    listMovements: (account, context, period, after) =>
      read(account, writeMovementsQuery(account, context, period, after), movementSchema),
    listPapers: (account, context, filter, page) =>
      read(account, writePapersQuery(account, context, filter, page), paperSchema),
  }
}
