/** The whole application on the test database, asked through its API as a creditor's system would ask. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { createApplication, type Application } from '~/composition.server'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { AppLoadContext } from '~/load-context'
import { parseEnvironment } from '~/platform/env.server'
import { PageSlot } from '~/platform/http/page-slot.server'
import { createLogger } from '~/platform/logger.server'
import { answerRequest } from '~/routes/api.v1.$/answer-request'
import { problemSchema } from '~/routes/api.v1.$/schemas'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import type { TestDatabase } from './database'

export interface SentRequest {
  /** POST with a body, else GET, unless given. */
  method?: string
  /** Text as it stands; anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
  /** Null for none. */
  apiKey?: string | null
}

interface ApiAnswer {
  status: number
  headers: Headers
  text: string
  /** Of unknown shape: a test says what it takes it for. */
  json: never
}

interface ApiClient {
  /** Of the test's creditor, whose external id needs escaping in a path. */
  readonly debtor: Debtor
  readonly creditor: Creditor
  readonly key: string
  readonly app: Application
  /** What was reported as an error of ours. */
  readonly errors: unknown[]
  readonly debtorPath: string
  send(resource: string, request?: SentRequest): Promise<ApiAnswer>
  /** Puts something else in a part's place until the test ends. */
  replace(parts: Partial<Application>): void
  appendEvent(debtor?: Debtor): Promise<void>
}

/** Call once, at the top of the file. The application goes by the test's clock. Every test begins with an empty database but for one creditor with one debtor. */
export function useApiClient(test: TestDatabase): ApiClient {
  let directory: string
  let original: Application
  const state = { errors: [] as unknown[] } as {
    -readonly [Member in 'debtor' | 'creditor' | 'key' | 'app' | 'errors']: ApiClient[Member]
  }

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'quittance-api-'))
    const env = parseEnvironment({
      DATABASE_URL: test.url,
      DATA_DIR: directory,
      APP_URL: 'https://pay.example.com',
      SESSION_SECRET: 'x'.repeat(32),
      WEBHOOK_TARGETS: 'public',
      ECB_RATES: 'off',
    })
    original = await createApplication(env, createLogger('silent', 'test'), test.clock)
  })
  afterAll(async () => {
    await original.close()
    await rm(directory, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await test.reset()
    state.app = original
    state.errors = []
    state.creditor = await createCreditor(test)
    state.debtor = await createDebtor(test, state.creditor, { externalId: 'A 1/ü', name: 'Ünal & Söhne' })
    state.key = (await original.issueApiKey({ creditorId: state.creditor.id, label: 'test' })).key
  })

  return {
    get debtor() {
      return state.debtor
    },
    get creditor() {
      return state.creditor
    },
    get key() {
      return state.key
    },
    get app() {
      return state.app
    },
    get errors() {
      return state.errors
    },
    debtorPath: `/debtors/${encodeURIComponent('A 1/ü')}`,
    async send(resource, { method, body, headers = {}, apiKey = state.key } = {}) {
      const raw = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
      const request = new Request(`https://pay.example.com/api/v1${resource}`, {
        method: method ?? (raw === undefined ? 'GET' : 'POST'),
        headers: {
          ...(apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` }),
          ...(raw === undefined ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': test.ids.uuid() }),
          ...headers,
        },
        ...(raw === undefined ? {} : { body: raw }),
      })
      const context: AppLoadContext = {
        app: state.app,
        page: new PageSlot(),
        requestId: 'request-1',
        nonce: '',
        clientAddress: '192.0.2.1',
        clientNetwork: '192.0.2.1',
        reportError: (error) => void state.errors.push(error),
      }
      const response = await answerRequest(request, context)
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('Content-Type') ?? '')
      const json = (isJson ? JSON.parse(text) : null) as never
      return { status: response.status, headers: response.headers, text, json }
    },
    replace(parts) {
      state.app = { ...original, ...parts }
    },
    async appendEvent(debtor = state.debtor) {
      const { creditorId } = debtor
      await test.unitOfWork.run({ kind: 'creditor', creditorId }, ({ outcomeLog }) =>
        outcomeLog.append({
          creditorId,
          debtorId: debtor.id,
          type: 'link.opened',
          occurredAt: test.clock.now(),
          data: { link: { id: test.ids.uuid(), scope: ['view'] } },
        }),
      )
    },
  }
}

/** Checks that an answer is that problem, and returns its body. */
export function expectProblem(answer: ApiAnswer, status: number, kind: string) {
  expect(answer.status, answer.text).toBe(status)
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  const problem = problemSchema.parse(answer.json)
  expect(problem).toMatchObject({ type: `urn:quittance:problem:${kind}`, status })
  return problem
}
