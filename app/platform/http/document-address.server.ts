import type { DocumentAddress } from '~/use-cases/ports/statement-reader'

/** Longer than any number a document may have (BT-1 has no limit; systems use far less). */
const LONGEST_NUMBER = 200

/** Which document `/invoices/:number?kind=` means. Answers 404 for what cannot be a number. */
export function readDocumentAddress(
  request: Request,
  params: Readonly<Record<string, string | undefined>>,
): DocumentAddress {
  const number = params['number'] ?? ''
  if (number === '' || number.length > LONGEST_NUMBER || number.includes('\0'))
    throw new Response(null, { status: 404 })
  const kind = new URL(request.url).searchParams.get('kind')
  return { number, kind: kind === 'invoice' || kind === 'credit_note' ? kind : null }
}
