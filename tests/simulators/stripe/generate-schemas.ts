/**
 * JSON schemas of the contract, generated from the types of the installed SDK. That takes some seconds, so the result is
 * kept under node_modules/.cache, by the version of everything it follows from.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Stripe from 'stripe'

const CACHE = 'node_modules/.cache/quittance'
const CONTRACT = path.join(import.meta.dirname, 'contract.ts')

/** A JSON schema that consists of its definitions. */
export type SchemaFile = Record<string, unknown> & { definitions: Record<string, Record<string, unknown>> }

/** JSON schemas of the interfaces `Requests` and `Objects` of contract.ts, each with its definitions. */
export interface GeneratedSchemas {
  requests: SchemaFile
  objects: SchemaFile
}

export async function generateSchemas(): Promise<GeneratedSchemas> {
  const file = path.join(CACHE, `stripe-${fingerprint()}.json`)
  if (!existsSync(file)) {
    const unfinished = `${file}.${process.pid}`
    mkdirSync(CACHE, { recursive: true })
    writeFileSync(unfinished, JSON.stringify(await generate()))
    renameSync(unfinished, file)
  }
  return JSON.parse(readFileSync(file, 'utf8')) as GeneratedSchemas
}

async function generate() {
  const { createGenerator } = await import('ts-json-schema-generator')
  const generator = createGenerator({
    path: CONTRACT,
    tsconfig: 'tsconfig.json',
    // tsc checks them; here it would only cost time.
    skipTypeCheck: true,
    additionalProperties: false,
    jsDoc: 'none',
  })
  return { requests: generator.createSchema('Requests'), objects: generator.createSchema('Objects') }
}

function fingerprint(): string {
  const hash = createHash('sha256')
    .update(readFileSync(CONTRACT))
    .update(readFileSync(import.meta.filename))
  return `${Stripe.PACKAGE_VERSION}-${hash.digest('hex').slice(0, 16)}`
}
