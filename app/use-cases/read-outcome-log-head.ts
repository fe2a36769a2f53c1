import type { CreditorId } from '~/domain/ids'
import type { ChainHead } from '~/domain/outcome-event-chain'
import type { UnitOfWork } from './ports/unit-of-work'

/** How many events the creditor's log has, and the last one's hash. */
export function readOutcomeLogHead(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId }: { creditorId: CreditorId },
): Promise<ChainHead> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ outcomeLog }) => outcomeLog.readHead(creditorId))
}
