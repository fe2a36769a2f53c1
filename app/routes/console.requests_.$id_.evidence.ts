/** What somebody handed in with a request, as a download. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { answerDownload } from '~/platform/http/download.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { creditor } = await requireConsoleVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) return answerDownload(null)
  return answerDownload(await context.app.readContactEvidence({ creditorId: creditor.id, requestId: id.data }))
}
