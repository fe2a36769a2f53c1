import type { CreditorId, DebtorId } from '~/domain/ids'
import type { OutcomeDocument } from '~/domain/outcome-event'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * Reports that a debtor took a document away: `statement.downloaded`. Called once for each download, before its first
 * byte is sent, so that nothing leaves without a trace.
 */
export function recordDownload(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtorId, document }: { creditorId: CreditorId; debtorId: DebtorId; document: OutcomeDocument },
): Promise<void> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ outcomeLog }) =>
    outcomeLog.append({
      creditorId,
      debtorId,
      type: 'statement.downloaded',
      occurredAt: clock.now(),
      data: { document },
    }),
  )
}
