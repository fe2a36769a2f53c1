/**
 * The process that is killed: the portal's own composition with its worker, and in front of it an HTTP server that
 * does what a debtor's pages, the sandbox's page and the webhook route do, and nothing else.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { createApplication } from '~/composition.server'
import type { PaymentId } from '~/domain/ids'
import type { Payer } from '~/domain/payment-order'
import { SANDBOX_ACTIONS } from '~/gateways/sandbox/sandbox-checkout'
import { readEnvironment } from '~/platform/env.server'
import { createLogger } from '~/platform/logger.server'
import { debtorRequestSchema } from './debtor-request'

// Its parent is gone: it does not stay behind.
process.stdin.on('end', () => process.exit(1))
// Everything is loaded; the portal itself starts when told to.
await once(process.stdin, 'data')

const env = readEnvironment()
const app = await createApplication(env, createLogger(env.LOG_LEVEL, 'victim'))
const provider = app.sandbox ?? failWithoutSandbox()

const actionSchema = z.object({ action: z.enum(SANDBOX_ACTIONS), refundMinor: z.number().exactOptional() })

function failWithoutSandbox(): never {
  throw new Error('the sandbox gateway is not enabled')
}

async function findPayer(sessionToken: string): Promise<Payer | null> {
  const visit = await app.findVisit(sessionToken)
  return (
    visit && {
      creditorId: visit.creditor.id,
      debtorId: visit.debtor.id,
      linkId: visit.linkId,
      scope: visit.scope,
      name: visit.recipientName,
      email: visit.recipientEmail,
      locale: visit.locale ?? visit.creditor.defaultLocale,
    }
  )
}

async function answerDebtor(body: string): Promise<unknown> {
  const request = debtorRequestSchema.parse(JSON.parse(body))
  if (request.kind === 'open') {
    await app.showAccessLink(request.token)
    const opened = await app.openAccessLink({ token: request.token, clientHint: null })
    return opened.ok ? { sessionToken: opened.value.sessionToken } : null
  }
  const payer = await findPayer(request.sessionToken)
  if (!payer) return null
  switch (request.kind) {
    case 'payables':
      return app.listPayables(payer)
    case 'start':
      return app.startPayment({ payer, order: request.order, idempotencyKey: request.key })
    case 'cancel':
      return app.cancelPayment(payer, request.paymentId as PaymentId)
  }
}

async function answer(request: IncomingMessage, body: string): Promise<{ status: number; content: unknown }> {
  const [, first, second = ''] = (request.url ?? '/').split('/')
  switch (first) {
    case 'debtor':
      return { status: 200, content: await answerDebtor(body) }
    case 'sandbox': {
      const { action, ...options } = actionSchema.parse(JSON.parse(body))
      return { status: 200, content: await provider.act(second, action, options) }
    }
    case 'webhooks': {
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
      )
      const accepted = await app.acceptGatewayWebhook(second, body, headers)
      return { status: accepted?.ok ? 200 : 400, content: null }
    }
    default:
      return { status: 404, content: null }
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    answer(request, Buffer.concat(chunks).toString('utf8')).then(
      ({ status, content }) => response.writeHead(status).end(JSON.stringify(content ?? null)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
})
server.listen(env.PORT, env.HOST, () => {
  void app.startWorker().then(() => process.stdout.write('ready\n'))
})

process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void app.close().then(() => process.exit(0))
})
