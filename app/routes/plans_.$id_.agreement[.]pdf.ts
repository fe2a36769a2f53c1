/** The agreement on a plan, byte for byte as it was issued. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerDownload } from '~/platform/http/download.server'
import { logStored } from '~/platform/http/download-log.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  const file = id.success ? await context.app.readAgreement(getAccount(visit), id.data) : null
  return answerDownload(await logStored(request, context, visit, file))
}
