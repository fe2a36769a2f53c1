/** The receipt of a payment as a document. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerPrintedTo } from '~/platform/http/download-log.server'
import { pickLanguage } from '~/platform/http/printed-file.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return answerPrintedTo(
    visit,
    request,
    context,
    await context.app.issueReceipt({ account: getAccount(visit), language: pickLanguage(visit), paymentId: id.data }),
  )
}
