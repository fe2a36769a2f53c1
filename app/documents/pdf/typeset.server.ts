/**
 * Text as it is drawn: broken into lines, each line into runs of one font from left to right, by the Unicode
 * Bidirectional Algorithm.
 */
import createBidi from 'bidi-js'
import { LRUCache } from 'lru-cache'
import { getFont, type PaperFont } from './fonts.server'

export type Direction = 'ltr' | 'rtl'

/** Letters to be drawn in this order by this font; joined and mirrored as they are seen. */
export interface TextRun {
  readonly text: string
  readonly font: PaperFont
  /** In ems. */
  readonly width: number
}

export interface TextLine {
  /** From left to right. */
  readonly runs: readonly TextRun[]
  /** In ems. */
  readonly width: number
  /**
   * What is read, where the runs do not say it: letters that no font has. Text that runs right to left needs none, as
   * readers turn round what is drawn so; some turn this round too, and read it backwards.
   */
  readonly actual: string | null
}

export interface TypesetOptions {
  readonly direction: Direction
  readonly isBold: boolean
  /** In ems; text is broken where it is longer. */
  readonly maxWidth: number
}

const bidi = createBidi()

/** Marks that only steer the direction: obeyed, and not drawn. */
const CONTROLS = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const CONTROL = new RegExp(CONTROLS.source)
const NEEDS_BIDI = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/
/** Drawn for a letter that no font has. */
const UNKNOWN = '?'

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\u2067\ufb1d-\ufefc]/

/** A name or a number in Latin letters keeps its own direction, with its full stop at its end, in whatever document. */
export function chooseDirection(text: string, direction: Direction): Direction {
  return direction === 'rtl' && /\p{L}/u.test(text) && !RIGHT_TO_LEFT.test(text) ? 'ltr' : direction
}

/** The same for a part of a text: it neither changes the order of what is around it nor is changed by it. */
export function isolate(text: string, direction: Direction): string {
  return direction === 'rtl' ? `\u2068${text}\u2069` : text
}

const REMEMBERED_LINES = 2_000
const remembered = new LRUCache<string, TextLine>({ max: REMEMBERED_LINES })

/** A text without breaks, however wide: short texts that come again on every page are remembered. */
export function typesetLine(text: string, direction: Direction, isBold: boolean): TextLine {
  const key = `${direction} ${isBold ? 'b' : ''} ${text}`
  let line = remembered.get(key)
  if (!line) {
    const [only = EMPTY_LINE] = typeset(text.replace(/\s+/g, ' '), { direction, isBold, maxWidth: Infinity })
    line = only
    remembered.set(key, line)
  }
  return line
}

const EMPTY_LINE: TextLine = { runs: [], width: 0, actual: null }

/** The lines of a text; at least one. Line feeds break, and so does what is wider than `maxWidth`. */
export function typeset(text: string, options: TypesetOptions): TextLine[] {
  const paragraphs = text
    .normalize('NFC')
    .split(/\r?\n/)

    .map((paragraph) => paragraph.replace(/[\u0000-\u001f\u007f]/g, ' '))
  return paragraphs.flatMap((paragraph) => typesetParagraph(paragraph, options))
}

/** A stretch of one direction and one font, in the order of the text. */
interface Stretch {
  readonly start: number
  readonly end: number
  readonly level: number
  readonly font: PaperFont
}

function typesetParagraph(text: string, { direction, isBold, maxWidth }: TypesetOptions): TextLine[] {
  const isPlain = direction === 'ltr' && !NEEDS_BIDI.test(text)
  const levels = isPlain ? null : bidi.getEmbeddingLevels(text, direction).levels
  const stretches = findStretches(text, levels, isBold)
  const whole = buildLine(text, stretches, 0, text.length)
  if (whole.width <= maxWidth) return [whole]
  return breakText(text, stretches, maxWidth).map(([start, end]) => buildLine(text, stretches, start, end))
}

function findStretches(text: string, levels: Uint8Array | null, isBold: boolean): Stretch[] {
  const [latin, arabic] = isBold ? [getFont('sans-bold'), getFont('arabic-bold')] : [getFont('sans'), getFont('arabic')]
  if (levels === null && coversAll(latin, text)) {
    return text === '' ? [] : [{ start: 0, end: text.length, level: 0, font: latin }]
  }
  const stretches: Stretch[] = []
  let current: { start: number; level: number; font: PaperFont } | null = null
  for (let index = 0; index < text.length;) {
    const codePoint = text.codePointAt(index) ?? 0
    const level = levels?.[index] ?? 0
    const before: PaperFont = current?.font ?? latin
    // What both fonts have, a space or a comma, stays in the one that was written in.
    const font = before.covers(codePoint) || isControl(codePoint) ? keepFont(before, codePoint, level) : other(before)
    if (current === null || current.level !== level || current.font !== font) {
      if (current) stretches.push({ ...current, end: index })
      current = { start: index, level, font }
    }
    index += codePoint > 0xffff ? 2 : 1
  }
  if (current) stretches.push({ ...current, end: text.length })
  return stretches

  /** Digits and signs among left-to-right text are the Latin font's, whatever was written before them. */
  function keepFont(font: PaperFont, codePoint: number, level: number): PaperFont {
    return font === arabic && level % 2 === 0 && latin.covers(codePoint) ? latin : font
  }
  function other(font: PaperFont): PaperFont {
    return font === latin ? arabic : latin
  }
}

function coversAll(font: PaperFont, text: string): boolean {
  for (const sign of text) if (!font.covers(sign.codePointAt(0) ?? 0)) return false
  return true
}

function isControl(codePoint: number): boolean {
  return CONTROL.test(String.fromCodePoint(codePoint))
}

/** Start and end of each line: after spaces, and inside a word only where it alone is too wide. */
function breakText(text: string, stretches: readonly Stretch[], maxWidth: number): [number, number][] {
  const lines: [number, number][] = []
  let start = 0
  let end = 0
  let width = 0
  const close = (next: number) => {
    lines.push([start, end])
    start = next
    end = next
    width = 0
  }
  for (const match of text.matchAll(/[^ ]+ */g)) {
    const word = match[0].trimEnd()
    const wordEnd = match.index + word.length
    const wordWidth = measureRange(text, stretches, match.index, wordEnd)
    const gap = start === end ? 0 : measureRange(text, stretches, end, match.index)
    if (start !== end && width + gap + wordWidth > maxWidth) close(match.index)
    if (start === end && wordWidth > maxWidth) {
      start = match.index
      end = start
      for (const sign of word) {
        const signWidth = measureRange(text, stretches, end, end + sign.length)
        if (end > start && width + signWidth > maxWidth) close(end)
        end += sign.length
        width += signWidth
      }
      continue
    }
    if (start === end) start = match.index
    width += (width === 0 ? 0 : gap) + wordWidth
    end = wordEnd
  }
  if (end > start || lines.length === 0) lines.push([start, end])
  return lines
}

function measureRange(text: string, stretches: readonly Stretch[], start: number, end: number): number {
  let width = 0
  for (const stretch of stretches) {
    const [from, to] = [Math.max(start, stretch.start), Math.min(end, stretch.end)]
    if (from < to) width += stretch.font.measure(toVisible(text.slice(from, to), stretch.font))
  }
  return width
}

/** Rule L2 of the algorithm, on stretches instead of letters: what each level holds is reversed, the highest first. */
function buildLine(text: string, stretches: readonly Stretch[], start: number, end: number): TextLine {
  const parts = stretches
    .filter((stretch) => stretch.start < end && stretch.end > start)
    .map((stretch) => ({ ...stretch, start: Math.max(start, stretch.start), end: Math.min(end, stretch.end) }))
  const highest = parts.reduce((level, part) => Math.max(level, part.level), 0)
  for (let level = highest; level >= 1; level -= 1) {
    for (let from = 0; from < parts.length; from += 1) {
      if ((parts[from]?.level ?? 0) < level) continue
      let to = from
      while (to < parts.length && (parts[to]?.level ?? 0) >= level) to += 1
      parts.splice(from, to - from, ...parts.slice(from, to).reverse())
      from = to
    }
  }
  const logical = text.slice(start, end)
  const runs = parts.flatMap(({ start: from, end: to, level, font }): TextRun[] => {
    const seen = toVisible(level % 2 === 0 ? text.slice(from, to) : mirror(text.slice(from, to), font), font)
    return seen === '' ? [] : [{ text: seen, font, width: font.measure(seen) }]
  })
  const isIncomplete = runs.some((run) => run.text.includes(UNKNOWN)) && !logical.includes(UNKNOWN)
  return {
    runs,
    width: runs.reduce((width, run) => width + run.width, 0),
    actual: isIncomplete ? logical.replace(CONTROLS, '') : null,
  }
}

/**
 * A stretch that runs right to left. Arabic letters are turned round by the font, which must see them in their order to
 * join them; everything else is turned round here.
 */
function mirror(text: string, font: PaperFont): string {
  const signs = Array.from(text, (sign) => bidi.getMirroredCharacter(sign) ?? sign)
  return font.isArabic && font.turnsRound(text) ? signs.join('') : signs.reverse().join('')
}

function toVisible(text: string, font: PaperFont): string {
  const visible = CONTROL.test(text) ? text.replace(CONTROLS, '') : text
  return coversAll(font, visible)
    ? visible
    : Array.from(visible, (sign) => (font.covers(sign.codePointAt(0) ?? 0) ? sign : UNKNOWN)).join('')
}
