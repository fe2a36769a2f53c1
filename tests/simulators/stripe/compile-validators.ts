/**
 * Validators of the contract. To make them takes seconds, so their code is kept under node_modules/.cache, by the version
 * of all that it follows from.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { ValidateFunction } from 'ajv'
import Stripe from 'stripe'
import type { SchemaFile } from './generate-schemas'

const CACHE = path.resolve('node_modules/.cache/quittance')
const FOLDER = import.meta.dirname
const CONTRACT = path.join(FOLDER, 'contract.ts')
const SOURCES = [CONTRACT, path.join(FOLDER, 'generate-schemas.ts'), import.meta.filename]

type Validators = ReadonlyMap<string, ValidateFunction>

/** One for each member of the interface `Requests`, by its name. They turn text into the types of the SDK. */
export async function loadRequestValidators(isStrict: boolean): Promise<Validators> {
  return load(`requests-${isStrict ? 'strict' : 'lenient'}`, 'Requests', async () => {
    const { generateRequestSchemas } = await import('./generate-schemas')
    return generateRequestSchemas(CONTRACT, isStrict)
  })
}

/** One for each member of the interface `Objects`, by its name. */
export async function loadObjectValidators(): Promise<Validators> {
  return load('objects', 'Objects', async () => {
    const { generateObjectSchemas } = await import('./generate-schemas')
    return generateObjectSchemas(CONTRACT)
  })
}

async function load(
  name: string,
  definition: 'Requests' | 'Objects',
  generate: () => Promise<SchemaFile>,
): Promise<Validators> {
  const file = path.join(CACHE, `stripe-${name}-${fingerprint()}.cjs`)
  if (!existsSync(file)) {
    const unfinished = `${file}.${process.pid}`
    mkdirSync(CACHE, { recursive: true })
    writeFileSync(unfinished, await compile(definition, await generate()))
    renameSync(unfinished, file)
  }
  const code = createRequire(import.meta.url)(file) as { names: string[] } & Record<string, ValidateFunction>
  return new Map(
    code.names.flatMap((member, index) => {
      const validate = code[`validate${index}`]
      return validate ? [[member, validate]] : []
    }),
  )
}

/** A module that exports `validate0`, `validate1`, ... for what `names` lists. */
async function compile(definition: string, schema: SchemaFile): Promise<string> {
  const [{ Ajv }, { default: standalone }] = await Promise.all([import('ajv'), import('ajv/dist/standalone/index.js')])
  const ajv = new Ajv({
    // A request is refused for the most telling of its faults; an object of ours has none.
    allErrors: definition === 'Requests',
    inlineRefs: false,
    coerceTypes: definition === 'Requests',
    strict: false,
    code: { source: true },
    schemas: { contract: schema },
  })
  const names = Object.keys(schema.definitions[definition]?.['properties'] ?? {})
  const references = names.map((name, index) => [
    `validate${index}`,
    `contract#/definitions/${definition}/properties/${name}`,
  ])
  const code = standalone(ajv, Object.fromEntries(references) as Record<string, string>)
  return `${code}\nexports.names = ${JSON.stringify(names)}\n`
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) hash.update(readFileSync(source))
  return `${Stripe.PACKAGE_VERSION}-${hash.digest('hex').slice(0, 16)}`
}
