import type { DisputeLine } from '~/domain/dispute'
import type { CreditorId, DebtorId, DisputeId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { DisputableInvoice, DisputeFilter, ListedDispute, ThreadEntry } from './ports/dispute-repository'
import type { FileStore } from './ports/file-store'
import type { DataScope, Transaction, UnitOfWork } from './ports/unit-of-work'

/** Whose disputes are read: a debtor's own, or any of the creditor's. */
export interface DisputeReader {
  creditorId: CreditorId
  debtorId?: DebtorId
}

export interface DisputeView {
  dispute: ListedDispute
  lines: readonly (DisputeLine & { name: string; lineId: string | null })[]
  entries: readonly ThreadEntry[]
  invoice: InvoiceBalance
}

/** Of the debtor with that number of the creditor's: what the creditor's pages and programs know it by. */
export type NamedDisputeFilter = DisputeFilter & { debtorExternalId?: string }

/** A page of disputes; a debtor's reader gets its own alone, whatever the filter says. */
export async function listDisputes(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  reader: DisputeReader,
  { debtorExternalId, ...filter }: NamedDisputeFilter,
): Promise<{ disputes: ListedDispute[]; count: number }> {
  const { creditorId, debtorId } = reader
  return unitOfWork.run(describeScope(reader), async ({ disputes, debtors }) => {
    if (debtorId !== undefined) return disputes.list(creditorId, { ...filter, debtorId })
    if (debtorExternalId === undefined) return disputes.list(creditorId, filter)
    const debtor = await debtors.findByExternalId(creditorId, debtorExternalId)
    return debtor ? disputes.list(creditorId, { ...filter, debtorId: debtor.id }) : { disputes: [], count: 0 }
  })
}

/** More than one form opens. */
const MOST_OPENED_TOGETHER = 200

/** What one form opened, each with its invoice as it stands now; nothing where the reader has no such disputes. */
export async function listOpenedTogether(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
  batchId: string,
): Promise<{ dispute: ListedDispute; invoice: InvoiceBalance }[]> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ disputes, invoices }) => {
    const filter = { debtorId, batchId, state: 'all', order: 'age', offset: 0, limit: MOST_OPENED_TOGETHER } as const
    const listed = await disputes.list(creditorId, filter)
    const balances = await invoices.findByIds(
      creditorId,
      listed.disputes.map(({ invoiceId }) => invoiceId),
    )
    return listed.disputes.flatMap((dispute) => {
      const invoice = balances.find(({ id }) => id === dispute.invoiceId)
      return invoice ? [{ dispute, invoice }] : []
    })
  })
}

/** One dispute with its thread; null when it is not there, or not the reader's. */
export async function readDispute(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  reader: DisputeReader,
  id: string,
): Promise<DisputeView | null> {
  return unitOfWork.run(describeScope(reader), (transaction) => viewDispute(transaction, reader, id))
}

async function viewDispute(
  { disputes, invoices }: Transaction,
  { creditorId }: DisputeReader,
  id: string,
): Promise<DisputeView | null> {
  const dispute = await disputes.find(creditorId, id as DisputeId)
  if (!dispute) return null
  const [invoice] = await invoices.findByIds(creditorId, [dispute.invoiceId])
  if (!invoice) return null
  const { lines: ofInvoice } = await disputes.readDisputable(creditorId, dispute.invoiceId)
  const lines = await disputes.listLines(creditorId, dispute.id)
  return {
    dispute,
    invoice,
    lines: lines.map((line) => {
      const source = ofInvoice.find(({ position }) => position === line.position)
      return { ...line, name: source?.name ?? dispute.invoiceNumber, lineId: source?.lineId ?? null }
    }),
    entries: await disputes.listEntries(creditorId, dispute.id),
  }
}

/** The bytes of a file of a dispute, for whoever may read the dispute. Null when it is not there. */
export async function readDisputeFile(
  { unitOfWork, fileStore }: { unitOfWork: UnitOfWork; fileStore: FileStore },
  reader: DisputeReader,
  { disputeId, fileId }: { disputeId: string; fileId: string },
): Promise<{ filename: string; mediaType: string; content: Uint8Array } | null> {
  const view = await readDispute({ unitOfWork }, reader, disputeId)
  const file = view?.entries.flatMap(({ files }) => files).find(({ id }) => id === fileId)
  const content = file && (await fileStore.get(reader.creditorId, file.sha256))
  return file && content ? { filename: file.filename, mediaType: file.mediaType, content } : null
}

/** What a debtor can contest of its invoices, in the order of `numbers`; unknown numbers are left out. */
export async function listDisputable(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
  numbers: readonly string[],
): Promise<{ invoice: InvoiceBalance; disputable: DisputableInvoice }[]> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ invoices, disputes }) => {
    const found = await invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)
    const inOrder = numbers.flatMap((number) => found.filter((invoice) => invoice.number === number))
    const result: { invoice: InvoiceBalance; disputable: DisputableInvoice }[] = []
    for (const invoice of inOrder) {
      result.push({ invoice, disputable: await disputes.readDisputable(creditorId, invoice.id) })
    }
    return result
  })
}

function describeScope({ creditorId, debtorId }: DisputeReader): DataScope {
  return debtorId === undefined ? { kind: 'creditor', creditorId } : { kind: 'debtor', creditorId, debtorId }
}
