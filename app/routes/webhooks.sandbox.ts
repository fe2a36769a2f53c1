/** What the sandbox provider tells: verified, kept once, answered; a job does the rest. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { readBodyText } from '~/platform/http/request-body.server'

/** An event is a few hundred bytes. */
const LARGEST_BODY = 64 * 1024

export function loader({ context }: LoaderFunctionArgs): Response {
  return context.app.sandbox ? answer(405, 'only POST is taken here') : answer(404, 'not found')
}

export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  if (!context.app.sandbox) return answer(404, 'not found')
  if (request.method !== 'POST') return answer(405, 'only POST is taken here')
  const rawBody = await readBodyText(request, LARGEST_BODY)
  if (rawBody === null) return answer(413, 'the body is too large')
  const accepted = await context.app.acceptGatewayWebhook('sandbox', rawBody, request.headers)
  if (!accepted) return answer(404, 'not found')
  return accepted.ok ? answer(200, 'ok') : answer(400, accepted.failure.kind)
}

function answer(status: number, text: string): Response {
  return new Response(`${text}\n`, {
    status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(status === 405 ? { Allow: 'POST' } : {}),
    },
  })
}
