import type { IssuedFigure } from '~/domain/issued-document'
import { issueDocument, type IssueDependencies } from './issue-document'
import type { DocumentLanguage, PrintedFile } from './ports/document-printer'
import { readDispute, type DisputeReader } from './read-disputes'

/** All that is known of a dispute, as a document; null where the reader has no such dispute. */
export async function issueDisputeFile(
  dependencies: IssueDependencies,
  { reader, disputeId, language }: { reader: DisputeReader; disputeId: string; language: DocumentLanguage },
): Promise<PrintedFile | null> {
  const view = await readDispute(dependencies, reader, disputeId)
  if (!view) return null
  const { reference, invoiceNumber, creditorId, debtorId, currency, claimedMinor, grantedMinor } = view.dispute
  return issueDocument(dependencies, {
    ...{ account: { creditorId, debtorId }, language, kind: 'dispute_file', reportAs: null },
    paper: { kind: 'dispute_file', view },
    figures: [
      { name: 'reference', text: reference },
      { name: 'number', text: invoiceNumber },
      { name: 'amount', amountMinor: claimedMinor, currency },
      ...(grantedMinor === null
        ? []
        : [{ name: 'settled', amountMinor: grantedMinor, currency } satisfies IssuedFigure]),
    ],
  })
}
