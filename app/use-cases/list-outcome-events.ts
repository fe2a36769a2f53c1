import type { CreditorId } from '~/domain/ids'
import { toReportedEvent, type OutcomeEventType, type ReportedOutcomeEvent } from '~/domain/outcome-event'
import type { UnitOfWork } from './ports/unit-of-work'

export interface OutcomeEventPage {
  events: ReportedOutcomeEvent[]
  /**
   * Where the next page begins: the `after` to ask with. At the end of the log it is the end, whatever types were asked
   * for, so that who asks for rare ones does not read past the others each time.
   */
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
    // Before the events: one that is added between the two is then listed, and never stepped over.
    const head = await outcomeLog.readHead(creditorId)
    const found = await outcomeLog.list(creditorId, { after, limit: limit + 1, ...(types ? { types } : {}) })
    const events = found.slice(0, limit).map(toReportedEvent)
    const hasMore = found.length > limit
    const lastSequence = events.at(-1)?.sequence ?? after
    const headSequence = events.length === 0 ? head.sequence : Math.max(head.sequence, lastSequence)
    return { events, nextAfter: hasMore ? lastSequence : Math.max(after, headSequence), hasMore, headSequence }
  })
}
