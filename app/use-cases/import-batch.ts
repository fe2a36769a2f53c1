/** One transaction of an import: some documents, decided against what is already there and written together. */
import { writeTownLines } from '~/domain/address-layout'
import { describeRefusalPlace } from '~/domain/document-refusal'
import type { CreditorId, DebtorId, InvoiceId, StoredFileId } from '~/domain/ids'
import { findUnstorableText, makeStorable } from '~/domain/storable-text'
import { decideImport, type AcceptedDocument, type BatchEntry, type ImportDecision } from './decide-import'
import type { ImportInvoicesDeps, ImportResult } from './import-invoices'
import type {
  DebtorCandidate,
  InvoiceToInsert,
  RecordedRefusal,
  StoredFileCandidate,
} from './ports/invoice-import-repository'
import type { Transaction } from './ports/unit-of-work'

export interface Batch {
  creditorId: CreditorId
  runId: string
  defaultTermsDays: number
  entries: readonly BatchEntry[]
}

/** Each retry of a batch follows another import's commit, so a few are enough. */
const MAXIMUM_ATTEMPTS = 6

/** Another import took one of the batch's numbers after it had been looked up; nothing of the attempt is kept. */
class NumberTakenMeanwhile extends Error {}

/** Imports a batch, all of its accepted documents or, when it throws, none. */
export async function importBatch(deps: ImportInvoicesDeps, batch: Batch): Promise<ImportDecision> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.unitOfWork.run({ kind: 'creditor', creditorId: batch.creditorId }, (transaction) =>
        importInTransaction(deps, transaction, batch),
      )
    } catch (error) {
      if (!(error instanceof NumberTakenMeanwhile) || attempt >= MAXIMUM_ATTEMPTS) throw error
    }
  }
}

async function importInTransaction(
  deps: ImportInvoicesDeps,
  transaction: Transaction,
  batch: Batch,
): Promise<ImportDecision> {
  const { creditorId, runId, defaultTermsDays, entries } = batch
  const { invoiceImports } = transaction
  const importedAt = deps.clock.now()
  // One that cannot be stored is nowhere to be found; `decideImport` refuses its document.
  const numbers = entries
    .flatMap(({ read }) => (read.ok ? [read.document.number] : []))
    .filter((number) => findUnstorableText(number) === null)
  const existing = numbers.length === 0 ? [] : await invoiceImports.findByNumbers(creditorId, numbers)
  const decision = decideImport(entries, existing, { defaultTermsDays, importedAt })

  await invoiceImports.addToRun(creditorId, runId, decision.counts, decision.results.flatMap(recordRefusal))
  if (decision.accepted.length > 0) {
    const fileIds = await storeFiles(deps, transaction, creditorId, decision.accepted)
    const debtorIds = await invoiceImports.resolveDebtors(creditorId, describeDebtors(decision.accepted, deps))
    const invoices = decision.accepted.map((accepted): InvoiceToInsert => {
      const debtorId = debtorIds.get(accepted.document.debtorExternalId)
      if (debtorId === undefined) throw new Error(`debtor ${accepted.document.debtorExternalId} was not resolved`)
      return describeInvoice(accepted, debtorId, fileIds, deps)
    })
    const inserted = await invoiceImports.insertInvoices(creditorId, { runId, importedAt, invoices })
    if (inserted < invoices.length) throw new NumberTakenMeanwhile()
    await transaction.debtors.raiseVersion(creditorId, [...debtorIds.values()])
  }
  return decision
}

function recordRefusal(result: ImportResult): RecordedRefusal[] {
  if (result.result !== 'refused') return []
  const { code, reason } = result.refusal
  // Both may quote the file, which may say what no database keeps.
  const place = makeStorable(describeRefusalPlace(result.refusal))
  return [{ filename: result.filename, place, code, reason: makeStorable(reason) }]
}

/** The content of a file of an accepted document; the same object stands for it in `describeInvoice`. */
type FileContent = Uint8Array

/**
 * Puts the accepted documents' own files and embedded attachments into the file store. It is addressed by content, so
 * a repetition after a conflict changes nothing.
 */
async function storeFiles(
  { fileStore, ids }: ImportInvoicesDeps,
  { invoiceImports }: Transaction,
  creditorId: CreditorId,
  accepted: readonly AcceptedDocument[],
): Promise<Map<FileContent, StoredFileId>> {
  const contents: FileContent[] = []
  const candidates: StoredFileCandidate[] = []
  const put = async (content: FileContent, filename: string, mediaType: string | undefined) => {
    const stored = await fileStore.put(creditorId, content)
    contents.push(content)
    candidates.push({
      ...stored,
      id: ids.uuid() as StoredFileId,
      filename: cleanFilename(filename),
      mediaType: mediaType !== undefined && MEDIA_TYPE.test(mediaType) ? mediaType : 'application/octet-stream',
    })
  }
  for (const { filename, document, source } of accepted) {
    if (source.original) await put(source.original.content, filename, source.original.mediaType)
    for (const [index, { content, filename: name, reference, mediaType }] of document.attachments.entries()) {
      if (content) await put(content, name ?? reference ?? `attachment-${index + 1}`, mediaType)
    }
  }
  if (candidates.length === 0) return new Map()
  const fileIds = await invoiceImports.resolveFiles(creditorId, candidates)
  return new Map(fileIds.map((fileId, index) => [contents[index] ?? new Uint8Array(), fileId]))
}

const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,127}$/i

/** The last part of a path, without characters that a file name of some system cannot have, at most 180 long. */
function cleanFilename(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? ''
  const clean = name.replace(/[\u0000-\u001f\u007f<>:"|?*]+/g, '_').replace(/^\.+/, '')
  return clean.slice(-180) || 'file'
}

/** One candidate for each debtor of the batch, as the first of its documents that names it describes it. */
function describeDebtors(accepted: readonly AcceptedDocument[], { ids }: ImportInvoicesDeps): DebtorCandidate[] {
  const byExternalId = new Map<string, DebtorCandidate>()
  for (const { document } of accepted) {
    const { debtorExternalId: externalId, buyer } = document
    if ((byExternalId.get(externalId)?.name ?? externalId) !== externalId) continue
    const { countryCode, contactEmail: email } = buyer
    const name = buyer.name || buyer.tradingName || externalId
    byExternalId.set(externalId, {
      id: ids.uuid() as DebtorId,
      externalId,
      name,
      countryCode: countryCode !== undefined && /^[A-Z]{2}$/.test(countryCode) ? countryCode : null,
      vatId: buyer.vatId ?? null,
      addressLines: [
        ...(buyer.addressLines ?? []).filter((line) => line !== ''),
        ...writeTownLines(buyer, countryCode),
      ],
      contact:
        email !== undefined && MAIL_ADDRESS.test(email)
          ? { id: ids.uuid(), name: buyer.contactName ?? name, email }
          : null,
    })
  }
  return [...byExternalId.values()]
}

/** One mailbox and nothing else: mail with links will go to it. */
const MAIL_ADDRESS = /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]+\.[^\s@<>(),;:"\\[\].]{2,}$/

function describeInvoice(
  { document, source, posting }: AcceptedDocument,
  debtorId: DebtorId,
  fileIds: ReadonlyMap<FileContent, StoredFileId>,
  { ids }: ImportInvoicesDeps,
): InvoiceToInsert {
  const findFile = (content: FileContent | undefined) => (content ? (fileIds.get(content) ?? null) : null)
  return {
    id: ids.uuid() as InvoiceId,
    debtorId,
    document,
    posting,
    contentSha256: source.contentHash,
    format: source.format,
    sourceFileId: findFile(source.original?.content),
    attachments: document.attachments.map(({ content }) => ({ id: ids.uuid(), fileId: findFile(content) })),
  }
}
