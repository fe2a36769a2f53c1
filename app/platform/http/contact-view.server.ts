/** Requests of debtors as the console shows them, written in the reader's language. */
import type { ShownRequest } from '~/components/console/contact-requests'
import type { ListedContactRequest } from '~/use-cases/ports/contact-request-repository'
import type { ConsoleVisit } from './console-visit.server'
import { describeReason } from './contact-form.server'

export function describeContactRequest(request: ListedContactRequest, { t, format }: ConsoleVisit): ShownRequest {
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
    filename: request.evidence?.filename ?? null,
    replies: request.replies.map((reply) => ({ id: reply.id, at: format.instant(reply.at), text: reply.text })),
  }
}
