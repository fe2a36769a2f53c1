/** The credit note of a debtor's settlement discount as an e-invoice, by its number, as a download. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { answerDownload } from '~/platform/http/download.server'
import { readNoteNumber } from '~/platform/http/note-number.server'

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { creditor } = await requireConsoleVisit(request, context)
  const noteNumber = readNoteNumber(request)
  if (noteNumber === null) return answerDownload(null)
  const wanted = { creditorId: creditor.id, debtorId: null, noteNumber }
  return answerDownload(await context.app.readDiscountEInvoice(wanted))
}
