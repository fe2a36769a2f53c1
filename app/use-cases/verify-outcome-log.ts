import type { CreditorId } from '~/domain/ids'
import { GENESIS_HASH, verifyChain, type ChainHead, type ChainVerification } from '~/domain/outcome-event-chain'
import type { UnitOfWork } from './ports/unit-of-work'

const SLICE = 1_000

/** Follows the creditor's whole log from its first event to its head, a slice at a time. */
export async function verifyOutcomeLog(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId }: { creditorId: CreditorId },
): Promise<ChainVerification> {
  const end = await unitOfWork.run({ kind: 'creditor', creditorId }, ({ outcomeLog }) =>
    outcomeLog.readHead(creditorId),
  )
  let start: ChainHead = { sequence: 0, hash: GENESIS_HASH }
  for (;;) {
    const { sequence: after } = start
    const limit = Math.min(SLICE, end.sequence - after)
    const events = await unitOfWork.run({ kind: 'creditor', creditorId }, ({ outcomeLog }) =>
      outcomeLog.list(creditorId, { after, limit }),
    )
    const reachesEnd = events.length < limit || after + events.length >= end.sequence
    const verification = verifyChain(events, start, reachesEnd ? end : undefined)
    if (!verification.whole || reachesEnd) return verification
    start = verification.head
  }
}
