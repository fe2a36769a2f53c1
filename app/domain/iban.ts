/** International bank account numbers (ISO 13616). */
import { electronicFormatIBAN, friendlyFormatIBAN, isQRIBAN, isValidIBAN } from 'ibantools'

/** A valid IBAN without spaces, upper case. */
export type Iban = string & { readonly __brand: 'Iban' }

/** Reads an IBAN however it is spaced; null where country, length or check digits are wrong. */
export function parseIban(text: string): Iban | null {
  const packed = electronicFormatIBAN(text.replace(/\s+/g, ''))
  return packed !== null && isIban(packed) ? packed : null
}

/** In groups of four, as it is read aloud. */
export function formatIban(iban: Iban): string {
  return friendlyFormatIBAN(iban) ?? iban
}

/** The country of the account, ISO 3166-1 alpha-2. */
export function getIbanCountry(iban: Iban): string {
  return iban.slice(0, 2)
}

/** A Swiss or Liechtenstein account that takes QR references alone (institution 30000 to 31999). */
export function isQrIban(iban: Iban): boolean {
  return isQRIBAN(iban)
}

function isIban(text: string): text is Iban {
  return isValidIBAN(text)
}
