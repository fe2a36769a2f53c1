/** From a request to what an operation is given, or to the problem that it has. */
import { z } from 'zod'
import { findUnstorableText } from '~/domain/storable-text'
import { readBodyBytes } from '~/platform/http/request-body.server'
import type { Operation, RawBody } from './operation'
import type { Problem } from './problem'

/** A JSON body is a few fields; only documents are larger, and they say so. */
const MOST_JSON_BYTES = 64 * 1024

export interface FieldError {
  in: 'path' | 'query' | 'body'
  /** JSON pointer (RFC 6901) within that part. */
  pointer: string
  detail: string
}

/** The parameters of `template` in `path`, or null where it is another path. Both begin with a slash. */
export function matchPath(template: string, path: string): Record<string, string> | null {
  const [wanted, given] = [template.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const parameters: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const segment = decodeSegment(given[index] ?? '')
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (segment === null || segment.includes('\0')) return null
    if (name !== undefined && segment !== '') parameters[name] = segment
    else if (segment !== part) return null
  }
  return parameters
}

/** Parses each part by the operation's schemas; the first part that is wrong is reported with all its errors. */
export function readParameters(
  operation: Pick<Operation, 'pathSchema' | 'querySchema'>,
  parameters: Record<string, string>,
  query: URLSearchParams,
): { path: unknown; query: unknown } | Problem {
  const path = operation.pathSchema?.safeParse(parameters)
  if (path?.success === false) return describeErrors('path', path.error)
  const names = [...query.keys()]
  const shape: Readonly<Record<string, z.core.$ZodType>> = operation.querySchema?.shape ?? {}
  const repeated = names.filter((name, index) => names.indexOf(name) !== index && !isList(shape[name]))
  if (repeated.length > 0) return reportErrors(repeated.map((name) => toError('query', [name], 'given more than once')))
  const entries = Object.fromEntries(
    [...query].map(([name, value]) => [name, isList(shape[name]) ? query.getAll(name) : value]),
  )
  if (operation.querySchema === null) {
    if (names.length === 0) return { path: path?.data ?? {}, query: {} }
    return reportErrors(names.map((name) => toError('query', [name], 'not a parameter of this resource')))
  }
  const parsed = operation.querySchema.safeParse(entries)
  if (!parsed.success) return describeErrors('query', parsed.error)
  return { path: path?.data ?? {}, query: parsed.data }
}

/** Whether a parameter may be given more than once. */
function isList(schema: z.core.$ZodType | undefined): boolean {
  return (schema instanceof z.ZodOptional ? schema.unwrap() : schema) instanceof z.ZodArray
}

/** The body's bytes, no more than the operation reads; a problem for what is too large or of another type. */
export async function readBody(
  { input }: Pick<Operation, 'input'>,
  request: Request,
): Promise<{ raw: RawBody } | Problem> {
  const mediaType = (request.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const mediaTypes = input.kind === 'raw' ? input.mediaTypes : ['application/json']
  if (input.kind !== 'none' && !mediaTypes.includes(mediaType)) {
    return { problem: 'unsupported-media-type', detail: `one of ${mediaTypes.join(', ')} is read` }
  }
  const maximumBytes = input.kind === 'raw' ? input.maximumBytes : MOST_JSON_BYTES
  const content = await readBodyBytes(request, maximumBytes)
  if (content === null) return { problem: 'content-too-large', detail: `at most ${maximumBytes} bytes are read` }
  return { raw: { mediaType, content } }
}

/** What the operation's handler is given for these bytes. */
export function parseBody({ input }: Pick<Operation, 'input'>, raw: RawBody): { body: unknown } | Problem {
  if (input.kind === 'raw') return { body: raw }
  if (input.kind === 'none') return { body: null }
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw.content))
  } catch {
    return { problem: 'malformed-request', detail: 'the body is not JSON in UTF-8' }
  }
  const parsed = input.schema.safeParse(json)
  if (!parsed.success) return describeErrors('body', parsed.error)
  const unstorable = findUnstorableText(parsed.data)
  if (unstorable !== null) {
    return reportErrors([toError('body', unstorable.split('.'), 'has a NUL character or half a surrogate pair')])
  }
  return { body: parsed.data }
}

function describeErrors(part: FieldError['in'], error: z.ZodError): Problem {
  return reportErrors(
    error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => toError(part, [...issue.path, key], 'not known here'))
        : [toError(part, issue.path, issue.message)],
    ),
  )
}

function reportErrors(errors: FieldError[]): Problem {
  return { problem: 'invalid-request', members: { errors } }
}

function toError(part: FieldError['in'], path: readonly PropertyKey[], detail: string): FieldError {
  const pointer = path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return { in: part, pointer, detail }
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
