/** Originals of the chosen invoices in one archive, with a list of all that were chosen. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { streamBytes } from '~/platform/byte-stream.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { writeAttachmentDisposition } from '~/platform/http/download.server'

/** As many as a page of the result has. */
const MOST_COPIES = 200

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const numbers = [...new Set(new URL(request.url).searchParams.getAll('invoice'))].filter(
    (number) => !number.includes('\0'),
  )
  if (numbers.length === 0 || numbers.length > MOST_COPIES) throw new Response(null, { status: 400 })
  const { language, formatLocale } = visit
  const content = context.app.archiveInvoiceCopies(getAccount(visit), numbers, {
    timeZone: visit.creditor.timeZone,
    language,
    separatorsOf: formatLocale,
  })
  return new Response(streamBytes(content), {
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': writeAttachmentDisposition(`invoices-${visit.today}.zip`),
      'Cache-Control': 'private, no-store',
    },
  })
}
