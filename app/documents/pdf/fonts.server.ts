/**
 * The letters of documents: Noto Sans for Latin, Greek and Cyrillic, Noto Naskh Arabic for Arabic. Files are read and
 * parsed once in a process; every document embeds the glyphs that it uses.
 */
import { createRequire } from 'node:module'
import path from 'node:path'
import { openSync, type Font, type Glyph } from 'fontkit'
import { LRUCache } from 'lru-cache'

export const FONT_NAMES = ['sans', 'sans-bold', 'arabic', 'arabic-bold'] as const

export type FontName = (typeof FONT_NAMES)[number]

/** A font as text is measured with it, and as pdfkit draws with it. */
export interface PaperFont {
  readonly name: FontName
  readonly isArabic: boolean
  /** How much larger it is drawn, so that its letters look as large as the others'. */
  readonly scale: number
  covers(codePoint: number): boolean
  /** Whether the font itself turns the text round, because it joins letters that run right to left. */
  turnsRound(text: string): boolean
  /** In ems, of the size before `scale`. `text` is in the order in which `draw` would take it. */
  measure(text: string): number
  /** What pdfkit takes for a font: a fontkit font, whose texts are laid out by us. */
  readonly source: Font
}

const FILES: Readonly<Record<FontName, readonly [string, string]>> = {
  sans: ['@embedpdf/fonts-latin', 'NotoSans-Regular.ttf'],
  'sans-bold': ['@embedpdf/fonts-latin', 'NotoSans-Bold.ttf'],
  arabic: ['@embedpdf/fonts-arabic', 'NotoNaskhArabic-Regular.ttf'],
  'arabic-bold': ['@embedpdf/fonts-arabic', 'NotoNaskhArabic-Bold.ttf'],
}

const fonts = new Map<FontName, PaperFont>()

export function getFont(name: FontName): PaperFont {
  let font = fonts.get(name)
  if (!font) {
    const [packageName, file] = FILES[name]
    const folder = path.dirname(createRequire(import.meta.url).resolve(packageName))
    font = createPaperFont(name, path.join(folder, '../fonts', file))
    fonts.set(name, font)
  }
  return font
}

const ARABIC_SCALE = 1.12

/** Letters that join, and marks that are put on others: only the font knows how. */
const SHAPED = /[\u0300-\u036f\u0610-\u061a\u0620-\u065f\u066e-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff]/
const ARABIC_LETTER = /[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff]/

/**
 * Lam and alef in one glyph. Readers turn what they extract round letter by letter, which would put the two in the wrong
 * order: named by the one character that Unicode has for the pair, they come out right.
 */
const LIGATURES: Readonly<Record<string, number>> = {
  '\u0644\u0622': 0xfef5,
  '\u0644\u0623': 0xfef7,
  '\u0644\u0625': 0xfef9,
  '\u0644\u0627': 0xfefb,
}

/** Shaped runs that are remembered: words of labels come again on every page. */
const SHAPED_RUNS = 2_000

type DrawnGlyph = Pick<Glyph, 'id' | 'advanceWidth' | 'codePoints'>

interface ShapedGlyph {
  readonly glyph: DrawnGlyph
  readonly xAdvance: number
  readonly yAdvance: number
  readonly xOffset: number
  readonly yOffset: number
}

function nameLigature({ id, advanceWidth, codePoints }: Glyph): DrawnGlyph {
  const ligature = LIGATURES[String.fromCodePoint(...codePoints)]
  return { id, advanceWidth, codePoints: ligature === undefined ? codePoints : [ligature] }
}

function openFont(file: string): Font {
  const font = openSync(file)
  if (!('layout' in font)) throw new TypeError(`${file} holds more than one font`)
  return font
}

function createPaperFont(name: FontName, file: string): PaperFont {
  const font = openFont(file)
  // fontkit remembers a glyph as it first met it. To write a file it meets parts of letters, which stand for no text, and
  // would give those to the next document whose text has them (the T of a Ț).
  const fontOfFiles = openFont(file)
  const glyphs = new Map<number, DrawnGlyph>()
  const covered = new Map<number, boolean>()
  const runs = new LRUCache<string, readonly ShapedGlyph[]>({ max: SHAPED_RUNS })

  function findGlyph(codePoint: number): DrawnGlyph {
    let glyph = glyphs.get(codePoint)
    if (!glyph) {
      const { id, advanceWidth } = font.glyphForCodePoint(codePoint)
      glyphs.set(codePoint, (glyph = { id, advanceWidth, codePoints: [codePoint] }))
    }
    return glyph
  }

  function shape(text: string): readonly ShapedGlyph[] {
    if (!SHAPED.test(text)) {
      return Array.from(text, (sign) => {
        const glyph = findGlyph(sign.codePointAt(0) ?? 0)
        return { glyph, xAdvance: glyph.advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }
      })
    }
    let run = runs.get(text)
    if (!run) {
      const isArabic = ARABIC_LETTER.test(text)
      const laid = isArabic ? font.layout(text, undefined, 'arab', undefined, 'rtl') : font.layout(text)
      run = laid.positions.flatMap(({ xAdvance, yAdvance, xOffset, yOffset }, index) => {
        const glyph = laid.glyphs[index]
        return glyph ? [{ glyph: nameLigature(glyph), xAdvance, yAdvance, xOffset, yOffset }] : []
      })
      runs.set(text, run)
    }
    return run
  }

  // fontkit's own layout reads the whole of a font's tables at every call, which takes most of a millisecond; text that
  // needs none of them is laid out from the widths of its letters.
  const source: Font = Object.create(font, {
    createSubset: { value: () => fontOfFiles.createSubset() },
    layout: {
      value: (text: string) => {
        const run = shape(text)
        // pdfkit scales the positions in place, so these are its own.
        const positions = run.map(({ xAdvance, yAdvance, xOffset, yOffset }) => ({
          ...{ xAdvance, yAdvance, xOffset, yOffset },
        }))
        return {
          glyphs: run.map(({ glyph }) => glyph),
          positions,
          get advanceWidth() {
            return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0)
          },
        }
      },
    },
  }) as Font

  const isArabic = name.startsWith('arabic')
  const scale = isArabic ? ARABIC_SCALE : 1
  return {
    name,
    isArabic,
    scale,
    covers(codePoint) {
      let isCovered = covered.get(codePoint)
      if (isCovered === undefined) covered.set(codePoint, (isCovered = font.hasGlyphForCodePoint(codePoint)))
      return isCovered
    },
    turnsRound: (text) => ARABIC_LETTER.test(text),
    measure: (text) => (sumAdvances(text) / font.unitsPerEm) * scale,
    source,
  }

  function sumAdvances(text: string): number {
    if (SHAPED.test(text)) return shape(text).reduce((sum, { xAdvance }) => sum + xAdvance, 0)
    let sum = 0
    for (const sign of text) sum += findGlyph(sign.codePointAt(0) ?? 0).advanceWidth
    return sum
  }
}
