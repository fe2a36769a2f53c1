/** Our readable copy of an invoice or credit note. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { getAccount, getReadingContext } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { readDocumentAddress } from '~/platform/http/document-address.server'
import { answerPrintedTo } from '~/platform/http/download-log.server'
import { pickLanguage } from '~/platform/http/printed-file.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  return answerPrintedTo(
    visit,
    request,
    context,
    await context.app.issueInvoiceCopy({
      ...{ account: getAccount(visit), context: getReadingContext(visit), language: pickLanguage(visit) },
      address: readDocumentAddress(request, params),
    }),
  )
}
