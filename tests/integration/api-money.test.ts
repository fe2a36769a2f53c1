/** The API's operations on money that came: refunds, corrections, payments entered by hand, reconciliation. */
import { describe, expect, it } from 'vitest'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

const entered = {
  ...{ currency: 'EUR', amountMinor: 100_00, way: 'bank_transfer', receivedOn: '2026-11-18' },
  ...{ externalReference: 'Statement 17', note: 'Paid to the old account' },
}

interface Made {
  id: string
  reversals: unknown[]
}

async function enter(body: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  const answer = await api.send(`${api.debtorPath}/payments`, { body: { ...entered, ...body }, headers })
  expect(answer.status, answer.text).toBe(201)
  return answer.json as Made
}

describe('a payment entered by hand', () => {
  it('settles, is shown, and is taken back with a reason', async () => {
    await createInvoice(test, api.debtor, { number: 'R-1', payableMinor: 80_00 })
    const made = await enter()
    expect(made).toMatchObject({
      ...{ debtor: 'A 1/ü', origin: 'manual', status: 'succeeded', method: 'bank_transfer', unappliedMinor: 20_00 },
      invoices: [{ number: 'R-1', cashMinor: 80_00, writtenOffMinor: 0, openMinor: 0 }],
      manual: { receivedOn: '2026-11-18', externalReference: 'Statement 17' },
      refundableMinor: 100_00,
      settlement: null,
    })
    const correction = { amountMinor: 20_00, reason: 'Sent back by transfer' }
    const corrected = await api.send(`/payments/${made.id}/corrections`, { body: correction })
    expect(corrected.status, corrected.text).toBe(201)
    expect((await api.send(`/payments/${made.id}`)).json).toMatchObject({
      status: 'partially_refunded',
      refundedMinor: 20_00,
      reversals: [{ kind: 'correction', status: 'taken', ...correction }],
    })
    const tooMuch = await api.send(`/payments/${made.id}/corrections`, { body: { ...correction, amountMinor: 80_01 } })
    expectProblem(tooMuch, 409, 'amount-too-high')
    expect(tooMuch.json).toMatchObject({ refundableMinor: 80_00 })
  })

  it('is the same one under the same key, even when its answer is no longer kept', async () => {
    const key = { 'Idempotency-Key': 'booking-17' }
    const first = await enter({}, key)
    await test.inspect('delete from api_idempotency')
    expect((await enter({}, key)).id).toBe(first.id)
    expectProblem(
      await api.send(`${api.debtorPath}/payments`, { body: { ...entered, amountMinor: 1 }, headers: key }),
      422,
      'idempotency-key-reused',
    )
  })

  it.each([
    [{ receivedOn: '2999-01-01' }, 400, 'invalid-request'],
    [{ receivedOn: '2026-02-30' }, 400, 'invalid-request'],
    [{ currency: 'XXX' }, 400, 'invalid-request'],
    [{ amountMinor: 0 }, 400, 'invalid-request'],
    [{ invoices: ['R-404'] }, 404, 'unknown-invoice'],
  ])('is refused: %j', async (body, status, problem) => {
    expectProblem(await api.send(`${api.debtorPath}/payments`, { body: { ...entered, ...body } }), status, problem)
  })
})

describe('a refund', () => {
  it('is refused where no provider can be asked, and for a payment of somebody else', async () => {
    const made = await enter()
    const body = { reason: 'Returned goods' }
    expectProblem(await api.send(`/payments/${made.id}/refunds`, { body }), 409, 'not-refundable')
    expectProblem(await api.send(`/payments/${test.ids.uuid()}/refunds`, { body }), 404, 'unknown-payment')
    expectProblem(await api.send(`/payments/${made.id}/refunds`, { body: {} }), 400, 'invalid-request')
  })

  it('carries the caller’s key and name, so that its repetition is the same refund', async () => {
    const asked: unknown[] = []
    api.replace({
      requestRefund(input) {
        asked.push(input)
        return Promise.resolve({ ok: false, failure: { kind: 'nothing_left' } })
      },
    })
    const request = { body: { amountMinor: 5, reason: 'r' }, headers: { 'Idempotency-Key': 'refund-1' } }
    const id = test.ids.uuid()
    expectProblem(await api.send(`/payments/${id}/refunds`, request), 409, 'amount-too-high')
    await api.send(`/payments/${id}/refunds`, request)
    expect(asked).toHaveLength(2)
    expect(asked[0]).toEqual(asked[1])
    expect(asked[0]).toMatchObject({ paymentId: id, amountMinor: 5, unappliedCreditId: null, reason: 'r' })
    expect(JSON.stringify(asked[0])).not.toContain('refund-1')
  })
})

describe('a request whose process died', () => {
  const key = { 'Idempotency-Key': 'cut-short' }

  async function cutShort() {
    await test.inspect(
      "update api_idempotency set status = null, response_body = null, created_at = created_at - interval '10 minutes'",
    )
  }

  it('is carried out again where that does no more than once', async () => {
    const first = await enter({}, key)
    await cutShort()
    expect((await enter({}, key)).id).toBe(first.id)
    expect(await test.inspect('select from payment')).toHaveLength(1)
  })

  it('is not, where nobody can tell what it did', async () => {
    const request = { body: { scope: ['view'] }, headers: key }
    expect((await api.send(`${api.debtorPath}/links`, request)).status).toBe(201)
    await cutShort()
    expectProblem(await api.send(`${api.debtorPath}/links`, request), 409, 'request-cut-short')
    expectProblem(await api.send(`${api.debtorPath}/links`, request), 409, 'request-cut-short')
    expect(await test.inspect('select from access_link')).toHaveLength(1)
  })

  it('is taken for under way while it may be', async () => {
    await enter({}, key)
    await test.inspect('update api_idempotency set status = null, response_body = null')
    const answer = await api.send(`${api.debtorPath}/payments`, { body: entered, headers: key })
    expectProblem(answer, 409, 'request-in-progress')
  })
})

describe('reconciliation', () => {
  it('is begun, and its runs and differences are listed', async () => {
    expect((await api.send('/reconciliations', { body: {} })).json).toEqual({ runs: [] })
    expect((await api.send('/reconciliations')).json).toEqual({ runs: [] })
    expect((await api.send('/reconciliation-differences?state=resolved')).json).toEqual({ differences: [] })
    expectProblem(await api.send('/reconciliation-differences?state=other'), 400, 'invalid-request')
  })
})
