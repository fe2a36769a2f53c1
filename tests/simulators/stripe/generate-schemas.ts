/** JSON schemas of the contract, generated from the types of the installed SDK. */
import { createGenerator } from 'ts-json-schema-generator'

/** A JSON schema that consists of its definitions. */
export type SchemaFile = Record<string, unknown> & { definitions: Record<string, Record<string, unknown>> }

/** Figures that Stripe takes with a fraction; every other number is whole. */
const FRACTIONAL = /percent|rate$/

/**
 * @param contract Path of contract.ts.
 * @param isStrict False to let pass what the SDK's types do not know: a client that speaks another version of the API.
 * What they know must still be of its type.
 */
export function generateRequestSchemas(contract: string, isStrict: boolean): SchemaFile {
  const schema = generate(contract, 'Requests')
  const { definitions } = schema
  definitions['Decimal'] = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }
  if (isStrict) closeEnums(schema)
  for (const [name, definition] of Object.entries(definitions)) {
    const mayBeEmpty = name.startsWith('Emptyable<') || name === 'MetadataParam'
    visit(definition, (node, property) => {
      if (node['type'] === 'number' && !FRACTIONAL.test(property)) node['type'] = 'integer'
      if (!isStrict) {
        if (node['additionalProperties'] === false) delete node['additionalProperties']
      } else if (node['type'] === 'string' && node['const'] === undefined && !mayBeEmpty) {
        node['minLength'] ??= 1
      }
    })
  }
  return schema
}

/** @param contract Path of contract.ts. */
export function generateObjectSchemas(contract: string): SchemaFile {
  const schema = generate(contract, 'Objects')
  // What the SDK is prepared to meet, the double does not send.
  closeEnums(schema)
  return schema
}

function generate(contract: string, type: 'Requests' | 'Objects'): SchemaFile {
  const generator = createGenerator({
    path: contract,
    tsconfig: 'tsconfig.json',
    // tsc checks them; here it would only cost time.
    skipTypeCheck: true,
    additionalProperties: false,
    jsDoc: 'none',
  })
  const { definitions, ...schema } = generator.createSchema(type)
  return JSON.parse(JSON.stringify({ ...schema, definitions: definitions ?? {} })) as SchemaFile
}

/** The SDK's enums admit any other text, by the name of OtherString. */
function closeEnums(schema: SchemaFile): void {
  schema.definitions['OtherString'] = { not: {} }
}

/** Calls `see` with every object in a schema and the name of the property that leads to it. */
function visit(node: unknown, see: (node: Record<string, unknown>, property: string) => void, property = ''): void {
  if (Array.isArray(node)) for (const item of node) visit(item, see, property)
  else if (typeof node === 'object' && node !== null) {
    see(node as Record<string, unknown>, property)
    for (const [name, child] of Object.entries(node)) visit(child, see, name)
  }
}
