import type { Creditor } from '~/domain/creditor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/** The creditor as one of its debtors may know it: who it is, how it is reached, and which bank accounts are its own. */
export async function readCreditor(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
): Promise<Creditor> {
  const creditor = await unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ creditors }) =>
    creditors.findById(creditorId),
  )
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  return creditor
}
