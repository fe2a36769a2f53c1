/** What the sandbox provider tells. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { acceptGatewayWebhook, refuseGatewayWebhookPage } from '~/platform/http/gateway-webhook.server'

export const handle = { isEndpoint: true }

export function loader(given: LoaderFunctionArgs): Response {
  return refuseGatewayWebhookPage('sandbox', given)
}

export function action(given: ActionFunctionArgs): Promise<Response> {
  return acceptGatewayWebhook('sandbox', given)
}
