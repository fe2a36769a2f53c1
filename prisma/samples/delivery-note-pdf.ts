/**
 * A one-page delivery note as PDF, to be embedded in a sample invoice. The few objects of PDF 1.4 are written out here
 * because the page is a handful of lines in a standard font; it needs no document library.
 */
import type { InvoiceLine } from '~/domain/invoice'

const LINE_HEIGHT = 18
const TOP = 780
const LEFT = 56

/** Writes the quantities and names of up to 35 lines; characters outside Latin-1 become "?". */
export function writeDeliveryNotePdf(reference: string, sellerName: string, lines: readonly InvoiceLine[]): Uint8Array {
  const rows = [
    `${sellerName} - ${reference}`,
    '',
    ...lines.slice(0, 35).map((line) => `${line.quantity.padStart(6)} x ${line.name}`),
  ]
  const content = [
    'BT',
    '/F1 11 Tf',
    `${LINE_HEIGHT} TL`,
    `${LEFT} ${TOP} Td`,
    ...rows.map((row) => `(${escapeText(row)}) Tj T*`),
    'ET',
  ].join('\n')
  return Buffer.from(
    assembleObjects([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ]),
    'latin1',
  )
}

/** Numbers the objects and adds the cross-reference table of their byte offsets (one byte a character in Latin-1). */
function assembleObjects(objects: readonly string[]): string {
  let file = '%PDF-1.4\n'
  const offsets: number[] = []
  objects.forEach((object, index) => {
    offsets.push(file.length)
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
  })
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return (
    `${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}` +
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  )
}

function escapeText(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, '?').replace(/[\\()]/g, '\\$&')
}
