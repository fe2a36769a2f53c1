/** The OpenAPI document, written from the operations' own schemas. */
import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi'
import type { Operation } from './operation'
import { getProblemStatus, getProblemTitle, getProblemType, type ProblemKind } from './problem'
import { problemSchema } from './schemas'

const OF_EVERY_OPERATION: readonly ProblemKind[] = ['invalid-request', 'unauthorized', 'rate-limited', 'internal-error']
const OF_EVERY_BODY: readonly ProblemKind[] = ['malformed-request', 'content-too-large', 'unsupported-media-type']
const OF_EVERY_POST: readonly ProblemKind[] = [
  'idempotency-key-missing',
  'idempotency-key-reused',
  'request-in-progress',
  'request-cut-short',
]

const idempotencyHeader = z.object({
  'Idempotency-Key': z.string().min(1).max(255).meta({
    description:
      'Chosen by you. The same request under the same key is carried out once and answered alike for 24 hours',
  }),
})

export function describeApi(serverUrl: string, operations: readonly Operation[]) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describeOperation(operation) }
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Quittance API',
      version: '1',
      description:
        'For the creditor’s own systems. Amounts are integers of the currency’s minor unit. Errors are RFC 9457 problem documents whose type is stable.',
    },
    servers: [{ url: serverUrl }],
    security: [{ apiKey: [] }],
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'A key that begins with qk_' } },
    },
    paths,
  })
}

function describeOperation(operation: Operation): ZodOpenApiOperationObject {
  const { id, summary, description, pathSchema, querySchema, input, output, method } = operation
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    requestParams: {
      ...(pathSchema ? { path: pathSchema } : {}),
      ...(querySchema ? { query: querySchema } : {}),
      ...(method === 'POST' ? { header: idempotencyHeader } : {}),
    },
    ...(input.kind === 'json'
      ? { requestBody: { required: true, content: { 'application/json': { schema: input.schema } } } }
      : {}),
    ...(input.kind === 'raw'
      ? { requestBody: { required: true, content: Object.fromEntries(input.mediaTypes.map((type) => [type, {}])) } }
      : {}),
    responses: {
      [output.status]: {
        description: 'Done',
        ...(output.schema ? { content: { 'application/json': { schema: output.schema } } } : {}),
        ...(output.mediaType === undefined ? {} : { content: { [output.mediaType]: {} } }),
      },
      ...describeProblems([
        ...OF_EVERY_OPERATION,
        ...(method === 'POST' || method === 'PUT' ? OF_EVERY_BODY : []),
        ...(method === 'POST' ? OF_EVERY_POST : []),
        ...(operation.problems ?? []),
      ]),
    },
  }
}

/** One answer a status, naming each type that may stand in it. */
function describeProblems(kinds: readonly ProblemKind[]): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {}
  for (const status of new Set(kinds.map(getProblemStatus))) {
    const named = kinds.filter((kind) => getProblemStatus(kind) === status)
    const description = named.map((kind) => `${getProblemTitle(kind)} (${getProblemType(kind)})`).join('. ')
    responses[`${status}` as '400'] = {
      description,
      content: { 'application/problem+json': { schema: problemSchema } },
    }
  }
  return responses
}
