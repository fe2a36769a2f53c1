/**
 * How the SDK's requests are sent. The SDK's own client forgets why a connection failed, bounds silence instead of time,
 * and speaks https alone; here it is known whether a request can have reached anybody, and a double can be spoken to.
 */
import type { Client, HttpClientException as Refusal } from '@adyen/api-library'
import { request as sendPlain, type IncomingHttpHeaders } from 'node:http'
import { request as sendSecure } from 'node:https'
import { z } from 'zod'
import { HttpClientException } from './adyen-sdk.server'

type HttpClient = Client['httpClient']

export interface AdyenTransport {
  /** Origin of a double of Adyen, which may speak plain http; null for Adyen itself. */
  apiBase: string | null
  /** For a whole request, its answer included. */
  timeoutMs: number
}

/** No answer came that could be read. */
export class AdyenUnanswered extends Error {
  override name = 'AdyenUnanswered'

  constructor(
    message: string,
    /** False when no byte of the request left: nothing can have been done. */
    readonly mayHaveArrived: boolean,
  ) {
    super(message)
  }
}

interface Answer {
  statusCode: number
  headers: IncomingHttpHeaders
  body: string
}

const apiErrorSchema = z.object({
  status: z.number(),
  errorCode: z.string(),
  message: z.string(),
  errorType: z.string(),
  pspReference: z.string().optional(),
})

const textsSchema = z.record(z.string(), z.string())

/** Throws an HttpClientException for an answer that is not 2xx, an AdyenUnanswered where none came. */
export function createAdyenHttpClient({ apiBase, timeoutMs }: AdyenTransport): HttpClient {
  return {
    async request(endpoint, json, { apiKey = '', applicationName = '' }, _isApiKeyRequired, options = {}) {
      const url = redirectTo(apiBase, new URL(endpoint))
      const params = textsSchema.optional().parse(options.params)
      for (const [name, value] of Object.entries(params ?? {})) url.searchParams.set(name, value)
      const { method = 'POST', idempotencyKey } = options
      const headers = {
        'Content-Type': 'application/json',
        'X-API-Key': apiKey,
        'User-Agent': applicationName,
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      }
      const answer = await send(url, { method, headers, body: json, timeoutMs })
      if (answer.statusCode < 200 || answer.statusCode >= 300) throw describeRefusal(answer)
      if (answer.body !== '' && parseJson(answer.body) === undefined) {
        throw new AdyenUnanswered(`${answer.statusCode} with something that is no JSON`, true)
      }
      return answer.body
    },
  }
}

function redirectTo(apiBase: string | null, endpoint: URL): URL {
  return apiBase === null ? endpoint : new URL(endpoint.pathname + endpoint.search, apiBase)
}

/** A connection of its own for each: one that was kept could be closed by Adyen at the moment it is used. */
function send(
  url: URL,
  facts: { method: string; headers: Record<string, string>; body: string | Buffer; timeoutMs: number },
): Promise<Answer> {
  const { method, headers, body, timeoutMs } = facts
  const isPlain = url.protocol === 'http:'
  return new Promise((resolve, reject) => {
    let isConnected = false
    const give = (error: Error & { code?: string }) => {
      reject(new AdyenUnanswered(error.code ?? error.name, isConnected))
    }
    const signal = AbortSignal.timeout(timeoutMs)
    const request = (isPlain ? sendPlain : sendSecure)(url, { method, headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', give)
      response.on('end', () => {
        const { statusCode = 0, headers: answered } = response
        resolve({ statusCode, headers: answered, body: Buffer.concat(chunks).toString('utf8') })
      })
    })
    request.on('socket', (socket) =>
      socket.once(isPlain ? 'connect' : 'secureConnect', () => {
        isConnected = true
      }),
    )
    request.on('error', give)
    request.end(body)
  })
}

function describeRefusal({ statusCode, headers, body }: Answer): Refusal {
  const apiError = apiErrorSchema.safeParse(parseJson(body)).data
  return new HttpClientException({
    message: `HTTP ${statusCode}`,
    statusCode,
    responseHeaders: headers,
    responseBody: body,
    ...(apiError ? { errorCode: apiError.errorCode } : {}),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
