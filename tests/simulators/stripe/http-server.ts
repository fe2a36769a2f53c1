/** Stripe's API over HTTP: keys, versions, forms, idempotency and faults. What is asked is answered in routes.ts. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'qs'
import type { CallWatch } from '../call-watch'
import type { StripeAccount } from './account'
import { expireOverdueSessions } from './checkout-sessions'
import { expandObject } from './expand'
import { refuse, StripeFailure } from './failures'
import type { FailureBody } from './failures'
import type { Fault, FaultKind, FaultPlan } from './faults'
import { answerPage } from './hosted-page'
import type { Answer, IdempotencyKeys } from './idempotency'
import { createId } from './ids'
import type { ObjectName } from './contract'
import type { StripePayer } from './payer'
import type { Route } from './routes'

/** A request of the API, and what became of it. */
export interface LoggedRequest {
  id: string
  method: string
  path: string
  /** As the form gave them: text, lists and objects. */
  parameters: unknown
  idempotencyKey: string | null
  /** Answered from before, for a repeated key. */
  isReplay: boolean
  fault: FaultKind | null
  /** Null while it waits and where the answer was lost; then `isDone` tells whether the work was done. */
  status: number | null
  isDone: boolean
  error: FailureBody | null
}

interface ServerParts {
  /** Known only once the server listens. */
  account: () => StripeAccount
  payer: () => StripePayer
  routes: readonly Route[]
  faults: FaultPlan
  calls: CallWatch
  keys: IdempotencyKeys
  log: LoggedRequest[]
  secretKey: string
  apiVersion: string
  isStrict: boolean
}

const CHECKED: ReadonlySet<string> = new Set<ObjectName>([
  ...(['checkout.session', 'item', 'payment_intent', 'setup_intent', 'payment_method', 'charge', 'refund'] as const),
  ...(['dispute', 'balance_transaction', 'customer', 'mandate', 'event'] as const),
])

export function createStripeServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      // A bug of the double must be seen, not taken for one of Stripe's moods.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      write(response, 500, { error: { type: 'api_error', message: `The double failed: ${message}` } }, {})
    })
  })
}

async function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request)
  const { pathname: path, search } = new URL(request.url ?? '/', 'http://stripe')
  const method = request.method ?? 'GET'
  if (!path.startsWith('/v1/')) {
    const page = answerPage(parts.account(), parts.payer(), path, method === 'POST' ? new URLSearchParams(body) : null)
    response.writeHead(page?.status ?? 404, page?.headers ?? {}).end(page?.body ?? 'There is no such page.')
    return
  }
  const form = { depth: 20, arrayLimit: 1000, parameterLimit: 10_000, strictDepth: true, allowPrototypes: true }
  const parameters = parse(method === 'POST' ? body : search.slice(1), form)
  const entry: LoggedRequest = {
    id: createId('req', 14),
    method,
    path,
    parameters: structuredClone(parameters),
    idempotencyKey: method === 'POST' ? (readHeader(request, 'idempotency-key') ?? null) : null,
    isReplay: false,
    fault: null,
    status: null,
    isDone: false,
    error: null,
  }
  parts.log.push(entry)
  try {
    checkAccess(parts, request)
    const fault = parts.faults.draw({ method, path })
    entry.fault = fault?.kind ?? null
    await meetBefore(fault, response)
    if (fault?.kind === 'timeout_before' || fault?.kind === 'reset_before') return
    const call = parts.calls.describe(method, path, request.headers.host)
    if (!(await parts.calls.before(call))) {
      response.destroy()
      return
    }
    const answered = await answerOnce(parts, entry, parameters, fault)
    await parts.calls.after(call)
    meetAfter(fault, response)
    if (fault?.kind === 'timeout_after' || fault?.kind === 'reset_after') return
    entry.status = answered.status
    write(response, answered.status, answered.body, {
      'request-id': entry.id,
      'stripe-version': parts.apiVersion,
      'original-request': answered.requestId,
      ...(entry.idempotencyKey === null ? {} : { 'idempotency-key': entry.idempotencyKey }),
      // Repeating it would bring the same again.
      ...(answered.status >= 500 ? { 'stripe-should-retry': 'false' } : {}),
      ...(entry.isReplay ? { 'idempotent-replayed': 'true' } : {}),
    })
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error
    entry.status = error.status
    entry.error = error.body
    write(response, error.status, { error: error.body }, { 'request-id': entry.id, ...error.headers })
  }
}

/** The answer, from before if the key says so. */
async function answerOnce(
  parts: ServerParts,
  entry: LoggedRequest,
  parameters: Record<string, unknown>,
  fault: Fault | null,
): Promise<Answer> {
  const { idempotencyKey: key, path } = entry
  const before = key === null ? null : parts.keys.begin(key, { path, parameters: JSON.stringify(parameters) })
  if (before) {
    entry.isReplay = true
    return before
  }
  if (fault?.kind === 'slow') await sleep(fault.delayMs)
  let kept: Answer | null = null
  try {
    kept = execute(parts, entry, parameters, fault)
    return kept
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error
    // What fails validation was never begun, and its key may be used again.
    if (error.status === 402) kept = keep(entry, error)
    throw error
  } finally {
    if (key !== null) parts.keys.end(key, kept)
  }
}

function execute(
  parts: ServerParts,
  entry: LoggedRequest,
  parameters: Record<string, unknown>,
  fault: Fault | null,
): Answer {
  const account = parts.account()
  expireOverdueSessions(account)
  const { method, path } = entry
  for (const route of parts.routes) {
    const match = route.method === method ? route.path.exec(path) : null
    if (!match) continue
    const expand = readExpand(parameters['expand'])
    if (fault?.kind === 'card_declined') account.nextOffSessionOutcomes.unshift('generic_decline')
    account.request = { id: entry.id, idempotencyKey: entry.idempotencyKey }
    try {
      const object = route.answer(account, parameters, match[1] ?? '')
      entry.isDone = true
      check(account, object)
      const body = JSON.stringify(expandObject(account, object, expand), null, 2)
      if (fault?.kind === 'server_error_kept') return keep(entry, describeServerError())
      return { status: 200, body, requestId: entry.id }
    } finally {
      account.request = null
    }
  }
  throw new StripeFailure(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.`,
  })
}

/** Nothing leaves the double that Stripe's types would not admit. */
function check(account: StripeAccount, answer: object): void {
  const { object, data }: { object?: unknown; data?: unknown } = answer
  if (object === 'list' && Array.isArray(data)) for (const item of data as object[]) check(account, item)
  else if (typeof object === 'string' && CHECKED.has(object)) account.schemas.assertObject(object as ObjectName, answer)
}

function checkAccess(parts: ServerParts, request: IncomingMessage): void {
  const [scheme, value = ''] = (readHeader(request, 'authorization') ?? '').split(' ')
  const key = scheme === 'Basic' ? Buffer.from(value, 'base64').toString().split(':')[0] : value
  if (key !== parts.secretKey) {
    const message = key ? `Invalid API Key provided: ${key.slice(0, 8)}***` : 'You did not provide an API key.'
    throw new StripeFailure(401, { type: 'invalid_request_error', message })
  }
  if (!parts.isStrict) return
  const version = readHeader(request, 'stripe-version')
  if (version !== parts.apiVersion)
    throw refuse(`Invalid Stripe API version: ${version ?? 'none'}; expected ${parts.apiVersion}.`)
  const type = readHeader(request, 'content-type')
  if (request.method === 'POST' && !type?.startsWith('application/x-www-form-urlencoded')) {
    throw refuse(`Invalid request: the content type must be application/x-www-form-urlencoded, not ${type ?? 'none'}.`)
  }
}

async function meetBefore(fault: Fault | null, response: ServerResponse): Promise<void> {
  switch (fault?.kind) {
    case 'timeout_before':
      return wait(response)
    case 'reset_before':
      response.socket?.resetAndDestroy()
      return
    case 'server_error_before':
      throw describeServerError()
    case 'conflict':
      throw new StripeFailure(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: 'There is currently another in-progress request using this Idempotent Key. Please try again later.',
      })
    case 'rate_limited':
      throw new StripeFailure(
        429,
        { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' },
        { 'retry-after': String(fault.retryAfterSeconds), 'stripe-rate-limited-reason': 'global-rate' },
      )
    default:
      return
  }
}

function meetAfter(fault: Fault | null, response: ServerResponse): void {
  if (fault?.kind === 'reset_after') response.socket?.resetAndDestroy()
  // The answer is kept, and lost on its way: repeating the request brings it.
  if (fault?.kind === 'server_error_after') throw describeServerError()
}

/** Until the client has had enough. */
function wait(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('close', resolve))
}

function describeServerError(): StripeFailure {
  return new StripeFailure(500, { type: 'api_error', message: 'An unknown error occurred.' })
}

function keep(entry: LoggedRequest, failure: StripeFailure): Answer {
  entry.isDone = true
  return { status: failure.status, body: JSON.stringify({ error: failure.body }, null, 2), requestId: entry.id }
}

function write(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  if (response.destroyed || response.headersSent) return
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2)
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
}

function readExpand(given: unknown): string[] {
  return Array.isArray(given) ? given.filter((path) => typeof path === 'string') : []
}

function readHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
