/** What a file is, by its first bytes; names and media types lie. */
export type FileFormat = 'xml' | 'pdf' | 'json' | 'csv' | 'empty' | 'unknown'

/** How many bytes `detectFormat` looks at. */
export const SNIFF_BYTES = 1024

/**
 * Judges the beginning of a file. Text that begins neither like XML nor like JSON is taken for a table; bytes that are
 * not text (archives, spreadsheets, images) are unknown.
 */
export function detectFormat(head: Uint8Array): FileFormat {
  if (head.byteLength === 0) return 'empty'
  const latin = new TextDecoder('windows-1252').decode(head.subarray(0, SNIFF_BYTES))
  if (latin.includes('%PDF-')) return 'pdf'
  const isUtf16 = /^(?:ÿþ|þÿ)/.test(latin) || /^(?:<\0|\0<)/.test(latin)
  const text = (isUtf16 ? latin.slice(2).replaceAll('\0', '') : latin.replace(/^ï»¿/, '')).trimStart()
  if (text === '' && !isUtf16) return 'empty'
  if (text.startsWith('<') || latin.startsWith('<\0') || latin.startsWith('\0<')) return 'xml'
  if (!isUtf16 && latin.includes('\0')) return 'unknown'
  if (latin.startsWith('PK')) return 'unknown'
  return text.startsWith('{') || text.startsWith('[') ? 'json' : 'csv'
}
