import type { AccessLink } from '~/domain/access-link'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { Payment } from '~/domain/payment'
import type { MailMessage } from './mailer'

/** All that a mail's text needs. */
export type MailContent = { creditor: Creditor; debtor: Debtor; locale: string } & (
  | { kind: 'access-link'; link: AccessLink; url: string; renewal: boolean }
  | { kind: 'receipt' | 'payment-failed'; payment: Payment; invoices: PaidInvoice[]; url: string }
)

/** What a payment settled on one invoice. */
export interface PaidInvoice {
  number: string
  amountMinor: number
}

/** Writes a mail in the reader's language. */
export type RenderMail = (content: MailContent) => Pick<MailMessage, 'subject' | 'text' | 'html'>
