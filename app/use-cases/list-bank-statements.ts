import type { AccountFile } from '~/domain/account-invoice'
import type { CreditorId } from '~/domain/ids'
import type { BankStatementFile } from './ports/bank-statement-repository'
import type { UnitOfWork } from './ports/unit-of-work'

export interface ListedStatement {
  statement: BankStatementFile
  /** Null where the file itself was not kept. */
  file: AccountFile | null
}

/** The statements that were loaded, newest first, and what their files are. */
export function listBankStatements(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, limit }: { creditorId: CreditorId; limit: number },
): Promise<ListedStatement[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ bankStatements }) => {
    const statements = await bankStatements.listFiles(creditorId, limit)
    const files = await bankStatements.findStoredFiles(creditorId, statements)
    return statements.map((statement) => {
      const stored = statement.fileId === null ? undefined : files.get(statement.fileId)
      if (!stored) return { statement, file: null }
      const { filename, mediaType, byteSize } = stored
      return { statement, file: { filename, mediaType, byteSize } }
    })
  })
}
