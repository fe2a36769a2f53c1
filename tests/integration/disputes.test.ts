/** Disputes on PostgreSQL: what they hold back, beside payments that come and go, and how they go on. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { createStatementReader } from '~/data/statement-reader.server'
import { createInvoice } from '../factories/invoices'
import { useDisputeAccount } from '../setup/dispute-account'
import { listReported, orderOf } from '../setup/payment-harness'

const account = await useDisputeAccount()
const { test, harness, creditor, debtor, payer, disputant, byCreditor } = account
const { open, dispute, decide, go, createTwoLines, readAmounts } = account

it('stands on the invoice, newest first, with the credit note that settled it', async () => {
  await createTwoLines()
  const first = await dispute('A', { position: 1, claim: { kind: 'quantity', quantity: '2' } })
  const granted = await decide(first, { 1: 19_04 }, { creditNoteNumber: 'CN-7' })
  expect(granted.ok).toBe(true)
  test.clock.advance({ minutes: 1 })
  const second = await dispute('A', { position: 2, claim: { kind: 'amount', amountMinor: 5_95 } })
  const address = { number: 'A', kind: null }
  const read = await createStatementReader(test.database.reader).findInvoice(payer, address, {
    timeZone: creditor.timeZone,
    today: calendarDay('2026-11-21'),
  })
  expect(read?.disputes).toEqual([
    {
      ...{ id: second.id, reference: second.reference, status: 'open', currency: 'EUR', claimedMinor: 5_95 },
      ...{ grantedMinor: null, reason: 'QTY', action: 'CNP', openedByName: 'Greta Lüders' },
      ...{ openedAt: second.openedAt, answerDueAt: second.answerDueAt, endedAt: null, creditNoteNumber: null },
    },
    expect.objectContaining({ id: first.id, status: 'accepted', grantedMinor: 19_04, creditNoteNumber: 'CN-7' }),
  ])
})

describe('what several disputes of one invoice come to', () => {
  /** Two lines of 50.00, from which the document takes off 20.00. */
  const createReduced = () =>
    createInvoice(test, debtor, {
      number: 'A',
      payableMinor: 80_00,
      purchaseOrder: 'PO-9',
      lines: [
        { name: 'Boxes', quantity: '1', unitPrice: '50.00', netMinor: 50_00, taxPercent: '0' },
        { name: 'Freight', quantity: '1', unitPrice: '50.00', netMinor: 50_00, taxPercent: '0' },
      ],
    })
  const whole = (position: number) => ({ position, claim: { kind: 'whole' as const } })

  it('is never more than it was payable for, while they are open and when they are granted', async () => {
    await createReduced()
    const first = await dispute('A', whole(1))
    const second = await dispute('A', whole(2))
    expect([first.claimedMinor, second.claimedMinor]).toEqual([50_00, 30_00])
    expect((await decide(first, { 1: 50_00 })).ok).toBe(true)
    expect((await decide(second, { 2: 30_00 })).ok).toBe(true)
    const notes = await test.inspect<{ payable: number; order: string }>(
      `select payable_minor::int as payable, purchase_order as "order" from invoice where kind = 'credit_note' order by 1`,
    )
    expect(notes).toEqual([
      { payable: 30_00, order: 'PO-9' },
      { payable: 50_00, order: 'PO-9' },
    ])
    expect(await readAmounts('A')).toEqual({ open: 0, pending: 0, disputed: 0 })
  })

  it('leaves nothing to claim of a line that was granted', async () => {
    await createReduced()
    expect((await decide(await dispute('A', whole(1)), { 1: 50_00 })).ok).toBe(true)
    expect(await open({ invoices: [{ number: 'A', lines: [whole(1)] }] })).toMatchObject({
      failure: [{ kind: 'claim', position: 1, fault: { kind: 'not_claimable' } }],
    })
    expect(await dispute('A', whole(2))).toMatchObject({ claimedMinor: 30_00 })
    expect(await open({ invoices: [{ number: 'A', lines: [] }] })).toMatchObject({ ok: false })
  })

  it('counts what was granted while all was paid, when the money goes back', async () => {
    await createReduced()
    const { checkoutId } = await harness.start(payer, orderOf({ A: 80_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await decide(await dispute('A', whole(1)), { 1: 50_00 })).ok).toBe(true)
    await harness.act(checkoutId, 'charge_back')
    await harness.deliverAll()
    expect(await readAmounts('A')).toEqual({ open: 80_00, pending: 0, disputed: 0 })
    expect(await dispute('A')).toMatchObject({ claimedMinor: 30_00 })
  })
})

describe('a dispute that is open', () => {
  it('holds back what is claimed of its lines, and leaves the rest to be paid', async () => {
    await createTwoLines()
    const opened = await dispute('A', { position: 1, claim: { kind: 'quantity', quantity: '2' } })
    expect(opened).toMatchObject({ status: 'open', claimedMinor: 19_04, currency: 'EUR' })
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 0, disputed: 19_04 })
    await expect(harness.start(payer, orderOf({ A: 100_00 }))).rejects.toThrow()
    const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 99_96 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await harness.readPayment(payment)).status).toBe('succeeded')
    expect(await readAmounts('A')).toEqual({ open: 19_04, pending: 0, disputed: 19_04 })
  })

  it('is reported with its lines and the balance after it', async () => {
    await createTwoLines()
    await dispute(
      'A',
      { position: 1, claim: { kind: 'price', price: '7.50' } },
      { position: 2, claim: { kind: 'whole' } },
    )
    const [event] = await listReported(test)
    expect(event).toMatchObject({
      type: 'dispute.opened',
      data: {
        dispute: {
          reasonCode: 'QTY',
          claimedMinor: 29_75,
          lines: [
            { position: 1, kind: 'price', claimedMinor: 5_95 },
            { position: 2, kind: 'whole', claimedMinor: 23_80 },
          ],
        },
      },
      balanceAfter: [{ openMinor: 119_00, disputedMinor: 29_75 }],
    })
  })

  it('waits behind a payment under way, and takes its place when that fails', async () => {
    await createTwoLines()
    const { checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await dispute('A', { position: 2, claim: { kind: 'whole' } })
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 119_00, disputed: 0 })
    await harness.act(checkoutId, 'cancel')
    await harness.deliverAll()
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 0, disputed: 23_80 })
  })

  it('does not stop a payment that was under way before it from settling', async () => {
    await createTwoLines()
    const { checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    const opened = await dispute('A', { position: 2, claim: { kind: 'whole' } })
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await readAmounts('A')).toEqual({ open: 0, pending: 0, disputed: 0 })
    expect((await decide(opened, { 2: 23_80 })).ok).toBe(true)
    expect(await test.inspect(`select open_minor::int as open from invoice where kind = 'credit_note'`)).toEqual([
      { open: 23_80 },
    ])
  })

  it('is found again by the same form, and a line is contested once at a time', async () => {
    await createTwoLines()
    const form = {
      idempotencyKey: test.ids.uuid(),
      invoices: [{ number: 'A', lines: [{ position: 1, claim: { kind: 'whole' as const } }] }],
    }
    const both = await Promise.all([open(form), open(form)])
    expect(both[0]).toEqual(both[1])
    expect(await open({ ...form, idempotencyKey: test.ids.uuid() })).toMatchObject({
      failure: [{ kind: 'line_being_disputed', position: 1 }],
    })
    expect(await open({ invoices: [{ number: 'A', lines: [] }] })).toMatchObject({
      failure: [{ kind: 'being_disputed' }],
    })
    expect(await readAmounts('A')).toMatchObject({ disputed: 95_20 })
  })

  it('is opened on every invoice of a form or on none', async () => {
    await createTwoLines()
    await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
    const whole = [
      { number: 'A', lines: [] },
      { number: 'B', lines: [] },
    ]
    expect((await open({ invoices: [...whole, { number: 'C', lines: [] }] })).ok).toBe(false)
    expect(await readAmounts('A')).toMatchObject({ disputed: 0 })
    const opened = await open({ invoices: whole })
    expect(opened).toMatchObject({ ok: true, value: [{ claimedMinor: 119_00 }, { claimedMinor: 50_00 }] })
    expect(await readAmounts('B')).toMatchObject({ disputed: 50_00 })
  })

  it('needs the right to dispute', async () => {
    await createTwoLines()
    const refused = await open({
      disputant: { ...disputant, scope: ['view', 'pay'] },
      invoices: [{ number: 'A', lines: [] }],
    })
    expect(refused).toEqual({ ok: false, failure: [{ kind: 'not_allowed' }] })
  })
})

describe('a dispute that goes on', () => {
  it('passes between the sides, and the clock with it', async () => {
    await createTwoLines()
    const opened = await dispute('A')
    expect(await go(opened, { step: 'answered' })).toMatchObject({ failure: { kind: 'not_now' } })
    const asked = await go(opened, { actor: byCreditor, step: 'asked', text: 'Which boxes?' })
    expect(asked).toMatchObject({ ok: true, value: { status: 'needs_information' } })
    const entryId = test.ids.uuid()
    const answered = await go(opened, { step: 'answered', text: 'Four and five.', entryId })
    expect(answered).toMatchObject({ ok: true, value: { status: 'open', version: 3 } })
    expect(await go(opened, { step: 'answered', text: 'Four and five.', entryId })).toEqual(answered)
    expect(await readAmounts('A')).toMatchObject({ disputed: 119_00 })
  })

  it('is over when it is withdrawn, and what was claimed is due again', async () => {
    await createTwoLines()
    const opened = await dispute('A')
    expect(await go(opened, { step: 'withdrawn', text: '' })).toMatchObject({
      ok: true,
      value: { status: 'withdrawn' },
    })
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 0, disputed: 0 })
    expect(await go(opened)).toMatchObject({ failure: { kind: 'not_now' } })
    expect(await decide(opened, { 0: 1 })).toMatchObject({ failure: { kind: 'not_now' } })
  })
})
