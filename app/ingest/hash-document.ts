import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { InvoiceDocument } from '~/domain/invoice'

/**
 * SHA-256 (hex) of what a document says: canonical JSON (RFC 8785) of all its fields, each attachment by its own
 * SHA-256. Two files that say the same have the same hash, whatever their bytes: white space around texts, namespace
 * prefixes, encoding, order of attributes, XML alone or inside a PDF make no difference. Anything a debtor could read
 * or owe does, down to the decimals of a quantity.
 */
export function hashDocument(document: InvoiceDocument): string {
  const attachments = document.attachments.map(({ content, ...rest }) =>
    content === undefined ? rest : { ...rest, contentSha256: createHash('sha256').update(content).digest('hex') },
  )
  return createHash('sha256')
    .update(canonicalize({ ...document, attachments }) ?? '')
    .digest('hex')
}
