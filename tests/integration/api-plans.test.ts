/** The API's operations on payment plans: read, and answered once. */
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import { proposePlan } from '~/use-cases/propose-plan'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'
import { createPlanServices, issuePlanLink, preparePosted, publishBand } from '../setup/plan-account'

const test = await useTestDatabase()
const api = useApiClient(test)
const { fileStore } = await useImports(test)
const inDays = (days: number) => addDays(dayOfInstant(test.clock.now(), api.creditor.timeZone), days)

interface Detail {
  plan: { id: string; version: number; status: string; documentSha256: string | null }
  outside: string[]
  instalments: { number: number; amountMinor: number; status: string | null }[]
}

/** Outside what is agreed at once: eight instalments where six are permitted. */
async function propose(numbers: readonly string[] = ['A']) {
  const services = { ...test, ...createPlanServices(test, fileStore) }
  const link = await issuePlanLink(test, api.creditor, api.debtor)
  const shape = { firstOn: inDays(30), instalmentCount: 8 }
  const proposed = await proposePlan(services, await preparePosted(services, api.creditor, link, numbers, shape))
  if (!proposed.ok) throw new Error(JSON.stringify(proposed.failure))
  return proposed.value
}

beforeEach(async () => {
  await createInvoice(test, api.debtor, { number: 'A', payableMinor: 800_00 })
  await publishBand(test, api.creditor, { mostInstalments: 6, feeMinor: 5_00 })
})

const answer = (id: string, body: object, key: string = test.ids.uuid()) =>
  api.send(`/plans/${id}/answer`, { method: 'POST', body, headers: { 'Idempotency-Key': key } })

describe('payment plans', () => {
  it('are listed by state and debtor, and read with their terms', async () => {
    const { id, reference } = await propose()
    const listed = await api.send(`/plans?state=creditor&debtor=${api.debtor.externalId}`)
    expect(listed.json).toMatchObject({ count: 1, plans: [{ id, reference, turn: 'creditor', status: 'proposed' }] })
    expect((await api.send('/plans?state=in_force')).json).toMatchObject({ count: 0, plans: [] })
    const { json } = await api.send(`/plans/${id}`)
    expect(json).toMatchObject({ outside: ['too_many_instalments'], invoices: [{ number: 'A', amountMinor: 800_00 }] })
    const { instalments } = json as Detail
    expect(instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(805_00)
  })

  it('are accepted once, with the agreement to be had', async () => {
    const { id, version } = await propose()
    const key = test.ids.uuid()
    const accepted = await answer(id, { answer: 'accept', version }, key)
    expect([accepted.status, accepted.json]).toMatchObject([201, { plan: { status: 'agreed' } }])
    expect((await answer(id, { answer: 'accept', version }, key)).json).toEqual(accepted.json)
    const { documentSha256 } = (accepted.json as Detail).plan
    const agreement = await api.send(`/plans/${id}/agreement.pdf`)
    expect(agreement.headers.get('Content-Type')).toBe('application/pdf')
    expect(documentSha256).toMatch(/^[0-9a-f]{64}$/)
    expectProblem(await answer(id, { answer: 'accept', version }), 409, 'plan-step-impossible')
  })

  it('are countered with other terms, and declined with a reason', async () => {
    const { id, version } = await propose()
    const counter = { answer: 'counter', version, text: 'Four are possible.', frequency: 'monthly', instalments: 4 }
    const countered = await answer(id, { ...counter, firstOn: inDays(40), feeMinor: 0 })
    expect(countered.json).toMatchObject({ plan: { status: 'countered', turn: 'debtor', totalMinor: 800_00 } })
    expectProblem(await answer(id, { ...counter, firstOn: inDays(40) }), 409, 'plan-changed')
    const declined = await answer(id, { answer: 'decline', text: 'No longer.' })
    expect(declined.json).toMatchObject({ plan: { status: 'declined' } })
  })

  it('say why they cannot be agreed', async () => {
    const { id, version } = await propose()
    await test.inspect(`update invoice set open_minor = 100, payable_minor = payable_minor where number = 'A'`)
    const refused = await answer(id, { answer: 'accept', version })
    expectProblem(refused, 409, 'plan-refused')
    expect(refused.json).toMatchObject({ reason: 'less-is-due', invoices: ['A'] })
    expectProblem(await api.send(`/plans/${test.ids.uuid()}`), 404, 'unknown-plan')
  })
})

describe('offering a plan', () => {
  const terms = () => ({
    currency: 'EUR',
    frequency: 'monthly',
    instalments: 8,
    firstOn: inDays(30),
    text: 'Would this do?',
  })
  const offer = (body: object = {}, { key = test.ids.uuid(), language = 'en' } = {}) =>
    api.send('/plans', {
      ...{ method: 'POST', body: { debtor: api.debtor.externalId, ...terms(), ...body } },
      headers: { 'Idempotency-Key': key, 'Accept-Language': language },
    })

  it('begins one that waits for the debtor, whatever the policy permits', async () => {
    const made = await offer({ invoices: ['A'], feeMinor: 0 })
    expect(made.status, made.text).toBe(201)
    expect(made.json).toMatchObject({
      plan: { status: 'countered', turn: 'debtor', proposedBy: 'creditor', totalMinor: 800_00, version: 1 },
      ...{ outside: [], consent: null, invoices: [{ number: 'A', amountMinor: 800_00 }] },
      entries: [{ side: 'creditor', step: 'proposed', text: 'Would this do?' }],
    })
    const { plan, instalments } = made.json as Detail
    expect(instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(800_00)
    expect((await api.send(`/plans/${plan.id}`)).json).toEqual(made.json)
    expect((await api.send('/plans?state=debtor')).json).toMatchObject({ count: 1, plans: [{ id: plan.id }] })
    expectProblem(await answer(plan.id, { answer: 'accept', version: 1 }), 409, 'plan-step-impossible')
    expect((await answer(plan.id, { answer: 'decline', text: 'We found another way.' })).json).toMatchObject({
      plan: { status: 'withdrawn' },
    })
  })

  it('does it once for one key, also after answers are kept no longer', async () => {
    const key = test.ids.uuid()
    const made = await offer({}, { key })
    expect(made.status, made.text).toBe(201)
    expect((await offer({}, { key })).json).toEqual(made.json)
    await test.inspect('delete from api_idempotency')
    expect((await offer({}, { key })).json).toMatchObject({ plan: { id: (made.json as Detail).plan.id } })
    await test.inspect('delete from api_idempotency')
    expectProblem(await offer({ instalments: 9 }, { key }), 422, 'idempotency-key-reused')
    expect(await test.inspect('select 1 from payment_plan')).toHaveLength(1)
  })

  it('says what is wrong with it, in the language that is asked for', async () => {
    expectProblem(await offer({ debtor: 'none' }), 404, 'unknown-debtor')
    expectProblem(await offer({ currency: 'XXZ' }), 400, 'invalid-request')
    expectProblem(await offer({ invoices: ['A', 'A'] }), 400, 'invalid-request')
    const less = await offer({ invoices: ['A', 'Z'] }, { language: 'de-DE,en;q=0.5' })
    expectProblem(less, 409, 'plan-refused')
    expect(less.json).toMatchObject({ reason: 'less-is-due', invoices: ['Z'] })
    expect((less.json as { detail: string }).detail).toMatch(/Rechnungen.*Z/)
    const soon = await offer({ firstOn: inDays(0) })
    expect(soon.json).toMatchObject({ reason: 'impossible', faults: [{ field: 'firstOn', code: 'not_after_start' }] })
    expect(await test.inspect('select 1 from payment_plan')).toEqual([])
  })
})
