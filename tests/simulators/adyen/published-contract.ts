/** Adyen's own OpenAPI documents as the contract, read where they are and never copied. */
import addFormats from 'ajv-formats'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { z } from 'zod'
import { refuseContent, refuseStructure, type Refusal } from './answer'
import type { Contract } from './contract'
import { refuseMissing } from './missing-field'
import { describeOperation } from './operations'
import { readPublishedJson } from './published-data'

const schemaSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
})
const documentSchema = z.looseObject({
  components: z.looseObject({ schemas: z.record(z.string(), schemaSchema) }),
  webhooks: z.record(z.string(), z.unknown()).optional(),
})
const webhookSchema = z.object({
  post: z.object({
    requestBody: z.object({
      content: z.object({ 'application/json': z.object({ schema: z.object({ $ref: z.string() }) }) }),
    }),
  }),
})
const variantsSchema = z.object({ oneOf: z.array(z.object({ $ref: z.string() })) })

type OpenApiDocument = z.infer<typeof documentSchema>

export function loadPublishedContract(): Contract {
  const checkout = readDocument('CheckoutService-v72.json')
  const standard = readDocument('Webhooks-v1.json')
  const tokens = readDocument('TokenizationNotification-v1.json')
  admitStoredPaymentMethods(checkout)
  admitAdditionalData(standard)

  // "nullable", "x-..." and the like stand in the documents and are no part of JSON Schema: not strict.
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats(ajv)
  for (const [id, document] of Object.entries({ checkout, standard, tokens })) ajv.addSchema(document, id)
  const compiled = new Map<string, ValidateFunction>()
  const compile = (reference: string): ValidateFunction => {
    const validate = compiled.get(reference) ?? ajv.compile({ $ref: reference })
    compiled.set(reference, validate)
    return validate
  }
  const locateSchema = (name: string) => `checkout#/components/schemas/${name}`
  const webhookSchemas = { ...listWebhooks('standard', standard), ...listWebhooks('tokens', tokens) }

  return {
    isPublished: true,
    checkRequest(operation, body) {
      const schema = describeOperation(operation).request?.schema
      if (schema === undefined) return
      const validate = compile(locateSchema(schema))
      if (!validate(body)) throw describeErrors(schema, validate.errors ?? [])
    },
    checkResponse(operation, body) {
      const schema = describeOperation(operation).response
      if (schema === undefined) return []
      const validate = compile(locateSchema(schema))
      return validate(body) ? [] : (validate.errors ?? []).map(describeError)
    },
    checkWebhook(event, body) {
      const reference = webhookSchemas[event]
      if (reference === undefined) return [`${event} is not among the published webhooks`]
      const validate = compile(reference)
      return validate(body) ? [] : (validate.errors ?? []).map(describeError)
    },
  }
}

function readDocument(file: string): OpenApiDocument {
  return documentSchema.parse(readPublishedJson('openapi', file))
}

/** References of the webhooks' bodies by event code, or type of token webhook. */
function listWebhooks(id: string, document: OpenApiDocument): Record<string, string> {
  return Object.fromEntries(
    Object.entries(document.webhooks ?? {}).map(([name, webhook]) => {
      const { $ref } = webhookSchema.parse(webhook).post.requestBody.content['application/json'].schema
      return [name.replace('/', ''), `${id}${$ref}`]
    }),
  )
}

/**
 * An amendment: the documents list the additional data of a webhook name by name, and Adyen's own samples of ten events
 * carry others, the signature among them.
 */
function admitAdditionalData(document: OpenApiDocument): void {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (name.endsWith('AdditionalData')) schema['additionalProperties'] = { type: 'string' }
  }
}

/**
 * The other amendment: the document asks for the bank account of every direct debit, although Adyen charges a stored
 * one by its id alone (docs.adyen.com, tokenization). With `storedPaymentMethodId` nothing else is required.
 */
function admitStoredPaymentMethods(document: OpenApiDocument): void {
  const { schemas } = document.components
  const { oneOf } = variantsSchema.parse(schemas['PaymentRequest']?.properties?.['paymentMethod'])
  for (const { $ref } of oneOf) {
    const variant = schemas[$ref.split('/').at(-1) ?? '']
    if (!variant?.required || !('storedPaymentMethodId' in (variant.properties ?? {}))) continue
    variant['anyOf'] = [{ required: ['storedPaymentMethodId', 'type'] }, { required: variant.required }]
    delete variant.required
  }
}

/** The first thing Adyen would stumble over: names it does not know, then types, then what is missing. */
function describeErrors(schema: string, all: readonly ErrorObject[]): Refusal {
  // Why each of thirty payment methods is not the one that was meant tells nobody anything.
  const choices = all.filter((error) => error.keyword === 'oneOf')
  const errors = all.filter(
    (error) =>
      error.keyword === 'oneOf' || !choices.some((choice) => error.instancePath.startsWith(choice.instancePath)),
  )
  const unknown = errors.filter((error) => error.keyword === 'additionalProperties')
  if (unknown.length > 0) {
    const names = unknown.map((error) => String(error.params['additionalProperty']))
    const owner = /schemas\/([^/]+)\/additionalProperties$/.exec(unknown[0]?.schemaPath ?? '')?.[1] ?? schema
    return refuseStructure(`Structure of ${owner} contains the following unknown fields: [${names.join(', ')}]`)
  }
  const mistyped = errors.find((error) => error.keyword === 'type' || error.keyword === 'format')
  if (mistyped) return refuseStructure(`Unexpected input: ${describeError(mistyped)}`)
  const missing = errors.find((error) => error.keyword === 'required')
  if (missing) return refuseMissing([...splitPath(missing), String(missing.params['missingProperty'])].join('.'))
  return refuseContent(errors.map(describeError).join('; '))
}

function describeError(error: ErrorObject): string {
  return `${splitPath(error).join('.') || 'the body'} ${error.message ?? error.keyword}`
}

function splitPath(error: ErrorObject): string[] {
  return error.instancePath.split('/').filter((segment) => segment !== '')
}
