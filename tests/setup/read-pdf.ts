import { extractText, getDocumentProxy, getResolvedPDFJS } from 'unpdf'
import type { PrintedFile } from '~/use-cases/ports/document-printer'

/** What pdf.js reads of a document, with spaces of every kind as one and without the marks that only steer direction. */
export async function readPdfText(file: Pick<PrintedFile, 'read'>): Promise<{ text: string; bytes: Uint8Array }> {
  const chunks: Uint8Array[] = []
  for await (const chunk of file.read()) chunks.push(Uint8Array.from(chunk))
  return readPdfBytes(Buffer.concat(chunks))
}

export async function readPdfBytes(content: Uint8Array): Promise<{ text: string; bytes: Uint8Array }> {
  const bytes = Uint8Array.from(content)
  const pdf = await getDocumentProxy(Uint8Array.from(bytes))
  const { text } = await extractText(pdf, { mergePages: true })
  return { text: normalizeText(text), bytes }
}

export function normalizeText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u061c\u200e\u200f\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
}

interface InspectedPdf {
  readonly text: string
  readonly isTagged: boolean
  /** It says of itself that it is PDF/UA. */
  readonly isAccessible: boolean
  readonly language: string
  /** How many elements of the tag tree have each role. */
  readonly roles: ReadonlyMap<string, number>
  readonly fonts: { readonly described: number; readonly embedded: number; readonly hasStandard: boolean }
  /** With how many glyphs of one font each letter is drawn, at most. */
  readonly shapes: ReadonlyMap<string, number>
}

/** What software that reads a document aloud, or searches it, finds in it. */
export async function inspectPdf(file: Pick<PrintedFile, 'read'>): Promise<InspectedPdf> {
  const { text, bytes } = await readPdfText(file)
  const pdf = await getDocumentProxy(Uint8Array.from(bytes))
  const { OPS } = await getResolvedPDFJS()
  const roles = new Map<string, number>()
  const glyphs = new Map<string, Set<number>>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('role' in node) roles.set(String(node.role), (roles.get(String(node.role)) ?? 0) + 1)
    if ('children' in node && Array.isArray(node.children)) node.children.forEach(visit)
  }
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    visit(await page.getStructTree())
    const { fnArray, argsArray } = await page.getOperatorList()
    let font = ''
    fnArray.forEach((operation, index) => {
      const given = argsArray[index] as unknown[]
      if (operation === OPS.setFont) font = String(given[0])
      if (operation !== OPS.showText) return
      for (const glyph of given[0] as (number | { unicode: string; originalCharCode: number })[]) {
        if (typeof glyph === 'number') continue
        const key = `${glyph.unicode.normalize('NFKC')} ${font}`
        glyphs.set(key, (glyphs.get(key) ?? new Set()).add(glyph.originalCharCode))
      }
    })
  }
  const shapes = new Map<string, number>()
  for (const [key, { size }] of glyphs) {
    const letter = key.slice(0, key.indexOf(' '))
    shapes.set(letter, Math.max(shapes.get(letter) ?? 0, size))
  }
  const { info } = await pdf.getMetadata()
  const raw = Buffer.from(bytes).toString('latin1')
  return {
    ...{ text, roles, shapes },
    isTagged: (await pdf.getMarkInfo())?.Marked === true,
    isAccessible: raw.includes('pdfuaid'),
    language: (info as { Language?: string }).Language ?? '',
    fonts: {
      described: raw.match(/\/Type \/FontDescriptor/g)?.length ?? 0,
      embedded: raw.match(/\/FontFile2 /g)?.length ?? 0,
      hasStandard: raw.includes('/Helvetica'),
    },
  }
}
