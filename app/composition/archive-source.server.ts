/** Where the archive of a period gets what is in it: stored files as they are, documents printed when their turn comes. */
import type {
  ArchivedFile,
  ArchivedItem,
  ArchivedPrint,
  ArchiveSource,
} from '~/documents/spreadsheet/account-archive.server'
import type { AccountPaper } from '~/domain/account-export'
import { openAccountExport, type DocumentFiles, type ExportReaders } from '~/use-cases/export-account'
import type { Clock } from '~/use-cases/ports/clock'
import type { DocumentLanguage } from '~/use-cases/ports/document-printer'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { DebtorAccount, ReadingContext } from '~/use-cases/ports/statement-reader'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { readDispute } from '~/use-cases/read-disputes'
import { findLetter } from '~/use-cases/enclose-reminder'
import type { wireIssuedDocuments } from './issued-documents.server'

type IssuedDocuments = ReturnType<typeof wireIssuedDocuments>['useCases']

export interface ArchiveParts {
  readonly readers: ExportReaders
  readonly fileStore: FileStore
  readonly unitOfWork: UnitOfWork
  readonly clock: Clock
  readonly issuedDocuments: Pick<
    IssuedDocuments,
    | 'issueStatement'
    | 'issueBalanceForward'
    | 'issueInvoiceCopy'
    | 'issueReceipt'
    | 'issueRemittanceAdvice'
    | 'issueDisputeFile'
  >
}

interface ArchiveReading {
  readonly account: DebtorAccount
  readonly context: ReadingContext
  readonly language: DocumentLanguage
}

export function openArchiveSource(parts: ArchiveParts, reading: ArchiveReading): ArchiveSource {
  const { account, context } = reading
  // Tables, statement and movements tell one state of the account.
  const source = openAccountExport(parts.readers, account, context)
  // Files and papers are there whatever happens on the account meanwhile.
  const lasting = openAccountExport(parts.readers, account, context, { mayChange: true })
  const { issueStatement, issueBalanceForward } = parts.issuedDocuments
  // The archive is reported as a whole.
  const whose = { ...reading, isReported: false, source }
  return {
    ...source,
    now: () => parts.clock.now(),
    listStatements: (filter, period) => [
      printInto(['statement'], null, () => issueStatement({ ...whose, filter, withLines: false })),
      printInto(['statement'], null, () => issueBalanceForward({ ...whose, period })),
    ],
    async *listItems(filter, period) {
      for await (const batch of lasting.listFiles(filter)) {
        for (const entry of batch) yield* listInvoiceItems(parts, reading, entry)
      }
      for await (const batch of lasting.listPapers(period)) {
        for (const paper of batch) yield* listPaperItems(parts, reading, paper)
      }
    },
  }
}

function printInto(folder: readonly string[], about: string | null, print: ArchivedPrint['print']): ArchivedPrint {
  return { role: 'print', folder, about, print }
}

function* listInvoiceItems(
  parts: ArchiveParts,
  reading: ArchiveReading,
  { document, files }: DocumentFiles,
): Generator<ArchivedItem> {
  const { kind, number } = document
  if (kind === 'unapplied_credit') return
  const folder = [kind === 'credit_note' ? 'credit-notes' : 'invoices', number]
  for (const { role, ...file } of files) yield readFrom(parts, reading, file, { role, folder, about: number })
  const { issueInvoiceCopy } = parts.issuedDocuments
  yield printInto(folder, number, () => issueInvoiceCopy({ ...reading, address: { number, kind } }))
}

async function* listPaperItems(
  parts: ArchiveParts,
  reading: ArchiveReading,
  { kind, id, reference }: AccountPaper,
): AsyncGenerator<ArchivedItem> {
  const { account, language } = reading
  const { issueReceipt, issueRemittanceAdvice, issueDisputeFile } = parts.issuedDocuments
  switch (kind) {
    case 'receipt':
      yield printInto(['receipts'], reference, () => issueReceipt({ account, language, paymentId: id }))
      return
    case 'remittance_advice':
      yield printInto(['advices'], reference, () => issueRemittanceAdvice({ account, language, paymentId: id }))
      return
    case 'dispute_file': {
      const folder = ['disputes', reference]
      yield printInto(folder, reference, () => issueDisputeFile({ reader: account, disputeId: id, language }))
      const view = await readDispute(parts, account, id)
      for (const file of view?.entries.flatMap(({ files }) => files) ?? []) {
        yield readFrom(parts, reading, file, { role: 'evidence', folder, about: reference })
      }
      return
    }
    case 'demand_letter': {
      const letter = await findLetter(parts, account, id)
      if (!letter) return
      const { content, ...file } = letter
      yield { ...file, role: 'record', folder: ['letters'], about: reference, read: () => Promise.resolve(content) }
    }
  }
}

function readFrom(
  { fileStore }: ArchiveParts,
  { account }: ArchiveReading,
  { filename, mediaType, sha256 }: { filename: string; mediaType: string; sha256: string },
  place: Pick<ArchivedFile, 'role' | 'folder' | 'about'>,
): ArchivedFile {
  return {
    ...{ ...place, filename, mediaType },
    async read() {
      const content = await fileStore.get(account.creditorId, sha256)
      if (!content) throw new Error(`the content of stored file ${sha256} is missing`)
      return content
    },
  }
}
