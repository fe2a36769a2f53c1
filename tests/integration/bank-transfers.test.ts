/** Transfers from the debtor's instructions to the books: loaded once, and matched by what cannot be mistaken. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import type { PaymentOrder } from '~/domain/payment-order'
import { adviseRemittance } from '~/use-cases/advise-remittance'
import { assignBankTransaction } from '~/use-cases/assign-bank-transaction'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { startPayment } from '~/use-cases/start-payment'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useBankTransfers, writeStatement } from '../setup/bank-transfer-account'
import { listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer, startTransfer, load, createTwoInvoices, decide } =
  await useBankTransfers()

const describeBooks = async () => ({
  reported: (await listReported(test)).map(({ type }) => type),
  payments: await test.inspect('select status, received_minor::int as received from payment order by created_at, id'),
})

describe('a transfer that is to be ordered', () => {
  it('has a reference, waits sixty days, and leaves the invoices to other ways of paying', async () => {
    await createTwoInvoices()
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
    await createTwoInvoices()
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
    await createTwoInvoices()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00 }))
    expect(await cancelPayment(services, payer, payment.id)).toMatchObject({ value: 'canceled' })
    await load(writeStatement([{ amount: '100.00', text: payment.bankReference!, bankReference: 'B-1' }]))
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', receivedMinor: 100_00 })
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
  })
})

describe('a statement', () => {
  it('is matched by reference, once, however often and in whichever file it comes', async () => {
    await createTwoInvoices()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00, 'R-2': 50_00 }))
    const booking = {
      amount: '150.00',
      text: `Inv ${payment.bankReference!.toLowerCase()} thanks`,
      bankReference: 'B-1',
    }
    const notified = await load(writeStatement([booking], '054'))
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
    expect(await load(writeStatement([booking], '054'))).toMatchObject({ isNew: false, knownCount: 1, added: [] })
    expect(await load(writeStatement([booking], '053'))).toMatchObject({ isNew: true, knownCount: 1, added: [] })
    expect(await describeBooks()).toEqual(books)
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 0, settledOn: '2026-11-20' })
  })

  it('loaded twice at the same moment is loaded once', async () => {
    await createTwoInvoices()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00 }))
    const bookings = [
      { amount: '100.00', text: payment.bankReference!, bankReference: 'B-1' },
      { amount: '50.00', text: 'Invoice R-2', bankReference: 'B-2' },
    ]
    await Promise.all([
      load(writeStatement(bookings)),
      load(writeStatement(bookings)),
      load(writeStatement(bookings, '054')),
    ])
    expect((await describeBooks()).payments).toEqual([{ status: 'succeeded', received: 100_00 }])
    expect(await test.inspect('select status from bank_transaction order by amount_minor')).toEqual([
      { status: 'open' },
      { status: 'matched' },
    ])
  })

  it('settles a short payment, and the rest as a payment of its own', async () => {
    await createTwoInvoices()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00, 'R-2': 50_00 }))
    const text = payment.bankReference!
    await load(writeStatement([{ amount: '120.00', text, bankReference: 'B-1' }]))
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
    expect(await readInvoice(test, 'R-2')).toMatchObject({ open: 30_00 })
    const { added } = await load(writeStatement([{ amount: '30.00', text, bankReference: 'B-2' }]))
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
      await load(writeStatement([{ amount, text, bankReference: `B-${index}` }]))
    }
    expect(await readInvoice(test, 'D-1')).toMatchObject({ open: 0 })
    expect(await listUnapplied(test)).toEqual([])
    expect(
      await test.inspect('select settled_minor::int as settled from payment where received_minor < 10000'),
    ).toEqual(expect.arrayContaining([{ settled: 31_15 }, { settled: 37_72 }]))
  })

  it('keeps what was paid too much as a credit, and asks a person about a reference paid already', async () => {
    await createTwoInvoices()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00 }))
    const text = payment.bankReference!
    await load(writeStatement([{ amount: '110.00', text, bankReference: 'B-1' }]))
    expect(await listUnapplied(test)).toEqual([10_00])
    const { added } = await load(writeStatement([{ amount: '100.00', text, bankReference: 'B-2' }]))
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
    const first = await load(
      writeStatement([paid('Rg RE 2026-17', '119.00', 'B-1'), paid('2026-0150', '80.00', 'B-2')]),
    )
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
    const { added } = await load(writeStatement([{ text: '2026-0150', amount: '80.00', bankReference: 'B-1' }]))
    expect(added[0]).toMatchObject({ status: 'matched', debtorId: baker.id })
  })

  it('takes back what the bank took back, and lets the reference be paid again', async () => {
    await createTwoInvoices()
    const payment = await startTransfer(orderOf({ 'R-1': 100_00 }))
    const booking = { amount: '100.00', text: payment.bankReference!, endToEndId: 'E-1' }
    await load(writeStatement([{ ...booking, bankReference: 'B-1' }]))
    const extra = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'
    const returned = { ...booking, direction: 'DBIT', bankReference: 'B-2', extra } as const
    const { added } = await load(writeStatement([returned]))
    expect(added[0]).toMatchObject({ status: 'matched', paymentId: payment.id, decision: { kind: 'reversed' } })
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'charged_back', chargedBackMinor: 100_00 })
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 100_00 })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.charged_back',
      data: { payment: { reason: 'AC04' } },
    })
    await load(writeStatement([{ ...booking, bankReference: 'B-3', endToEndId: 'E-2' }]))
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
    const unknown = await load(
      writeStatement([{ ...returned, amount: '7.00', endToEndId: 'E-9', bankReference: 'B-4' }]),
    )
    expect(unknown.added[0]).toMatchObject({ status: 'open', decision: { kind: 'reversal_unclear' } })
  })
})
