/**
 * How a provider's webhook is answered: 2xx as soon as its events are kept, which is all that is done before; a job does
 * the rest. Providers send again whatever was answered otherwise. Their number is not limited.
 */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { GatewayName } from '~/use-cases/ports/payment-gateway'
import { readBodyText } from './request-body.server'

/** The largest that is read, in bytes. The events that are read here have a few thousand. */
const LARGEST_BODY = 512 * 1024

/** An address of a provider that is not configured is none. */
export function refuseGatewayWebhookPage(gateway: GatewayName, { context }: LoaderFunctionArgs): Response {
  return context.app.hasGateway(gateway) ? answer(405, 'only POST is taken here') : answer(404, 'not found')
}

/** 400 for what is not the provider's, with nothing said of why but the kind. */
export async function acceptGatewayWebhook(
  gateway: GatewayName,
  { request, context }: ActionFunctionArgs,
): Promise<Response> {
  const { app } = context
  if (!app.hasGateway(gateway)) return answer(404, 'not found')
  if (request.method !== 'POST') return answer(405, 'only POST is taken here')
  const rawBody = await readBodyText(request, LARGEST_BODY)
  if (rawBody === null) return answer(413, 'the body is too large')
  const accepted = await app.acceptGatewayWebhook(gateway, rawBody, request.headers)
  if (!accepted) return answer(404, 'not found')
  if (accepted.ok) return answer(200, 'ok')
  app.logger.warn({ gateway, ...accepted.failure }, 'a webhook was refused')
  return answer(400, accepted.failure.kind)
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
