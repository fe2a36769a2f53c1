import type { AccessLink } from '~/domain/access-link'
import type { AccountStanding } from '~/domain/bank-details'
import type { CalendarDay } from '~/domain/calendar-day'
import type { ChasedItem } from '~/domain/chasing'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { Dispute, DisputeEntry } from '~/domain/dispute'
import type { LateInterest } from '~/domain/late-interest'
import type { Money } from '~/domain/money'
import type { OneTimeCodePurpose } from '~/domain/one-time-code'
import type { Payment } from '~/domain/payment'
import type { PaymentApproval } from '~/domain/payment-approval'
import type { Instalment, PaymentPlan, PlanEntry } from '~/domain/payment-plan'
import type { PlanProposal } from '~/domain/plan-proposal'
import type { ReminderPause } from '~/domain/reminder-pause'
import type { SettledPart } from '~/domain/settled-part'
import type { OfferSide } from '~/domain/settlement-offer'
import type { ConsoleUser } from './console-user-repository'
import type { ListedContactRequest } from './contact-request-repository'
import type { PlanNotice } from './jobs'
import type { MailAttachment, MailMessage } from './mailer'
import type { PasswordLink } from './password-link-repository'
import type { ListedPromise } from './promise-repository'
import type { ListedOffer, OfferEntry } from './settlement-offer-repository'

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
      /** Whose mail it is by now. */
      to: string
      debtor: Debtor
      reader: 'creditor' | 'debtor'
      /** The one that the step is of; where one form opened several, all of them. */
      disputes: DisputeInMail[]
      entry: Pick<DisputeEntry, 'side' | 'step' | 'text'>
      fileCount: number
      creditNoteNumber: string | null
      url: string
    }
  | {
      kind: 'plan-step'
      /** Whose mail it is by now. */
      to: string
      debtor: Debtor
      reader: 'creditor' | 'debtor'
      plan: PaymentPlan
      /** The terms that stood with the step. */
      proposal: PlanProposal
      entry: Pick<PlanEntry, 'side' | 'step' | 'text'>
      /** The agreement as it was issued; null for other steps. */
      agreement: MailAttachment | null
      url: string
    }
  | ({ kind: 'contact-received'; url: string } & ContactInMail)
  | ({ kind: 'contact-confirmed' } & ContactInMail)
  /** What was answered; null for a decision without a word. */
  | ({ kind: 'contact-answered'; reply: string | null } & ContactInMail)
  | ({ kind: 'pause-ended' } & Omit<ContactInMail, 'pause'> & { pause: ReminderPause })
  | ReminderMail
  | {
      kind: 'plan-notice'
      debtor: Debtor
      plan: PaymentPlan
      notice: PlanNotice
      /** Null where it is about the plan. */
      instalment: Instalment | null
      /** Beside a down payment. */
      instalmentCount: number
      /** It is to be collected from a kept method. */
      isCollected: boolean
      /** When its collection is tried again; null for never. */
      retryOn: CalendarDay | null
      /** What the plan is still to pay; of one that ended, what is due again. */
      leftMinor: number
      url: string
    }
  | { kind: 'promise-step'; promise: ListedPromise; step: 'made' | 'broken' | 'canceled'; url: string }
  | {
      kind: 'settlement-step'
      debtor: Debtor
      offer: ListedOffer
      entry: OfferEntry
      reader: OfferSide
      url: string
    }
  | { kind: 'bank-details-changed'; changedAt: Date; standings: AccountStanding[] }
  | { kind: 'receipt' | 'payment-failed'; debtor: Debtor; payment: Payment; invoices: PaidInvoice[]; url: string }
  | { kind: 'payment-to-confirm'; debtor: Debtor; payment: Payment; url: string }
  | { kind: 'one-time-code'; debtor: Debtor; purpose: OneTimeCodePurpose; code: string; expiresAt: Date }
  | { kind: 'password-link'; user: ConsoleUser; link: PasswordLink; url: string; invitation: boolean }
)

/** A reminder or a formal demand, with what is still due of its invoices. */
interface ReminderMail {
  kind: 'reminder'
  word: 'reminder' | 'demand'
  debtor: Debtor
  recipient: { name: string; email: string }
  noticeId: string
  reference: string
  /** In the creditor's zone. */
  today: CalendarDay
  /** Of a demand: the last day of its term. */
  payByOn: CalendarDay | null
  /** By due date and number. */
  items: RemindedItem[]
  /** Of a demand: what is claimed for the lateness of its invoices through today. None where the creditor asks for none. */
  claims: LatenessClaim[]
  /** What else is due and not reminded of today, by currency. */
  otherDue: Money[]
  /** The creditor's own words. */
  note: string | null
  enclosesCopies: boolean
  url: string
  /** Where whoever gets it says that it wants no more of them. */
  stopUrl: string
}

/** An invoice that is reminded of, with what has become of the part of it that is not open. */
export interface RemindedItem extends ChasedItem {
  settled: readonly SettledPart[]
}

/** What lateness has added to an invoice by the day of a letter, and why. */
export interface LatenessClaim {
  number: string
  lateness: LateInterest
}

export type ReminderInMail = ReminderMail & { creditor: Creditor; locale: string }

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

/** The creditor's logo as the mail holds it. */
export interface LogoInMail {
  contentId: string
  /** Pixels. */
  width: number
  height: number
}

/** Writes a mail in the reader's language; `logo` stands at its head. */
export type RenderMail = (
  content: MailContent,
  logo: LogoInMail | null,
) => Pick<MailMessage, 'subject' | 'text' | 'html'>
