/** Texts for payment standards, whose fields are lines: a line break inside one would begin the next field. */

/** Without line breaks, control signs and invisible ones; in Unicode's composed form. */
export function writeInOneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')
    .trim()
}

/** As the standards count: characters, not the halves of UTF-16. */
export function countCharacters(text: string): number {
  return Array.from(text).length
}

/** At most so many of its characters. */
export function cutCharacters(text: string, longest: number): string {
  return Array.from(text).slice(0, longest).join('').trim()
}
