/** Adyen's settlement details report by the API. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  makeAccountLine,
  makeSettledLine,
  makeSettlementReport,
  type SampleLine,
} from '~/gateways/adyen/testing/sample-settlement-report'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'
import { createPayer, createPaymentHarness, orderOf } from '../setup/payment-harness'

const test = await useTestDatabase()
const api = useApiClient(test)
const harness = createPaymentHarness(test)

const PSP = 'QXW4N7T2RB9KD3HM'
let paymentId: string

/** A payment that came, of which Adyen has this reference. */
beforeEach(async () => {
  await createInvoice(test, api.debtor, { number: 'A', payableMinor: 150_00 })
  const { payment, checkoutId } = await harness.start(createPayer(api.creditor, api.debtor), orderOf({ A: 150_00 }))
  await harness.act(checkoutId, 'pay_by_card')
  await harness.deliverAll()
  await test.inspect("update payment set gateway = 'adyen', transaction_reference = $1 where id = $2", [
    PSP,
    payment.id,
  ])
  paymentId = payment.id
})

const post = (lines: readonly SampleLine[], headers: Record<string, string> = {}) =>
  api.send('/settlement-reports', {
    ...{ method: 'POST', body: makeSettlementReport(lines) },
    headers: { 'Content-Type': 'text/csv', ...headers },
  })

describe('a settlement details report', () => {
  it('tells what Adyen keeps of a payment, which its resource then shows', async () => {
    const answer = await post([
      makeSettledLine(),
      makeSettledLine({ 'Psp Reference': 'OFASHOP000000001' }),
      makeSettledLine({ 'Net Currency': '€' }),
      makeAccountLine('Fee', '0.38'),
    ])
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json).toMatchObject({
      ...{ gateway: 'adyen', recordedCount: 1, knownCount: 0, differingCount: 0, unmatchedCount: 1, refusedCount: 1 },
      recorded: [{ row: 2, paymentId, currency: 'EUR', grossMinor: 150_00, feeMinor: 1_13, netMinor: 148_87 }],
      ...{ differing: [], unmatched: [{ row: 3, transactionReference: 'OFASHOP000000001' }] },
      refused: [{ row: 4, code: 'no_currency', column: 'Net Currency' }],
      others: [{ type: 'Fee', concernsPayment: false, count: 1 }],
    })
    expect((await api.send(`/payments/${paymentId}`)).json).toMatchObject({
      settlement: { currency: 'EUR', grossMinor: 150_00, feeMinor: 1_13, netMinor: 148_87, exchangeRate: null },
    })
    expect((await api.send('/reconciliations')).json).toMatchObject({ runs: [{ gateway: 'adyen', checkedCount: 1 }] })
    expect((await post([makeSettledLine()])).json).toMatchObject({ recordedCount: 0, knownCount: 1 })
  })

  it('that disagrees leaves a difference', async () => {
    const line = makeSettledLine({ 'Gross Credit (GC)': '149', 'Net Credit (NC)': '147.87' })
    expect((await post([line])).json).toMatchObject({
      recordedCount: 0,
      differing: [
        { row: 2, kind: 'amount', isNew: true, ours: { amountMinor: 150_00 }, theirs: { amountMinor: 149_00 } },
      ],
    })
    expect((await post([line])).json).toMatchObject({ differing: [{ isNew: false }] })
    expect((await api.send('/reconciliation-differences')).json).toMatchObject({
      differences: [{ gateway: 'adyen', kind: 'amount', paymentId, theirs: { amountMinor: 149_00, currency: 'EUR' } }],
    })
    expect((await api.send(`/payments/${paymentId}`)).json).toMatchObject({ settlement: null })
  })

  it('of another fee than before leaves the one that was known', async () => {
    await post([makeSettledLine()])
    const dearer = makeSettledLine({ 'Net Credit (NC)': '148.37', 'Interchange (NC)': '0.95' })
    expect((await post([dearer])).json).toMatchObject({
      differing: [{ kind: 'settlement', theirs: { feeMinor: 1_63 } }],
    })
    expect((await api.send('/reconciliation-differences')).json).toMatchObject({
      differences: [{ kind: 'settlement', ours: { feeMinor: 1_13 }, theirs: { feeMinor: 1_63 } }],
    })
    expect((await api.send(`/payments/${paymentId}`)).json).toMatchObject({ settlement: { feeMinor: 1_13 } })
  })

  it('of another creditor names no payment of its own', async () => {
    const other = await createCreditor(test)
    const debtor = await createDebtor(test, other)
    await createInvoice(test, debtor, { number: 'B', payableMinor: 150_00 })
    await test.inspect("update payment set transaction_reference = 'OTHERREFERENCE00' where id = $1", [paymentId])
    const { payment, checkoutId } = await harness.start(createPayer(other, debtor), orderOf({ B: 150_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    await test.inspect("update payment set gateway = 'adyen', transaction_reference = $1 where id = $2", [
      PSP,
      payment.id,
    ])
    expect((await post([makeSettledLine({ 'Merchant Reference': payment.id })])).json).toMatchObject({
      ...{ recordedCount: 0, differingCount: 0, unmatched: [{ transactionReference: PSP }] },
    })
    expect(await test.inspect('select 1 from payment_settlement')).toEqual([])
  })

  it('that is none is refused in whole', async () => {
    const none = await api.send('/settlement-reports', {
      ...{ method: 'POST', body: 'a,b\n1,2\n', headers: { 'Content-Type': 'text/csv' } },
    })
    expectProblem(none, 422, 'documents-refused')
    expect(none.json).toMatchObject({ code: 'missing_column', place: { row: 1, column: 'Psp Reference' } })
    expectProblem(await post([], { 'Content-Type': 'application/json' }), 415, 'unsupported-media-type')
    const large = await api.send('/settlement-reports', {
      ...{ method: 'POST', body: 'x'.repeat(12 * 1024 * 1024 + 1), headers: { 'Content-Type': 'text/csv' } },
    })
    expectProblem(large, 413, 'content-too-large')
  })

  it('is described', async () => {
    const { json } = await api.send('/openapi.json')
    expect(json).toMatchObject({
      paths: { '/settlement-reports': { post: { requestBody: { content: { 'text/csv': {} } } } } },
    })
  })
})
