/** Which invoices a transfer pays, for the debtor's own books and for whoever asks what a sum is made of. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { formatBankReference, parseBankReference } from '~/domain/bank-reference'
import { formatMinorAsDecimal } from '~/domain/money'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerDownload } from '~/platform/http/download.server'

const HEADER = ['creditor', 'debtor', 'payment', 'reference', 'invoice', 'amount', 'currency']

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  const view = id.success ? await context.app.findPayment(getAccount(visit), id.data) : null
  if (view?.payment?.origin !== 'bank_transfer') throw new Response(null, { status: 404 })
  const { bankReference } = view.payment
  const reference = bankReference === null ? null : parseBankReference(bankReference)
  const rows = view.items.map(({ number, intendedMinor }) => [
    ...[
      visit.creditor.name,
      visit.debtor.name,
      view.reference,
      reference === null ? '' : formatBankReference(reference),
    ],
    ...[number, formatMinorAsDecimal(intendedMinor, view.currency), view.currency],
  ])
  const text = [HEADER, ...rows].map((row) => row.map(writeField).join(',')).join('\r\n')
  return answerDownload({
    filename: `${view.reference}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    // Spreadsheets take a file without this mark for another encoding.
    content: new TextEncoder().encode(`\ufeff${text}\r\n`),
  })
}

/** A text that a spreadsheet would take for a formula is made one that it does not. */
function writeField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
