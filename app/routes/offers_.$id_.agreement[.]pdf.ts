/** The agreement of a settlement, byte for byte as it was handed out when it was agreed. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerDownload } from '~/platform/http/download.server'
import { logStored } from '~/platform/http/download-log.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const offerId = z.uuid().safeParse(params['id'])
  if (!offerId.success) throw new Response(null, { status: 404 })
  const file = await context.app.readSettlementAgreement({ ...getAccount(visit), offerId: offerId.data })
  const stored = file && { ...file, mediaType: 'application/pdf' }
  return answerDownload(await logStored(request, context, visit, stored))
}
