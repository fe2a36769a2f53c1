import type { CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { TakenDiscount } from './discount-repository'
import type { DocumentLanguage, LetterPaper } from './document-printer'

/** What a credit note for a settlement discount states, or what cancels it where the discount is negative. */
export interface DiscountNoteContent {
  readonly creditor: Creditor
  readonly debtor: Debtor
  readonly invoice: InvoiceBalance
  readonly discount: TakenDiscount
  readonly noteNumber: string
  /** In the creditor's time zone. */
  readonly takenOn: CalendarDay
  /** Of the note that this one cancels; null where it cancels none. */
  readonly cancels: string | null
}

/** In the reader's words. */
export type WriteDiscountNote = (content: DiscountNoteContent, language: DocumentLanguage) => LetterPaper
