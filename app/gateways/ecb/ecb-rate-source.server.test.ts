import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createEcbRateSource } from './ecb-rate-source.server'
import { writeDailyFile } from './testing/daily-file'

const FILE = writeDailyFile(
  '2026-11-20',
  Object.fromEntries('USD JPY GBP CHF SEK NOK DKK PLN RON CZK'.split(' ').map((code) => [code, '1.5'])),
)

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** As patient as the portal is, unless the bank is meant to be silent. */
async function fetchFrom(listener: RequestListener, limit: { timeoutMs?: number } = {}) {
  const listening = createServer(listener)
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo
  return createEcbRateSource({ url: `http://127.0.0.1:${port}/daily.xml`, ...limit }).fetchRates()
}

describe('the bank', () => {
  it('answers with rates', async () => {
    expect(await fetchFrom((_, response) => response.end(FILE))).toMatchObject({
      ok: true,
      value: { source: 'ecb', rateOn: '2026-11-20' },
    })
  })

  it.each<[string, string, RequestListener]>([
    ['an error', 'unreachable', (_, response) => response.writeHead(503).end('busy')],
    ['a redirect', 'unreachable', (_, response) => response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end()],
    ['far too much', 'unreachable', (_, response) => response.end('<a>'.repeat(1_000_000))],
    ['bytes that are no text', 'unreachable', (_, response) => response.end(Buffer.from([0xff, 0xfe, 0xfd]))],
    ['a page', 'malformed', (_, response) => response.end('<html><body>Hello</body></html>')],
  ])('that answers with %s is %s', async (_, kind, listener) => {
    expect(await fetchFrom(listener)).toMatchObject({ ok: false, failure: { kind } })
  })

  it.each<[string, RequestListener]>([
    ['nothing', () => undefined],
    ['half of it', (_, response) => void response.write(FILE.slice(0, 100))],
  ])('that answers with %s and is silent then is unreachable', async (_, listener) => {
    expect(await fetchFrom(listener, { timeoutMs: 500 })).toMatchObject({
      ok: false,
      failure: { kind: 'unreachable', detail: expect.stringContaining('timeout') as string },
    })
  })

  it('that is not there is unreachable', async () => {
    const outcome = await createEcbRateSource({ url: 'http://127.0.0.1:9/daily.xml' }).fetchRates()
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unreachable' } })
  })
})
