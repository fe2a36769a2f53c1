/** The whole file of what was handed over, written while it is sent. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { answerStream } from '~/platform/http/account-file-answer.server'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { creditor } = await requireConsoleVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  const file = id.success ? await context.app.exportHandOver({ creditorId: creditor.id, noticeId: id.data }) : null
  if (!file) throw new Response(null, { status: 404 })
  return answerStream(file, context)
}
