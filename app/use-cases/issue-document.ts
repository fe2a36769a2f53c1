/**
 * Hands out a document: it is printed with a code of its own, and what the code answers for is kept before the first byte
 * leaves. Why the file's hash and its figures are both kept: docs/decisions/0020-issued-documents.md.
 */
import { createHash } from 'node:crypto'
import {
  formatDocumentCode,
  makeDocumentCode,
  type IssuedDocument,
  type IssuedDocumentKind,
  type IssuedFigure,
} from '~/domain/issued-document'
import type { CreditorId } from '~/domain/ids'
import type { OutcomeDocument } from '~/domain/outcome-event'
import { withInstructedAccounts } from './read-bank-details'
import type { Clock } from './ports/clock'
import type { DocumentLanguage, DocumentPrinter, Paper, PrintedFile } from './ports/document-printer'
import type { IdSource } from './ports/ids'
import type { DebtorAccount } from './ports/statement-reader'
import type { UnitOfWork } from './ports/unit-of-work'

export interface IssueDependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  documentPrinter: DocumentPrinter
  publicOrigin: string
  /** Null where the creditor has none. */
  readLogo: (creditorId: CreditorId) => Promise<{ content: Uint8Array } | null>
}

export interface DocumentToIssue {
  readonly account: DebtorAccount
  readonly language: DocumentLanguage
  readonly kind: IssuedDocumentKind
  readonly paper: Paper
  readonly figures: readonly IssuedFigure[]
  /** Reported as taken away by the debtor; null where it was not the debtor, or it is no news to the creditor. */
  readonly reportAs: OutcomeDocument['kind'] | null
}

/**
 * Prints a document and records it as issued, so that its code answers for it. Throws where there is no such debtor;
 * nothing is left of a document that could not be recorded.
 */
export async function issueDocument(dependencies: IssueDependencies, toIssue: DocumentToIssue): Promise<PrintedFile> {
  const { file, document } = await printDocument(dependencies, toIssue)
  try {
    await recordDocument(dependencies, document, { reportAs: toIssue.reportAs, filename: file.filename })
  } catch (error) {
    await file.discard()
    throw error
  }
  return file
}

/** A document that is written, and what its code will answer for once that is recorded. Until then it is not issued. */
export async function printDocument(
  { unitOfWork, clock, ids, documentPrinter, publicOrigin, readLogo }: IssueDependencies,
  { account, language, kind, paper, figures }: DocumentToIssue,
): Promise<{ file: PrintedFile; document: IssuedDocument }> {
  const { creditorId, debtorId } = account
  const parties = await unitOfWork.run({ kind: 'debtor', ...account }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    return {
      creditor: creditor && (await withInstructedAccounts(transaction, creditor, clock.now())),
      debtor: await transaction.debtors.findById(creditorId, debtorId),
    }
  })
  const { creditor, debtor } = parties
  if (!creditor || !debtor) throw new Error(`no debtor ${debtorId} of ${creditorId}`)
  const logo = await readLogo(creditorId)
  const issuedAt = clock.now()
  const digest = createHash('sha256').update(ids.secret()).digest('hex')
  const code = makeDocumentCode(BigInt(`0x${digest}`))
  const checkAddress = `${publicOrigin}/trust`
  const file = await documentPrinter.print(paper, {
    ...{ ...language, creditor, debtor, logo: logo?.content ?? null, code, issuedAt, checkAddress },
    checkUrl: `${checkAddress}?code=${formatDocumentCode(code)}`,
  })
  const { sha256, byteSize } = file
  const origin = { id: ids.uuid(), creditorId, debtorId, language: language.language, mailedAs: null }
  return { file, document: { ...origin, kind, code, issuedAt, figures, sha256, byteSize } }
}

/** What was printed counts from now on, and is reported where it is news to the creditor. */
export async function recordDocument(
  { unitOfWork }: Pick<IssueDependencies, 'unitOfWork'>,
  document: IssuedDocument,
  { reportAs, filename }: { reportAs: DocumentToIssue['reportAs']; filename: string },
): Promise<void> {
  const { creditorId, debtorId, issuedAt: occurredAt } = document
  await unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ issuedDocuments, outcomeLog }) => {
    await issuedDocuments.insert(document)
    if (reportAs === null) return
    const data = { document: { kind: reportAs, format: 'pdf', filename } } as const
    await outcomeLog.append({ creditorId, debtorId, type: 'statement.downloaded', occurredAt, data })
  })
}
