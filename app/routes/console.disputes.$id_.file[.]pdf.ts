/** All that is known of a dispute, as a document. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { answerPrinted, pickLanguage } from '~/platform/http/printed-file.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireConsoleVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) return answerPrinted(request, null)
  const wanted = { reader: { creditorId: visit.creditor.id }, disputeId: id.data, language: pickLanguage(visit) }
  return answerPrinted(request, await context.app.issueDisputeFile(wanted))
}
