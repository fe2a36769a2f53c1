/**
 * Reads a file of a document, byte for byte: the original it was imported from, or one of its embedded attachments.
 * Null when the account has no such document or the document no such file.
 */
import type { AccountFile } from '~/domain/account-invoice'
import type { FileStore } from './ports/file-store'
import type { DebtorAccount, DocumentAddress, StatementReader } from './ports/statement-reader'

export interface InvoiceFile extends AccountFile {
  readonly content: Uint8Array
}

/** `attachmentId` names an attachment; null is the original. */
export async function readInvoiceFile(
  { statementReader, fileStore }: { statementReader: StatementReader; fileStore: FileStore },
  account: DebtorAccount,
  address: DocumentAddress,
  attachmentId: string | null,
): Promise<InvoiceFile | null> {
  const stored =
    attachmentId === null
      ? await statementReader.findOriginal(account, address)
      : await statementReader.findAttachment(account, address, attachmentId)
  if (!stored) return null
  const content = await fileStore.get(account.creditorId, stored.sha256)
  if (!content) throw new Error(`the content of stored file ${stored.sha256} is missing`)
  const { filename, mediaType, byteSize } = stored
  return { filename, mediaType, byteSize, content }
}
