/** Between Node's server and Remix: origin check, language choice, security headers, request id, one log line. */
import { randomBytes, randomUUID } from 'node:crypto'
import { createRequestHandler, type AppLoadContext, type ServerBuild } from '@remix-run/node'
import { isLanguage } from '~/i18n/languages'
import type { Logger } from '../logger.server'
import { failedRequests, requestDuration } from '../metrics.server'
import { withSessionLimit } from '../session-limit.server'
import { findClientNetwork } from './client-address.server'
import { createEndpointHandler, type EndpointHandler } from './endpoint-route.server'
import { PageSlot } from './page-slot.server'
import { ReadyAnswer, type Answer } from './ready-answer.server'
import { readQueryParameter, readRequestUrl } from './request-url'
import { describeSecurityHeaders, isAllowedOrigin } from './security-headers.server'
import { createStaticRouteHandler, type StaticRouteHandler } from './static-route.server'
import { answerKeptPage } from './written-page.server'

export interface RequestHandlerOptions {
  build: ServerBuild | (() => Promise<ServerBuild>)
  mode: 'development' | 'production' | 'test'
  /** Scheme, host and port under which the portal is reached. */
  publicOrigin: string
  /** Origins a payment's form may lead to: the providers' hosted pages. */
  formTargets: readonly string[]
  logger: Logger
  /** The application that routes call. */
  app: AppLoadContext['app']
}

export type FetchHandler = (request: Request, client: { address: string }) => Promise<Answer>

/** A year: a reader's language is kept until it chooses another. */
const LANGUAGE_COOKIE_SECONDS = 31_536_000

/** Not of HTTP: what proxies write of a client that had gone before it was answered. */
const CLIENT_BROKE_OFF = 499

export function createPortalHandler(options: RequestHandlerOptions): FetchHandler {
  const { logger } = options
  const handleByRemix = createRequestHandler(options.build, options.mode)
  const handleStatic = createStaticHandling(options)
  const handleEndpoint = createEndpointHandling(options)
  const secure = options.publicOrigin.startsWith('https:')
  const describeHeaders = (nonce?: string) =>
    describeSecurityHeaders({
      ...(nonce === undefined ? {} : { nonce }),
      secure,
      formTargets: options.formTargets,
      development: options.mode === 'development',
    })
  const staticHeaders = describeHeaders()

  const handle: FetchHandler = async (request, client) => {
    const startedAt = performance.now()
    const requestId = randomUUID()
    const url = readRequestUrl(request)
    const page = new PageSlot()
    let nonce: string | undefined
    const connection: { hasLeft: boolean } = { hasLeft: false }
    const context: AppLoadContext = {
      app: options.app,
      page,
      requestId,
      // Few pages need one.
      get nonce() {
        nonce ??= randomBytes(16).toString('base64')
        return nonce
      },
      clientAddress: client.address,
      get clientNetwork() {
        return findClientNetwork(client.address)
      },
      reportError(error) {
        if (isBreakOff(request, error)) {
          connection.hasLeft = true
          return
        }
        failedRequests.inc()
        logger.error({ requestId, err: error }, 'request failed')
      },
    }
    let answer: Answer
    if (!isAllowedOrigin(request, options.publicOrigin)) {
      answer = new Response('Forbidden: this form was not sent from our own pages.\n', {
        status: 403,
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      })
    } else if (url.href.includes('%00')) {
      // Nothing has a NUL in its name, and PostgreSQL refuses to look for one.
      answer = new Response('Bad request: the address holds a NUL character.\n', {
        status: 400,
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      })
    } else {
      // What fails here fails again in the loader, where it is reported and shown.
      const kept = await answerKeptPage(request, context).catch(() => null)
      answer =
        kept ??
        (await handleStatic(request, context)) ??
        (await handleEndpoint(request, context)) ??
        (await handleByRemix(withoutOrigin(request), context))
    }
    const added = { ...(page.hydrates ? describeHeaders(context.nonce) : staticHeaders), 'X-Request-Id': requestId }
    const wanted = readQueryParameter(request, 'lang')
    const cookie =
      wanted !== null && isLanguage(wanted)
        ? `lang=${wanted}; Path=/; SameSite=Lax; Max-Age=${LANGUAGE_COOKIE_SECONDS}${secure ? '; Secure' : ''}`
        : null
    addHeaders(answer, added, cookie)
    const seconds = (performance.now() - startedAt) / 1000
    // Nobody is there any more to be sent the answer.
    const status = connection.hasLeft ? CLIENT_BROKE_OFF : answer.status
    requestDuration.observe({ method: request.method, status: String(status) }, seconds)
    logger.info(
      {
        requestId,
        method: request.method,
        path: hideSecrets(url.pathname),
        status,
        ms: Math.round(seconds * 1000),
      },
      'request',
    )
    return answer
  }
  // Each request has its own bounds, which the visit sets once it is known whose it is.
  return (request, client) => withSessionLimit(() => handle(request, client))
}

/**
 * Whether the client ended the connection while it was sending: reading its body then fails with what ended it. An error
 * of ours stays one, whether the client waits for the answer or not.
 */
function isBreakOff({ signal }: Request, error: unknown): boolean {
  if (!signal.aborted) return false
  return error === signal.reason || (error instanceof DOMException && error.name === 'AbortError')
}

/** In development the build changes with every edit: Remix alone answers. */
function createStaticHandling({ build }: RequestHandlerOptions): StaticRouteHandler {
  return typeof build === 'function' ? () => Promise.resolve(null) : createStaticRouteHandler(build)
}

function createEndpointHandling({ build }: RequestHandlerOptions): EndpointHandler {
  return typeof build === 'function' ? () => Promise.resolve(null) : createEndpointHandler(build)
}

/** An answer with a policy of its own, such as a mail shown in the demo, keeps it. */
function addHeaders(answer: Answer, added: Readonly<Record<string, string>>, cookie: string | null): void {
  if (answer instanceof ReadyAnswer) {
    Object.assign(answer.headers, added)
    if (cookie !== null) answer.headers['Set-Cookie'] = cookie
    return
  }
  const { headers } = answer
  for (const [name, value] of Object.entries(added)) {
    if (name !== 'Content-Security-Policy' || !headers.has(name)) headers.set(name, value)
  }
  if (cookie !== null) headers.append('Set-Cookie', cookie)
}

/**
 * Remix compares a form's Origin with the host of the request or of `X-Forwarded-Host`; behind a proxy neither need be
 * the public one. The check has been made already, against the public origin.
 */
function withoutOrigin(request: Request): Request {
  if (!request.headers.has('Origin')) return request
  const headers = new Headers(request.headers)
  headers.delete('Origin')
  return new Request(request, { headers })
}

/** A link's token is a path segment; it never reaches the log. */
function hideSecrets(path: string): string {
  return path.replace(/^\/(l|console\/set-password)\/[^/]+/, '/$1/…')
}
