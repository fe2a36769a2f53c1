/** The route of a provider's webhooks over HTTP, beside an application that has this provider alone. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ActionFunctionArgs } from '@remix-run/node'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createLogger } from '~/platform/logger.server'
import { acceptGatewayWebhook } from '~/use-cases/accept-gateway-webhook'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'

export interface WebhookRoute {
  url: string
  close(): Promise<void>
}

export async function serveWebhookRoute(
  services: Parameters<typeof acceptGatewayWebhook>[0],
  gateway: PaymentGateway,
  action: (given: ActionFunctionArgs) => Promise<Response>,
): Promise<WebhookRoute> {
  const app = {
    logger: createLogger('silent', 'test'),
    hasGateway: (name: string) => name === gateway.name,
    acceptGatewayWebhook: (_name: string, rawBody: string, headers: Headers) =>
      acceptGatewayWebhook(services, { gateway, rawBody, headers }),
  }
  const server = createServer(
    createRequestListener((request) =>
      action({ request, context: { app }, params: {} } as unknown as ActionFunctionArgs),
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/${gateway.name}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
