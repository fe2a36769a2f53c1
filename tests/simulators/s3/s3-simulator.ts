/** A bucket of S3 on loopback: keeps objects in memory, asks for a true signature, and can be told to fail. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { findSignatureFault } from './verify-signature'

/**
 * `..._before`: nothing was done. `..._after`: all was done, and the answer is lost. `slow_down` is a 503, `conflict` the 409
 * of two uploads at once, `cut` half a body and then nothing more, `changed` a body with another byte in it.
 */
type S3Fault =
  | 'server_error_before'
  | 'server_error_after'
  | 'reset_before'
  | 'reset_after'
  | 'hang'
  | 'slow_down'
  | 'conflict'
  | 'cut'
  | 'changed'

interface StoredObject {
  content: Buffer
  metadata: Record<string, string>
  lastModified: Date
}

export interface S3Simulator {
  readonly origin: string
  readonly bucket: string
  readonly region: string
  readonly credentials: { accessKeyId: string; secretAccessKey: string }
  /** By key. A test may put some here that came by another way, and take them away. */
  readonly objects: Map<string, StoredObject>
  /** What was asked, as `PUT <key>`, those that went wrong included. */
  readonly requests: string[]
  /** The next requests of that method go wrong so, one after the other. */
  failNext(method: string, ...faults: S3Fault[]): void
  /** Nothing goes wrong any more, nothing is kept, nothing was asked. */
  reset(): void
  close(): Promise<void>
}

interface Reply {
  status: number
  headers?: Record<string, string>
  body?: Buffer
  /** The connection breaks in the middle of the body. */
  isCut?: boolean
}

const CREDENTIALS = { accessKeyId: 'AKIAQUITTANCETEST', secretAccessKey: 'not/a+secret of anybody' }
const REGION = 'eu-central-1'
const BUCKET = 'quittance-files'

const FAULTS_BEFORE: Partial<Record<S3Fault, Reply | 'nothing' | 'reset'>> = {
  hang: 'nothing',
  reset_before: 'reset',
  server_error_before: refuse(500, 'InternalError'),
  slow_down: refuse(503, 'SlowDown'),
  conflict: refuse(409, 'ConditionalRequestConflict'),
}
const FAULTS_AFTER: Partial<Record<S3Fault, Reply | 'reset'>> = {
  reset_after: 'reset',
  server_error_after: refuse(500, 'InternalError'),
}

export async function startS3Simulator(): Promise<S3Simulator> {
  const objects = new Map<string, StoredObject>()
  const requests: string[] = []
  let faults: { method: string; fault: S3Fault }[] = []

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
    const { method = '', url: target = '/', headers } = request
    const body = Buffer.concat(chunks)
    const [, bucket = '', ...rest] = decodeURIComponent(target.split('?')[0] ?? '').split('/')
    const key = rest.join('/')
    requests.push(`${method} ${key}`)

    const fault = drawFault(method)
    const before = fault && FAULTS_BEFORE[fault]
    if (before) {
      deliver(request, response, before)
      return
    }
    const signed = { method, target, headers, body }
    const unsigned = findSignatureFault(signed, { ...CREDENTIALS, region: REGION }, new Date())
    const reply = unsigned
      ? refuse(unsigned.status, unsigned.code, unsigned.message)
      : bucket !== BUCKET
        ? refuse(404, 'NoSuchBucket')
        : serve(method, key, headers, body)
    if (fault === 'changed' && reply.body) reply.body[0] = (reply.body[0] ?? 0) ^ 1
    const after = fault && FAULTS_AFTER[fault]
    deliver(request, response, fault === 'cut' ? { ...reply, isCut: true } : (after ?? reply))
  }

  function drawFault(method: string): S3Fault | undefined {
    const index = faults.findIndex((planned) => planned.method === method)
    return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
  }

  function serve(method: string, key: string, headers: IncomingMessage['headers'], body: Buffer): Reply {
    const stored = objects.get(key)
    if (key === '') return method === 'HEAD' ? { status: 200 } : refuse(405, 'MethodNotAllowed')
    switch (method) {
      case 'PUT': {
        if (stored && headers['if-none-match'] === '*') return refuse(412, 'PreconditionFailed')
        const metadata = Object.fromEntries(
          Object.entries(headers).flatMap(([name, value]) =>
            name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), String(value)]] : [],
          ),
        )
        const created = { content: body, metadata, lastModified: new Date() }
        objects.set(key, created)
        return { status: 200, headers: { ETag: tag(body) } }
      }
      case 'HEAD':
      case 'GET':
        return stored
          ? { status: 200, headers: describe(stored), body: Buffer.from(stored.content) }
          : refuse(404, 'NoSuchKey')
      case 'DELETE':
        objects.delete(key)
        return { status: 204 }
      default:
        return refuse(405, 'MethodNotAllowed')
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: BUCKET,
    region: REGION,
    credentials: CREDENTIALS,
    objects,
    requests,
    failNext: (method, ...planned) => faults.push(...planned.map((fault) => ({ method, fault }))),
    reset() {
      faults = []
      objects.clear()
      requests.length = 0
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function deliver(request: IncomingMessage, response: ServerResponse, reply: Reply | 'nothing' | 'reset'): void {
  if (reply === 'nothing') return
  if (reply === 'reset') {
    request.socket.destroy()
    return
  }
  const { status, headers = {}, body = Buffer.alloc(0), isCut = false } = reply
  response.writeHead(status, { ...headers, 'Content-Length': String(body.length) })
  if (isCut) response.write(body.subarray(0, body.length / 2), () => request.socket.destroy())
  else response.end(request.method === 'HEAD' ? undefined : body)
}

function refuse(status: number, code: string, message = code): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/xml' },
    body: Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    ),
  }
}

function describe({ content, metadata, lastModified }: StoredObject): Record<string, string> {
  return {
    ETag: tag(content),
    'Last-Modified': lastModified.toUTCString(),
    'Content-Type': 'application/octet-stream',
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  }
}

function tag(content: Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`
}
