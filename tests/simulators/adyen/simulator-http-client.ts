/**
 * What the SDK sends its requests with, led to a simulator: the stock client refuses plain http. It behaves as the stock
 * one does otherwise: the same headers, the same exceptions, and the same time limit.
 */
import { HttpClientException, type Client } from '@adyen/api-library'
import { request as sendRequest, type IncomingMessage } from 'node:http'
import { stringify } from 'node:querystring'
import { z } from 'zod'

type HttpClient = Client['httpClient']

/** The SDK's services name parameters as plain texts. */
const paramsSchema = z.record(z.string(), z.string())

const apiErrorSchema = z.object({
  status: z.number(),
  errorCode: z.string(),
  message: z.string(),
  errorType: z.string(),
  pspReference: z.string(),
})

/** For `new Client(config, createSimulatorHttpClient(simulator.origin))`. */
export function createSimulatorHttpClient(origin: string): HttpClient {
  return {
    async request(endpoint, json, config, isApiKeyRequired, options = {}) {
      if (isApiKeyRequired && config.apiKey === undefined) throw new Error('Invalid X-API-Key was used')
      const { pathname } = new URL(endpoint)
      const query = options.params === undefined ? '' : `?${stringify(paramsSchema.parse(options.params))}`
      const { idempotencyKey, method = 'POST' } = options
      const headers = {
        ...(options.headers as Record<string, string> | undefined),
        'Content-Type': 'application/json',
        ...(config.apiKey === undefined ? {} : { 'X-API-Key': config.apiKey }),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      }
      const response = await send(new URL(pathname + query, origin), {
        ...{ method, headers, json },
        timeoutMs: config.connectionTimeoutMillis ?? 30_000,
      })
      const body = await readText(response)
      const statusCode = response.statusCode ?? 0
      if (statusCode >= 200 && statusCode < 300) return body
      throw describeFailure(response, statusCode, body)
    },
  }
}

function send(
  url: URL,
  facts: { method: string; headers: Record<string, string>; json: string | Buffer; timeoutMs: number },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, headers, timeoutMs } = facts
    const request = sendRequest(url, { method, headers, agent: false }, resolve)
    request.setTimeout(timeoutMs, () => request.destroy(new Error('socket hang up')))
    request.on('error', reject)
    request.end(facts.json)
  })
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}

function describeFailure(response: IncomingMessage, statusCode: number, responseBody: string): HttpClientException {
  const apiError = apiErrorSchema.safeParse(parseJson(responseBody)).data
  return new HttpClientException({
    message: `HTTP Exception: ${statusCode}. ${response.statusMessage ?? ''}: ${apiError?.message ?? ''}`,
    statusCode,
    responseHeaders: response.headers,
    responseBody,
    ...(apiError ? { errorCode: apiError.errorCode, apiError } : {}),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
