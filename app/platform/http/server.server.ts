/** The HTTP server: built assets from disk, everything else to the fetch handler. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import { createRequest, sendResponse } from '@remix-run/node-fetch-server'
import sirv from 'sirv'
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
}

/** Listens, and returns the server once it does. Rejects when the port is taken. */
export function startHttpServer(handler: FetchHandler, options: HttpServerOptions): Promise<Server> {
  const serveAsset = sirv(options.clientDirectory, {
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders(response, pathname) {
      response.setHeader('X-Content-Type-Options', 'nosniff')
      response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
      if (pathname.startsWith('/assets/')) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    },
  })
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
  const server = createServer((request, response) => {
    if (isAssetRequest(request)) serveAsset(request, response, () => listen(request, response))
    else listen(request, response)
  })
  // Longer than a proxy's idle time, so that the proxy closes first.
  server.keepAliveTimeout = 75_000
  server.headersTimeout = 80_000
  server.requestTimeout = 120_000
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve(server)
    })
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
