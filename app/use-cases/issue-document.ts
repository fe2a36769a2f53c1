/**
 * Hands out a document: it is printed with a code of its own, and what the code answers for is kept before the first byte
 * leaves. Why the file's hash and its figures are both kept: docs/decisions/0020-issued-documents.md.
 */
import { createHash } from 'node:crypto'
import {
  formatDocumentCode,
  makeDocumentCode,
  type IssuedDocumentKind,
  type IssuedFigure,
} from '~/domain/issued-document'
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

export async function issueDocument(
  { unitOfWork, clock, ids, documentPrinter, publicOrigin }: IssueDependencies,
  { account, language, kind, paper, figures, reportAs }: DocumentToIssue,
): Promise<PrintedFile> {
  const { creditorId, debtorId } = account
  const scope = { kind: 'debtor', ...account } as const
  const parties = await unitOfWork.run(scope, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    return {
      creditor: creditor && (await withInstructedAccounts(transaction, creditor, clock.now())),
      debtor: await transaction.debtors.findById(creditorId, debtorId),
    }
  })
  const { creditor, debtor } = parties
  if (!creditor || !debtor) throw new Error(`no debtor ${debtorId} of ${creditorId}`)
  const issuedAt = clock.now()
  const digest = createHash('sha256').update(ids.secret()).digest('hex')
  const code = makeDocumentCode(BigInt(`0x${digest}`))
  const checkAddress = `${publicOrigin}/trust`
  const file = await documentPrinter.print(paper, {
    ...{ ...language, creditor, debtor, logo: null, code, issuedAt, checkAddress },
    checkUrl: `${checkAddress}?code=${formatDocumentCode(code)}`,
  })
  try {
    await unitOfWork.run(scope, async ({ issuedDocuments, outcomeLog }) => {
      await issuedDocuments.insert({
        ...{ id: ids.uuid(), creditorId, debtorId, kind, code, issuedAt, figures, language: language.language },
        ...{ sha256: file.sha256, byteSize: file.byteSize },
      })
      if (reportAs === null) return
      const document = { kind: reportAs, format: 'pdf', filename: file.filename }
      await outcomeLog.append({
        ...{ creditorId, debtorId, type: 'statement.downloaded', occurredAt: issuedAt, data: { document } },
      })
    })
  } catch (error) {
    await file.discard()
    throw error
  }
  return file
}
