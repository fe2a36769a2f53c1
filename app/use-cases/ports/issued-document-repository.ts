import type { CreditorId } from '~/domain/ids'
import type { DocumentCode, IssuedDocument } from '~/domain/issued-document'

export interface IssuedDocumentRepository {
  insert(document: IssuedDocument): Promise<void>
  /** The one that goes out with the mail of this name. */
  findMailed(creditorId: CreditorId, mailedAs: string): Promise<IssuedDocument | null>
  /** Of any creditor: whoever holds the code holds the document. */
  findByCode(code: DocumentCode): Promise<IssuedDocument | null>
}
