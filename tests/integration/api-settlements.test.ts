/** Promises to pay and settlement offers by the API, and the policies that bound them. */
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

const SOON = addDays(dayOfInstant(test.clock.now(), 'UTC'), 5)

const post = (path: string, body?: unknown) =>
  body === undefined
    ? api.send(path, { method: 'POST', headers: { 'Idempotency-Key': test.ids.uuid() } })
    : api.send(path, { method: 'POST', body })
const put = (path: string, body: unknown) => api.send(path, { method: 'PUT', body })

beforeEach(async () => {
  const debtor = await createDebtor(test, api.creditor, { externalId: 'D-9' })
  await createInvoice(test, debtor, { number: 'A', payableMinor: 1_000_00 })
})

describe('promises by the API', () => {
  const promise = { debtor: 'D-9', currency: 'EUR', amountMinor: 1_000_00, promisedOn: SOON }

  it('are off until the creditor turns them on, taken down, listed and ended once', async () => {
    expectProblem(await post('/promises', promise), 409, 'promise-impossible')
    expect((await put('/policies/promise', { isOffered: true })).json).toMatchObject({
      version: 1,
      policy: { isOffered: true, mostDays: 14, pausesChasing: true },
    })
    const made = await post('/promises', promise)
    expect(made.status, made.text).toBe(201)
    expect(made.json).toMatchObject({ status: 'open', invoices: [{ number: 'A', amountMinor: 1_000_00 }] })
    const { id } = made.json as { id: string }
    expect((await api.send('/promises?debtor=D-9&status=open')).json).toMatchObject({ promises: [{ id }] })
    const canceled = await post(`/promises/${id}/cancel`)
    expect(canceled.status, canceled.text).toBe(200)
    expect(canceled.json).toMatchObject({ status: 'canceled' })
    expectProblem(await post(`/promises/${id}/cancel`), 409, 'promise-over')
    expect((await api.send('/promises?status=open')).json).toEqual({ promises: [] })
  })

  it('say what is wrong, and where', async () => {
    await put('/policies/promise', { isOffered: true })
    expectProblem(await post('/promises', { ...promise, debtor: 'none' }), 404, 'unknown-debtor')
    expectProblem(await post('/promises', { ...promise, invoices: ['Z'] }), 404, 'unknown-invoice')
    const refused = await post('/promises', { ...promise, amountMinor: 1 })
    expectProblem(refused, 422, 'promise-refused')
    expect(refused.json).toMatchObject({ errors: [{ pointer: '/amountMinor', detail: 'too_little' }] })
    expectProblem(await put('/policies/promise', { mostDays: 0 }), 422, 'policy-refused')
  })
})

describe('promises beyond the bounds by the API', () => {
  it('are taken down where that is asked for', async () => {
    const body = { debtor: 'D-9', currency: 'EUR', amountMinor: 10_00, promisedOn: SOON, beyondBounds: true }
    const made = await post('/promises', body)
    expect(made.status, made.text).toBe(201)
    expect((await api.send('/events')).json).toMatchObject({
      events: [{ type: 'promise.made', data: { promise: { outsideBounds: ['not_offered', 'too_little'] } } }],
    })
  })
})

describe('settlement offers by the API', () => {
  const offer = { debtor: 'D-9', currency: 'EUR', offeredMinor: 700_00, payByOn: SOON, text: 'For this year.' }

  it('are made whatever the policy says to debtors, read with what was said, and withdrawn once', async () => {
    const made = await post('/settlement-offers', offer)
    expect(made.status, made.text).toBe(201)
    expect(made.json).toMatchObject({
      ...{ status: 'offered', owedMinor: 1_000_00, offeredMinor: 700_00, waivedMinor: 300_00, openedBy: 'creditor' },
      invoices: [{ number: 'A', amountMinor: 1_000_00, waivedMinor: 300_00 }],
    })
    const { id } = made.json as { id: string }
    expectProblem(await post('/settlement-offers', offer), 409, 'settlement-step-impossible')
    expect((await api.send(`/settlement-offers/${id}`)).json).toMatchObject({
      entries: [{ step: 'offered', side: 'creditor', text: 'For this year.' }],
    })
    expectProblem(
      await post(`/settlement-offers/${id}/answer`, { answer: 'accepted' }),
      409,
      'settlement-step-impossible',
    )
    const withdraw = () =>
      api.send(`/settlement-offers/${id}/answer`, {
        ...{ method: 'POST', body: { answer: 'withdrawn' }, headers: { 'Idempotency-Key': 'withdraw-it' } },
      })
    expect((await withdraw()).json).toMatchObject({ status: 'withdrawn' })
    // As after the time in which answers are kept.
    await test.inspect('delete from api_idempotency')
    expect((await withdraw()).json).toMatchObject({ status: 'withdrawn' })
    expect((await api.send('/settlement-offers')).json).toEqual({ offers: [] })
    expect((await api.send('/settlement-offers?state=over&debtor=D-9')).json).toMatchObject({ offers: [{ id }] })
  })

  it('say what is wrong, and where', async () => {
    const refused = await post('/settlement-offers', { ...offer, offeredMinor: 1_000_00 })
    expectProblem(refused, 422, 'settlement-refused')
    expect(refused.json).toMatchObject({ errors: [{ pointer: '/offeredMinor', detail: 'not_less' }] })
    const unknown = '01900000-0000-7000-8000-000000000000'
    expectProblem(await api.send(`/settlement-offers/${unknown}`), 404, 'unknown-settlement-offer')
    const wrong = { lowestShareBps: 9_000, acceptedShareBps: 8_000 }
    expectProblem(await put('/policies/settlement-offer', wrong), 422, 'policy-refused')
  })
})
