import type { DocumentKind } from '~/domain/invoice'

/**
 * The address of a document's page, or of something below it. Credit notes are numbered apart from invoices, so theirs
 * says what they are.
 */
export function writeDocumentPath({ number, kind }: { number: string; kind: DocumentKind }, below = ''): string {
  return `/invoices/${encodeURIComponent(number)}${below}${kind === 'credit_note' ? '?kind=credit_note' : ''}`
}
