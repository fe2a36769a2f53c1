/** The agreement of a settlement, as the debtor agreed to it. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { answerDownload } from '~/platform/http/download.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { creditor } = await requireConsoleVisit(request, context)
  const offerId = z.uuid().safeParse(params['id'])
  if (!offerId.success) return answerDownload(null)
  const file = await context.app.readSettlementAgreement({ creditorId: creditor.id, offerId: offerId.data })
  return answerDownload(file && { ...file, mediaType: 'application/pdf' })
}
