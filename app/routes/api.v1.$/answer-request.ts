/** Answers a request to the API by its table of operations. Every error is a problem document. */
import { createHash } from 'node:crypto'
import type { AppLoadContext } from '~/load-context'
import type { Creditor } from '~/domain/creditor'
import { chooseLanguage, parseAcceptLanguage } from '~/i18n/languages'
import { answerStream } from '~/platform/http/account-file-answer.server'
import { answerDownload } from '~/platform/http/download.server'
import { sendPrinted } from '~/platform/http/printed-file.server'
import { openSealedText, sealText } from '~/platform/sealed-text.server'
import { describeApi } from './describe-api'
import type { Answer, Operation, RawBody } from './operation'
import { OPERATIONS } from './operations'
import { answerProblem, type Problem } from './problem'
import { matchPath, parseBody, readBody, readParameters } from './read-request'

const API_ROOT = '/api/v1'

/** Whose request it is, and the key it came with. */
interface Caller {
  readonly creditor: Creditor
  readonly apiKeyId: string
  readonly secret: string
}

interface Matched {
  readonly operation: Operation
  readonly parameters: Record<string, string>
}

export async function answerRequest(request: Request, context: AppLoadContext): Promise<Response> {
  const url = new URL(request.url)
  const path = url.pathname.slice(API_ROOT.length)
  try {
    if (path === '/openapi.json') return answerDescription(request, context)
    const matched = matchOperation(request, path)
    if ('problem' in matched) return answerProblem(matched)
    const caller = await identifyCaller(request, context)
    if ('problem' in caller) return answerProblem(caller)
    return await answerOperation(matched, caller, request, url, context)
  } catch (error) {
    context.reportError(error)
    return answerProblem({ problem: 'internal-error', members: { requestId: context.requestId } })
  }
}

function answerDescription(request: Request, { app }: AppLoadContext): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return answerProblem({ problem: 'method-not-allowed', headers: { Allow: 'GET' } })
  }
  return new Response(JSON.stringify(describeApi(`${app.publicOrigin}${API_ROOT}`, OPERATIONS)), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' },
  })
}

function matchOperation(request: Request, path: string): Matched | Problem {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const matches = OPERATIONS.flatMap((operation) => {
    const parameters = matchPath(operation.path, path)
    return parameters ? [{ operation, parameters }] : []
  })
  if (matches.length === 0) return { problem: 'not-found' }
  const match = matches.find(({ operation }) => operation.method === method)
  if (match) return match
  return {
    problem: 'method-not-allowed',
    headers: { Allow: matches.map(({ operation }) => operation.method).join(', ') },
  }
}

async function identifyCaller(request: Request, { app, clientNetwork }: AppLoadContext): Promise<Caller | Problem> {
  const secret = /^Bearer +(\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1]
  const found = secret === undefined ? null : await app.authenticateApiKey(secret)
  if (!found || secret === undefined) {
    const attempt = await app.limits.apiRefusals.attempt(clientNetwork)
    if (!attempt.allowed) return refuseForNow(attempt.retryAfterSeconds)
    return { problem: 'unauthorized', headers: { 'WWW-Authenticate': 'Bearer realm="Quittance API"' } }
  }
  const attempt = await app.limits.apiRequests.attempt(found.apiKey.id)
  if (!attempt.allowed) return refuseForNow(attempt.retryAfterSeconds)
  return { creditor: found.creditor, apiKeyId: found.apiKey.id, secret }
}

function refuseForNow(seconds: number): Problem {
  return { problem: 'rate-limited', headers: { 'Retry-After': String(seconds) } }
}

async function answerOperation(
  { operation, parameters }: Matched,
  caller: Caller,
  request: Request,
  url: URL,
  context: AppLoadContext,
): Promise<Response> {
  const { app } = context
  const read = readParameters(operation, parameters, url.searchParams)
  if ('problem' in read) return answerProblem(read)
  const key = request.headers.get('Idempotency-Key') ?? ''
  const idempotencyKey = `${caller.apiKeyId} ${hashText(key)}`
  const language = chooseLanguage(parseAcceptLanguage(request.headers.get('Accept-Language')))
  const call = { app, creditor: caller.creditor, apiKeyId: caller.apiKeyId, idempotencyKey, language, ...read }
  if (operation.method === 'GET' || operation.method === 'DELETE') {
    return toResponse(operation, await operation.handle({ ...call, body: null }), context)
  }

  if (operation.method === 'POST' && (key.length === 0 || key.length > 255)) {
    return answerProblem({ problem: 'idempotency-key-missing' })
  }
  const received = await readBody(operation, request)
  if ('problem' in received) return answerProblem(received)
  const parsed = parseBody(operation, received.raw)
  if ('problem' in parsed) return answerProblem(parsed)
  const carryOut = async () => toResponse(operation, await operation.handle({ ...call, ...parsed }), context)
  // A PUT says how things are to be: doing it again does no more.
  if (operation.method === 'PUT') return carryOut()
  const requestSha256 = hashRequest(url, received.raw)
  const isRepeatable = operation.isRepeatable ?? false
  return answerOnce(caller, { key: idempotencyKey, requestSha256, isRepeatable }, app, carryOut)
}

/** The first success under a key is what every repetition gets. What failed has changed nothing and may be tried again. */
async function answerOnce(
  caller: Caller,
  request: { key: string; requestSha256: string; isRepeatable: boolean },
  app: AppLoadContext['app'],
  work: () => Promise<Response>,
): Promise<Response> {
  // Answers hold secrets (a link's address, a webhook's key): they can be read again with the caller's own key alone.
  const purpose = `answer ${caller.apiKeyId}`
  const outcome = await app.answerOnce({ creditorId: caller.creditor.id, ...request }, async () => {
    const response = await work()
    const body = await response.clone().text()
    const keep = response.ok ? { status: response.status, answer: sealText(caller.secret, purpose, body) } : null
    return { result: response, keep }
  })
  switch (outcome.kind) {
    case 'done':
      return outcome.result
    case 'repeated': {
      const body = openSealedText(caller.secret, purpose, outcome.answer.answer)
      if (body === null) throw new Error('an answer kept for repetition cannot be opened')
      return toJsonResponse(outcome.answer.status, body, { 'Idempotency-Replayed': 'true' })
    }
    case 'key_reused':
      return answerProblem({ problem: 'idempotency-key-reused' })
    case 'in_progress':
      return answerProblem({ problem: 'request-in-progress', headers: { 'Retry-After': '1' } })
    case 'cut_short':
      return answerProblem({ problem: 'request-cut-short' })
  }
}

function toResponse({ output }: Operation, answer: Answer<unknown> | Problem, context: AppLoadContext): Response {
  if ('problem' in answer) return answerProblem(answer)
  if (answer.file) return sendFile(answer.file, context)
  if (output.schema === null)
    return new Response(null, { status: output.status, headers: { 'Cache-Control': 'no-store' } })
  return toJsonResponse(output.status, JSON.stringify(answer.body))
}

function sendFile(file: NonNullable<Answer<unknown>['file']>, context: AppLoadContext): Response {
  if ('read' in file) return sendPrinted(file)
  if (file.content instanceof Uint8Array) return answerDownload({ ...file, content: file.content })
  return answerStream({ ...file, content: file.content }, context)
}

function toJsonResponse(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  })
}

/** Of everything that makes the request what it is beside its key. */
function hashRequest(url: URL, { mediaType, content }: RawBody): string {
  return createHash('sha256').update(`${url.pathname}${url.search}\n${mediaType}\n`).update(content).digest('hex')
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
