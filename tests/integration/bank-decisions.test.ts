/** Bookings that nothing matches beyond doubt: what a person decides about them, and takes back. */
import { describe, expect, it } from 'vitest'
import { assignBankTransaction, ignoreBankTransaction, undoBankDecision } from '~/use-cases/assign-bank-transaction'
import { correctPayment } from '~/use-cases/correct-payment'
import { createInvoice } from '../factories/invoices'
import { useBankTransfers, writeStatement } from '../setup/bank-transfer-account'
import { listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, startTransfer, load, createTwoInvoices, decide } =
  await useBankTransfers()

describe('what is left to a person', () => {
  const loadOne = async () => {
    await createTwoInvoices()
    const { added } = await load(writeStatement([{ amount: '120.00', text: 'thank you', bankReference: 'B-1' }]))
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
    await createTwoInvoices()
    const quoted = await startTransfer(orderOf({ 'R-1': 100_00 }))
    const meant = await startTransfer(orderOf({ 'R-2': 50_00 }))
    const { added } = await load(writeStatement([{ amount: '50.00', text: quoted.bankReference! }]))
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

describe('the same money told of by files of two kinds', () => {
  const HEADER = 'booked_on,amount,currency,counterparty_name,counterparty_iban,remittance_information'
  const table = (...rows: string[]) => Buffer.from([HEADER, ...rows].join('\n'))

  it('counts once: what nothing tells apart from another kind is left to a person', async () => {
    await createInvoice(test, debtor, { number: 'R-1', payableMinor: 1_000_00 })
    const { bankReference } = await startTransfer(orderOf({ 'R-1': 1_000_00 }))
    await load(writeStatement([{ amount: '500.00', text: `Invoice ${bankReference}`, bankReference: 'B-1' }]))
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 500_00 })
    const again = await load(table(`2026-11-20,500.00,EUR,,,${bankReference}`))
    expect(again.added).toMatchObject([
      { status: 'open', decision: { kind: 'for_a_person', obstacles: [{ kind: 'told_before' }] } },
    ])
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 500_00 })
  })

  it('counts twice where something says that it is other money', async () => {
    await createInvoice(test, debtor, { number: 'R-1', payableMinor: 1_000_00 })
    const { bankReference } = await startTransfer(orderOf({ 'R-1': 1_000_00 }))
    await load(writeStatement([{ amount: '500.00', text: `First half ${bankReference}`, bankReference: 'B-1' }]))
    const again = await load(table(`2026-11-21,500.00,EUR,,,${bankReference}`))
    expect(again.added).toMatchObject([{ status: 'matched' }])
    expect(await readInvoice(test, 'R-1')).toMatchObject({ open: 0 })
  })

  it('can be counted once the file that told of it first is set aside', async () => {
    await createInvoice(test, debtor, { number: 'R-1', payableMinor: 1_000_00 })
    const { bankReference } = await startTransfer(orderOf({ 'R-1': 1_000_00 }))
    const first = await load(writeStatement([{ amount: '500.00', text: 'no reference', bankReference: 'B-1' }]))
    const [kept] = first.added
    const ignored = await ignoreBankTransaction(services, {
      ...decide,
      transactionId: kept!.id,
      reason: 'Read from the other file',
    })
    expect(ignored.ok).toBe(true)
    const again = await load(table(`2026-11-20,500.00,EUR,,,${bankReference}`))
    expect(again.added).toMatchObject([{ status: 'matched' }])
  })
})
