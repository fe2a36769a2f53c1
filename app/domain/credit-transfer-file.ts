/**
 * Transfers that a debtor has its own bank carry out: what stands in a payment file (ISO 20022 pain.001), and for which
 * accounts there is one. SEPA credit transfers follow the European Payments Council's implementation guidelines
 * (EPC132-08), transfers in Swiss francs the Swiss Payment Standards (SIX, Implementation Guidelines Credit Transfer).
 */
import { isSEPACountry } from 'ibantools'
import type { BankReference } from './bank-reference'
import { addDays, type CalendarDay } from './calendar-day'
import type { BankAccount } from './creditor'
import type { CurrencyCode } from './currency'
import { getIbanCountry, isQrIban, parseIban, type Iban } from './iban'
import type { Money } from './money'
import { cutCharacters, writeInOneLine } from './one-line-text'
import { parseAddressLines, type PostalAddress } from './postal-address'
import { fail, succeed, type Result } from './result'

/** The rules that a bank checks a payment file by. */
export type TransferScheme = 'sepa' | 'swiss'

export interface OrderedTransfer {
  /** The payment's own short reference; comes back on the bank statement. */
  readonly endToEndId: string
  readonly amount: Money
  readonly reference: BankReference
  /** The invoices it pays, for the debtor to read. */
  readonly invoiceNumbers: readonly string[]
}

export interface CreditTransferFile {
  /** Names the file to the bank, which refuses the same one twice; at most 35 characters. */
  readonly messageId: string
  readonly createdAt: Date
  /** Calendar day on which the bank is to carry it out. */
  readonly executionOn: CalendarDay
  readonly debtor: { readonly name: string; readonly externalId: string; readonly iban: Iban | null }
  readonly creditor: {
    readonly account: BankAccount
    readonly iban: Iban | null
    readonly address: PostalAddress | null
  }
  readonly currency: CurrencyCode
  /** At least one, all in `currency`. */
  readonly transfers: readonly OrderedTransfer[]
}

const SWISS = ['CH', 'LI']

/**
 * The rules for a transfer to this account; null where there is no payment file for it: neither euros within SEPA nor
 * francs within Switzerland and Liechtenstein, whose banks want the creditor's address in its parts too.
 */
export function chooseTransferScheme(
  account: Pick<BankAccount, 'iban' | 'currency' | 'accountName'>,
  creditor: { readonly addressLines: readonly string[]; readonly countryCode: string },
): TransferScheme | null {
  const iban = account.iban === undefined ? null : parseIban(account.iban)
  if (iban === null || writeBankName(account.accountName) === '') return null
  const country = getIbanCountry(iban)
  if (account.currency === 'EUR' && isSEPACountry(country) && !isQrIban(iban)) return 'sepa'
  const town = parseAddressLines(creditor.addressLines, creditor.countryCode)?.town ?? ''
  return account.currency === 'CHF' && SWISS.includes(country) && writeBankName(town) !== '' ? 'swiss' : null
}

export type PayerIbanProblem =
  /** No IBAN, or one that takes payments alone. */
  'iban' | 'ibanSepa' | 'ibanSwiss'

/** The account that is paid from, as it was typed. Without a scheme none is needed, but one that is given must be right. */
export function parsePayerIban(text: string, scheme: TransferScheme | null): Result<Iban | null, PayerIbanProblem> {
  if (text.trim() === '' && scheme === null) return succeed(null)
  const iban = parseIban(text)
  // A QR-IBAN names an account for bills that are paid in; nothing can be taken from it.
  if (iban === null || isQrIban(iban)) return fail('iban')
  const country = getIbanCountry(iban)
  if (scheme === 'sepa' && !isSEPACountry(country)) return fail('ibanSepa')
  if (scheme === 'swiss' && !SWISS.includes(country)) return fail('ibanSwiss')
  return succeed(iban)
}

/** Banks take orders so far ahead. */
const LONGEST_WAIT_DAYS = 365

/** Whether a bank can be asked to carry out a transfer on that day; `today` is the creditor's. */
export function isExecutionDay(day: CalendarDay, today: CalendarDay): boolean {
  return day >= today && day <= addDays(today, LONGEST_WAIT_DAYS)
}

/** "QK7M2Q4XW9P-12": the first transfer's reference and how many there are. The same transfers have the same name. */
export function nameTransferFile(transfers: readonly Pick<OrderedTransfer, 'endToEndId'>[]): string {
  return `Q${(transfers[0]?.endToEndId ?? '').replace(/[^A-Z0-9]/g, '')}-${transfers.length}`
}

const LONGEST_NAME = 70
/** Letters that are written with two in the Latin of payment systems, and do not come apart into a letter and a mark. */
const IN_LATIN: Readonly<Record<string, string>> = {
  ...{ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', ø: 'o', Ø: 'O' },
  ...{ œ: 'oe', Œ: 'OE', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ı: 'i', '&': '+', '’': "'" },
}

/**
 * A name in the characters that every bank takes (EPC217-08: Latin letters, digits, and `/ - ? : ( ) . , ' +`), at most
 * 70. Empty where nothing of it can be written so, as of a name in Arabic.
 */
export function writeBankName(name: string): string {
  const latin = Array.from(writeInOneLine(name), (sign) => IN_LATIN[sign] ?? sign)
    .join('')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  const kept = cutCharacters(latin, LONGEST_NAME)
  return /[A-Za-z0-9]/.test(kept) ? kept : ''
}
