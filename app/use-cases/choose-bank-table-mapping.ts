import type { CreditorId } from '~/domain/ids'
import type { BankStatementReader } from './ports/bank-statement-reader'
import type { SavedBankMapping } from './ports/bank-table-mapping-repository'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * The mapping that a bank's file is read with where nobody says which: the one saved last of those whose columns it has.
 * Null for a file that needs none (camt, the standard columns), and where none fits.
 */
export async function chooseBankTableMapping(
  { unitOfWork, bankStatementReader }: { unitOfWork: UnitOfWork; bankStatementReader: BankStatementReader },
  creditorId: CreditorId,
  content: Uint8Array,
): Promise<SavedBankMapping | null> {
  if (!bankStatementReader.isTable(content) || (await bankStatementReader.isStandard(content))) return null
  const saved = await unitOfWork.run({ kind: 'creditor', creditorId }, ({ bankTableMappings }) =>
    bankTableMappings.list(creditorId),
  )
  for (const one of saved) if (await bankStatementReader.fits(content, one.mapping)) return one
  return null
}
