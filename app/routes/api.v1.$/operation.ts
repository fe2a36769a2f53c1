/** What an operation of the API is: one table row that is answered from, and described by, the same schemas. */
import type { z } from 'zod'
import type { Application } from '~/composition.server'
import type { CreditorActor } from '~/domain/actor'
import type { Creditor } from '~/domain/creditor'
import type { Language } from '~/i18n/languages'
import type { PrintedFile } from '~/use-cases/ports/document-printer'
import type { Problem, ProblemKind } from './problem'

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** A file with its bytes at hand. */
export interface KeptFile {
  readonly filename: string
  readonly mediaType: string
  readonly content: Uint8Array
}

/** A file that is written while it is sent. */
export interface StreamedFile {
  readonly filename: string
  readonly mediaType: string
  readonly content: AsyncGenerator<Uint8Array>
}

/** A body that is handed on as it came. */
export interface RawBody {
  readonly mediaType: string
  readonly content: Uint8Array
}

export interface ApiCall<Path, Query, Body> {
  readonly app: Application
  readonly creditor: Creditor
  /** Of the key it was asked with. */
  readonly apiKeyId: string
  /**
   * Of a POST: the caller's own, made unique to the API key, for what must be known as a repetition for longer than its
   * answer is kept.
   */
  readonly idempotencyKey: string
  /** In which the caller reads what is wrong; English unless its Accept-Language says another. */
  readonly language: Language
  readonly path: Path
  readonly query: Query
  readonly body: Body
}

/** The creditor's program as one side of a dispute, a plan or an agreement. */
export function describeCaller({
  creditor,
  apiKeyId,
}: Pick<ApiCall<unknown, unknown, unknown>, 'creditor' | 'apiKeyId'>): CreditorActor {
  return { side: 'creditor', creditorId: creditor.id, author: `key:${apiKeyId}`, name: null }
}

export interface Answer<Body> {
  readonly status?: number
  readonly body: Body
  /** Handed on instead, where the operation's output is a file. */
  readonly file?: PrintedFile | KeptFile | StreamedFile
}

interface OperationHead {
  readonly method: ApiMethod
  /** Below /api/v1, with parameters in braces. */
  readonly path: `/${string}`
  readonly id: string
  readonly summary: string
  readonly description?: string
  /** Of a POST that does no more when it is done twice: one that was cut short is then done again when it is repeated. */
  readonly isRepeatable?: boolean
  /** The problems of its own, beside those that every operation has. */
  readonly problems?: readonly ProblemKind[]
}

/** What the dispatcher needs of an operation, whatever its types. */
export interface Operation extends OperationHead {
  readonly pathSchema: z.ZodObject | null
  readonly querySchema: z.ZodObject | null
  readonly input:
    | { readonly kind: 'none' }
    | { readonly kind: 'json'; readonly schema: z.ZodType }
    | { readonly kind: 'raw'; readonly mediaTypes: readonly string[]; readonly maximumBytes: number }
  /** A file is named by its media type instead of a schema. */
  readonly output: { readonly status: number; readonly schema: z.ZodType | null; readonly mediaType?: string }
  readonly handle: (call: ApiCall<unknown, unknown, unknown>) => Promise<Answer<unknown> | Problem>
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<string, never>

/** Checks that what `handle` is given and gives back is what the schemas describe. */
export function defineOperation<
  Path extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Output extends z.ZodType | null = null,
>(
  definition: OperationHead & {
    readonly pathSchema?: Path
    readonly querySchema?: Query
    readonly body?: Body
    readonly rawBody?: { readonly mediaTypes: readonly string[]; readonly maximumBytes: number }
    readonly output: { readonly status: number; readonly schema: Output; readonly mediaType?: string }
    readonly handle: (
      call: ApiCall<Parsed<Path>, Parsed<Query>, Body extends z.ZodType ? z.output<Body> : RawBody>,
    ) => Promise<Answer<Output extends z.ZodType ? z.input<Output> : null> | Problem>
  },
): Operation {
  const { pathSchema, querySchema, body, rawBody, handle, ...rest } = definition
  return {
    ...rest,
    pathSchema: pathSchema ?? null,
    querySchema: querySchema ?? null,
    input: body ? { kind: 'json', schema: body } : rawBody ? { kind: 'raw', ...rawBody } : { kind: 'none' },
    // The dispatcher parses by the very schemas that give `handle` its types.
    handle: handle as Operation['handle'],
  }
}
