import type { LedgerFindingKind } from '~/domain/ledger'
import type { Clock } from './ports/clock'
import type { LedgerAddress } from './ports/ledger-repository'
import type { UnitOfWork } from './ports/unit-of-work'

/** Findings read at a time. */
const BATCH = 2_000

/**
 * The invoices that findings of one kind are about, in the order of the result, each number once: of all of them, or of a
 * part. Null where there is no such upload, or no result of it.
 */
export function listLedgerInvoices(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  address: LedgerAddress,
  { kind, offset, limit }: { kind: LedgerFindingKind; offset: number; limit: number },
): Promise<string[] | null> {
  const { creditorId, debtorId } = address
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ ledgers }) => {
    const upload = await ledgers.findUpload(address)
    if (!upload || upload.result === null || upload.expiresAt <= clock.now()) return null
    const numbers = new Set<string>()
    const end = Math.min(offset + limit, upload.result.counts[kind])
    for (let from = offset; from < end; from += BATCH) {
      const findings = await ledgers.listFindings(address, { kind, offset: from, limit: Math.min(BATCH, end - from) })
      for (const { documents } of findings) {
        for (const document of documents) if (document.kind === 'invoice') numbers.add(document.number)
      }
    }
    return [...numbers]
  })
}
