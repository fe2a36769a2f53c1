/**
 * The contract for want of Adyen's OpenAPI documents: the fields the simulator reads are checked by schema, and no
 * property may be named at the top of a request that the SDK's own model of it does not know.
 */
import type { z } from 'zod'
import { refuseContent, refuseStructure, type Refusal } from './answer'
import type { Contract } from './contract'
import { describeOperation, type OperationName } from './operations'
import { hasRequestSchema, REQUEST_SCHEMAS } from './requests'
import { refuseMissing } from './missing-field'

export function createHandwrittenContract(): Contract {
  return {
    isPublished: false,
    checkRequest(operation, body) {
      refuseUnknownNames(operation, body)
      if (!hasRequestSchema(operation)) return
      const parsed = REQUEST_SCHEMAS[operation].safeParse(body)
      if (!parsed.success) throw describeIssue(parsed.error, body)
    },
    checkResponse: () => [],
    checkWebhook: () => [],
  }
}

function refuseUnknownNames(operation: OperationName, body: unknown): void {
  const { request } = describeOperation(operation)
  if (!request || typeof body !== 'object' || body === null) return
  const known = new Set(request.properties().map((property) => property.baseName))
  const unknown = Object.keys(body).filter((name) => !known.has(name))
  if (unknown.length > 0) {
    throw refuseStructure(
      `Structure of ${request.schema} contains the following unknown fields: [${unknown.join(', ')}]`,
    )
  }
}

function describeIssue(error: z.ZodError, body: unknown): Refusal {
  const missing = error.issues.find((issue) => readPath(body, issue.path) === undefined)
  if (missing) return refuseMissing(missing.path.join('.'))
  const [issue] = error.issues
  const message = `Field '${issue?.path.join('.') ?? ''}' is not valid: ${issue?.message ?? ''}`
  return issue?.code === 'invalid_type' ? refuseStructure(message) : refuseContent(message)
}

function readPath(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    body,
  )
}
