/** A formal payment request as it was sent to the account. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerDownload } from '~/platform/http/download.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return answerDownload(await context.app.findDemandLetter(getAccount(visit), id.data))
}
