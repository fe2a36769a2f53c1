/** What somebody with a link wrote to the creditor: a message, that it cannot pay now, or that the link is not for it. */
import type { CalendarDay } from './calendar-day'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, StoredFileId } from './ids'
import { fail, succeed, type Result } from './result'
import { findUnstorableText } from './storable-text'

export const CONTACT_KINDS = ['message', 'hardship', 'not_for_me'] as const
export type ContactKind = (typeof CONTACT_KINDS)[number]

export const CONTACT_STATUSES = ['open', 'done', 'granted', 'confirmed', 'declined'] as const
export type ContactStatus = (typeof CONTACT_STATUSES)[number]

/** Why somebody cannot pay now, in its own plain words; none asks for more than it wants to say. */
export const HARDSHIP_REASONS = ['waiting_for_money', 'fewer_orders', 'illness', 'unexpected_cost', 'other'] as const
export type HardshipReason = (typeof HARDSHIP_REASONS)[number]

/** What is wrong with whom the link was sent to. */
export const RECIPIENT_REASONS = ['wrong_person', 'wrong_company', 'contact_data'] as const
export type RecipientReason = (typeof RECIPIENT_REASONS)[number]

export interface ContactReply {
  readonly id: string
  readonly at: Date
  /** 'user:<id>' | 'key:<id>' */
  readonly by: string
  readonly text: string
}

/** Who is right instead, or the right data of who is. */
export interface ProposedContact {
  readonly name: string | null
  readonly email: string
}

interface ContactRequestHead {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly reference: string
  readonly status: ContactStatus
  readonly linkId: AccessLinkId
  readonly senderName: string | null
  readonly senderEmail: string
  readonly locale: string
  readonly text: string
  readonly receivedAt: Date
  readonly decidedAt: Date | null
  /** 'policy' | 'user:<id>' | 'key:<id>' */
  readonly decidedBy: string | null
  readonly replies: readonly ContactReply[]
}

export type ContactRequest = ContactRequestHead & ContactMatter

export type ContactMatter =
  | { readonly kind: 'message'; readonly subject: string; readonly invoiceId: InvoiceId | null }
  | {
      readonly kind: 'hardship'
      readonly reason: HardshipReason
      readonly wishedUntilOn: CalendarDay
      readonly evidenceFileId: StoredFileId | null
    }
  | {
      readonly kind: 'not_for_me'
      readonly reason: RecipientReason
      readonly proposed: ProposedContact | null
      /** The link that went to whom it is for. */
      readonly issuedLinkId: AccessLinkId | null
    }

/** What the creditor can do with an open request. A reply leaves a message open. */
export const CONTACT_DECISIONS = ['reply', 'done', 'grant', 'confirm', 'decline'] as const
export type ContactDecision = (typeof CONTACT_DECISIONS)[number]

const DECISIONS: Readonly<Record<ContactKind, readonly ContactDecision[]>> = {
  message: ['reply', 'done'],
  hardship: ['reply', 'grant', 'decline'],
  not_for_me: ['reply', 'confirm', 'decline'],
}

/** What the creditor can do with an open request of this kind. */
export function listContactDecisions(kind: ContactKind): readonly ContactDecision[] {
  return DECISIONS[kind]
}

/** What a request becomes by a decision; null where that is not for this kind, or where it was decided. */
export function moveContactRequest(
  { kind, status }: { kind: ContactKind; status: ContactStatus },
  decision: ContactDecision,
): ContactStatus | null {
  if (status !== 'open' || !DECISIONS[kind].includes(decision)) return null
  const after = { reply: 'open', done: 'done', grant: 'granted', confirm: 'confirmed', decline: 'declined' } as const
  return after[decision]
}

export const LONGEST_CONTACT_TEXT = 4_000
export const LONGEST_SUBJECT = 150
export const LONGEST_CONTACT_NAME = 120

/** Fields that can be wrong, named as in forms and the API. */
export type ContactField =
  'subject' | 'text' | 'name' | 'email' | 'reason' | 'until' | 'invoice' | 'rightName' | 'rightEmail'

export type ContactFaultCode =
  'missing' | 'too_long' | 'not_an_email' | 'not_a_day' | 'not_future' | 'too_far' | 'unknown_invoice'

export interface ContactFault {
  readonly field: ContactField
  readonly code: ContactFaultCode
}

/** A text of bounded length, trimmed, or what is wrong with it. Line breaks become spaces unless it may have them. */
export function readContactText(
  field: ContactField,
  text: string,
  { longest, isRequired, hasLines = false }: { longest: number; isRequired: boolean; hasLines?: boolean },
): Result<string, ContactFault> {
  const written = (hasLines ? text.replace(/\r\n?/g, '\n') : text.replace(/\s+/g, ' ')).trim()
  if (written === '' && isRequired) return fail({ field, code: 'missing' })
  if (written.length > longest || findUnstorableText(written) !== null) return fail({ field, code: 'too_long' })
  return succeed(written)
}

/** Enough to tell an address from a slip of the pen; whether somebody reads it, only a mail can tell. */
export function readEmail(field: ContactField, text: string): Result<string, ContactFault> {
  const email = text.trim()
  if (email === '') return fail({ field, code: 'missing' })
  const isOne = /^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\.]+(\.[^\s@<>",;:()[\]\\.]+)+$/.test(email)
  return isOne && email.length <= 254 && /^[\x21-\x7e\u00a1-\uffff]+$/.test(email) && findUnstorableText(email) === null
    ? succeed(email)
    : fail({ field, code: 'not_an_email' })
}
