import type { AccessLink } from '~/domain/access-link'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { OneTimeCodePurpose } from '~/domain/one-time-code'
import type { Payment } from '~/domain/payment'
import type { PaymentApproval } from '~/domain/payment-approval'
import type { ConsoleUser } from './console-user-repository'
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
  | { kind: 'receipt' | 'payment-failed'; debtor: Debtor; payment: Payment; invoices: PaidInvoice[]; url: string }
  | { kind: 'payment-to-confirm'; debtor: Debtor; payment: Payment; url: string }
  | { kind: 'one-time-code'; debtor: Debtor; purpose: OneTimeCodePurpose; code: string; expiresAt: Date }
  | { kind: 'password-link'; user: ConsoleUser; link: PasswordLink; url: string; invitation: boolean }
)

/** What a payment settled on one invoice. */
export interface PaidInvoice {
  number: string
  amountMinor: number
}

/** Writes a mail in the reader's language. */
export type RenderMail = (content: MailContent) => Pick<MailMessage, 'subject' | 'text' | 'html'>
