import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { OPERATIONS } from '~/routes/api.v1.$/operations'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient, type SentRequest } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

describe('access to the API', () => {
  it('needs a key of ours that was not revoked', async () => {
    for (const apiKey of [null, 'qk_wrong', `qk_${'A'.repeat(43)}`]) {
      const answer = await api.send('/debtors', { apiKey })
      expectProblem(answer, 401, 'unauthorized')
      expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer/)
    }
    expect((await api.send('/debtors')).status).toBe(200)
    await test.inspect('update api_key set revoked_at = now()')
    expectProblem(await api.send('/debtors'), 401, 'unauthorized')
  })

  it('keeps no key that could be read again, and notes when it was used', async () => {
    await api.send('/debtors')
    const [row] = await test.inspect<{ text: string; used: Date }>(
      'select api_key::text as text, last_used_at as used from api_key',
    )
    expect(row!.text).not.toContain(api.key.slice(3))
    expect(row!.used).toBeInstanceOf(Date)
  })

  it('shows one creditor nothing of another', async () => {
    const stranger = await createCreditor(test)
    const theirs = await createDebtor(test, stranger, { externalId: 'THEIRS' })
    await createInvoice(test, theirs, { number: 'T-1' })
    await api.appendEvent(theirs)
    expectProblem(await api.send('/debtors/THEIRS'), 404, 'unknown-debtor')
    expectProblem(await api.send('/debtors/THEIRS/statement'), 404, 'unknown-debtor')
    expectProblem(await api.send('/debtors/THEIRS/invoices/T-1'), 404, 'unknown-debtor')
    expectProblem(await api.send('/debtors/THEIRS/links', { body: {} }), 404, 'unknown-debtor')
    expect((await api.send('/events')).json).toMatchObject({ events: [], headSequence: 0 })
  })

  it('is refused for a while to a key that asks too often', async () => {
    const refuse = () => Promise.resolve({ allowed: false, retryAfterSeconds: 7 } as const)
    const { limits } = api.app
    api.replace({ limits: { ...limits, apiRequests: { ...limits.apiRequests, attempt: refuse } } })
    const answer = await api.send('/debtors')
    expectProblem(answer, 429, 'rate-limited')
    expect(answer.headers.get('Retry-After')).toBe('7')
  })
})

describe('problems', () => {
  it('name a text that the database cannot keep', async () => {
    const body = { recipient: { name: 'Gre\0ta' } }
    const problem = expectProblem(await api.send('/debtors/D-1/links', { body }), 400, 'invalid-request')
    expect(problem.errors).toMatchObject([{ in: 'body', pointer: '/recipient/name' }])
  })

  it('name what is wrong, each parameter and field of it', async () => {
    const limit = expectProblem(await api.send('/events?limit=0&bogus=1&after=x'), 400, 'invalid-request')
    expect(limit.errors?.map(({ in: part, pointer }) => `${part}${pointer}`).sort()).toEqual([
      'query/after',
      'query/bogus',
      'query/limit',
    ])
    const link = { scope: ['view', 'fly'], expiresIn: '9y', recipient: { email: 'nobody' }, extra: 1 }
    const body = expectProblem(await api.send(`${api.debtorPath}/links`, { body: link }), 400, 'invalid-request')
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/expiresIn',
      '/extra',
      '/recipient/email',
      '/scope/1',
    ])
    expectProblem(await api.send('/events?after=1&after=2'), 400, 'invalid-request')
    expectProblem(await api.send('/debtors/x?page=1'), 400, 'invalid-request')
    expectProblem(await api.send('/payments/not-a-uuid'), 400, 'invalid-request')
  })

  it.each<[resource: string, sent: SentRequest, status: number, kind: string]>([
    ['/nowhere', {}, 404, 'not-found'],
    ['/debtors/%00', {}, 404, 'not-found'],
    ['/debtors/%E0%A4%A', {}, 404, 'not-found'],
    ['/debtors', { method: 'DELETE' }, 405, 'method-not-allowed'],
    ['/openapi.json', { method: 'DELETE' }, 405, 'method-not-allowed'],
    ['/webhook-endpoints', { body: '{"url":' }, 400, 'malformed-request'],
    ['/webhook-endpoints', { body: '{}', headers: { 'Content-Type': 'text/plain' } }, 415, 'unsupported-media-type'],
    ['/webhook-endpoints', { body: '{}', headers: { 'Idempotency-Key': '' } }, 400, 'idempotency-key-missing'],
    ['/webhook-endpoints', { body: JSON.stringify({ url: 'x'.repeat(70_000) }) }, 413, 'content-too-large'],
    ['/webhook-endpoints', { body: { url: 'http://example.com/' } }, 422, 'unusable-url'],
    ['/webhook-endpoints', { body: { url: 'https://192.168.1.1/' } }, 422, 'unusable-url'],
    ['/webhook-endpoints/01a20055-a2f2-7cdd-a48e-a138aa5bd70e', { method: 'DELETE' }, 404, 'unknown-endpoint'],
    ['/payments/01a20055-a2f2-7cdd-a48e-a138aa5bd70e', {}, 404, 'unknown-payment'],
    ['/invoices', { body: '<Invoice/>', headers: { 'Content-Type': 'application/xml' } }, 422, 'documents-refused'],
  ])('%s, case %#', async (resource, sent, status, kind) => {
    expectProblem(await api.send(resource, sent), status, kind)
    expect(api.errors).toEqual([])
  })

  it('of our own making are reported here and tell the caller no more than where to look', async () => {
    api.replace({ listDebtors: () => Promise.reject(new Error('secret detail')) })
    const answer = await api.send('/debtors')
    expect(expectProblem(answer, 500, 'internal-error')).toMatchObject({ requestId: 'request-1' })
    expect(answer.text).not.toContain('secret detail')
    expect(api.errors).toHaveLength(1)
  })
})

describe('a POST', () => {
  it('is carried out once under its key and answered alike, also when it hands out a secret', async () => {
    const headers = { 'Idempotency-Key': 'order 66' }
    const body = {
      scope: ['view'],
      expiresIn: '12h',
      locale: 'de',
      recipient: { name: 'Greta', email: 'greta@example.com' },
    }
    const first = await api.send(`${api.debtorPath}/links`, { body, headers })
    expect(first.status).toBe(201)
    expect(first.json).toMatchObject({
      url: expect.stringMatching(/^https:\/\/pay\.example\.com\/l\/[\w-]{43}$/) as unknown,
      scope: ['view'],
      recipient: { name: 'Greta', email: 'greta@example.com' },
    })
    const again = await api.send(`${api.debtorPath}/links`, { body, headers })
    expect(again.status).toBe(201)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect(await test.inspect('select count(*)::int as links from access_link')).toEqual([{ links: 1 }])
    // What the answer held stands nowhere in the clear.
    const { url } = first.json as { url: string }
    const [kept] = await test.inspect<{ text: string }>('select api_idempotency::text as text from api_idempotency')
    expect(kept!.text).not.toContain(url.split('/l/')[1])

    const other = await api.send(`${api.debtorPath}/links`, { body: { ...body, locale: 'en' }, headers })
    expectProblem(other, 422, 'idempotency-key-reused')
  })

  it('is carried out once when it comes twice at the same time', async () => {
    const headers = { 'Idempotency-Key': 'twice' }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api.send(`${api.debtorPath}/links`, { body: { scope: ['view'] }, headers })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(1)
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true)
    expect(await test.inspect('select count(*)::int as links from access_link')).toEqual([{ links: 1 }])
  })

  it('that failed may be tried again under the same key', async () => {
    const headers = { 'Idempotency-Key': 'retry' }
    const body = { scope: ['view'] }
    expectProblem(await api.send('/debtors/LATER/links', { body, headers }), 404, 'unknown-debtor')
    await createDebtor(test, api.creditor, { externalId: 'LATER' })
    expect((await api.send('/debtors/LATER/links', { body, headers })).status).toBe(201)
  })

  it('of another key’s holder is another request', async () => {
    const headers = { 'Idempotency-Key': 'same' }
    const second = (await api.app.issueApiKey({ creditorId: api.creditor.id, label: 'second' })).key
    const body = { scope: ['view'] }
    const urls = await Promise.all(
      [api.key, second].map(
        async (apiKey) =>
          (await api.send(`${api.debtorPath}/links`, { body, headers, apiKey })).json as { url: string },
      ),
    )
    expect(new Set(urls.map(({ url }) => url)).size).toBe(2)
  })
})

describe('the description of the API', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const validation = await new Validator().validate((await api.send('/openapi.json', { apiKey: null })).json)
    expect(validation.errors).toBeUndefined()
    expect(validation.valid).toBe(true)
  })

  it('names every operation once, with its problems, and resolves every reference', async () => {
    const answer = await api.send('/openapi.json', { apiKey: null })
    expect(answer.status).toBe(200)
    const document = z
      .object({
        openapi: z.literal('3.1.1'),
        info: z.object({ title: z.string(), version: z.string() }),
        servers: z.array(z.object({ url: z.literal('https://pay.example.com/api/v1') })),
        paths: z.record(
          z.string(),
          z.partialRecord(
            z.enum(['get', 'post', 'put', 'delete']),
            z.looseObject({
              operationId: z.string(),
              parameters: z
                .array(z.looseObject({ name: z.string(), in: z.string(), schema: z.looseObject({}) }))
                .optional(),
              responses: z.record(z.string().regex(/^\d{3}$/), z.looseObject({ description: z.string().min(1) })),
            }),
          ),
        ),
        components: z.object({ schemas: z.record(z.string(), z.unknown()), securitySchemes: z.looseObject({}) }),
      })
      .parse(answer.json)
    const described = Object.entries(document.paths).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${route}`),
    )
    expect(described.sort()).toEqual(OPERATIONS.map(({ method, path: route }) => `${method} ${route}`).sort())
    const ids = OPERATIONS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [route, methods] of Object.entries(document.paths)) {
      for (const operation of Object.values(methods)) {
        const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        const declared = operation.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
        expect(declared ?? []).toEqual(named)
        expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '429', '500']))
      }
    }
    const references = [...answer.text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!)
    expect(references.length).toBeGreaterThan(5)
    for (const name of references) expect(document.components.schemas).toHaveProperty(name)
  })
})
