import type { AccessLink } from '~/domain/access-link'
import type { Contact } from '~/domain/debtor'
import type { DebtorSummary } from '~/domain/debtor-summary'
import type { CreditorId } from '~/domain/ids'
import { toReportedEvent, type OutcomeEvent, type ReportedOutcomeEvent } from '~/domain/outcome-event'
import { computeEventHash } from '~/domain/outcome-event-chain'
import type { DeliveryStatus } from '~/domain/webhook-delivery'
import { listAccessLog, type AccessLogLine } from './read-access-log'
import type { Clock } from './ports/clock'
import type { NamedUnappliedCredit } from './ports/credit-repository'
import type { DebtorDirectory } from './ports/debtor-directory'
import type { UnitOfWork } from './ports/unit-of-work'

export const RECORD_PAGE_SIZE = 50

/** How far an event got to the creditor's endpoints; null where it had none. The worst of several is told. */
export type DeliveryProgress = 'delivered' | 'waiting' | 'retrying' | 'parked' | null

export interface RecordedEvent {
  event: ReportedOutcomeEvent
  /** False where what is stored is not what was hashed. */
  intact: boolean
  delivery: DeliveryProgress
}

export interface CollectionRecord {
  debtor: DebtorSummary
  contacts: Contact[]
  /** Unapplied credits with something left, oldest first. */
  credits: NamedUnappliedCredit[]
  /** Newest first, each with the balance after it. */
  events: RecordedEvent[]
  /** The `before` to ask for the next, older page with; null on the last one. */
  nextBefore: number | null
  /** Newest first. */
  links: AccessLink[]
  /** Newest first. */
  visits: AccessLogLine[]
}

/** The creditor's case on a debtor; null when it has no such debtor. `before` is a sequence, for older pages. */
export async function readCollectionRecord(
  { unitOfWork, debtorDirectory, clock }: { unitOfWork: UnitOfWork; debtorDirectory: DebtorDirectory; clock: Clock },
  { creditorId, externalId, before }: { creditorId: CreditorId; externalId: string; before: number | null },
): Promise<CollectionRecord | null> {
  const debtor = await debtorDirectory.findByExternalId(creditorId, clock.now(), externalId)
  if (!debtor) return null
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const found = await transaction.outcomeLog.listNewestOfDebtor(creditorId, debtor.id, {
      limit: RECORD_PAGE_SIZE + 1,
      ...(before === null ? {} : { before }),
    })
    const shown = found.slice(0, RECORD_PAGE_SIZE)
    const deliveries = await transaction.webhooks.listStatuses(
      creditorId,
      shown.map(({ id }) => id),
    )
    return {
      debtor,
      contacts: await transaction.debtors.listContacts(creditorId, debtor.id),
      credits: await transaction.credits.listOpen(creditorId, debtor.id),
      events: shown.map((event) => ({
        event: toReportedEvent(event),
        intact: isIntact(event),
        delivery: summarizeDeliveries(deliveries.filter(({ eventId }) => eventId === event.id)),
      })),
      nextBefore: found.length > shown.length ? (shown.at(-1)?.body.sequence ?? null) : null,
      links: await transaction.access.listLinks(creditorId, debtor.id),
      visits: await listAccessLog(transaction, creditorId, debtor.id),
    }
  })
}

/** Whether the event alone still is what was hashed; that none is missing is what the whole log's check tells. */
function isIntact({ body, previousHash, hash }: OutcomeEvent): boolean {
  return computeEventHash(previousHash, body) === hash
}

function summarizeDeliveries(
  deliveries: readonly { status: DeliveryStatus; attemptCount: number }[],
): DeliveryProgress {
  if (deliveries.length === 0) return null
  if (deliveries.some(({ status }) => status === 'parked')) return 'parked'
  const pending = deliveries.filter(({ status }) => status === 'pending')
  if (pending.length === 0) return 'delivered'
  return pending.some(({ attemptCount }) => attemptCount > 0) ? 'retrying' : 'waiting'
}
