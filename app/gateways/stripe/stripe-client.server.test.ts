import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findFreePort } from '~/platform/free-port.server'
import { createLogger } from '~/platform/logger.server'
import { createStripeClient } from './stripe-client.server'

const secretKey = 'sk_test_of_tests_alone'

/** A server that answers each attempt by the next of these, and the last one from then on. */
async function serve(...answers: RequestListener[]): Promise<{ origin: string; attempts: IncomingMessage[] }> {
  const attempts: IncomingMessage[] = []
  const server = createServer((request, response) => {
    attempts.push(request)
    const answer = answers[Math.min(attempts.length, answers.length) - 1]
    request.resume().on('end', () => answer?.(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, attempts }
}

/** An answer after which the SDK does not try again. */
const refuse =
  (status: number, error: object, retry = 'false'): RequestListener =>
  (_request, response) => {
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'stripe-should-retry': retry,
      'request-id': 'req_7',
    })
    response.end(JSON.stringify({ error }))
  }

const hangUp: RequestListener = (request) => request.socket.destroy()
const keepSilent: RequestListener = () => undefined

/** What a call comes to, and what is logged of it. */
async function call(apiBase: string, { movesMoney = false, timeoutMs = 5_000 } = {}) {
  let log = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk)
      done()
    },
  })
  const client = createStripeClient({ secretKey, apiBase, timeoutMs }, createLogger('info', 'test', destination))
  const result = await client.call(
    (stripe) => stripe.customers.create({ email: 'payer@debtor.example' }, { idempotencyKey: 'key' }),
    { movesMoney },
  )
  return { result, log, kind: result.ok ? 'done' : result.failure.kind }
}

describe.concurrent('a call to Stripe that failed', () => {
  it.each([
    [400, { type: 'invalid_request_error', code: 'parameter_unknown', param: 'x' }, 'rejected'],
    [402, { type: 'card_error', code: 'card_declined' }, 'rejected'],
    [404, { type: 'invalid_request_error', code: 'resource_missing' }, 'rejected'],
    // Nothing was done, and it may be asked again: a key can be mended, a limit passes.
    [401, { type: 'invalid_request_error' }, 'unavailable'],
    [403, { type: 'invalid_request_error' }, 'unavailable'],
    [429, { type: 'invalid_request_error', code: 'rate_limit' }, 'unavailable'],
    [503, { type: 'api_error' }, 'unavailable'],
    // It may have been done.
    [400, { type: 'idempotency_error' }, 'uncertain'],
    [409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }, 'uncertain'],
    [500, { type: 'api_error' }, 'uncertain'],
  ])('with %i %j is %s', async (status, error, kind) => {
    const { origin } = await serve(refuse(status, error))
    expect((await call(origin)).kind).toBe(kind)
  })

  it('is uncertain with 503 too where the call itself moves money', async () => {
    const { origin } = await serve(refuse(503, { type: 'api_error' }))
    expect((await call(origin, { movesMoney: true })).kind).toBe('uncertain')
  })

  it('is unavailable when nobody was reached', async () => {
    const port = await findFreePort()
    expect((await call(`http://127.0.0.1:${port}`)).kind).toBe('unavailable')
  })

  it('is uncertain when no answer came, and was sent again with the same key', async () => {
    const { origin, attempts } = await serve(keepSilent)
    expect((await call(origin, { timeoutMs: 200 })).kind).toBe('uncertain')
    expect(attempts.map(({ headers }) => headers['idempotency-key'])).toEqual(['key', 'key', 'key'])
  })

  it('is uncertain when an answer cannot be read', async () => {
    const { origin } = await serve((_request, response) => response.end('<html>'))
    expect((await call(origin)).kind).toBe('uncertain')
  })

  it.each([
    ['the connection broke', hangUp],
    ['an error was answered', refuse(500, { type: 'api_error' }, 'true')],
  ])('is uncertain when %s first, though the last attempt was turned away', async (_what, first) => {
    const { origin, attempts } = await serve(first, refuse(429, { type: 'invalid_request_error' }))
    expect((await call(origin)).kind).toBe('uncertain')
    expect(attempts).toHaveLength(2)
  })

  it('is done when an attempt was', async () => {
    const { origin } = await serve(hangUp, (_request, response) => response.end('{"id":"cus_1"}'))
    expect((await call(origin)).result).toMatchObject({ ok: true, value: { id: 'cus_1' } })
  })

  it("is logged by Stripe's request id, without what it quotes", async () => {
    const message = 'Invalid API Key provided: sk_test_of_tests_alone for payer@debtor.example'
    const { origin } = await serve(refuse(401, { type: 'invalid_request_error', message }))
    const { log } = await call(origin)
    expect(log).toContain('"level":50')
    expect(log).toContain('req_7')
    expect(log).not.toContain('sk_test')
    expect(log).not.toContain('debtor.example')
  })
})
