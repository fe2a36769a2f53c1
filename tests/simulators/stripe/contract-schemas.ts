/** Checks requests and answers against the schemas generated from the SDK's types. */
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import type { ObjectName, RequestName, Requests } from './contract'
import { generateSchemas } from './generate-schemas'
import type { SchemaFile } from './generate-schemas'
import { describeProblem } from './request-problems'

/** Figures that Stripe takes with a fraction; every other number is whole. */
const FRACTIONAL = /percent|rate$/

export interface ContractSchemas {
  /**
   * Turns the strings of a form into the types of the SDK.
   * @throws StripeFailure (400) if a parameter is unknown, missing or of the wrong type.
   */
  parseRequest<Name extends RequestName>(name: Name, parameters: unknown): Requests[Name]
  /** @throws Error if the double itself made an object that Stripe's types do not admit. */
  assertObject(name: ObjectName, value: unknown): void
}

const loaded = new Map<boolean, Promise<ContractSchemas>>()

/**
 * Made once in a process: they cost a second.
 * @param strict False to let pass what the SDK's types do not know: a client that speaks another version of the API. What
 * they know must still be of its type.
 */
export async function loadContractSchemas(strict: boolean): Promise<ContractSchemas> {
  const before = loaded.get(strict)
  if (before) return before
  const loading = load(strict)
  loaded.set(strict, loading)
  return loading
}

async function load(strict: boolean): Promise<ContractSchemas> {
  const { requests, objects } = await generateSchemas()
  adaptRequests(requests, strict)
  // What the SDK expects of others, the double does not send.
  objects.definitions['OtherString'] = { not: {} }

  const forRequests = new Ajv({ allErrors: true, coerceTypes: true, strict: false }).addSchema(requests, 'requests')
  const forObjects = new Ajv({ allErrors: true, strict: false }).addSchema(objects, 'objects')
  return {
    parseRequest<Name extends RequestName>(name: Name, parameters: unknown) {
      const validate = forRequests.getSchema(`requests#/definitions/Requests/properties/${name}`) as
        ValidateFunction<Requests[Name]> | undefined
      if (!validate) throw new Error(`There is no schema of the request ${name}.`)
      if (validate(parameters)) return parameters
      throw describeProblem(validate.errors ?? [])
    },
    assertObject(name, value) {
      const validate = forObjects.getSchema(`objects#/definitions/Objects/properties/${name}`)
      if (!validate) throw new Error(`There is no schema of the object ${name}.`)
      if (!validate(value)) throw new Error(`No ${name} of Stripe: ${forObjects.errorsText(validate.errors)}`)
    },
  }
}

function adaptRequests(schema: SchemaFile, strict: boolean): void {
  const { definitions } = schema
  definitions['Decimal'] = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }
  if (strict) definitions['OtherString'] = { not: {} }
  for (const [name, definition] of Object.entries(definitions)) {
    const mayBeEmpty = name.startsWith('Emptyable<') || name === 'MetadataParam'
    visit(definition, (node, property) => {
      if (node['type'] === 'number' && !FRACTIONAL.test(property)) node['type'] = 'integer'
      if (!strict) {
        if (node['additionalProperties'] === false) delete node['additionalProperties']
      } else if (node['type'] === 'string' && node['const'] === undefined && !mayBeEmpty) {
        node['minLength'] ??= 1
      }
    })
  }
}

/** Calls `see` with every object in a schema and the name of the property that leads to it. */
function visit(node: unknown, see: (node: Record<string, unknown>, property: string) => void, property = ''): void {
  if (Array.isArray(node)) for (const item of node) visit(item, see, property)
  else if (typeof node === 'object' && node !== null) {
    see(node as Record<string, unknown>, property)
    for (const [name, child] of Object.entries(node)) visit(child, see, name)
  }
}
