import { describe, expect, it } from 'vitest'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

const put = (resource: string, body: unknown, headers: Record<string, string> = {}) =>
  api.send(`/policies/${resource}`, { method: 'PUT', body, headers })

const CURRENCY = {
  accepted: ['USD', 'GBP'],
  marginBps: 125,
  showTotalIn: 'EUR',
  quoteMinutes: 10,
  oldestRateDays: 3,
  quotesBundledRates: true,
}

describe('a policy', () => {
  it('is the default until it is put, and then what was put', async () => {
    const before = await api.send('/policies/currency')
    expect(before).toMatchObject({
      status: 200,
      json: { kind: 'currency', version: 0, changedAt: null, changedBy: null },
    })
    const answer = await put('currency', CURRENCY)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json).toMatchObject({
      version: 1,
      policy: CURRENCY,
      changedBy: expect.stringMatching(/^key:/) as string,
    })
    expect((await api.send('/policies/currency')).json).toEqual(answer.json)
  })

  it('needs no idempotency key: put again it stays as it is', async () => {
    const twice = [await put('currency', CURRENCY), await put('currency', CURRENCY, { 'Idempotency-Key': '' })]
    expect(twice.map(({ json }) => (json as { version: number }).version)).toEqual([1, 1])
  })

  it('replaces what was before as a whole', async () => {
    await put('currency', CURRENCY)
    const { policy } = (await put('currency', { accepted: [] })).json as { policy: unknown }
    expect(policy).toEqual({
      accepted: [],
      marginBps: 0,
      showTotalIn: null,
      quoteMinutes: 15,
      oldestRateDays: 7,
      quotesBundledRates: false,
    })
  })

  it('of gateways and of settlement are put and read alike', async () => {
    const gateway = {
      rules: [{ gateway: 'sandbox', currencies: ['EUR'], countries: ['DE'], methods: ['card', 'sepa_debit'] }],
      limits: [{ method: 'card', currency: 'EUR', maximumMinor: 500_000 }],
    }
    const settlement = { writeOff: [{ currency: 'EUR', toleranceMinor: 5 }] }
    expect((await put('gateway', gateway)).json).toMatchObject({ kind: 'gateway', version: 1, policy: gateway })
    expect((await put('settlement', settlement)).json).toMatchObject({ version: 1, policy: settlement })
    expect((await api.send('/policies/gateway')).json).toMatchObject({ policy: gateway })
    expect((await api.send('/policies/settlement')).json).toMatchObject({ policy: settlement })
  })

  it('of disputes is put within its limits, and says what it leaves out', async () => {
    expect((await put('dispute', { creditorDays: 5 })).json).toMatchObject({
      kind: 'dispute',
      policy: { creditorDays: 5, debtorDays: 14 },
    })
    expectProblem(await put('dispute', { creditorDays: 0, debtorDays: 91 }), 422, 'policy-refused')
    expect((await api.send('/policies/dispute')).json).toMatchObject({ version: 1, policy: { creditorDays: 5 } })
  })

  it('is not put over one that the caller has not seen', async () => {
    await put('currency', CURRENCY)
    expectProblem(await put('currency?basedOn=0', { ...CURRENCY, marginBps: 1 }), 409, 'policy-changed')
    expect((await put('currency?basedOn=1', { ...CURRENCY, marginBps: 1 })).json).toMatchObject({ version: 2 })
  })

  it('that is malformed is refused field by field', async () => {
    const wrong = { accepted: ['EUR', 'XYZ', 'usd'], marginBps: 1.5, extra: 1 }
    const { errors } = expectProblem(await put('currency', wrong), 400, 'invalid-request')
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual(['/accepted/1', '/accepted/2', '/extra', '/marginBps'])
    expectProblem(await put('gateway', { rules: [{ gateway: 'paypal' }] }), 400, 'invalid-request')
  })

  it('that cannot count is refused, and the one before still does', async () => {
    const refused = await put('gateway', {
      rules: [{ gateway: 'stripe' }, { gateway: 'sandbox', countries: ['de'] }],
      limits: [
        { method: 'card', currency: 'EUR', minimumMinor: 10, maximumMinor: 5 },
        { method: 'card', currency: 'EUR' },
      ],
    })
    const { errors } = expectProblem(refused, 422, 'policy-refused')
    expect(errors).toEqual([
      { in: 'body', pointer: '/rules/0/gateway', detail: 'is none of your gateways' },
      { in: 'body', pointer: '/rules/1/countries/0', detail: 'is not two upper-case letters' },
      { in: 'body', pointer: '/limits/1', detail: 'is there already' },
      { in: 'body', pointer: '/limits/0/maximumMinor', detail: 'is less than the minimum' },
      { in: 'body', pointer: '/limits/1', detail: 'has neither a minimum nor a maximum' },
    ])
    expect((await api.send('/policies/gateway')).json).toMatchObject({ version: 0 })
    const tolerant = { writeOff: [{ currency: 'JPY', toleranceMinor: 101 }] }
    expectProblem(await put('settlement', tolerant), 422, 'policy-refused')
  })

  it('is a creditor’s own', async () => {
    await put('currency', CURRENCY)
    expectProblem(await api.send('/policies/currency', { apiKey: null }), 401, 'unauthorized')
    expectProblem(await api.send('/policies/unheard-of'), 404, 'not-found')
    expectProblem(await api.send('/policies/currency', { body: CURRENCY }), 405, 'method-not-allowed')
  })

  it('is described: each kind with its body, and no idempotency key on a PUT', async () => {
    const description = (await api.send('/openapi.json', { apiKey: null })).json as {
      paths: Record<string, Record<string, { parameters?: { name: string }[]; requestBody?: unknown }>>
    }
    const { get, put: change } = description.paths['/policies/currency'] ?? {}
    expect(get).toBeDefined()
    expect(change?.parameters?.map(({ name }) => name)).toEqual(['basedOn'])
    expect(JSON.stringify(change?.requestBody)).toContain('#/components/schemas/CurrencyPolicy')
  })
})
