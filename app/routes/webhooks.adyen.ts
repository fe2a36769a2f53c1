/** What Adyen tells. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { acceptGatewayWebhook, refuseGatewayWebhookPage } from '~/platform/http/gateway-webhook.server'

export function loader(given: LoaderFunctionArgs): Response {
  return refuseGatewayWebhookPage('adyen', given)
}

export function action(given: ActionFunctionArgs): Promise<Response> {
  return acceptGatewayWebhook('adyen', given)
}
