import { z } from 'zod'
import { CONTACT_DECISIONS, CONTACT_KINDS, CONTACT_STATUSES, LONGEST_CONTACT_TEXT } from '~/domain/contact-request'
import { parseCalendarDay } from '~/domain/calendar-day'
import type { ReminderPause } from '~/domain/reminder-pause'
import type { ContactDecisionRefusal } from '~/use-cases/decide-contact-request'
import type { ListedContactRequest } from '~/use-cases/ports/contact-request-repository'
import { defineOperation } from '../operation'
import type { Problem } from '../problem'
import { day, instant, namedDebtor, pageLimit } from '../schemas'

const contactRequest = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    kind: z.enum(CONTACT_KINDS),
    status: z.enum(CONTACT_STATUSES),
    debtor: namedDebtor,
    sender: z
      .object({ name: z.string().nullable(), email: z.string() })
      .meta({ description: 'As they were typed: whoever holds a link can write' }),
    locale: z.string(),
    subject: z.string().nullable().meta({ description: 'Of a message' }),
    text: z.string(),
    invoice: z.string().nullable().meta({ description: 'Number of the invoice that a message is about' }),
    reason: z.string().nullable().meta({ description: 'Of hardship and not_for_me; others may be added' }),
    wishedUntilOn: day
      .nullable()
      .meta({ description: 'Of hardship: the last day without reminders that is asked for' }),
    proposedContact: z
      .object({ name: z.string().nullable(), email: z.string() })
      .nullable()
      .meta({ description: 'Of not_for_me: who is right, or the right data' }),
    receivedAt: instant,
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable().meta({ description: 'policy, user:<id> or key:<id>' }),
    replies: z.array(z.object({ at: instant, by: z.string(), text: z.string() })),
    pause: z
      .object({
        startsAt: instant,
        endsAt: instant,
        untilOn: day,
        endedAt: instant.nullable().meta({ description: 'Where somebody ended it before its time' }),
        endedBy: z.string().nullable().meta({ description: 'user:<id>, key:<id>, or link:<id> for the debtor itself' }),
        endedReason: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'Of hardship: the pause of reminders that was granted' }),
  })
  .meta({ id: 'ContactRequest' })

export const listContactRequests = defineOperation({
  method: 'GET',
  path: '/contact-requests',
  id: 'listContactRequests',
  summary: 'What debtors wrote to you',
  description: 'Those that are open come oldest first, those that are decided newest first.',
  querySchema: z.strictObject({
    state: z.enum(['open', 'decided']).default('open'),
    debtor: z.string().optional().meta({ description: 'External id' }),
    limit: pageLimit(200, 50),
  }),
  output: { status: 200, schema: z.object({ requests: z.array(contactRequest) }) },
  async handle({ app, creditor, query: { state, debtor, limit } }) {
    const requests = await app.listContactRequests({
      ...{ creditorId: creditor.id, isOpen: state === 'open', limit },
      ...(debtor === undefined ? {} : { debtorExternalId: debtor }),
    })
    return { body: { requests: requests.map(describe) } }
  },
})

export const decideContactRequest = defineOperation({
  method: 'POST',
  path: '/contact-requests/{id}/decision',
  id: 'decideContactRequest',
  summary: 'Answer or decide a request',
  description:
    'reply and done are for messages, grant and decline for hardship, confirm and decline for not_for_me; reply is for all and leaves them open. Confirming withdraws the links of the wrong person, corrects the contact and mails a new link to the right one.',
  pathSchema: z.object({ id: z.uuid() }),
  body: z.strictObject({
    decision: z.enum(CONTACT_DECISIONS),
    text: z
      .string()
      .trim()
      .max(LONGEST_CONTACT_TEXT)
      .default('')
      .meta({ description: 'Mailed to whoever wrote; reply and decline need one' }),
    untilOn: day.optional().meta({ description: 'Of grant: another last day than was asked for' }),
  }),
  output: { status: 200, schema: contactRequest },
  problems: ['unknown-contact-request', 'contact-request-decided', 'contact-decision-refused'],
  async handle({ app, creditor, apiKeyId, path, body }) {
    const decided = await app.decideContactRequest({
      ...{ creditorId: creditor.id, requestId: path.id, decision: body.decision, text: body.text },
      replyId: crypto.randomUUID(),
      untilOn: body.untilOn === undefined ? null : parseCalendarDay(body.untilOn),
      shownLinkIds: null,
      by: `key:${apiKeyId}`,
    })
    return decided.ok ? { body: describe(decided.value) } : toProblem(decided.failure)
  },
})

export const endReminderPause = defineOperation({
  method: 'POST',
  path: '/contact-requests/{id}/end-pause',
  id: 'endReminderPause',
  summary: 'End a pause of reminders before its time',
  description: 'Whoever asked for the pause is mailed the reason. What is due changes by neither.',
  pathSchema: z.object({ id: z.uuid().meta({ description: 'Of the request that it was granted on' }) }),
  body: z.strictObject({
    reason: z.string().trim().min(1).max(LONGEST_CONTACT_TEXT).meta({ description: 'Mailed to whoever asked for it' }),
  }),
  output: { status: 200, schema: contactRequest },
  problems: ['unknown-contact-request', 'no-pause-running'],
  async handle({ app, creditor, apiKeyId, path, body }) {
    const ended = await app.endReminderPause({
      ...{ creditorId: creditor.id, requestId: path.id, reason: body.reason, by: `key:${apiKeyId}` },
    })
    if (ended.ok) return { body: describe(ended.value) }
    return { problem: ended.failure.kind === 'unknown_request' ? 'unknown-contact-request' : 'no-pause-running' }
  },
})

const REFUSALS: Readonly<
  Record<Exclude<ContactDecisionRefusal['kind'], 'unknown_request' | 'already_decided'>, string>
> = {
  not_for_kind: 'that decision is not for this kind of request',
  text_missing: 'a text is needed',
  links_changed: 'the links have changed',
  not_future: 'untilOn is not in the future',
  too_far: 'untilOn is too far away',
}

function toProblem({ kind }: ContactDecisionRefusal): Problem {
  if (kind === 'unknown_request') return { problem: 'unknown-contact-request' }
  if (kind === 'already_decided') return { problem: 'contact-request-decided' }
  return { problem: 'contact-decision-refused', detail: REFUSALS[kind] }
}

function describe(request: ListedContactRequest): z.input<typeof contactRequest> {
  const { id, reference, kind, status, locale, text, receivedAt, decidedAt, decidedBy } = request
  return {
    ...{ id, reference, kind, status, locale, text, decidedBy },
    debtor: { externalId: request.debtorExternalId, name: request.debtorName },
    sender: { name: request.senderName, email: request.senderEmail },
    subject: request.kind === 'message' ? request.subject : null,
    invoice: request.invoiceNumber,
    reason: request.kind === 'message' ? null : request.reason,
    wishedUntilOn: request.kind === 'hardship' ? request.wishedUntilOn : null,
    proposedContact: request.kind === 'not_for_me' ? request.proposed : null,
    receivedAt: receivedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    replies: request.replies.map((reply) => ({ at: reply.at.toISOString(), by: reply.by, text: reply.text })),
    pause: request.pause && describePause(request.pause),
  }
}

function describePause({ startsAt, endsAt, untilOn, endedAt, endedBy, endedReason }: ReminderPause) {
  return {
    ...{ untilOn, endedBy, endedReason },
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}
