/** The HTTP server: built assets from disk, everything else to the fetch handler. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import { createHeaders, createRequest, sendResponse } from '@remix-run/node-fetch-server'
import { createBuiltFiles } from './built-files.server'
import { findClientAddress } from './client-address.server'
import { withSessionLimit } from '../session-limit.server'
import { ReadyAnswer } from './ready-answer.server'
import type { FetchHandler } from './request-handler.server'

export interface HttpServerOptions {
  host: string
  port: number
  /** The client build: assets with a hash in their name, and the public folder. */
  clientDirectory: string
  /** How many proxies of ours stand in front. */
  trustedProxies: number
  /** How long a request may take to arrive; two minutes where it is left out. */
  requestTimeoutMs?: number
}

const REQUEST_TIMEOUT_MS = 120_000

/**
 * Of a body that was refused this much is taken in and thrown away, so that whoever sends a little too much gets to read
 * why: browsers read no answer before they have sent everything. Then the connection is ended.
 */
const MOST_UNREAD_BYTES = 64 * 1024 * 1024
const UNREAD_WATCH_MS = 100

/** Listens, and returns the server once it does. Rejects when the port is taken. */
export function startHttpServer(handler: FetchHandler, options: HttpServerOptions): Promise<Server> {
  const serveAsset = createBuiltFiles(options.clientDirectory)
  const listen = (request: IncomingMessage, response: ServerResponse) => {
    // Around the answer as well: what is streamed is read while it is sent.
    withSessionLimit(() => answerRequest(handler, request, response, options.trustedProxies)).catch(
      (error: unknown) => {
        // The handler answers for its own failures: this is a connection that broke, or an answer that could not be sent.
        if (response.headersSent) response.destroy(error instanceof Error ? error : undefined)
        else response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Internal error.\n')
      },
    )
  }
  const requestTimeout = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS
  // Looked for more often than Node does by itself where it is short.
  const connectionsCheckingInterval = Math.min(30_000, requestTimeout)
  const server = createServer({ requestTimeout, connectionsCheckingInterval }, (request, response) => {
    endUnreadBody(request, response)
    if (isAssetRequest(request)) serveAsset(request, response, () => listen(request, response))
    else listen(request, response)
  })
  // Longer than a proxy's idle time, so that the proxy closes first.
  server.keepAliveTimeout = 75_000
  server.headersTimeout = Math.min(80_000, requestTimeout)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

/** What of a body nobody has read when the answer is sent, Node takes in and throws away: without an end, if it has none. */
function endUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return
    const { socket } = request
    const allowed = socket.bytesRead + MOST_UNREAD_BYTES
    // Node says nothing of what it throws away.
    const watch = setInterval(() => {
      if (socket.bytesRead > allowed) socket.destroy()
      if (request.complete || socket.destroyed) clearInterval(watch)
    }, UNREAD_WATCH_MS)
    watch.unref()
  })
}

async function answerRequest(
  handler: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  trustedProxies: number,
): Promise<void> {
  const request = readRequest(incoming, outgoing)
  if (!request) {
    outgoing.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Bad request.\n')
    return
  }
  const address = findClientAddress(
    incoming.socket.remoteAddress ?? '',
    request.headers.get('X-Forwarded-For'),
    trustedProxies,
  )
  const answer = await handler(request, { address })
  if (outgoing.destroyed) return
  if (answer instanceof ReadyAnswer) outgoing.writeHead(answer.status, answer.headers).end(answer.body ?? undefined)
  else await sendResponse(outgoing, answer)
}

/** Null for a Host or an address that makes no URL. */
function readRequest(incoming: IncomingMessage, outgoing: ServerResponse): Request | null {
  try {
    // Without a body there is none to break off, which is a third of the work of making a request.
    if (incoming.method === 'GET') {
      const address = `http://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`
      return new Request(address, { headers: createHeaders(incoming) })
    }
    return createRequest(incoming, outgoing)
  } catch {
    return null
  }
}

/** Pages have no extension in their last segment, but an invoice's number may contain a dot. */
function isAssetRequest(request: IncomingMessage): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/'
  return (
    pathname.startsWith('/assets/') ||
    pathname.startsWith('/enhance/') ||
    (path.posix.dirname(pathname) === '/' && path.extname(pathname) !== '')
  )
}

/** Stops taking connections, lets what is under way finish, and closes the rest after `graceMs`. */
export function stopHttpServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
