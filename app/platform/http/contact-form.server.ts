/** Forms to the creditor: their fields, what is wrong with them, and what was sent, written in the reader's language. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ContactForm } from '~/components/contact/contact-fields'
import type { SentRequest } from '~/components/contact/sent-requests'
import type { FieldProblem } from '~/components/form-field'
import { addDays, type CalendarDay } from '~/domain/calendar-day'
import type { ContactEntry } from '~/domain/contact-draft'
import { MOST_PAUSE_DAYS, type ContactPolicy } from '~/domain/contact-policy'
import type { ContactFault, ContactFaultCode, ContactRequest } from '~/domain/contact-request'
import type { Formatters } from '~/i18n/formatters'
import type { getTranslate } from '~/i18n/translator.server'
import type { ListedContactRequest } from '~/use-cases/ports/contact-request-repository'

type Translate = ReturnType<typeof getTranslate>

/** A form nobody has filled in yet, but for who writes. */
export function createContactForm(sender: { name: string | null; email: string | null }): ContactForm {
  return {
    requestId: randomUUID(),
    entry: { ...BLANK, name: sender.name ?? '', email: sender.email ?? '' },
    problems: [],
  }
}

const BLANK: ContactEntry = {
  ...{ subject: '', text: '', name: '', email: '', reason: '', until: '', invoice: '', rightName: '', rightEmail: '' },
}

/** As it was sent. Throws the answer 400 for a form without its id, which is none of ours. */
export function readContactForm(form: URLSearchParams): { requestId: string; entry: ContactEntry } {
  const requestId = z.uuid().safeParse(form.get('request'))
  if (!requestId.success) throw new Response(null, { status: 400 })
  const text = (name: keyof ContactEntry) => form.get(name) ?? ''
  return {
    requestId: requestId.data,
    entry: {
      ...{ subject: text('subject'), text: text('text'), name: text('name'), email: text('email') },
      ...{ reason: text('reason'), until: text('until'), invoice: text('invoice') },
      ...{ rightName: text('rightName'), rightEmail: text('rightEmail') },
    },
  }
}

export function describeFaults(
  t: Translate,
  faults: readonly (Pick<ContactFault, 'code'> & { field: string | null })[] | 'not_offered' | 'too_many',
): FieldProblem[] {
  if (faults === 'too_many') return [{ fieldId: null, text: t('contact:fault.too_many') }]
  if (faults === 'not_offered') return [{ fieldId: null, text: t('contact:fault.not_offered') }]
  return faults.map(({ field, code }) => ({ fieldId: field, text: describeFault(t, field, code) }))
}

/** Fields that some form cannot do without. */
const NEEDED = ['subject', 'text', 'email', 'reason', 'until', 'rightEmail'] as const

function describeFault(t: Translate, field: string | null, code: ContactFaultCode): string {
  const needed = code === 'missing' ? NEEDED.find((name) => name === field) : undefined
  if (needed !== undefined) return t(/* i18n: contact:missing.* */ `contact:missing.${needed}`)
  return t(/* i18n: contact:fault.* */ `contact:fault.${code}`, { most: MOST_PAUSE_DAYS })
}

/** The reason in words; null for a message. */
export function describeReason(t: Translate, request: ContactRequest): string | null {
  if (request.kind === 'hardship') return t(/* i18n: contact:hardship.* */ `contact:hardship.${request.reason}`)
  if (request.kind === 'not_for_me') return t(/* i18n: contact:recipient.* */ `contact:recipient.${request.reason}`)
  return null
}

/** When, and by which side, a pause was ended before its time. `at` is written. */
export function describePauseEnd(t: Translate, endedBy: string | null, at: string): string {
  return endedBy?.startsWith('link:')
    ? t('contact:endPause.byDebtor', { at })
    : t('contact:endPause.byCreditor', { at })
}

export function describeSent(request: ListedContactRequest, t: Translate, format: Formatters): SentRequest {
  const { id, kind, status, reference, text, invoiceNumber } = request
  const proposed = request.kind === 'not_for_me' ? request.proposed : null
  const { pause } = request
  return {
    ...{ id, kind, status, reference, text, invoiceNumber },
    at: format.instant(request.receivedAt),
    subject: request.kind === 'message' ? request.subject : null,
    reason: describeReason(t, request),
    wishedUntil: request.kind === 'hardship' ? format.day(request.wishedUntilOn) : null,
    pausedUntil: pause && format.day(pause.untilOn),
    pauseEnded: pause?.endedAt ? describePauseEnd(t, pause.endedBy, format.instant(pause.endedAt)) : null,
    pauseReason: pause?.endedReason ?? null,
    proposed: proposed && [proposed.name, proposed.email].filter((part) => part !== null).join(' · '),
    filename: request.evidence?.filename ?? null,
    replies: request.replies.map((reply) => ({ id: reply.id, at: format.instant(reply.at), text: reply.text })),
  }
}

/** What a pause may be, in days as date fields take them. */
export function describePauseOffer(policy: ContactPolicy, today: CalendarDay) {
  return {
    isOffered: policy.pauses !== 'off',
    daysAtOnce: policy.pauses === 'at_once' && policy.pausesPerYear > 0 ? policy.mostPauseDays : null,
    earliest: addDays(today, 1),
    latest: addDays(today, MOST_PAUSE_DAYS),
  }
}
