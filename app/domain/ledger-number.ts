/** How near the number in a debtor's ledger is to a document's. */
import { countSlips, splitIntoGroups } from './document-number'

/** A number in the forms in which it is looked for. */
export interface LedgerNumber {
  /** As it is written, but for case, spaces around it and the width of signs. */
  readonly exact: string
  /** Its letters and digits alone, without zeros before the first digits; empty where there are none. */
  readonly plain: string
  /** Its groups of letters and digits, each without the zeros before it. */
  readonly grouped: string
  /** Parts that may be a number by themselves, the longest first, without the whole. */
  readonly parts: readonly string[]
}

/** A number of fewer signs says too little to be found inside another. */
const LEAST_PART = 4
const MOST_GROUPS = 8
/** With fewer signs than this one slip makes any number of any other. */
const LEAST_SIGNS = 5

const NO_NUMBER: LedgerNumber = { exact: '', plain: '', grouped: '', parts: [] }

/** A number of either side in all the forms in which it is compared; all of them empty for none. */
export function readLedgerNumber(text: string | null): LedgerNumber {
  if (text === null) return NO_NUMBER
  const written = splitIntoGroups(writeAsciiDigits(text))
  const groups = written.map(trimZeros)
  return {
    exact: text.normalize('NFKC').trim().toUpperCase(),
    plain: trimZeros(written.join('')),
    grouped: groups.join('.'),
    parts: listParts(groups),
  }
}

function listParts(groups: readonly string[]): string[] {
  if (groups.length < 2 || groups.length > MOST_GROUPS) return []
  const parts = new Set<string>()
  for (let length = groups.length - 1; length >= 1; length -= 1) {
    for (let start = 0; start + length <= groups.length; start += 1) {
      const part = groups.slice(start, start + length).join('')
      if (part.length >= LEAST_PART && /\d/.test(part)) parts.add(part)
    }
  }
  return [...parts].sort((left, right) => right.length - left.length)
}

/** Every number that a text might name, alone or in a row of several. */
export function listNamedNumbers(text: string): string[] {
  return text
    .split(/[\s,;+&|]+/)
    .map((word) => readLedgerNumber(word))
    .flatMap(({ plain, parts }) => (plain === '' ? [] : [plain, ...parts]))
}

/**
 * True where one number is the other with one sign changed, dropped or added, or two neighbours swapped. Prefixes of
 * letters that only one of them has do not count.
 */
export function isOneSlipAway(one: LedgerNumber, other: LedgerNumber): boolean {
  const least = (left: string, right: string) => Math.min(left.length, right.length) >= LEAST_SIGNS
  if (least(one.plain, other.plain) && countSlips(one.plain, other.plain) <= 1) return true
  const [digits, otherDigits] = [keepDigits(one), keepDigits(other)]
  return least(digits, otherDigits) && countSlips(digits, otherDigits) <= 1
}

/**
 * True where a number is built like the other and is not it: it is not a number of the debtor's own, it means another
 * document.
 */
export function isOfOneBuild(one: LedgerNumber, other: LedgerNumber): boolean {
  return one.plain !== '' && one.plain !== other.plain && describeBuild(one) === describeBuild(other)
}

function describeBuild({ plain }: LedgerNumber): string {
  return plain.replace(/\d/g, '9')
}

function keepDigits({ plain }: LedgerNumber): string {
  return plain.replace(/[A-Z]/g, '')
}

function trimZeros(text: string): string {
  return text.replace(/^0+(?=.)/, '')
}

/** Digits of Arabic and Persian writing as those of ASCII. */
export function writeAsciiDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
}
