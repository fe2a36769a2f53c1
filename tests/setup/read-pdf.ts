import { extractText, getDocumentProxy } from 'unpdf'
import type { PrintedFile } from '~/use-cases/ports/document-printer'

/** What pdf.js reads of a document, with spaces of every kind as one and without the marks that only steer direction. */
export async function readPdfText(file: PrintedFile): Promise<{ text: string; bytes: Uint8Array }> {
  const chunks: Uint8Array[] = []
  for await (const chunk of file.read()) chunks.push(Uint8Array.from(chunk))
  const bytes = Uint8Array.from(Buffer.concat(chunks))
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
