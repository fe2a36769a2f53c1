/** What was handed over to the creditor's own collection: the case as data, and the letters that were sent. */
import type { CreditorId } from '~/domain/ids'
import type { Contact, Debtor } from '~/domain/debtor'
import type { Creditor } from '~/domain/creditor'
import { toReportedEvent, type ReportedOutcomeEvent } from '~/domain/outcome-event'
import { getNoticeState } from '~/domain/reminder-notice'
import type { ListedNotice } from './ports/reminder-repository'
import type { UnitOfWork } from './ports/unit-of-work'

export interface HandOverCase {
  readonly creditor: Creditor
  readonly debtor: Debtor
  readonly contacts: readonly Contact[]
  readonly handOver: ListedNotice
  /** Oldest first, without hand-overs. */
  readonly notices: readonly ListedNotice[]
  /** All of the debtor, oldest first. */
  readonly events: readonly ReportedOutcomeEvent[]
}

const EVENTS_AT_A_TIME = 500
const MOST_NOTICES = 1000

/** Null where nothing was handed over by that id. */
export async function readHandOver(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, noticeId }: { creditorId: CreditorId; noticeId: string },
): Promise<HandOverCase | null> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const { creditors, debtors, reminders, outcomeLog } = transaction
    const handOver = await reminders.findNotice(creditorId, noticeId)
    if (handOver?.kind !== 'hand_over') return null
    const { debtorId } = handOver
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    if (!creditor || !debtor) throw new Error(`no debtor ${debtorId} of ${creditorId}`)
    const events: ReportedOutcomeEvent[] = []
    for (;;) {
      const before = events[0]?.sequence
      const page = { limit: EVENTS_AT_A_TIME, ...(before === undefined ? {} : { before }) }
      const found = await outcomeLog.listNewestOfDebtor(creditorId, debtorId, page)
      events.unshift(...found.map(toReportedEvent).reverse())
      if (found.length < EVENTS_AT_A_TIME) break
    }
    const notices = await reminders.listNotices(creditorId, { debtorId, limit: MOST_NOTICES })
    return {
      ...{ creditor, debtor, handOver, events },
      contacts: await debtors.listContacts(creditorId, debtorId),
      notices: notices.filter(({ kind }) => kind !== 'hand_over').reverse(),
    }
  })
}

/** The case in plain JSON, for whoever collects from here on. */
export function describeCase({ creditor, debtor, contacts, handOver, notices }: HandOverCase) {
  return {
    reference: handOver.reference,
    handedOverOn: handOver.noticedOn,
    creditor: creditor.slug,
    debtor: {
      ...{ externalId: debtor.externalId, name: debtor.name, country: debtor.countryCode, vatId: debtor.vatId },
      ...{ addressLines: debtor.addressLines, locale: debtor.locale },
    },
    contacts: contacts.map(({ name, email, role, isPrimary }) => ({ name, email, role, isPrimary })),
    invoices: handOver.items.map(describeItem),
    notices: notices.map((notice) => ({
      ...{ reference: notice.reference, kind: notice.kind, noticedOn: notice.noticedOn, payByOn: notice.payByOn },
      ...{ state: getNoticeState(notice), sentAt: notice.sentAt?.toISOString() ?? null },
      to: notice.recipient?.email ?? null,
      letter: notice.letter && { filename: notice.letter.filename, sha256: notice.letter.sha256 },
      invoices: notice.items.map(describeItem),
    })),
  }
}

function describeItem({ number, amountMinor, currency, stage }: ListedNotice['items'][number]) {
  return { number, currency, dueMinor: amountMinor, stage: { kind: stage.kind, day: stage.day } }
}
