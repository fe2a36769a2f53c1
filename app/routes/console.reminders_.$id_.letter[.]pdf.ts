/** A formal payment request as it was sent. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { answerDownload } from '~/platform/http/download.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { creditor } = await requireConsoleVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return answerDownload(await context.app.findDemandLetter({ creditorId: creditor.id, debtorId: null }, id.data))
}
