/** The file a document came in, byte for byte, as a download. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { readDocumentAddress } from '~/platform/http/document-address.server'
import { answerDownload } from '~/platform/http/download.server'
import { logStored } from '~/platform/http/download-log.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const file = await context.app.readInvoiceFile(getAccount(visit), readDocumentAddress(request, params), null)
  return answerDownload(await logStored(request, context, visit, file))
}
