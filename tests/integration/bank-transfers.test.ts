/** Transfers from the debtor's instructions to the books: loaded once, matched by what cannot be mistaken, and undone. */
import { describe, expect, it } from 'vitest'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { makeCamt, makeCamtDetail, makeCamtEntry } from '~/ingest/testing/sample-camt'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { calendarDay } from '~/domain/calendar-day'
import type { PaymentId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import type { PaymentOrder } from '~/domain/payment-order'
import { adviseRemittance } from '~/use-cases/advise-remittance'
import { assignBankTransaction, ignoreBankTransaction, undoBankDecision } from '~/use-cases/assign-bank-transaction'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { correctPayment } from '~/use-cases/correct-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { loadBankStatement, type LoadedStatement } from '~/use-cases/load-bank-statement'
import type { PaymentServices } from '~/use-cases/payment-services'
import { startPayment } from '~/use-cases/start-payment'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
creditor.gateways = ['sandbox', 'bank-transfer']

const services: PaymentServices = {
  ...harness.services,
  gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()]]),
}
const { fileStore } = await useImports(test)
const bank = { ...services, bankStatementReader: createBankStatementReader(), fileStore }

async function startTransfer(order: PaymentOrder): Promise<Payment> {
  const way = { kind: 'method', method: 'bank_transfer' } as const
  const started = await startPayment(services, { payer, order, idempotencyKey: test.ids.uuid(), way })
  if (!started.ok || started.value.kind !== 'gateway') throw new Error(JSON.stringify(started))
  const id = started.value.url.split('/').at(-1) as PaymentId
  expect(started.value.url).toBe(`${services.appUrl}/payments/${id}`)
  return harness.readPayment({ creditorId: creditor.id, id })
}

interface Booking {
  amount?: string
  text?: string
  endToEndId?: string
  bankReference?: string
  direction?: 'CRDT' | 'DBIT'
  extra?: string
}

const entry = ({ text, endToEndId, extra, ...rest }: Booking) =>
  makeCamtEntry({
    ...rest,
    details: makeCamtDetail({
      ...(text === undefined ? {} : { text }),
      ...(endToEndId === undefined ? {} : { endToEndId }),
      ...(extra === undefined ? {} : { extra }),
    }),
  })

const write = (bookings: readonly Booking[], message: '053' | '054' = '053') =>
  Buffer.from(makeCamt({ message, entries: bookings.map(entry) }))

async function load(content: Uint8Array): Promise<LoadedStatement> {
  const loaded = await loadBankStatement(bank, {
    creditorId: creditor.id,
    file: { filename: 'bank.xml', content },
    loadedBy: 'user:1',
  })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failure))
  return loaded.value
}

const decide = { creditorId: creditor.id, decidedBy: 'user:1' }

const describeBooks = async () => ({
  reported: (await listReported(test)).map(({ type }) => type),
  payments: await test.inspect('select status, received_minor::int as received from payment order by created_at, id'),
})

const two = () =>
  Promise.all([
    createInvoice(test, debtor, { number: 'R-1', payableMinor: 100_00, dueOn: '2026-11-01' }),
    createInvoice(test, debtor, { number: 'R-2', payableMinor: 50_00, dueOn: '2026-11-02' }),
  ])

describe('a transfer that is to be ordered', () => {
  it('has a reference, waits sixty days, and leaves the invoices to other ways of paying', async () => {
    await two()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00, 'R-2': 50_00 }))
    expect(payment).toMatchObject({ status: 'pending', origin: 'bank_transfer', method: 'bank_transfer' })
    expect(payment.bankReference).toMatch(/^RF\d\d[0-9A-Z]{10}$/)
    expect(payment.expiresAt.getTime() - payment.createdAt.getTime()).toBe(60 * 86_400_000)
    expect(await readInvoice(test, 'R-1')).toEqual({ open: 100_00, pending: 0, settledOn: null })
    await harness.start(payer, orderOf({ 'R-1': 100_00 }))
    expect(await readInvoice(test, 'R-1')).toMatchObject({ pending: 100_00 })
  })

  it('is not offered where the creditor has no account in the currency', async () => {
    await createInvoice(test, debtor, { number: 'D-1', payableMinor: 100_00, currency: 'USD' })
    const order = { ...orderOf({ 'D-1': 100_00 }), currency: 'USD' as PaymentOrder['currency'] }
    const way = { kind: 'method', method: 'bank_transfer' } as const
    const started = await startPayment(services, { payer, order, idempotencyKey: 'k', way })
    expect(started).toMatchObject({ ok: false, failure: [{ kind: 'way_unavailable' }] })
  })

  it('sets aside what is all due once the debtor says it has paid, and gives it back when nothing comes', async () => {
    await two()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00, 'R-2': 50_00 }))
    await harness.start(payer, orderOf({ 'R-1': 30_00 }))
    const advice = {
      payer,
      paymentId: payment.id,
      paidOn: calendarDay('2026-11-20'),
      amountMinor: 150_00,
      note: 'Batch 7',
    }
    expect(await adviseRemittance(services, { ...advice, paidOn: calendarDay('2099-01-01') })).toMatchObject({
      failure: 'paid_in_future',
    })
    expect(await adviseRemittance(services, advice)).toMatchObject({ ok: true, value: { status: 'processing' } })
    expect(await adviseRemittance(services, advice)).toMatchObject({ ok: true })
    // A part of it is being paid in another way: what is meant for it stays whole, and nothing of it is held twice.
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 100_00, pending: 30_00 })
    expect(await readInvoice(test, 'R-2')).toMatchObject({ pending: 50_00 })
    const advised = (await listReported(test)).filter(({ type }) => type === 'remittance.advised')
    expect(advised).toHaveLength(1)
    expect(advised[0]?.data.remittance).toEqual({
      paidOn: '2026-11-20',
      amountMinor: 150_00,
      currency: 'EUR',
      note: 'Batch 7',
    })
    expect(await cancelPayment(services, payer, payment.id)).toMatchObject({ value: 'awaiting_outcome' })
    test.clock.advance({ days: 15 })
    await expirePayments(services)
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'failed', failureCode: 'not_received' })
    expect(await readInvoice(test, 'R-2')).toMatchObject({ pending: 0 })
  })

  it('can be canceled before, and money that comes all the same counts', async () => {
    await two()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00 }))
    expect(await cancelPayment(services, payer, payment.id)).toMatchObject({ value: 'canceled' })
    await load(write([{ amount: '100.00', text: payment.bankReference!, bankReference: 'B-1' }]))
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', receivedMinor: 100_00 })
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
  })
})

describe('a statement', () => {
  it('is matched by reference, once, however often and in whichever file it comes', async () => {
    await two()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00, 'R-2': 50_00 }))
    const booking = {
      amount: '150.00',
      text: `Inv ${payment.bankReference!.toLowerCase()} thanks`,
      bankReference: 'B-1',
    }
    const notified = await load(write([booking], '054'))
    expect(notified).toMatchObject({
      isNew: true,
      knownCount: 0,
      added: [{ status: 'matched', paymentId: payment.id }],
    })
    const books = await describeBooks()
    expect(books).toEqual({
      reported: ['payment.started', 'payment.succeeded'],
      payments: [{ status: 'succeeded', received: 150_00 }],
    })
    expect(await load(write([booking], '054'))).toMatchObject({ isNew: false, knownCount: 1, added: [] })
    expect(await load(write([booking], '053'))).toMatchObject({ isNew: true, knownCount: 1, added: [] })
    expect(await describeBooks()).toEqual(books)
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 0, settledOn: '2026-11-20' })
  })

  it('loaded twice at the same moment is loaded once', async () => {
    await two()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00 }))
    const bookings = [
      { amount: '100.00', text: payment.bankReference!, bankReference: 'B-1' },
      { amount: '50.00', text: 'Invoice R-2', bankReference: 'B-2' },
    ]
    await Promise.all([load(write(bookings)), load(write(bookings)), load(write(bookings, '054'))])
    expect((await describeBooks()).payments).toEqual([{ status: 'succeeded', received: 100_00 }])
    expect(await test.inspect('select status from bank_transaction order by amount_minor')).toEqual([
      { status: 'open' },
      { status: 'matched' },
    ])
  })

  it('settles a short payment, and the rest as a payment of its own', async () => {
    await two()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00, 'R-2': 50_00 }))
    const text = payment.bankReference!
    await load(write([{ amount: '120.00', text, bankReference: 'B-1' }]))
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 30_00 })
    const { added } = await load(write([{ amount: '30.00', text, bankReference: 'B-2' }]))
    expect(added[0]).toMatchObject({ status: 'matched', debtorId: debtor.id, referencePaymentId: payment.id })
    expect(added[0]!.paymentId).not.toBe(payment.id)
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 0 })
    expect(await describeBooks()).toMatchObject({
      reported: ['payment.started', 'payment.succeeded', 'payment.succeeded'],
      payments: [{ received: 120_00 }, { received: 30_00 }],
    })
  })

  it('settles in parts what the whole would have at the quoted rate', async () => {
    await createInvoice(test, debtor, { number: 'D-1', payableMinor: 100_01 })
    const payment = await startTransfer(orderOf({ 'D-1': 100_01 }))
    await test.inspect("update invoice set currency = 'USD'")
    await test.inspect("update payment set settled_currency = 'USD', amount_minor = 10703")
    const text = payment.bankReference!
    for (const [index, amount] of ['33.33', '33.33', '40.37'].entries()) {
      await load(write([{ amount, text, bankReference: `B-${index}` }]))
    }
    expect(await readInvoice(test, 'D-1')).toMatchObject({ open: 0 })
    expect(await listUnapplied(test)).toEqual([])
    expect(
      await test.inspect('select settled_minor::int as settled from payment where received_minor < 10000'),
    ).toEqual(expect.arrayContaining([{ settled: 31_15 }, { settled: 37_72 }]))
  })

  it('keeps what was paid too much as a credit, and asks a person about a reference paid already', async () => {
    await two()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00 }))
    const text = payment.bankReference!
    await load(write([{ amount: '110.00', text, bankReference: 'B-1' }]))
    expect(await listUnapplied(test)).toEqual([10_00])
    const { added } = await load(write([{ amount: '100.00', text, bankReference: 'B-2' }]))
    expect(added[0]).toMatchObject({ status: 'open', decision: { obstacles: [{ kind: 'reference_paid' }] } })
    const target = { kind: 'payment', paymentId: payment.id } as const
    const assigned = await assignBankTransaction(services, { ...decide, transactionId: added[0]!.id, target })
    expect(assigned).toMatchObject({ ok: true, value: { status: 'assigned', debtorId: debtor.id } })
    expect(await listUnapplied(test)).toEqual([10_00, 100_00])
  })

  it('is matched by number, amount and payer, and recognises the account the next time', async () => {
    const baker = await createDebtor(test, creditor, { name: 'Zonnebloem Holding', externalId: 'D-9' })
    await createInvoice(test, baker, { number: 'RE-2026-0017', payableMinor: 119_00 })
    await createInvoice(test, baker, { number: 'RE-2026-0150', payableMinor: 80_00 })
    await createInvoice(test, debtor, { number: 'X-9931', payableMinor: 80_00 })
    const paid = (text: string, amount: string, bankReference: string) => ({ text, amount, bankReference })
    const first = await load(write([paid('Rg RE 2026-17', '119.00', 'B-1'), paid('2026-0150', '80.00', 'B-2')]))
    expect(first.added.map(({ status, decision }) => [status, decision.kind])).toEqual([
      ['matched', 'matched_by_numbers'],
      ['matched', 'matched_by_numbers'],
    ])
    expect(await readInvoice(test, 'RE-2026-0017')).toMatchObject({ open: 0 })
    expect(await readInvoice(test, 'X-9931')).toMatchObject({ open: 80_00 })
    expect((await listReported(test)).map(({ data }) => data.payment?.externalReference)).toEqual(['B-1', 'B-2'])
  })

  it('recognises the payer by its name, however it is accented', async () => {
    const baker = await createDebtor(test, creditor, { name: 'Bakkerij de Vriés B.V.', externalId: 'D-9' })
    await createInvoice(test, baker, { number: 'RE-2026-0150', payableMinor: 80_00 })
    await createInvoice(test, debtor, { number: 'X-9931', payableMinor: 80_00 })
    const { added } = await load(write([{ text: '2026-0150', amount: '80.00', bankReference: 'B-1' }]))
    expect(added[0]).toMatchObject({ status: 'matched', debtorId: baker.id })
  })

  it('takes back what the bank took back, and lets the reference be paid again', async () => {
    await two()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00 }))
    const booking = { amount: '100.00', text: payment.bankReference!, endToEndId: 'E-1' }
    await load(write([{ ...booking, bankReference: 'B-1' }]))
    const extra = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'
    const returned = { ...booking, direction: 'DBIT', bankReference: 'B-2', extra } as const
    const { added } = await load(write([returned]))
    expect(added[0]).toMatchObject({ status: 'matched', paymentId: payment.id, decision: { kind: 'reversed' } })
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'charged_back', chargedBackMinor: 100_00 })
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 100_00 })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.charged_back',
      data: { payment: { reason: 'AC04' } },
    })
    await load(write([{ ...booking, bankReference: 'B-3', endToEndId: 'E-2' }]))
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
    const unknown = await load(write([{ ...returned, amount: '7.00', endToEndId: 'E-9', bankReference: 'B-4' }]))
    expect(unknown.added[0]).toMatchObject({ status: 'open', decision: { kind: 'reversal_unclear' } })
  })
})

describe('what is left to a person', () => {
  const loadOne = async () => {
    await two()
    const { added } = await load(write([{ amount: '120.00', text: 'thank you', bankReference: 'B-1' }]))
    expect(added[0]).toMatchObject({ status: 'open', decision: { kind: 'for_a_person' } })
    return { ...decide, transactionId: added[0]!.id }
  }

  it('is assigned to invoices once, undone with a reason, and assigned anew', async () => {
    const decision = await loadOne()
    const assign = (invoiceNumbers: string[]) => {
      const target = { kind: 'debtor', externalId: debtor.externalId, invoiceNumbers } as const
      return assignBankTransaction(services, { ...decision, target })
    }
    expect(await assign(['R-1', 'nope'])).toMatchObject({ failure: { kind: 'unknown_invoice', number: 'nope' } })
    const both = await Promise.all([assign(['R-1', 'R-2']), assign(['R-1', 'R-2'])])
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 30_00 })
    const undone = await undoBankDecision(services, { ...decision, reason: 'Another customer' })
    expect(undone).toMatchObject({ ok: true, value: { status: 'open', paymentId: null } })
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 100_00 })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.refunded',
      data: { payment: { reason: 'Another customer' } },
    })
    expect(await assign([])).toMatchObject({ ok: true })
    expect(await listUnapplied(test)).toContain(120_00)
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 100_00 })
  })

  it('that quoted the wrong reference is undone and assigned to the payment that was meant', async () => {
    await two()
    const quoted = await startTransfer(orderOf({ 'R-1': 100_00 }))
    const meant = await startTransfer(orderOf({ 'R-2': 50_00 }))
    const { added } = await load(write([{ amount: '50.00', text: quoted.bankReference! }]))
    const [kept] = added
    expect(kept).toMatchObject({ status: 'matched', paymentId: quoted.id })
    const transactionId = kept!.id
    const undone = await undoBankDecision(services, { ...decide, transactionId, reason: 'R-2 was meant' })
    expect(undone).toMatchObject({ ok: true })
    const assigned = await assignBankTransaction(services, {
      ...{ ...decide, transactionId },
      target: { kind: 'payment', paymentId: meant.id },
    })
    expect(assigned).toMatchObject({ ok: true, value: { status: 'assigned', paymentId: meant.id } })
    expect(await harness.readPayment(meant)).toMatchObject({ status: 'succeeded', receivedMinor: 50_00 })
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 100_00 })
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 0 })
  })

  it('is not decided about anew when some of its money has been handed back', async () => {
    const decision = await loadOne()
    const target = { kind: 'debtor', externalId: debtor.externalId, invoiceNumbers: ['R-1'] } as const
    const assigned = await assignBankTransaction(services, { ...decision, target })
    const paymentId = assigned.ok ? assigned.value.paymentId : null
    const correction = { reason: 'Handed back', idempotencyKey: 'k', requestedBy: 'user:1', amountMinor: 20_00 }
    const corrected = await correctPayment(services, { ...correction, creditorId: creditor.id, paymentId: paymentId! })
    expect(corrected.ok).toBe(true)
    expect(await undoBankDecision(services, { ...decision, reason: 'Another customer' })).toEqual({
      ok: false,
      failure: { kind: 'nothing_left' },
    })
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
  })

  it('is ignored with a reason, and can be taken up again', async () => {
    const decision = await loadOne()
    expect(await ignoreBankTransaction(services, { ...decision, reason: 'Tax refund' })).toMatchObject({
      value: { status: 'ignored', decision: { reason: 'Tax refund' } },
    })
    expect(await undoBankDecision(services, { ...decision, reason: 'Was ours' })).toMatchObject({
      value: { status: 'open' },
    })
    expect(await listReported(test)).toEqual([])
  })
})
