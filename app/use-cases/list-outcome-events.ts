import type { CreditorId } from '~/domain/ids'
import { toReportedEvent, type OutcomeEventType, type ReportedOutcomeEvent } from '~/domain/outcome-event'
import type { UnitOfWork } from './ports/unit-of-work'

export interface OutcomeEventPage {
  events: ReportedOutcomeEvent[]
  /** Where the next page begins: the `after` to ask with. Equal to the one asked with when there was nothing. */
  nextAfter: number
  hasMore: boolean
  /** The last event of the log at this moment. */
  headSequence: number
}

/** A page of the creditor's log, in order. */
export async function listOutcomeEvents(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  query: { creditorId: CreditorId; after: number; limit: number; types?: readonly OutcomeEventType[] },
): Promise<OutcomeEventPage> {
  const { creditorId, after, limit, types } = query
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ outcomeLog }) => {
    const found = await outcomeLog.list(creditorId, { after, limit: limit + 1, ...(types ? { types } : {}) })
    const events = found.slice(0, limit).map(toReportedEvent)
    const { sequence } = await outcomeLog.readHead(creditorId)
    return {
      events,
      nextAfter: events.at(-1)?.sequence ?? after,
      hasMore: found.length > limit,
      headSequence: sequence,
    }
  })
}
