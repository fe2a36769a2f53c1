/** Documents as files to keep: what is to be printed, and who prints it. Figures are as the pages show them. */
import type {
  AccountCoverage,
  DocumentFilter,
  ExportedDocument,
  ExportedLine,
  ExportedMovement,
  ExportPeriod,
  PeriodBalance,
} from '~/domain/account-export'
import type { AccountInvoice } from '~/domain/account-invoice'
import type { CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { Debtor } from '~/domain/debtor'
import type { DisputeLine } from '~/domain/dispute'
import type { FxQuote } from '~/domain/fx-quote'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { DocumentCode } from '~/domain/issued-document'
import type { Payment } from '~/domain/payment'
import type { DiscountTaxPart } from '~/domain/settlement-discount'
import type { CurrencyPosition } from '~/domain/statement'
import type { TransferInstructions } from '~/domain/transfer-instructions'
import type { ListedDispute, ThreadEntry } from './dispute-repository'

/** In whose words. */
export interface DocumentLanguage {
  /** BCP 47 tag of the texts. */
  readonly language: string
  /** BCP 47 tag of numbers and days. */
  readonly formatLocale: string
}

/** What stands on every document. */
export interface DocumentFrame extends DocumentLanguage {
  readonly creditor: Creditor
  readonly debtor: Debtor
  /** A picture (PNG or JPEG); null for none, the name then stands alone. */
  readonly logo: Uint8Array | null
  readonly code: DocumentCode
  /** Where the code is checked, with and without it. */
  readonly checkUrl: string
  readonly checkAddress: string
  readonly issuedAt: Date
}

/** A document of the account, with its lines where they were asked for. */
export interface StatementEntry extends ExportedDocument {
  readonly lines: readonly ExportedLine[]
}

export interface StatementPaper {
  readonly kind: 'statement'
  readonly today: CalendarDay
  readonly coverage: AccountCoverage
  readonly filter: DocumentFilter
  readonly positions: readonly CurrencyPosition[]
  /** By currency, due date and number. May be read once. */
  readonly entries: AsyncIterable<readonly StatementEntry[]>
}

export interface BalanceForwardPaper {
  readonly kind: 'balance_forward'
  readonly today: CalendarDay
  readonly period: ExportPeriod
  readonly balances: readonly PeriodBalance[]
  /** By currency, oldest first. May be read once. */
  readonly movements: AsyncIterable<readonly ExportedMovement[]>
}

export interface InvoicePaper {
  readonly kind: 'invoice_copy' | 'credit_note_copy'
  readonly today: CalendarDay
  readonly invoice: AccountInvoice
}

/** A payment with what it settles; amounts but the payment's own are in `currency`. See PaymentView. */
export interface PrintedPayment {
  readonly reference: string
  readonly currency: CurrencyCode
  readonly startedAt: Date
  readonly payment: Payment | null
  readonly quote: FxQuote | null
  readonly items: readonly {
    readonly number: string
    readonly intendedMinor: number
    readonly cashMinor: number
    readonly creditMinor: number
  }[]
  /** Settlement discounts that were taken with it, or taken back. */
  readonly discounts: readonly {
    readonly number: string
    readonly amountMinor: number
    readonly taxParts: readonly DiscountTaxPart[]
    readonly noteNumber: string | null
  }[]
  readonly credits: readonly {
    readonly kind: 'credit_note' | 'unapplied_credit'
    readonly label: string
    readonly amountMinor: number
  }[]
}

export interface ReceiptPaper {
  readonly kind: 'receipt'
  readonly view: PrintedPayment
}

export interface RemittancePaper {
  readonly kind: 'remittance_advice'
  readonly view: PrintedPayment
  readonly transfer: TransferInstructions | null
  /** What the debtor has said so far, oldest first. */
  readonly notices: readonly {
    readonly paidOn: CalendarDay
    readonly amountMinor: number
    readonly note: string | null
  }[]
}

/** A dispute with all that was said and done; `invoice` is what it is of, as it stands now. */
export interface PrintedDispute {
  readonly dispute: ListedDispute
  readonly invoice: Pick<InvoiceBalance, 'payableMinor'>
  readonly lines: readonly (DisputeLine & { readonly name: string })[]
  /** Oldest first. */
  readonly entries: readonly ThreadEntry[]
}

export interface DisputePaper {
  readonly kind: 'dispute_file'
  readonly view: PrintedDispute
}

/**
 * A letter: paragraphs, facts and tables under a title, all of them in the reader's words already. What has no layout of
 * its own is one: plan agreements, payoff quotes and demand letters and the credit notes of discounts.
 */
export interface LetterPaper {
  readonly kind: 'plan_agreement' | 'settlement_agreement' | 'payoff_quote' | 'demand_letter' | 'discount_note'
  readonly title: string
  readonly blocks: readonly LetterBlock[]
}

export type LetterBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      /** `share` is of the width. */
      readonly columns: readonly { readonly head: string; readonly share: number; readonly isFigure?: boolean }[]
      readonly rows: readonly (readonly string[])[]
      readonly total?: readonly string[]
    }
  /** A place to sign, by hand. */
  | { readonly kind: 'signatures'; readonly names: readonly string[] }

export type Paper =
  StatementPaper | BalanceForwardPaper | InvoicePaper | ReceiptPaper | RemittancePaper | DisputePaper | LetterPaper

/** A file that is complete, and kept until it is read or let go. */
export interface PrintedFile {
  readonly filename: string
  readonly mediaType: string
  readonly byteSize: number
  readonly sha256: Uint8Array
  /** Its bytes, once; the file is gone when they have been read, or the reader stops. */
  read(): AsyncIterable<Uint8Array>
  /** Lets go of a file that nobody reads. */
  discard(): Promise<void>
}

export interface DocumentPrinter {
  /** Fails where reading what is to be printed fails; nothing is left then. */
  print(paper: Paper, frame: DocumentFrame): Promise<PrintedFile>
}
