/** The credit note of a settlement discount as an e-invoice, by its number, as a download. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerDownload } from '~/platform/http/download.server'
import { logStored } from '~/platform/http/download-log.server'
import { readNoteNumber } from '~/platform/http/note-number.server'

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const noteNumber = readNoteNumber(request)
  if (noteNumber === null) return answerDownload(null)
  const file = await context.app.readDiscountEInvoice({ ...getAccount(visit), noteNumber })
  return answerDownload(await logStored(request, context, visit, file))
}
