/** Requests of debtors as the console shows them, written in the reader's language. */
import type { ShownRequest } from '~/components/console/contact-requests'
import { isPausedBy, type ReminderPause } from '~/domain/reminder-pause'
import type { ListedContactRequest } from '~/use-cases/ports/contact-request-repository'
import type { ConsoleVisit } from './console-visit.server'
import { describePauseEnd, describeReason } from './contact-form.server'

/** `now` says whether a pause of reminders holds. */
export function describeContactRequest(
  request: ListedContactRequest,
  { t, format }: ConsoleVisit,
  now: Date,
): ShownRequest {
  const { id, kind, status, reference, text, invoiceNumber, decidedAt } = request
  return {
    ...{ id, kind, status, reference, text, invoiceNumber },
    at: format.instant(request.receivedAt),
    debtor: { externalId: request.debtorExternalId, name: request.debtorName },
    sender: { name: request.senderName, email: request.senderEmail },
    subject: request.kind === 'message' ? request.subject : null,
    reason: describeReason(t, request),
    wishedUntil: request.kind === 'hardship' ? format.day(request.wishedUntilOn) : null,
    proposed: request.kind === 'not_for_me' ? request.proposed : null,
    decidedAt: decidedAt && format.instant(decidedAt),
    pause: request.pause && describePause(request.pause, { t, format }, now),
    filename: request.evidence?.filename ?? null,
    replies: request.replies.map((reply) => ({ id: reply.id, at: format.instant(reply.at), text: reply.text })),
  }
}

function describePause(
  pause: ReminderPause,
  { t, format }: Pick<ConsoleVisit, 't' | 'format'>,
  now: Date,
): ShownRequest['pause'] {
  return {
    until: format.day(pause.untilOn),
    isRunning: isPausedBy(pause, now),
    ended: pause.endedAt && describePauseEnd(t, pause.endedBy, format.instant(pause.endedAt)),
    reason: pause.endedReason,
  }
}
