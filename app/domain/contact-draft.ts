/** What somebody writes to a creditor, read from the fields of a form or of the API, before anything is known of it. */
import { parseCalendarDay, type CalendarDay } from './calendar-day'
import {
  HARDSHIP_REASONS,
  LONGEST_CONTACT_NAME,
  LONGEST_CONTACT_TEXT,
  LONGEST_SUBJECT,
  readContactText,
  readEmail,
  RECIPIENT_REASONS,
  type ContactFault,
  type ContactField,
  type ContactKind,
  type HardshipReason,
  type ProposedContact,
  type RecipientReason,
} from './contact-request'
import { findPauseDayFault } from './reminder-pause'
import { fail, succeed, type Result } from './result'

export interface ContactDraft {
  readonly senderName: string | null
  readonly senderEmail: string
  readonly text: string
  readonly matter:
    | { readonly kind: 'message'; readonly subject: string; readonly invoiceNumber: string | null }
    | { readonly kind: 'hardship'; readonly reason: HardshipReason; readonly untilOn: CalendarDay }
    | { readonly kind: 'not_for_me'; readonly reason: RecipientReason; readonly proposed: ProposedContact | null }
}

/** What was typed, as it was typed. */
export type ContactEntry = Readonly<Record<ContactField, string>>

const BLANK_DAY = '1970-01-01' as CalendarDay

/** The draft that the fields make, or everything that is wrong with them. `today` is the creditor's calendar day. */
export function readContactDraft(
  kind: ContactKind,
  entry: ContactEntry,
  today: CalendarDay,
): Result<ContactDraft, ContactFault[]> {
  const faults: ContactFault[] = []
  const need = <Value>(read: Result<Value, ContactFault>, instead: Value): Value => {
    if (read.ok) return read.value
    faults.push(read.failure)
    return instead
  }
  const line = (field: ContactField, longest: number, isRequired: boolean) =>
    need(readContactText(field, entry[field], { longest, isRequired }), '')
  const matter = readMatter()
  const text = need(
    readContactText('text', entry.text, {
      ...{ longest: LONGEST_CONTACT_TEXT, isRequired: kind === 'message', hasLines: true },
    }),
    '',
  )
  const name = line('name', LONGEST_CONTACT_NAME, false)
  const senderEmail = need(readEmail('email', entry.email), '')
  if (faults.length > 0 || matter === null) return fail(faults)
  return succeed({ senderName: name === '' ? null : name, senderEmail, text, matter })

  function readMatter(): ContactDraft['matter'] | null {
    switch (kind) {
      case 'message': {
        const invoiceNumber = entry.invoice.trim()
        return {
          kind,
          subject: line('subject', LONGEST_SUBJECT, true),
          invoiceNumber: invoiceNumber === '' ? null : invoiceNumber,
        }
      }
      case 'hardship': {
        const reason = HARDSHIP_REASONS.find((known) => known === entry.reason)
        if (reason === undefined) faults.push({ field: 'reason', code: 'missing' })
        const untilOn = need(readPauseDay(entry.until, today), BLANK_DAY)
        return reason === undefined ? null : { kind, reason, untilOn }
      }
      case 'not_for_me': {
        const reason = RECIPIENT_REASONS.find((known) => known === entry.reason)
        if (reason === undefined) faults.push({ field: 'reason', code: 'missing' })
        const name = line('rightName', LONGEST_CONTACT_NAME, false)
        // Who is right is not always known; whoever corrects its own address says which.
        const isNamed = entry.rightEmail.trim() !== '' || reason === 'contact_data' || name !== ''
        const email = isNamed ? need(readEmail('rightEmail', entry.rightEmail), '') : null
        if (reason === undefined) return null
        return { kind, reason, proposed: email === null ? null : { name: name === '' ? null : name, email } }
      }
    }
  }
}

/** The last day of a pause. */
export function readPauseDay(text: string, today: CalendarDay): Result<CalendarDay, ContactFault> {
  const day = parseCalendarDay(text.trim())
  if (day === null) return fail({ field: 'until', code: text.trim() === '' ? 'missing' : 'not_a_day' })
  const fault = findPauseDayFault(day, today)
  return fault === null ? succeed(day) : fail({ field: 'until', code: fault })
}
