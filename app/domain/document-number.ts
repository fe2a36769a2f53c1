/**
 * Invoice numbers as payers write them: with other separators, without leading zeros, without their letters, glued to
 * words. What a database looks up is coarse (`computeNumberKeys`); what counts is decided here, sign by sign.
 */

/**
 * What a number is found by. `full` are its letters A to Z and digits 1 to 9, `digits` its digits 1 to 9: zeros and
 * separators are what payers drop. In SQL: `upper(regexp_replace(number, '[^A-Za-z1-9]', '', 'g'))` and
 * `regexp_replace(number, '[^1-9]', '', 'g')`.
 */
export interface NumberKeys {
  readonly full: string
  readonly digits: string
}

/** The keys under which a number is looked up; both may be empty. */
export function computeNumberKeys(number: string): NumberKeys {
  return { full: number.replace(/[^A-Za-z1-9]/g, '').toUpperCase(), digits: number.replace(/[^1-9]/g, '') }
}

/** How closely a text names a number. */
export type NumberTier =
  /** The same letters and digits. */
  | 'exact'
  /** The same, but for zeros before a group of digits. */
  | 'zeros'
  /** Its digits without its letters. */
  | 'digits'

/** Where a text names a number: between which of its groups of letters or digits. */
export interface NumberPlace {
  readonly start: number
  readonly end: number
  readonly tier: NumberTier
}

/** A text as groups of letters and of digits. */
export type TextGroups = readonly string[]

const LONGEST_TEXT = 1_000
const MOST_GROUPS_OF_A_NUMBER = 6
const LONGEST_NUMBER = 30
/** Shorter ones are found everywhere: days, street numbers, quantities. */
const LEAST_SIGNS = 3
const LEAST_DIGITS = 4

/**
 * The text's letters and digits in groups, upper-case, without anything between them; no more than its first thousand
 * signs.
 */
export function splitIntoGroups(text: string): TextGroups {
  return (
    text
      .slice(0, LONGEST_TEXT)
      .normalize('NFKC')
      .toUpperCase()
      .match(/[A-Z]+|\d+/g) ?? []
  )
}

/** The keys of every part of the text that could be a number, for `full` and `digits` of `computeNumberKeys`. */
export function listNumberKeys(groups: TextGroups): { full: string[]; digits: string[] } {
  const full = new Set<string>()
  const digits = new Set<string>()
  for (const { written } of listWindows(groups)) {
    const keys = computeNumberKeys(written)
    if (keys.full !== '') full.add(keys.full)
    if (keys.digits !== '' && !/[A-Z]/.test(written)) digits.add(keys.digits)
  }
  return { full: [...full], digits: [...digits] }
}

/** Every place where the text names the number. */
export function locateNumber(groups: TextGroups, number: string): NumberPlace[] {
  const own = splitIntoGroups(number)
  const written = own.join('')
  const trimmed = writeTrimmed(own)
  const ownDigits = own.filter((group) => !isLetters(group))
  const digits = trimZeros(ownDigits.join(''))
  const trimmedDigits = writeTrimmed(ownDigits)
  const places: NumberPlace[] = []
  for (const window of listWindows(groups)) {
    const { start, end } = window
    const between = groups.slice(start, end)
    if (window.written === written) places.push({ start, end, tier: 'exact' })
    else if (writeTrimmed(between) === trimmed) places.push({ start, end, tier: 'zeros' })
    else if (
      !between.some(isLetters) &&
      digits.length >= LEAST_DIGITS &&
      (trimZeros(window.written) === digits || writeTrimmed(between) === trimmedDigits)
    ) {
      places.push({ start, end, tier: 'digits' })
    }
  }
  return places
}

/**
 * True where one number is the other with at most two signs changed, dropped, added or swapped: one may have been
 * written and the other meant.
 */
export function areMistakable(one: string, other: string): boolean {
  return countSlips(splitIntoGroups(one).join(''), splitIntoGroups(other).join('')) <= 2
}

/** True where the text holds something that is the number but for a slip or two. */
export function resemblesNumber(groups: TextGroups, number: string): boolean {
  const own = splitIntoGroups(number).join('')
  const ownDigits = own.replace(/[A-Z]/g, '')
  // Two slips in a handful of signs leave nothing of them.
  return listWindows(groups).some(
    ({ written }) =>
      (own.length > LEAST_DIGITS && countSlips(written, own) <= 2) ||
      (ownDigits.length > LEAST_DIGITS && countSlips(written, ownDigits) <= 1),
  )
}

function* iterateWindows(groups: TextGroups): Generator<{ start: number; end: number; written: string }> {
  for (let start = 0; start < groups.length; start += 1) {
    let written = ''
    for (let end = start + 1; end <= Math.min(groups.length, start + MOST_GROUPS_OF_A_NUMBER); end += 1) {
      written += groups[end - 1] ?? ''
      if (written.length > LONGEST_NUMBER) break
      const significant = trimZeros(written)
      if (!/\d/.test(written) || significant.length < (/[A-Z]/.test(written) ? LEAST_SIGNS : LEAST_DIGITS)) continue
      yield { start, end, written }
    }
  }
}

function listWindows(groups: TextGroups) {
  return [...iterateWindows(groups)]
}

function isLetters(group: string): boolean {
  return group >= 'A'
}

function trimZeros(digits: string): string {
  return digits.replace(/^0+(?=.)/, '')
}

function writeTrimmed(groups: TextGroups): string {
  return groups.map(trimZeros).join('.')
}

/** How many signs were changed, dropped, added or swapped with a neighbour (optimal string alignment); 3 for any more. */
export function countSlips(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3
  let [beforeLast, last] = [[] as number[], Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1]
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1)
      }
      current.push(least)
    }
    ;[beforeLast, last] = [last, current]
  }
  return last[other.length] ?? 0
}
