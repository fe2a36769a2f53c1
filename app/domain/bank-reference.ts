/**
 * References that travel with a bank transfer and say what it pays: the ISO 11649 creditor reference (RF…), the Swiss
 * QR reference (27 digits), and the short reference of a payment as people type it. The first two carry check digits.
 */
import {
  calculateQRReferenceChecksum,
  calculateSCORReferenceChecksum,
  formatReference,
  isQRReferenceValid,
  isSCORReferenceValid,
} from 'swissqrbill/utils'

/** ISO 11649: "RF", two check digits, 1 to 21 letters and digits; without spaces, upper case. */
export type CreditorReference = string & { readonly __brand: 'CreditorReference' }

/** Swiss QR reference (QRR): 26 digits and a check digit, modulo 10 recursive. */
export type QrReference = string & { readonly __brand: 'QrReference' }

export type BankReference = CreditorReference | QrReference

const LONGEST_BODY = 21
const QR_DIGITS = 27
/** Fewer digits than this are an invoice number or an account, not a QR reference that lost its leading zeros. */
const LEAST_QR_DIGITS = 12
/** Longer ones in base 36 would not fit into 26 digits. */
const LONGEST_QR_BODY = 16
/** More is no remittance text; what a search costs is bounded by it. */
const LONGEST_TEXT = 4_000

/**
 * The creditor reference that stands for a short reference ("K7M2Q-4XW9P" makes RF..K7M2Q4XW9P). Throws a RangeError
 * where that is not 1 to 21 letters A to Z and digits, whatever else separates them.
 */
export function createCreditorReference(shortReference: string): CreditorReference {
  const body = packBody(shortReference, LONGEST_BODY)
  return `RF${calculateSCORReferenceChecksum(body)}${body}` as CreditorReference
}

/**
 * The QR reference that stands for a short reference of at most 16 letters and digits: the number that a 1 and its signs
 * write in base 36, so that different references never meet. Throws a RangeError for any other.
 */
export function createQrReference(shortReference: string): QrReference {
  const body = packBody(shortReference, LONGEST_QR_BODY)
  let number = 1n
  for (const sign of body) number = number * 36n + BigInt(Number.parseInt(sign, 36))
  const digits = number.toString().padStart(QR_DIGITS - 1, '0')
  return `${digits}${calculateQRReferenceChecksum(digits)}` as QrReference
}

/** Reads a whole text as one reference, however it is spaced and written; null where it is none or its check fails. */
export function parseBankReference(text: string): BankReference | null {
  const packed = packText(text)
  if (isCreditorReference(packed) || isQrReference(packed)) return packed
  return null
}

/** 27 digits, not all of them zeros, whose check digit is right; without spaces. */
export function isQrReference(text: string): text is QrReference {
  return /^\d{27}$/.test(text) && !/^0+$/.test(text) && isQRReferenceValid(text)
}

/** In the groups in which the standards print it: RF18 5390 0754 7034, 21 00000 00003 13947 14300 09017. */
export function formatBankReference(reference: BankReference): string {
  return formatReference(reference)
}

/**
 * Every reading of a free text as a creditor or QR reference whose check digits are right: across spaces, hyphens and
 * line breaks, glued to other words, in lower case, and for QR references without their leading zeros. Where a reference
 * ends is not always plain, so there can be a reading too many; a reference counts when it was issued, which the caller
 * looks up.
 */
export function findBankReferences(text: string): BankReference[] {
  const searched = text.slice(0, LONGEST_TEXT)
  return [...new Set<BankReference>([...findCreditorReferences(searched), ...findQrReferences(searched)])]
}

function* findCreditorReferences(text: string): Generator<CreditorReference> {
  const packed = packText(text)
  for (const { index } of packed.matchAll(/RF(?=\d\d)/g)) {
    for (let length = 5; length <= LONGEST_BODY + 4 && index + length <= packed.length; length += 1) {
      const candidate = packed.slice(index, index + length)
      if (isCreditorReference(candidate)) yield candidate
    }
  }
}

function* findQrReferences(text: string): Generator<QrReference> {
  for (const [run] of text.matchAll(/\d+(?:[\s./-]+\d+)*/g)) {
    const groups = run.match(/\d+/g) ?? []
    for (let start = 0; start < groups.length; start += 1) {
      let digits = ''
      for (const group of groups.slice(start)) {
        digits += group
        if (digits.length > QR_DIGITS) break
        const candidate = digits.padStart(QR_DIGITS, '0')
        if (digits.length >= LEAST_QR_DIGITS && isQrReference(candidate)) yield candidate
      }
    }
  }
}

const SHORT_SIGNS = '[2-9A-HJKMNP-TV-Z]'
const SHORT_REFERENCE = new RegExp(`(?<![A-Z0-9])(?=(${SHORT_SIGNS}{5})[\\s-]*(${SHORT_SIGNS}{5})(?![A-Z0-9]))`, 'g')

/**
 * Whatever in a text is written like a payment's own short reference ("K7M2Q-4XW9P"), in that spelling. They have no
 * check digit, but two of them differ by chance alone: one that was issued and is found was meant.
 */
export function findPaymentReferences(text: string): string[] {
  const upper = text.slice(0, LONGEST_TEXT).toUpperCase()
  return [...new Set([...upper.matchAll(SHORT_REFERENCE)].map(([, left = '', right = '']) => `${left}-${right}`))]
}

/**
 * The payment's own short reference that a creditor or QR reference was made of; null where it stands for none. By it a
 * transfer finds its payment whichever of the two its payer was shown.
 */
export function readPaymentReference(reference: BankReference): string | null {
  const body = isCreditorReference(reference) ? reference.slice(4) : readQrBody(reference)
  return body !== null && SHORT_BODY.test(body) ? `${body.slice(0, 5)}-${body.slice(5)}` : null
}

const SHORT_BODY = new RegExp(`^${SHORT_SIGNS}{10}$`)

function readQrBody(reference: string): string | null {
  const written = BigInt(reference.slice(0, QR_DIGITS - 1))
    .toString(36)
    .toUpperCase()
  return written.startsWith('1') ? written.slice(1) : null
}

function isCreditorReference(text: string): text is CreditorReference {
  return isSCORReferenceValid(text)
}

/** Letters A to Z and digits alone, upper case. */
function packText(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '')
}

function packBody(shortReference: string, longest: number): string {
  const body = shortReference.toUpperCase().replace(/[\s./-]+/g, '')
  if (!/^[A-Z0-9]+$/.test(body) || body.length > longest) {
    throw new RangeError(`"${shortReference}" is not 1 to ${longest} letters and digits`)
  }
  return body
}
