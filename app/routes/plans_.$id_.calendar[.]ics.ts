/** The days of a plan as a calendar file. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerDownload } from '~/platform/http/download.server'
import { pickLanguage } from '~/platform/http/printed-file.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) return answerDownload(null)
  return answerDownload(await context.app.readPlanCalendar(getAccount(visit), id.data, pickLanguage(visit)))
}
