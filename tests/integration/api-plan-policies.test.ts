import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import { expectProblem, useApiClient } from '../setup/api-client'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

const BAND = {
  currency: 'EUR',
  leastTotalMinor: 100_00,
  mostTotalMinor: null,
  mostInstalments: 6,
  mostDays: 200,
  frequencies: ['monthly'],
  leastInstalmentMinor: 50_00,
  mostDaysToFirst: 30,
}
const POLICY = { bands: [BAND], overrides: [] }

const put = (resource: string, body: unknown) => api.send(`/policies/plan${resource}`, { method: 'PUT', body })
const simulate = (body: unknown) =>
  api.send('/policies/plan/simulations', { method: 'POST', body, headers: { 'Idempotency-Key': crypto.randomUUID() } })

let today: ReturnType<typeof dayOfInstant>
beforeEach(() => {
  today = dayOfInstant(api.app.clock.now(), api.creditor.timeZone)
})

describe('the plan policy', () => {
  it('says nothing until it is published, and then counts at once, with what was left out', async () => {
    expect((await api.send('/policies/plan')).json).toMatchObject({ version: 0, policy: { bands: [] }, ahead: [] })
    const answer = await put('', POLICY)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json).toMatchObject({
      version: 1,
      policy: { bands: [{ ...BAND, graceDays: 5, autopay: 'optional' }] },
    })
    expect((await put('', POLICY)).json).toMatchObject({ version: 1 })
  })

  it('that is published for a day to come leaves what counts until then', async () => {
    await put('', POLICY)
    const other = { bands: [{ ...BAND, mostInstalments: 3 }], overrides: [] }
    const answer = await put(`?effectiveOn=${addDays(today, 2)}&basedOn=1`, other)
    expect(answer.json).toMatchObject({ version: 2 })
    expect((await api.send('/policies/plan')).json).toMatchObject({ version: 1, ahead: [{ version: 2 }] })
  })

  it('is refused where it is faulty, late or based on another', async () => {
    const faulty = await put('', { bands: [{ ...BAND, frequencies: [], yearlyRateBps: 5_000 }, BAND], overrides: [] })
    expectProblem(faulty, 422, 'policy-refused')
    expect(faulty.json).toMatchObject({
      errors: [
        { pointer: '/bands/0/yearlyRateBps' },
        { pointer: '/bands/0/frequencies' },
        { pointer: '/bands/1/leastTotalMinor' },
      ],
    })
    expectProblem(await put(`?effectiveOn=${addDays(today, -1)}`, POLICY), 422, 'policy-refused')
    await put('', POLICY)
    expectProblem(await put('?basedOn=0', POLICY), 409, 'policy-changed')
  })
})

describe('a draft', () => {
  it('is kept, changed, listed and thrown away, and counts for nobody', async () => {
    expect((await put('/drafts/Winter', POLICY)).json).toMatchObject({ name: 'Winter', revision: 1 })
    expect((await put('/drafts/Winter', { bands: [] })).json).toMatchObject({ revision: 2, policy: { bands: [] } })
    expect((await api.send('/policies/plan/drafts')).json).toMatchObject({ drafts: [{ name: 'Winter', revision: 2 }] })
    expect((await api.send('/policies/plan')).json).toMatchObject({ version: 0 })
    expect((await api.send('/policies/plan/drafts/Winter', { method: 'DELETE' })).status).toBe(204)
    expectProblem(await api.send('/policies/plan/drafts/Winter', { method: 'DELETE' }), 404, 'not-found')
  })
})

describe('a simulation', () => {
  it('shows what a debtor would be offered by a draft, on a day to come', async () => {
    const debtor = await createDebtor(test, api.creditor)
    await createInvoice(test, debtor, { payableMinor: 600_00 })
    await put('/drafts/Winter', POLICY)
    const on = addDays(today, 40)
    const answer = await simulate({ debtor: debtor.externalId, on, draft: 'Winter' })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json).toMatchObject({
      debtor: debtor.externalId,
      version: null,
      currencies: [
        {
          currency: 'EUR',
          totalMinor: 600_00,
          offer: {
            first: { totalMinor: 600_00, isAgreedAtOnce: true, schedule: { length: 6 } },
            longest: [{ frequency: 'monthly', plan: { isAgreedAtOnce: true } }],
          },
        },
      ],
    })
    expect((await simulate({ debtor: debtor.externalId, on })).json).toMatchObject({
      version: 0,
      currencies: [{ offer: null }],
    })
  })

  it('is refused for nobody, for yesterday, and by no draft', async () => {
    const debtor = await createDebtor(test, api.creditor)
    expectProblem(await simulate({ debtor: 'nobody', on: today }), 404, 'unknown-debtor')
    expectProblem(await simulate({ debtor: debtor.externalId, on: addDays(today, -1) }), 422, 'policy-refused')
    expectProblem(await simulate({ debtor: debtor.externalId, on: today, draft: 'None' }), 404, 'not-found')
  })
})
