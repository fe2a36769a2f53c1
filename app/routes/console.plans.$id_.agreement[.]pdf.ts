/** The agreement on a plan, byte for byte as it was issued. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { answerDownload } from '~/platform/http/download.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { creditor } = await requireConsoleVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  return answerDownload(id.success ? await context.app.readAgreement({ creditorId: creditor.id }, id.data) : null)
}
