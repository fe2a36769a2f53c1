/** What every paper is held to, whatever it says: software reads it aloud in its language, and Arabic stands as it is written. */
import { expect } from 'vitest'
import type { Language } from '~/i18n/languages'
import type { PrintedFile } from '~/use-cases/ports/document-printer'
import { inspectPdf, normalizeText } from './read-pdf'

type Readable = Pick<PrintedFile, 'read'>

/** Tagged, in its language, with its fonts embedded; `words` each stand on it alone in their line. Returns its text. */
export async function expectReadablePaper(
  file: Readable,
  language: Language,
  words: readonly string[],
): Promise<string> {
  const pdf = await inspectPdf(file)
  expect(pdf.isTagged).toBe(true)
  expect(pdf.isAccessible).toBe(true)
  expect(pdf.language).toBe(language)
  expect(pdf.roles.get('H1')).toBe(1)
  expect(pdf.roles.get('Figure')).toBe(1)
  for (const role of ['Table', 'TR', 'TH', 'TD', 'P']) expect(pdf.roles.get(role) ?? 0, role).toBeGreaterThan(0)
  expect(pdf.fonts.described).toBeGreaterThan(0)
  expect(pdf.fonts.embedded).toBe(pdf.fonts.described)
  expect(pdf.fonts.hasStandard).toBe(false)
  for (const text of words) expect(pdf.text).toContain(normalizeText(text))
  return pdf.text
}

/** An Arabic paper, joined and in the order of reading. */
export async function expectJoinedArabic(file: Readable, words: readonly string[]): Promise<void> {
  const { text, shapes } = await inspectPdf(file)
  for (const each of words) expect(text).not.toContain(Array.from(normalizeText(each)).reverse().join(''))
  // Letters that join on both sides have a shape for each place in a word; unjoined ones would have one.
  const seen = ['ل', 'م', 'ي', 'ت', 'ن'].map((letter) => shapes.get(letter) ?? 0)
  expect(Math.min(...seen), String(seen)).toBeGreaterThan(1)
}
