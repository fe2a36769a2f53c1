import type { ContactRequest } from '~/domain/contact-request'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { OutcomeContact } from '~/domain/outcome-contact'
import type { ReminderPause } from '~/domain/reminder-pause'

/**
 * The outcome event of a request, when it came, when it was decided, and when a pause ended early. The log is for good: what people wrote, and their
 * addresses, are not in it.
 */
export function describeContactOutcome(
  type: 'contact.requested' | 'contact.decided' | 'contact.pause_ended',
  request: ContactRequest,
  at: Date,
  about: {
    invoiceNumber?: string | null
    pause?: ReminderPause | null
    revokedLinkIds?: string[]
  } = {},
): OutcomeEventDraft {
  const { invoiceNumber, pause, revokedLinkIds = [] } = about
  const { id, reference, kind, status, creditorId, debtorId } = request
  const contact: OutcomeContact = {
    ...{ id, reference, kind, status },
    ...(request.kind === 'message' ? {} : { reason: request.reason }),
    ...(request.kind === 'hardship' ? { wishedUntilOn: request.wishedUntilOn } : {}),
    ...(invoiceNumber ? { invoice: invoiceNumber } : {}),
    ...(pause
      ? {
          pause: {
            startsAt: pause.startsAt.toISOString(),
            endsAt: pause.endsAt.toISOString(),
            untilOn: pause.untilOn,
            ...(pause.endedAt === null || pause.endedBy === null
              ? {}
              : {
                  endedAt: pause.endedAt.toISOString(),
                  endedBy: pause.endedBy.startsWith('link:') ? ('debtor' as const) : ('creditor' as const),
                }),
          },
        }
      : {}),
    ...(revokedLinkIds.length === 0 ? {} : { revokedLinkIds }),
    ...(request.kind === 'not_for_me' && request.issuedLinkId !== null ? { issuedLinkId: request.issuedLinkId } : {}),
  }
  return { creditorId, debtorId, type, occurredAt: at, data: { contact } }
}
