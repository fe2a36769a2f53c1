/** The mappings that a creditor keeps for the tables of its banks: listed, saved, removed. */
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { CreditorId } from '~/domain/ids'
import { succeed, type Result } from '~/domain/result'
import type { BankStatementReader } from './ports/bank-statement-reader'
import type { SavedBankMapping } from './ports/bank-table-mapping-repository'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

/** Last saved first. */
export function listBankTableMappings(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId }: { creditorId: CreditorId },
): Promise<SavedBankMapping[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ bankTableMappings }) => bankTableMappings.list(creditorId))
}

/** In the place of one with the same name. `mapping` is parsed JSON; the failure names the member that is wrong. */
export async function saveBankTableMapping(
  services: { unitOfWork: UnitOfWork; clock: Clock; bankStatementReader: BankStatementReader },
  { creditorId, name, mapping, savedBy }: { creditorId: CreditorId; name: string; mapping: unknown; savedBy: string },
): Promise<Result<SavedBankMapping, DocumentRefusal>> {
  const parsed = services.bankStatementReader.parseMapping(mapping)
  if (!parsed.ok) return parsed
  const saved = { name, mapping: parsed.value, savedAt: services.clock.now(), savedBy }
  await services.unitOfWork.run({ kind: 'creditor', creditorId }, ({ bankTableMappings }) =>
    bankTableMappings.save(creditorId, saved),
  )
  return succeed(saved)
}

/** False where there is none of that name. */
export function removeBankTableMapping(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, name }: { creditorId: CreditorId; name: string },
): Promise<boolean> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ bankTableMappings }) =>
    bankTableMappings.remove(creditorId, name),
  )
}
