/**
 * What the QR code of a SEPA credit transfer says: EPC069-12 (European Payments Council), version 002. Banking apps read
 * it and fill in the transfer.
 */
import { isSEPACountry, isValidBIC } from 'ibantools'
import type { CreditorReference } from './bank-reference'
import { getIbanCountry, type Iban } from './iban'
import { formatMinorAsDecimal, type Money } from './money'
import { countCharacters, cutCharacters, writeInOneLine } from './one-line-text'
import { fail, succeed, type Result } from './result'

export interface EpcTransfer {
  /** Of the account's holder. Cut at 70 characters. */
  readonly name: string
  readonly iban: Iban
  /** Needed for accounts outside the European Economic Area. */
  readonly bic: string | null
  readonly amount: Money
  /** Structured, or a text of at most 140 characters; never both. */
  readonly remittance: { readonly reference: CreditorReference } | { readonly text: string }
  /** For the payer to read; at most 70 characters. */
  readonly information?: string
}

export type EpcQrFailure =
  /** Only euros. */
  | 'currency'
  /** From 0.01 to 999,999,999.99. */
  | 'amount'
  /** Not an account in SEPA, or a BIC that is missing or malformed. */
  | 'account'
  | 'name'
  | 'remittance'
  | 'information'
  /** More than 331 bytes in all. */
  | 'size'

const LONGEST = { name: 70, text: 140, information: 70, bytes: 331 }
const LARGEST_MINOR = 99_999_999_999
/** SEPA countries whose accounts version 002 wants a BIC for. */
const OUTSIDE_EEA = new Set(['AD', 'AL', 'CH', 'GB', 'GG', 'GI', 'IM', 'JE', 'MC', 'MD', 'ME', 'MK', 'RS', 'SM', 'VA'])

/**
 * The lines of the code, joined by line feeds, in UTF-8 (character set 1). The QR symbol has error correction M and at
 * most version 13.
 */
export function createEpcQrPayload(transfer: EpcTransfer): Result<string, EpcQrFailure> {
  const { amount, iban, bic, remittance } = transfer
  if (amount.currency !== 'EUR') return fail('currency')
  if (amount.amountMinor < 1 || amount.amountMinor > LARGEST_MINOR) return fail('amount')
  const country = getIbanCountry(iban)
  if (!isSEPACountry(country)) return fail('account')
  if (bic === null ? OUTSIDE_EEA.has(country) : !isValidBIC(bic)) return fail('account')
  const name = cutCharacters(writeInOneLine(transfer.name), LONGEST.name)
  if (name === '') return fail('name')
  const reference = 'reference' in remittance ? remittance.reference : ''
  const text = 'text' in remittance ? writeInOneLine(remittance.text) : ''
  if (countCharacters(text) > LONGEST.text) return fail('remittance')
  const information = writeInOneLine(transfer.information ?? '')
  if (countCharacters(information) > LONGEST.information) return fail('information')
  const lines = [
    ...['BCD', '002', '1', 'SCT', bic ?? '', name, iban],
    `EUR${formatMinorAsDecimal(amount.amountMinor, amount.currency)}`,
    ...['', reference, text, information],
  ]
  // Empty lines at the end are left out; the last one has no line feed.
  while (lines.at(-1) === '') lines.pop()
  const payload = lines.join('\n')
  return new TextEncoder().encode(payload).byteLength > LONGEST.bytes ? fail('size') : succeed(payload)
}
