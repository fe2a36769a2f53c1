/** A file of a dispute, as a download. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { answerDownload } from '~/platform/http/download.server'

const paramsSchema = z.object({ id: z.uuid(), file: z.uuid() })

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { creditor } = await requireConsoleVisit(request, context)
  const path = paramsSchema.safeParse(params)
  if (!path.success) return answerDownload(null)
  const { id: disputeId, file: fileId } = path.data
  return answerDownload(await context.app.readDisputeFile({ creditorId: creditor.id }, { disputeId, fileId }))
}
