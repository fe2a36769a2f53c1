/** The API's operations on what settles an account: the payoff of each day, quotes of it, and interest that is let go. */
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import type { Debtor } from '~/domain/debtor'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

/** By the creditor's day. */
const inDays = (days: number) => addDays(dayOfInstant(test.clock.now(), api.creditor.timeZone), days)

const post = (path: string, body: unknown, key: string = test.ids.uuid()) =>
  api.send(path, { method: 'POST', body, headers: { 'Idempotency-Key': key } })

/** 18.25 % a year: 50 cents a day on 1,000.00. */
const charge = async () => {
  const interest = { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 }
  const put = await api.send('/policies/interest', { method: 'PUT', body: { enabled: true, interest } })
  expect(put.status, put.text).toBe(200)
}

interface Payoff {
  invoices: string[] | null
  days: { on: string; principalMinor: number; interestMinor: number; totalMinor: number }[]
}

let debtor: Debtor

beforeEach(async () => {
  debtor = await createDebtor(test, api.creditor, { externalId: 'D-9' })
  // Ten days late today.
  await createInvoice(test, debtor, { number: 'A', payableMinor: 1_000_00, dueOn: inDays(-10) })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 300_00, dueOn: inDays(20) })
})

describe('a payoff by the API', () => {
  it('tells for each day what settles the account, and what it is made of', async () => {
    await charge()
    const { status, json, text } = await api.send(`/debtors/D-9/payoff?currency=EUR&until=${inDays(30)}`)
    expect(status, text).toBe(200)
    const { days } = json as Payoff
    expect(days.map(({ on }) => on)).toEqual(Array.from({ length: 31 }, (_, index) => inDays(index)))
    expect(days[0]).toEqual({
      ...{ on: inDays(0), principalMinor: 1_300_00, discountMinor: 0, interestMinor: 5_00, compensationMinor: 0 },
      totalMinor: 1_305_00,
    })
    // Fifteen cents a day more once the second is late too.
    expect(days[30]).toMatchObject({ interestMinor: 20_00 + 1_50, totalMinor: 1_321_50 })
  })

  it('is of one invoice where that is asked for, and of nothing where nothing is due', async () => {
    const { json } = await api.send('/debtors/D-9/payoff?invoice=B')
    const { days } = json as Payoff
    expect(days).toHaveLength(46)
    expect(new Set(days.map(({ totalMinor }) => totalMinor))).toEqual(new Set([300_00]))
    expect((await api.send('/debtors/D-9/payoff?currency=GBP')).json).toEqual({
      ...{ currency: null, invoices: null, days: [] },
    })
  })

  it('is of several invoices where each of them is named, and of those alone', async () => {
    await createInvoice(test, debtor, { number: 'C', payableMinor: 70_00, dueOn: inDays(20) })
    await createInvoice(test, debtor, { number: 'U', payableMinor: 9_00, dueOn: inDays(20), currency: 'USD' })
    await charge()
    const read = async (query: string) => (await api.send(`/debtors/D-9/payoff?${query}`)).json as Payoff
    const both = await read('invoice=A&invoice=C&invoice=A')
    expect(both).toMatchObject({ currency: 'EUR', invoices: ['A', 'C'] })
    expect(both.days[0]).toMatchObject({ principalMinor: 1_070_00, interestMinor: 5_00, totalMinor: 1_075_00 })
    // In one currency at a time: that of the first, unless one is asked for.
    expect(await read('invoice=C&invoice=U')).toMatchObject({ currency: 'EUR', invoices: ['C'] })
    expect(await read('invoice=U&invoice=C')).toMatchObject({ currency: 'USD', invoices: ['U'] })
    expect(await read('invoice=C&currency=USD')).toEqual({ currency: null, invoices: [], days: [] })
    expect((await read('')).days[0]).toMatchObject({ principalMinor: 1_370_00 })
    expect(await read('')).toMatchObject({ invoices: null })
    expectProblem(await api.send('/debtors/D-9/payoff?invoice=A&invoice=Z'), 404, 'unknown-invoice')
    expectProblem(await api.send('/debtors/D-9/payoff?currency=EUR&currency=USD'), 400, 'invalid-request')
    const many = Array.from({ length: 101 }, () => 'invoice=A').join('&')
    expectProblem(await api.send(`/debtors/D-9/payoff?${many}`), 400, 'invalid-request')
  })

  it('is of nobody and of no invoice that is not there', async () => {
    expectProblem(await api.send('/debtors/none/payoff'), 404, 'unknown-debtor')
    expectProblem(await api.send('/debtors/D-9/payoff?invoice=Z'), 404, 'unknown-invoice')
    expectProblem(await api.send('/debtors/D-9/payoff?until=soon'), 400, 'invalid-request')
  })
})

describe("a creditor's own figures of a law by the API", () => {
  const own = { country: 'RO', fromOn: '2020-01-01', source: 'Monitorul Oficial 12/2026' }
  const policy = {
    ...{ enabled: true, statute: 'RO', compensation: true },
    rates: [{ reference: 'ro_policy_rate', fromOn: '2020-01-01', rateBps: 650, source: 'BNR' }],
    margins: [{ ...own, marginBps: 1_175 }],
    fixedSums: [{ ...own, currency: 'EUR', belowMinor: null, amountMinor: 45_00 }],
  }

  it('are kept with the policy, version by version, and count', async () => {
    const put = await api.send('/policies/interest', { method: 'PUT', body: policy })
    expect(put.status, put.text).toBe(200)
    const read = (await api.send('/policies/interest')).json
    expect(read).toMatchObject({ version: 1, policy: { margins: policy.margins, fixedSums: policy.fixedSums } })
    const { days } = (await api.send('/debtors/D-9/payoff?invoice=A')).json as Payoff
    // 6.5 and 11.75 per cent of 1,000.00 in ten days, and the fixed sum.
    expect(days[0]).toMatchObject({ interestMinor: 5_00, compensationMinor: 45_00 })
  })

  it('are none in a policy that was kept before they could be entered', async () => {
    await api.send('/policies/interest', { method: 'PUT', body: { ...policy, margins: [], fixedSums: [] } })
    await test.inspect(`update creditor_policy set body = body - 'margins' - 'fixedSums'`)
    expect((await api.send('/policies/interest')).json).toMatchObject({ policy: { margins: [], fixedSums: [] } })
  })

  it('are refused where nobody is named who published them, or of a law that is not known', async () => {
    const body = { ...policy, margins: [{ ...own, country: 'US', marginBps: 1_000, source: '' }] }
    const refused = await api.send('/policies/interest', { method: 'PUT', body })
    expectProblem(refused, 422, 'policy-refused')
    expect(refused.json).toMatchObject({
      errors: [{ pointer: '/margins/0/country' }, { pointer: '/margins/0/source' }],
    })
    const unknown = { ...policy, fixedSums: [{ ...own, currency: 'XQX', belowMinor: null, amountMinor: 1 }] }
    expectProblem(await api.send('/policies/interest', { method: 'PUT', body: unknown }), 400, 'invalid-request')
  })
})

describe('a payoff quote by the API', () => {
  const path = '/debtors/D-9/payoff-quotes'

  it('states what settles the account on its last day, once for one key', async () => {
    await charge()
    const [key, body] = [test.ids.uuid(), { currency: 'EUR', invoices: ['A'], validThroughOn: inDays(4) }]
    const issued = await post(path, body, key)
    expect(issued.status, issued.text).toBe(201)
    expect(issued.json).toMatchObject({
      ...{ currency: 'EUR', validThroughOn: inDays(4), totalMinor: 1_007_00 },
      items: [{ invoice: 'A', principalMinor: 1_000_00, interestMinor: 7_00, discountMinor: 0, totalMinor: 1_007_00 }],
    })
    expect((await post(path, body, key)).json).toEqual(issued.json)
    expectProblem(await post(path, { ...body, validThroughOn: inDays(5) }, key), 422, 'idempotency-key-reused')
    expect(await test.inspect('select 1 from payoff_quote')).toHaveLength(1)
  })

  it('is refused with what is wrong', async () => {
    const body = { currency: 'EUR', validThroughOn: inDays(4) }
    expectProblem(await post('/debtors/none/payoff-quotes', body), 404, 'unknown-debtor')
    const past = await post(path, { ...body, validThroughOn: inDays(-1) })
    expectProblem(past, 422, 'payoff-quote-refused')
    expect(past.json).toMatchObject({ detail: expect.stringContaining('the day is from today to') as string })
    const nothing = await post(path, { ...body, currency: 'GBP' })
    expect(nothing.json).toMatchObject({ detail: 'nothing is due' })
    expectProblem(await post(path, { ...body, invoices: [] }), 400, 'invalid-request')
  })
})

describe('interest that is let go by the API', () => {
  const waiver = { invoice: 'A', includesCompensation: true, reason: 'Our letter was late' }

  it('is not asked for any more, and is listed', async () => {
    await charge()
    const waived = await post('/interest-waivers', waiver)
    expect(waived.status, waived.text).toBe(201)
    expect(waived.json).toMatchObject({
      ...waiver,
      throughOn: null,
      waivedBy: expect.stringMatching(/^key:/) as string,
    })
    expect((await api.send('/interest-waivers')).json).toEqual({ waivers: [waived.json] })
    const { days } = (await api.send('/debtors/D-9/payoff?invoice=A')).json as Payoff
    expect(days.every(({ interestMinor }) => interestMinor === 0)).toBe(true)
    expect((await api.send('/events')).json).toMatchObject({
      events: [{ type: 'interest.waived', data: { interest: { invoice: 'A', reason: 'Our letter was late' } } }],
    })
  })

  it('is let go up to a day alone where one is named', async () => {
    await charge()
    await post('/interest-waivers', { ...waiver, throughOn: inDays(-5) })
    const { days } = (await api.send('/debtors/D-9/payoff?invoice=A')).json as Payoff
    expect(days[0]?.interestMinor).toBe(2_50)
  })

  it('is refused with what is wrong', async () => {
    expectProblem(await post('/interest-waivers', { ...waiver, invoice: 'Z' }), 404, 'unknown-invoice')
    const blank = await post('/interest-waivers', { ...waiver, reason: '  ' })
    expectProblem(blank, 400, 'invalid-request')
    expect(blank.json).toMatchObject({ errors: [{ in: 'body', pointer: '/reason' }] })
    expectProblem(await post('/interest-waivers', { ...waiver, throughOn: '2026-02-30' }), 400, 'invalid-request')
  })
})

it('are all in the description of the API', async () => {
  const { paths } = (await api.send('/openapi.json', { apiKey: null })).json as {
    paths: Record<string, Record<string, { operationId: string; requestBody?: unknown; parameters?: unknown[] }>>
  }
  expect(paths['/debtors/{externalId}/payoff']?.['get']?.parameters).toContainEqual(
    expect.objectContaining({
      ...{ name: 'invoice', in: 'query' },
      schema: expect.objectContaining({ type: 'array', items: { type: 'string' } }) as unknown,
    }),
  )
  const named = [
    ['/debtors/{externalId}/payoff', 'get', 'readPayoff'],
    ['/debtors/{externalId}/payoff-quotes', 'post', 'issuePayoffQuote'],
    ['/interest-waivers', 'get', 'listInterestWaivers'],
    ['/interest-waivers', 'post', 'waiveInterest'],
    ['/plans', 'post', 'offerPlan'],
  ] as const
  for (const [path, method, operationId] of named) {
    expect(paths[path]?.[method], path).toMatchObject({ operationId })
    if (method === 'post') expect(paths[path]?.[method]?.requestBody).toBeDefined()
  }
})
