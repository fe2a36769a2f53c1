/** Bodies over a real socket that nobody should have to wait for: what is refused, and when the connection ends. */
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { readEvidenceForm } from './evidence-upload.server'
import { startHttpServer, stopHttpServer } from './server.server'

const MEGABYTE = 1024 * 1024
const app = { inspectEvidence: () => Promise.resolve({ ok: true as const, value: CSV }) }
const CSV = { filename: 'a.csv', mediaType: 'text/csv', content: new Uint8Array() }

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A server that says what is wrong with the files of a form. */
async function serve(requestTimeoutMs?: number): Promise<number> {
  const server = await startHttpServer(
    async (request) => {
      try {
        const { problems } = await readEvidenceForm(request, { app })
        return new Response(problems.map(({ kind }) => kind).join(), { status: problems.length > 0 ? 422 : 200 })
      } catch (thrown) {
        if (thrown instanceof Response) return thrown
        throw thrown
      }
    },
    {
      ...{ host: '127.0.0.1', port: 0, clientDirectory: 'public', trustedProxies: 0 },
      ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
    },
  )
  closing.push(() => stopHttpServer(server, 0))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

interface Talk {
  socket: Socket
  /** All that was answered. */
  answer: () => string
  closed: Promise<void>
}

function talk(port: number, headers: readonly string[]): Talk {
  const socket = connect(port, '127.0.0.1')
  closing.push(() => void socket.destroy())
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const type = 'Content-Type: multipart/form-data; boundary=edge'
  socket.write(['POST / HTTP/1.1', 'Host: portal', type, ...headers, '', ''].join('\r\n'))
  return { socket, answer: () => answer, closed }
}

const headOf = (index: number) =>
  `--edge\r\nContent-Disposition: form-data; name="files"; filename="${index}.csv"\r\nContent-Type: text/csv\r\n\r\n`
const chunkOf = (content: Buffer | string) => {
  const body = Buffer.from(content)
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')])
}

/** Sends until the connection ends or so much is sent; returns how many bytes went out. */
async function pour(socket: Socket, chunk: Buffer, mostBytes: number): Promise<number> {
  let sent = 0
  while (!socket.destroyed && sent < mostBytes) {
    sent += chunk.length
    if (!socket.write(chunk)) {
      await new Promise<void>((resolve) => {
        const go = () => {
          socket.off('drain', go).off('close', go)
          resolve()
        }
        socket.once('drain', go).once('close', go)
      })
    }
  }
  return sent
}

describe('a form with files', () => {
  it('of which there are a thousand is refused in words, and the connection goes on', async () => {
    const body = Buffer.from(
      Array.from({ length: 1_000 }, (_unused, index) => `${headOf(index)}a,b\n1,2\n\r\n`).join('') + '--edge--\r\n',
    )
    const { socket, answer } = talk(await serve(), [`Content-Length: ${body.length}`])
    socket.write(body)
    await expect.poll(answer).toContain('too_many_files')
    expect(answer()).toContain('HTTP/1.1 422')
    socket.write('GET / HTTP/1.1\r\nHost: portal\r\n\r\n')
    await expect.poll(answer).toContain('HTTP/1.1 415')
  })

  it('far over the limit is refused in words, and what still comes ends the connection', async () => {
    const { socket, answer, closed } = talk(await serve(), [`Content-Length: ${10_000 * MEGABYTE}`])
    const before = process.memoryUsage().rss
    socket.write(headOf(1))
    const sent = await pour(socket, Buffer.alloc(MEGABYTE, 'x'), 2_000 * MEGABYTE)
    await closed
    expect(answer()).toContain('file_too_large')
    expect(sent).toBeLessThan(2_000 * MEGABYTE)
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MEGABYTE)
  })

  it('that never ends is left with its first file too many, and ends the connection', async () => {
    const { socket, answer, closed } = talk(await serve(), ['Transfer-Encoding: chunked'])
    const before = process.memoryUsage().rss
    const file = Buffer.concat([Buffer.from(headOf(1)), Buffer.alloc(100_000, 'x'), Buffer.from('\r\n')])
    const sent = await pour(socket, chunkOf(file), 2_000 * MEGABYTE)
    await closed
    expect(answer()).toContain('too_many_files')
    expect(sent).toBeLessThan(2_000 * MEGABYTE)
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MEGABYTE)
  })

  it('that comes drop by drop without an end ends the connection', async () => {
    const { socket, closed } = talk(await serve(500), ['Transfer-Encoding: chunked'])
    socket.write(chunkOf(headOf(1)))
    const timer = setInterval(() => socket.write(chunkOf('x')), 50)
    closing.push(() => clearInterval(timer))
    await closed
  })

  it('of which nothing comes after the refusal ends the connection, too', async () => {
    const { socket, answer, closed } = talk(await serve(500), ['Transfer-Encoding: chunked'])
    for (let index = 0; index < 6; index += 1) socket.write(chunkOf(`${headOf(index)}x\r\n`))
    socket.write(chunkOf('--edge'))
    await closed
    expect(answer()).toContain('too_many_files')
  })
})
