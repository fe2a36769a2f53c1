/** A document that was handed out, and the code on it by which anyone who holds it can check what was issued. */
import type { AccountCoverage } from './account-export'
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { CreditorId, DebtorId } from './ids'

export const ISSUED_DOCUMENT_KINDS = [
  'statement',
  'balance_forward',
  'invoice_copy',
  'credit_note_copy',
  'receipt',
  'remittance_advice',
  'dispute_file',
  'plan_agreement',
  'settlement_agreement',
  'payoff_quote',
  'demand_letter',
  'discount_note',
] as const

export type IssuedDocumentKind = (typeof ISSUED_DOCUMENT_KINDS)[number]

/** What a figure on a document is. Each has a name in every language (`paper:figures`). */
export const FIGURE_NAMES = [
  'number',
  'reference',
  'issued',
  'due',
  'from',
  'to',
  'payable_now',
  'open',
  'balance',
  'opening',
  'closing',
  'amount',
  'received',
  'settled',
  'advised',
  'coverage',
] as const

export type FigureName = (typeof FIGURE_NAMES)[number]

/** One thing that stands on the document and can be compared with it. */
export type IssuedFigure = { readonly name: FigureName } & (
  | { readonly amountMinor: number; readonly currency: CurrencyCode }
  | { readonly on: CalendarDay }
  | { readonly text: string }
  /** That it is of a part of the account; one that says nothing of it is of the whole. */
  | { readonly covers: Exclude<AccountCoverage, 'account'> }
)

/** Twelve signs of the alphabet below, without hyphens. */
export type DocumentCode = string & { readonly __brand: 'DocumentCode' }

export interface IssuedDocument {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly kind: IssuedDocumentKind
  readonly code: DocumentCode
  /** Of the file's bytes, as it was handed out. */
  readonly sha256: Uint8Array
  readonly byteSize: number
  /** In which it is written. */
  readonly language: string
  readonly issuedAt: Date
  readonly figures: readonly IssuedFigure[]
  /** Name of the mail that it goes out with; null for one that was downloaded. */
  readonly mailedAs: string | null
}

/** Thirty signs: no 0 and O, no 1, I and L, no U. Twelve of them are 59 bits, more than anyone can try. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12

/** The code that `bits`, a number of at least 128 random bits, stand for: every code is as likely as any other. */
export function makeDocumentCode(bits: bigint): DocumentCode {
  let rest = bits
  let signs = ''
  while (signs.length < LENGTH) {
    signs += SIGNS.charAt(Number(rest % BigInt(SIGNS.length)))
    rest /= BigInt(SIGNS.length)
  }
  return signs as DocumentCode
}

/** Reads a code as people type it, in small letters, with or without hyphens; null for what can be none. */
export function parseDocumentCode(text: string): DocumentCode | null {
  const packed = text.replace(/[\s‐‑–—_.-]/g, '').toUpperCase()
  return isDocumentCode(packed) ? packed : null
}

function isDocumentCode(text: string): text is DocumentCode {
  return text.length === LENGTH && Array.from(text).every((sign) => SIGNS.includes(sign))
}

/** As it is printed: "K7M2-9XQP-4TRD". */
export function formatDocumentCode(code: DocumentCode): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}
