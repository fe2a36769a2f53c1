/** Payment files: the transfers in them are expected like any other, and their money finds its invoices. */
import { describe, expect, it } from 'vitest'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { makeCamt, makeCamtDetail, makeCamtEntry } from '~/ingest/testing/sample-camt'
import { calendarDay } from '~/domain/calendar-day'
import type { CreditTransferFile } from '~/domain/credit-transfer-file'
import { parseIban } from '~/domain/iban'
import { formatMinorAsDecimal } from '~/domain/money'
import type { PaymentOrder } from '~/domain/payment-order'
import { loadBankStatement } from '~/use-cases/load-bank-statement'
import { orderTransfers } from '~/use-cases/order-transfers'
import type { PaymentServices } from '~/use-cases/payment-services'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { listReported, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
creditor.gateways = ['sandbox', 'bank-transfer']

const services: PaymentServices = {
  ...harness.services,
  gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()]]),
}
const { fileStore } = await useImports(test)

async function order(wanted: PaymentOrder, { isSeparate = false, key = test.ids.uuid() } = {}) {
  return orderTransfers(services, {
    payer,
    order: wanted,
    idempotencyKey: key,
    isSeparate,
    payerIban: parseIban('DE89370400440532013000'),
    executionOn: calendarDay('2026-11-24'),
  })
}

async function orderFile(...input: Parameters<typeof order>): Promise<CreditTransferFile> {
  const ordered = await order(...input)
  if (!ordered.ok || ordered.value.kind !== 'file') throw new Error(JSON.stringify(ordered))
  expect(ordered.value.scheme).toBe('sepa')
  return ordered.value.file
}

const two = () =>
  Promise.all([
    createInvoice(test, debtor, { number: 'R-1', payableMinor: 100_00, dueOn: '2026-11-01' }),
    createInvoice(test, debtor, { number: 'R-2', payableMinor: 50_00, dueOn: '2026-11-02' }),
  ])

async function bookAll({ transfers }: CreditTransferFile): Promise<void> {
  const entries = transfers.map(({ amount, reference, endToEndId }) =>
    makeCamtEntry({
      amount: formatMinorAsDecimal(amount.amountMinor, amount.currency),
      details: makeCamtDetail({ text: reference, endToEndId }),
    }),
  )
  const loaded = await loadBankStatement(
    { ...services, bankStatementReader: createBankStatementReader(), fileStore },
    {
      creditorId: creditor.id,
      file: { filename: 'bank.xml', content: Buffer.from(makeCamt({ message: '053', entries })) },
      loadedBy: 'user:1',
    },
  )
  expect(loaded).toMatchObject({ ok: true })
}

describe('a payment file', () => {
  it('is one transfer for all invoices, whose money settles them', async () => {
    await two()
    const file = await orderFile(orderOf({ 'R-1': 100_00, 'R-2': 50_00 }))
    expect(file.transfers).toMatchObject([{ amount: { amountMinor: 150_00 }, invoiceNumbers: ['R-1', 'R-2'] }])
    await bookAll(file)
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 0 })
  })

  it('is a transfer for each invoice, each with a reference of its own', async () => {
    await two()
    const key = test.ids.uuid()
    const file = await orderFile(orderOf({ 'R-1': 100_00, 'R-2': 20_00 }), { isSeparate: true, key })
    expect(file.transfers.map(({ amount }) => amount.amountMinor)).toEqual([100_00, 20_00])
    expect(new Set(file.transfers.map(({ reference }) => reference)).size).toBe(2)
    const again = await orderFile(orderOf({ 'R-1': 100_00, 'R-2': 20_00 }), { isSeparate: true, key })
    expect(again).toEqual(file)
    expect((await listReported(test)).map(({ type }) => type)).toEqual(['payment.started', 'payment.started'])
    await bookAll(file)
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 30_00 })
    // What was paid is not written into a file once more.
    expect(await order(orderOf({ 'R-1': 100_00, 'R-2': 20_00 }), { isSeparate: true, key })).toMatchObject({
      ok: true,
      value: { kind: 'step', step: { kind: 'status' } },
    })
  })

  it('expects nothing where one of its transfers cannot be had', async () => {
    await two()
    const refused = await order(orderOf({ 'R-1': 100_00, 'R-2': 50_01 }), { isSeparate: true })
    expect(refused).toMatchObject({ ok: false, failure: [{ kind: 'above_due_now' }] })
    expect(await test.inspect('select status from payment')).toEqual([{ status: 'canceled' }])
  })
})
