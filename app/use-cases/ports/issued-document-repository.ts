import type { DocumentCode, IssuedDocument } from '~/domain/issued-document'

export interface IssuedDocumentRepository {
  insert(document: IssuedDocument): Promise<void>
  /** Of any creditor: whoever holds the code holds the document. */
  findByCode(code: DocumentCode): Promise<IssuedDocument | null>
}
