import { createHash } from 'node:crypto'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { InvoiceDocument } from '~/domain/invoice'
import { postInvoice } from '~/domain/invoice-posting'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

/** A credit note, or a note of charges, and the id that it gets in the account. */
interface NoteToPost {
  readonly id: InvoiceId
  readonly document: InvoiceDocument
}

/**
 * Posts notes that were written here to a debtor's account, as an import of their own: due on the day that they name, or
 * on that of their issue. Throws where a number is taken: whoever chose it has looked for it in this transaction.
 */
export async function postNotes(
  { invoiceImports }: Pick<Transaction, 'invoiceImports'>,
  ids: IdSource,
  {
    creditorId,
    debtorId,
    source,
    at,
  }: { creditorId: CreditorId; debtorId: DebtorId; source: 'dispute' | 'plan' | 'interest'; at: Date },
  notes: readonly NoteToPost[],
): Promise<void> {
  const runId = ids.uuid()
  await invoiceImports.startRun(creditorId, { id: runId, source, startedAt: at })
  const inserted = await invoiceImports.insertInvoices(creditorId, {
    runId,
    importedAt: at,
    invoices: notes.map(({ id, document }) => ({
      ...{ id, debtorId, document, format: source, sourceFileId: null, attachments: [] },
      posting: postInvoice(document, 0),
      contentSha256: createHash('sha256').update(JSON.stringify(document)).digest('hex'),
    })),
  })
  if (inserted < notes.length) {
    throw new Error(`one of ${notes.map(({ document }) => document.number).join(', ')} was taken at the same moment`)
  }
  const creditNoteCount = notes.filter(({ document }) => document.kind === 'credit_note').length
  const counts = {
    ...{ invoiceCount: notes.length - creditNoteCount, creditNoteCount, unchangedCount: 0, refusedCount: 0 },
    lineCount: notes.reduce((sum, { document }) => sum + document.lines.length, 0),
  }
  await invoiceImports.addToRun(creditorId, runId, counts, [])
  await invoiceImports.finishRun(creditorId, runId, at)
}
