/** Looks up the code of a document that someone typed or scanned, so many times a network. */
import type { AppLoadContext } from '@remix-run/node'
import type { DocumentCheckOutcome } from '~/components/document-check'
import { parseDocumentCode } from '~/domain/issued-document'
import { getFormatters } from '~/i18n/formatters'
import type { Reader } from './debtor-visit.server'

/** `typed` is what stands in the address; null where nobody asked. */
export async function checkTypedCode(
  { app, clientNetwork }: AppLoadContext,
  typed: string | null,
  { formatLocale }: Reader,
): Promise<DocumentCheckOutcome> {
  if (typed === null || typed.trim() === '') return { kind: 'none' }
  const code = parseDocumentCode(typed)
  if (code === null) return { kind: 'malformed' }
  const limit = await app.limits.documentChecks.attempt(clientNetwork)
  if (!limit.allowed) return { kind: 'refused', minutes: Math.ceil(limit.retryAfterSeconds / 60) }
  const found = await app.checkDocument(code)
  if (!found) return { kind: 'unknown' }
  const { creditor, byteSize: _, ...document } = found
  const format = getFormatters(formatLocale, creditor.timeZone)
  return { kind: 'found', document: { ...document, creditorName: creditor.name, format } }
}

/** Of the page that says it. */
export function chooseCheckStatus({ kind }: DocumentCheckOutcome): number {
  return kind === 'refused' ? 429 : kind === 'unknown' ? 404 : kind === 'malformed' ? 400 : 200
}
