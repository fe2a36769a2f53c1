import type { DocumentCode, IssuedDocument } from '~/domain/issued-document'
import type { UnitOfWork } from './ports/unit-of-work'

/** What was issued under a code, and by whom: no more than stands on the document itself. */
export interface CheckedDocument extends Pick<IssuedDocument, 'kind' | 'code' | 'issuedAt' | 'figures' | 'byteSize'> {
  readonly creditor: { readonly name: string; readonly slug: string; readonly timeZone: string }
  readonly debtorName: string
  /** Of the file, in lower-case hex. */
  readonly sha256: string
}

/** Null where no document has this code. Whoever holds a code holds the document, so nothing else is asked for. */
export async function checkDocument(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  code: DocumentCode,
): Promise<CheckedDocument | null> {
  return unitOfWork.run({ kind: 'system' }, async ({ issuedDocuments, creditors, debtors }) => {
    const document = await issuedDocuments.findByCode(code)
    if (!document) return null
    const { creditorId, debtorId, kind, issuedAt, figures, byteSize, sha256 } = document
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    if (!creditor || !debtor) throw new Error(`document ${document.id} is of no debtor`)
    const { name, slug, timeZone } = creditor
    return {
      ...{ kind, code, issuedAt, figures, byteSize, creditor: { name, slug, timeZone }, debtorName: debtor.name },
      sha256: Buffer.from(sha256).toString('hex'),
    }
  })
}
