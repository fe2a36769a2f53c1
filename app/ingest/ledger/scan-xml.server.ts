/** Reads a part of a workbook element by element; nothing of it is kept. */
import { SaxesParser } from 'saxes'
import { refuse } from '../ingest-refusal'
import type { LedgerLimits } from './ledger-limits'

export interface XmlScan {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/**
 * Names come without their prefixes. Refuses document type declarations, and so every entity but the five built in, and
 * whatever is not well-formed.
 */
export async function scanXml(bytes: AsyncIterable<Uint8Array>, limits: LedgerLimits, scan: XmlScan): Promise<void> {
  const parser = new SaxesParser({ position: false, xmlns: false } as const)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let depth = 0
  parser.on('error', (error) => refuse('malformed', `a part of the workbook is not well-formed: ${error.message}`))
  parser.on('doctype', () => refuse('document_type_declaration', 'document type declarations are not accepted'))
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth > limits.maxDepth)
      refuse('limit_exceeded', `elements are nested more than ${limits.maxDepth} levels deep`)
    scan.open?.(removePrefix(name), attributes)
  })
  parser.on('text', (text) => scan.text?.(text))
  parser.on('cdata', (text) => scan.text?.(text))
  parser.on('closetag', ({ name }) => {
    depth -= 1
    scan.close?.(removePrefix(name))
  })
  for await (const chunk of bytes) parser.write(decode(decoder, chunk))
  parser.write(decode(decoder)).close()
}

function removePrefix(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    return refuse('bad_encoding', 'a part of the workbook is not UTF-8')
  }
}
