import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { PaymentId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import { outcomeEvent } from '~/routes/api.v1.$/outcome-event-schema'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

describe('debtors', () => {
  it('are listed page by page in the order of their numbers, with where they stand', async () => {
    for (const externalId of ['B', 'Č', 'a', '10', '9']) await createDebtor(test, api.creditor, { externalId })
    await createInvoice(test, api.debtor, { dueOn: '2020-01-31', payableMinor: 500_00 })
    await createInvoice(test, api.debtor, { dueOn: '2999-01-31', payableMinor: 70_00, currency: 'USD' })
    await createInvoice(test, api.debtor, { kind: 'credit_note', payableMinor: 20_00 })
    await api.appendEvent()
    const seen: { externalId: string }[] = []
    let cursor: string | null = null
    do {
      const page = (await api.send(`/debtors?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)).json as {
        debtors: { externalId: string }[]
        nextCursor: string | null
      }
      expect(page.debtors.length).toBeLessThanOrEqual(2)
      seen.push(...page.debtors)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen.map(({ externalId }) => externalId)).toEqual(['10', '9', 'A 1/ü', 'B', 'a', 'Č'])
    const zero = {
      overdueMinor: 0,
      disputedMinor: 0,
      pendingMinor: 0,
      plannedMinor: 0,
      creditMinor: 0,
      unappliedCreditMinor: 0,
    }
    expect((await api.send(api.debtorPath)).json).toEqual({
      externalId: 'A 1/ü',
      name: 'Ünal & Söhne',
      countryCode: 'DE',
      locale: 'de',
      balances: [
        { ...zero, currency: 'EUR', openMinor: 500_00, overdueMinor: 500_00, creditMinor: 20_00, balanceMinor: 480_00 },
        { ...zero, currency: 'USD', openMinor: 70_00, balanceMinor: 70_00 },
      ],
      oldestOverdueOn: '2020-01-31',
      lastEvent: { sequence: 1, type: 'link.opened', occurredAt: test.clock.now().toISOString() },
    })
  })

  it('have a statement, and a period whose movements lead from opening to closing', async () => {
    await createInvoice(test, api.debtor, {
      number: 'R-1',
      issueOn: '2026-09-01',
      dueOn: '2026-10-01',
      payableMinor: 100_00,
    })
    await createInvoice(test, api.debtor, {
      number: 'R-2',
      issueOn: '2026-10-05',
      dueOn: '2026-11-04',
      payableMinor: 50_00,
    })
    const plain = (await api.send(`${api.debtorPath}/statement`)).json as Record<string, unknown>
    expect(plain).toMatchObject({
      debtor: { externalId: 'A 1/ü' },
      currency: 'EUR',
      documents: [{ number: 'R-1' }, { number: 'R-2' }],
      period: null,
    })
    const period = (await api.send(`${api.debtorPath}/statement?from=2026-10-01&to=2026-10-31&currency=EUR`)).json
    expect(period).toMatchObject({
      period: {
        openingMinor: 100_00,
        debitMinor: 50_00,
        closingMinor: 150_00,
        movements: [{ kind: 'invoice', reference: 'R-2', amountMinor: 50_00, balanceMinor: 150_00 }],
      },
    })
    expectProblem(await api.send(`${api.debtorPath}/statement?from=2026-10-31&to=2026-10-01`), 400, 'invalid-request')
    expectProblem(await api.send(`${api.debtorPath}/statement?from=2026-02-30`), 400, 'invalid-request')
  })

  it('have payments, which say what they settled', async () => {
    const invoice = await createInvoice(test, api.debtor, { number: 'R-9', payableMinor: 80_00, pendingMinor: 80_00 })
    const payment: Payment = {
      id: test.ids.uuid() as PaymentId,
      creditorId: api.creditor.id,
      debtorId: api.debtor.id,
      reference: 'K7M2Q-4XW9P',
      idempotencyKey: 'form-1',
      requestSha256: null,
      status: 'pending',
      currency: api.creditor.defaultCurrency,
      amountMinor: 80_00,
      settledCurrency: api.creditor.defaultCurrency,
      settledMinor: 80_00,
      quoteId: null,
      origin: 'checkout',
      purpose: null,
      gateway: 'sandbox',
      gatewayReference: 'sbx_1',
      transactionReference: null,
      bankReference: null,
      keepsMethod: false,
      savedMethodId: null,
      redirectUrl: null,
      method: null,
      failureCode: null,
      locale: 'de',
      linkId: null,
      payerName: null,
      payerEmail: null,
      createdAt: test.clock.now(),
      expiresAt: new Date(test.clock.now().getTime() + 3_600_000),
      succeededAt: null,
      endedAt: null,
      receivedMinor: null,
      refundedMinor: 0,
      chargedBackMinor: 0,
    }
    await test.unitOfWork.run({ kind: 'creditor', creditorId: api.creditor.id }, ({ payments }) =>
      payments.insert(payment, [{ invoiceId: invoice.id, amountMinor: 80_00, concession: null, reserved: true }]),
    )
    expect((await api.send(`/payments/${payment.id}`)).json).toMatchObject({
      id: payment.id,
      debtor: 'A 1/ü',
      status: 'pending',
      amountMinor: 80_00,
      createdAt: test.clock.now().toISOString(),
      succeededAt: null,
      invoices: [{ number: 'R-9', intendedMinor: 80_00, cashMinor: 0, openMinor: 80_00 }],
    })
    const stranger = (await api.app.issueApiKey({ creditorId: (await createCreditor(test)).id, label: 'other' })).key
    expectProblem(await api.send(`/payments/${payment.id}`, { apiKey: stranger }), 404, 'unknown-payment')
  })
})

describe('documents', () => {
  const csv = [
    'number,issue_date,due_date,currency,debtor_id,debtor_name,item_name,quantity,unit_price,tax_percent',
    'R/2026 #7,2026-10-01,2026-10-31,EUR,K-17,Bakkerij de Vries,Flour,10,24.50,9',
    'R/2026 #7,2026-10-01,2026-10-31,EUR,K-17,Bakkerij de Vries,Delivery,1,15.00,21',
    'R-8,2026-10-01,2026-02-30,EUR,K-17,Bakkerij de Vries,Flour,10,24.50,9',
  ].join('\n')
  const headers = { 'Content-Type': 'text/csv; charset=utf-8' }

  it('are taken in or refused one by one, are unchanged the second time, and can be read back', async () => {
    const first = await api.send('/invoices', { body: csv, headers })
    expect(first.status, first.text).toBe(200)
    const { results } = first.json as { results: { number: string }[] }
    expect(results.find(({ number }) => number === 'R/2026 #7')).toEqual({
      result: 'imported',
      kind: 'invoice',
      number: 'R/2026 #7',
      debtor: 'K-17',
      currency: 'EUR',
      payableMinor: 267_05 + 18_15,
      lines: 2,
    })
    expect(results.find(({ number }) => number === 'R-8')).toMatchObject({ result: 'refused', place: { row: 4 } })
    const second = (await api.send('/invoices', { body: csv, headers })).json as { results: { result: string }[] }
    expect(second.results.map(({ result }) => result).sort()).toEqual(['refused', 'unchanged'])

    // An invoice's number may hold any sign.
    const found = await api.send(`/debtors/K-17/invoices/${encodeURIComponent('R/2026 #7')}`)
    expect(found.json).toMatchObject({
      number: 'R/2026 #7',
      openMinor: 285_20,
      lines: [{ name: 'Flour', quantity: '10', netMinor: 245_00 }, { name: 'Delivery' }],
      settlements: [],
    })
    expectProblem(await api.send('/debtors/K-17/invoices/none'), 404, 'unknown-invoice')
  })

  it('of which none could be taken in are a problem that says why', async () => {
    const answer = await api.send('/invoices', { body: csv.split('\n').toSpliced(1, 2).join('\n'), headers })
    const problem = expectProblem(answer, 422, 'documents-refused')
    expect(problem['results']).toMatchObject([{ result: 'refused', number: 'R-8' }])
  })
})

describe('events', () => {
  it('are read on from the last sequence, by type too, and are what the schema says', async () => {
    for (let count = 0; count < 5; count += 1) await api.appendEvent()
    const first = (await api.send('/events?after=0&limit=3')).json as { events: unknown[]; nextAfter: number }
    expect(first).toMatchObject({ nextAfter: 3, hasMore: true, headSequence: 5 })
    z.array(outcomeEvent).parse(first.events)
    expect((await api.send(`/events?after=${first.nextAfter}`)).json).toMatchObject({
      events: [{ sequence: 4 }, { sequence: 5 }],
      hasMore: false,
    })
    expect((await api.send('/events?type=payment.succeeded,payment.failed')).json).toMatchObject({
      events: [],
      headSequence: 5,
    })
    expectProblem(await api.send('/events?type=payment.exploded'), 400, 'invalid-request')
  })
})

describe('webhook endpoints', () => {
  it('are created with a secret that is shown once, listed, replayed, given another secret and taken away', async () => {
    const created = (await api.send('/webhook-endpoints', { body: { url: 'https://hooks.example.com/in' } })).json as {
      id: string
      secret: string
    }
    expect(created.secret).toMatch(/^whsec_/)
    const again = await api.send('/webhook-endpoints', { body: { url: 'https://hooks.example.com/in' } })
    expectProblem(again, 409, 'endpoint-exists')
    await api.appendEvent()
    const listed = await api.send('/webhook-endpoints')
    expect(listed.text).not.toContain('whsec_')
    expect(listed.json).toMatchObject({
      endpoints: [{ id: created.id, disabledAt: null, deliveries: { pending: 1, delivered: 0, parked: 0 } }],
    })
    const replayed = await api.send(`/webhook-endpoints/${created.id}/replay`, { body: { after: 0 } })
    expect([replayed.status, replayed.json]).toEqual([202, { eventCount: 1, lastSequence: 1 }])
    const rotated = await api.send(`/webhook-endpoints/${created.id}/rotate-secret`, { body: {} })
    expect(rotated.json).toMatchObject({
      secret: expect.not.stringContaining(created.secret) as unknown,
      previousSecretExpiresAt: expect.any(String) as unknown,
    })
    const removed = await api.send(`/webhook-endpoints/${created.id}`, { method: 'DELETE' })
    expect([removed.status, removed.text]).toEqual([204, ''])
    expect((await api.send('/webhook-endpoints')).json).toEqual({ endpoints: [] })
    expectProblem(
      await api.send(`/webhook-endpoints/${created.id}/replay`, { body: { after: 0 } }),
      404,
      'unknown-endpoint',
    )
  })
})
