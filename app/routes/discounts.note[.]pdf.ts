/** The credit note of a settlement discount as a document, by its number. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerPrintedTo } from '~/platform/http/download-log.server'
import { readNoteNumber } from '~/platform/http/note-number.server'
import { pickLanguage } from '~/platform/http/printed-file.server'

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const noteNumber = readNoteNumber(request)
  if (noteNumber === null) throw new Response(null, { status: 404 })
  const note = { account: getAccount(visit), language: pickLanguage(visit), noteNumber }
  return answerPrintedTo(visit, request, context, await context.app.issueDiscountNote(note))
}
