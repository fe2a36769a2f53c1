import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { findUrlFault, isPublicAddress, lookupPublicAddress } from './webhook-address.server'
import { createWebhookSender } from './webhook-sender.server'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const olderSecret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const message = { id: 'event-1', sentAt: new Date(), body: '{"type":"payment.succeeded"}', secrets: [secret] }

let servers: Server[] = []
afterEach(async () => {
  await Promise.all(
    servers.map((server) => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    }),
  )
  servers = []
})

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

describe('sending a webhook', () => {
  const sender = createWebhookSender({ targets: 'any' })

  it('posts the body as it stands, signed so that the Standard Webhooks library accepts it with either secret', async () => {
    const received: { headers: Record<string, string>; body: string }[] = []
    const url = await listen((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        received.push({ headers: flatten(request.headers), body })
        response.writeHead(204).end()
      })
    })
    const attempt = await sender.send({ ...message, url, secrets: [secret, olderSecret] })
    expect(attempt).toEqual({ kind: 'answered', status: 204 })
    const [{ headers, body }] = received as [(typeof received)[number]]
    expect(body).toBe(message.body)
    expect(headers['webhook-id']).toBe('event-1')
    expect(new Webhook(secret).verify(body, headers)).toEqual({ type: 'payment.succeeded' })
    expect(new Webhook(olderSecret).verify(body, headers)).toEqual({ type: 'payment.succeeded' })
    const stranger = new Webhook(`whsec_${Buffer.alloc(32, 9).toString('base64')}`)
    expect(() => stranger.verify(body, headers)).toThrow()
    expect(() => new Webhook(secret).verify(body.replace('succeeded', 'failed'), headers)).toThrow()
  })

  it('does not follow a redirect', async () => {
    let followed = false
    const elsewhere = await listen((_, response) => {
      followed = true
      response.end()
    })
    const url = await listen((_, response) => response.writeHead(301, { Location: elsewhere }).end())
    expect(await sender.send({ ...message, url })).toEqual({ kind: 'answered', status: 301 })
    expect(followed).toBe(false)
  })

  it('reports how long the receiver asks to wait', async () => {
    const url = await listen((_, response) => response.writeHead(503, { 'Retry-After': '90' }).end())
    expect(await sender.send({ ...message, url })).toEqual({ kind: 'answered', status: 503, retryAfterSeconds: 90 })
  })

  it('gives up on a receiver that does not answer, or never ends its answer', async () => {
    const impatient = createWebhookSender({ targets: 'any', timeoutMs: 400 })
    const silent = await listen(() => undefined)
    expect(await impatient.send({ ...message, url: silent })).toEqual({ kind: 'failed', error: 'no answer in time' })
    const dripping = await listen((_, response) => response.writeHead(200).write('.'))
    expect(await impatient.send({ ...message, url: dripping })).toMatchObject({ kind: 'failed' })
  })

  it('reads no more of an answer than it must', async () => {
    const url = await listen((_, response) => {
      response.writeHead(200)
      const write = () => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(write))
      }
      write()
    })
    expect(await sender.send({ ...message, url })).toEqual({ kind: 'answered', status: 200 })
  })

  it('reports a receiver that is not there', async () => {
    const url = await listen(() => undefined)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await sender.send({ ...message, url })).toEqual({ kind: 'failed', error: 'ECONNREFUSED' })
  })
})

describe('where webhooks may go', () => {
  it.each([
    ['https://hooks.example.com/in?x=1', null],
    ['https://8.8.8.8/', null],
    ['http://hooks.example.com/', 'not_https'],
    ['https://user:secret@hooks.example.com/', 'has_credentials'],
    ['ftp://hooks.example.com/', 'malformed'],
    ['not a url', 'malformed'],
    ['https://localhost/', 'private_address'],
    ['https://billing.internal/', 'private_address'],
    ['https://intranet/', 'private_address'],
    ['https://127.0.0.1/', 'private_address'],
    ['https://2130706433/', 'private_address'],
    ['https://0x7f.1/', 'private_address'],
    ['https://10.1.2.3/', 'private_address'],
    ['https://169.254.169.254/latest/meta-data/', 'private_address'],
    ['https://[::1]/', 'private_address'],
    ['https://[::ffff:10.0.0.1]/', 'private_address'],
    ['https://[fd00::1]/', 'private_address'],
  ])('%s: %s', (url, fault) => {
    expect(findUrlFault(url, 'public')).toBe(fault)
  })

  it('may be anywhere in a demo, but still by http', () => {
    expect(findUrlFault('http://127.0.0.1:9000/hook', 'any')).toBeNull()
    expect(findUrlFault('file:///etc/passwd', 'any')).toBe('malformed')
  })

  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['0.0.0.0', false],
    ['100.64.0.1', false],
    ['224.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['nonsense', false],
  ])('the address %s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected)
  })

  it('looks at what a name leads to when it connects', async () => {
    const error = await new Promise<Error | null>((resolve) =>
      lookupPublicAddress('localhost', { all: true }, (failure) => resolve(failure)),
    )
    expect(error).toMatchObject({ code: 'FORBIDDEN_ADDRESS' })
  })
})
