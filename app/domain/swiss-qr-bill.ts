/**
 * What a Swiss QR code says: Swiss Implementation Guidelines QR-bill (SIX), version 2.3, with structured addresses and
 * the extended character set.
 */
import { isQrReference, type BankReference } from './bank-reference'
import { getIbanCountry, isQrIban, type Iban } from './iban'
import { formatMinorAsDecimal, type Money } from './money'
import { countCharacters, writeInOneLine } from './one-line-text'
import type { PostalAddress } from './postal-address'
import { fail, succeed, type Result } from './result'

export interface SwissQrParty extends PostalAddress {
  readonly name: string
}

export interface SwissQrBill {
  readonly iban: Iban
  readonly creditor: SwissQrParty
  /** In CHF or EUR. */
  readonly amount: Money
  /** A QR-IBAN takes a QR reference and nothing else; any other account a creditor reference or none. */
  readonly reference: BankReference | null
  /** Left out where it is not known, or cannot be written with the standard's characters. */
  readonly debtor: SwissQrParty | null
  /** For the creditor, at most 140 characters. */
  readonly message?: string
}

export type SwissQrFailure =
  /** Neither CHF nor EUR. */
  | 'currency'
  /** From 0.01 to 999,999,999.99. */
  | 'amount'
  /** Not an account of Switzerland or Liechtenstein. */
  | 'account'
  /** Not of the kind that the account takes. */
  | 'reference'
  /** A part is missing, too long, or has characters the standard does not know. */
  | 'creditor'
  | 'message'

const LONGEST = { name: 70, street: 70, buildingNumber: 16, postalCode: 16, town: 35, message: 140 }
const LARGEST_MINOR = 99_999_999_999
const NOBODY = ['', '', '', '', '', '', '']

/** Basic Latin, Latin-1 Supplement, Latin Extended-A, and Ș ș Ț ț €. */
const WRITABLE = /^[\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u20ac]*$/u

/**
 * The lines of the code, joined by line feeds, in UTF-8. The QR symbol has error correction M, at most version 25, and
 * the Swiss cross in its middle.
 */
export function createSwissQrPayload(bill: SwissQrBill): Result<string, SwissQrFailure> {
  const { amount, iban, reference } = bill
  if (amount.currency !== 'CHF' && amount.currency !== 'EUR') return fail('currency')
  if (amount.amountMinor < 1 || amount.amountMinor > LARGEST_MINOR) return fail('amount')
  if (!['CH', 'LI'].includes(getIbanCountry(iban))) return fail('account')
  const isQrr = reference !== null && isQrReference(reference)
  if (isQrIban(iban) !== isQrr) return fail('reference')
  const creditor = writeParty(bill.creditor)
  if (creditor === null) return fail('creditor')
  const message = write(bill.message ?? '', LONGEST.message)
  if (message === null) return fail('message')
  const lines = [
    ...['SPC', '0200', '1', iban],
    ...creditor,
    // The ultimate creditor is reserved for later.
    ...NOBODY,
    formatMinorAsDecimal(amount.amountMinor, amount.currency),
    amount.currency,
    ...((bill.debtor === null ? null : writeParty(bill.debtor)) ?? NOBODY),
    isQrr ? 'QRR' : reference === null ? 'NON' : 'SCOR',
    reference ?? '',
    message,
    'EPD',
  ]
  return succeed(lines.join('\n'))
}

/** Seven lines, address type S first; null where one cannot be written. */
function writeParty(party: SwissQrParty): string[] | null {
  const parts = [
    write(party.name, LONGEST.name),
    write(party.street ?? '', LONGEST.street),
    write(party.buildingNumber ?? '', LONGEST.buildingNumber),
    write(party.postalCode, LONGEST.postalCode),
    write(party.town, LONGEST.town),
  ]
  const [name, , , postalCode, town] = parts
  const isWhole = name !== '' && postalCode !== '' && town !== '' && /^[A-Z]{2}$/.test(party.countryCode)
  const written = parts.filter((part) => part !== null)
  return isWhole && written.length === parts.length ? ['S', ...written, party.countryCode] : null
}

/** Typographic signs in their plain form; null where the text is too long or has others. */
function write(text: string, longest: number): string | null {
  const plain = writeInOneLine(text)
    .replace(/[\u2018\u2019\u201a\u02bc]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .replaceAll('\u2026', '...')
  return WRITABLE.test(plain) && countCharacters(plain) <= longest ? plain : null
}
