import type { AccessLink } from '~/domain/access-link'
import type { AccountStanding } from '~/domain/bank-details'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { Dispute, DisputeEntry } from '~/domain/dispute'
import type { OneTimeCodePurpose } from '~/domain/one-time-code'
import type { Payment } from '~/domain/payment'
import type { PaymentApproval } from '~/domain/payment-approval'
import type { ReminderPause } from '~/domain/reminder-pause'
import type { ConsoleUser } from './console-user-repository'
import type { ListedContactRequest } from './contact-request-repository'
import type { MailMessage } from './mailer'
import type { PasswordLink } from './password-link-repository'

/** All that a mail's text needs. */
export type MailContent = { creditor: Creditor; locale: string } & (
  | {
      kind: 'access-link'
      debtor: Debtor
      link: AccessLink
      url: string
      renewal: boolean
      /** Who forwarded it; null where the creditor issued it. */
      invitedBy: string | null
    }
  | { kind: 'link-reported'; debtor: Debtor; link: AccessLink; reportedBy: string; url: string }
  | { kind: 'approval-requested'; debtor: Debtor; approval: PaymentApproval; url: string }
  | { kind: 'approval-decided'; debtor: Debtor; approval: PaymentApproval; url: string }
  | {
      kind: 'dispute-step'
      debtor: Debtor
      reader: 'creditor' | 'debtor'
      /** The one that the step is of; where one form opened several, all of them. */
      disputes: DisputeInMail[]
      entry: Pick<DisputeEntry, 'side' | 'step' | 'text'>
      fileCount: number
      creditNoteNumber: string | null
      url: string
    }
  | ({ kind: 'contact-received'; url: string } & ContactInMail)
  | ({ kind: 'contact-confirmed' } & ContactInMail)
  /** What was answered; null for a decision without a word. */
  | ({ kind: 'contact-answered'; reply: string | null } & ContactInMail)
  | { kind: 'bank-details-changed'; changedAt: Date; standings: AccountStanding[] }
  | { kind: 'receipt' | 'payment-failed'; debtor: Debtor; payment: Payment; invoices: PaidInvoice[]; url: string }
  | { kind: 'payment-to-confirm'; debtor: Debtor; payment: Payment; url: string }
  | { kind: 'one-time-code'; debtor: Debtor; purpose: OneTimeCodePurpose; code: string; expiresAt: Date }
  | { kind: 'password-link'; user: ConsoleUser; link: PasswordLink; url: string; invitation: boolean }
)

/** A dispute, and what may be paid now of its invoice. */
export interface DisputeInMail {
  dispute: Dispute
  invoiceNumber: string
  dueNowMinor: number
}

/** A request, and the pause that was granted on it. */
interface ContactInMail {
  debtor: Debtor
  request: ListedContactRequest
  pause: ReminderPause | null
}

/** What a payment settled on one invoice. */
export interface PaidInvoice {
  number: string
  amountMinor: number
}

/** Writes a mail in the reader's language. */
export type RenderMail = (content: MailContent) => Pick<MailMessage, 'subject' | 'text' | 'html'>
