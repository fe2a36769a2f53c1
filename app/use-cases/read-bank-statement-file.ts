import type { CreditorId } from '~/domain/ids'
import type { FileStore } from './ports/file-store'
import type { UnitOfWork } from './ports/unit-of-work'
import type { InvoiceFile } from './read-invoice-file'

/** The file a bank statement came in, byte for byte. Null where the creditor has no such statement, or no file of it. */
export async function readBankStatementFile(
  { unitOfWork, fileStore }: { unitOfWork: UnitOfWork; fileStore: FileStore },
  { creditorId, statementId }: { creditorId: CreditorId; statementId: string },
): Promise<InvoiceFile | null> {
  const stored = await unitOfWork.run({ kind: 'creditor', creditorId }, async ({ bankStatements }) => {
    const statement = await bankStatements.findFileById(creditorId, statementId)
    if (!statement?.fileId) return null
    return (await bankStatements.findStoredFiles(creditorId, [statement])).get(statement.fileId) ?? null
  })
  if (!stored) return null
  const { sha256, filename, mediaType, byteSize } = stored
  const content = await fileStore.get(creditorId, sha256)
  if (!content) throw new Error(`the content of stored file ${sha256} is missing`)
  return { filename, mediaType, byteSize, content }
}
