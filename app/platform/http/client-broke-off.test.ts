/** A client that ends the connection while it sends, over a real socket: nothing of ours has failed. */
import { connect } from 'node:net'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { failedRequests, requestDuration } from '../metrics.server'
import { readBodyText } from './request-body.server'
import { createPortalHandler } from './request-handler.server'
import { startHttpServer, stopHttpServer } from './server.server'

interface LogLine {
  level: number
  msg: string
  status?: number
}

const ERROR = 50

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A portal of one endpoint that reads what it is sent; `work` is what it does with it. */
async function serve(read: (request: Request) => Promise<unknown>) {
  const lines: LogLine[] = []
  let begun = () => {}
  const hasBegun = new Promise<void>((resolve) => (begun = resolve))
  const action = async ({ request }: { request: Request }) => {
    begun()
    await read(request)
    return new Response('taken')
  }
  const module = { action, handle: { isEndpoint: true } }
  const build = { entry: { module: {} }, routes: { hook: { id: 'hook', parentId: 'root', path: 'hook', module } } }
  const handle = createPortalHandler({
    build: build as unknown as ServerBuild,
    mode: 'production',
    publicOrigin: 'https://pay.example',
    formTargets: [],
    logger: pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) }),
    app: {} as AppLoadContext['app'],
  })
  const server = await startHttpServer(handle, {
    ...{ host: '127.0.0.1', port: 0, clientDirectory: 'public', trustedProxies: 0 },
  })
  closing.push(() => stopHttpServer(server, 0))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const socket = connect(address.port, '127.0.0.1')
  socket.on('error', () => undefined)
  closing.push(() => void socket.destroy())
  socket.write('POST /hook HTTP/1.1\r\nHost: portal\r\nContent-Length: 1000\r\n\r\nonly the begin')
  await hasBegun
  return { socket, lines }
}

const countFailures = async () => (await failedRequests.get()).values[0]?.value ?? 0
const countAnswers = async (status: string) =>
  (await requestDuration.get()).values
    .filter(({ metricName, labels }) => metricName?.endsWith('_count') && labels.status === status)
    .reduce((sum, { value }) => sum + value, 0)

it.each([
  ['says that it ends', 'end'],
  ['is gone at once', 'resetAndDestroy'],
] as const)('that breaks off its body stands in the log as such, and is no failure: it %s', async (_, way) => {
  const [failures, answers] = [await countFailures(), await countAnswers('499')]
  const { socket, lines } = await serve((request) => readBodyText(request, 10_000))
  socket[way]()
  await expect.poll(() => lines).toHaveLength(1)
  expect(lines).toMatchObject([{ msg: 'request', status: 499 }])
  expect(lines.filter(({ level }) => level >= ERROR)).toEqual([])
  expect(await countFailures()).toBe(failures)
  expect(await countAnswers('499')).toBe(answers + 1)
})

it('does not hide what fails here while it leaves', async () => {
  const failures = await countFailures()
  const { socket, lines } = await serve(async (request) => {
    await readBodyText(request, 10_000).catch(() => undefined)
    throw new Error('database gone')
  })
  socket.destroy()
  await expect.poll(() => lines).toHaveLength(2)
  expect(lines).toMatchObject([
    { level: ERROR, msg: 'request failed', err: { message: 'database gone' } },
    { msg: 'request', status: 500 },
  ])
  expect(await countFailures()).toBe(failures + 1)
})
