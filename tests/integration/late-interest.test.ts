/** Late interest from the policy to the books: reviewed, paid, billed by a note, taken back, quoted, and let go. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_DISCOUNT_POLICY } from '~/domain/discount-policy'
import type { AccessLinkId } from '~/domain/ids'
import { DEFAULT_INTEREST_POLICY, type InterestPolicy } from '~/domain/interest-policy'
import type { PaymentSelection } from '~/domain/payment-order'
import type { PaymentPurpose } from '~/domain/payment'
import { billInterestRemainders } from '~/use-cases/bill-interest-remainders'
import { changePolicy } from '~/use-cases/change-policy'
import { findPayment } from '~/use-cases/find-payment'
import { issuePayoffQuote } from '~/use-cases/issue-payoff-quote'
import { readAccessLog } from '~/use-cases/read-access-log'
import { readPayoff } from '~/use-cases/read-payoff'
import { readPayoffQuote } from '~/use-cases/read-payoff-quote'
import { reviewPayment } from '~/use-cases/review-payment'
import { waiveInterest } from '~/use-cases/waive-interest'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, findContradictions, listReported, listUnapplied, readInvoice } from '../setup/payment-harness'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
const { services } = harness
const account = { creditorId: creditor.id, debtorId: debtor.id }

/** 18.25 % a year: 50 cents a day on 1,000.00. */
const CONTRACT = { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 } as const

async function charge(policy: Partial<InterestPolicy> = {}): Promise<void> {
  const body: InterestPolicy = { ...DEFAULT_INTEREST_POLICY, enabled: true, interest: CONTRACT, ...policy }
  const change = { creditorId: creditor.id, kind: 'interest', body, changedBy: 'system', basedOn: null } as const
  expect(await changePolicy(services, change)).toMatchObject({ ok: true })
}

/** Twenty days late today. */
const owe = (number: string) => createInvoice(test, debtor, { number, payableMinor: 1_000_00, dueOn: '2026-11-01' })

async function review(selection: PaymentSelection, purpose: PaymentPurpose | null = null) {
  const reviewed = await reviewPayment(services, { payer, selection, credits: 'none', purpose })
  if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
  return reviewed.value
}

const whole = (number: string): PaymentSelection => ({ kind: 'invoices', items: [{ number }] })

async function pay(selection: PaymentSelection, purpose: PaymentPurpose | null = null) {
  const { order } = await review(selection, purpose)
  const started = await harness.start(payer, order)
  await harness.act(started.checkoutId, 'pay_by_card')
  await harness.deliverAll()
  return { ...started, payment: await harness.readPayment(started.payment) }
}

async function readPayable(number: string): Promise<number> {
  const [row] = await test.inspect<{ payable: string }>(
    'select payable_minor as payable from invoice where number = $1',
    [number],
  )
  return Number(row?.payable)
}

const TODAY = '2026-11-21T09:00:00Z'

describe('interest that is paid with an invoice', () => {
  it('is nothing until the creditor asks for it', async () => {
    await owe('A')
    expect((await review(whole('A'))).order.items).toEqual([{ number: 'A', amountMinor: 1_000_00 }])
  })

  it('is billed by a note that the payment settles', async () => {
    test.clock.set(TODAY)
    await charge({ statute: 'DE', compensation: true })
    await owe('A')
    const { order, plan } = await review(whole('A'))
    expect(order.items).toEqual([{ number: 'A', amountMinor: 1_000_00, chargesMinor: 50_00 }])
    expect(plan).toMatchObject({ settledMinor: 1_000_00, chargesMinor: 50_00, cashMinor: 1_050_00 })
    const { payment } = await pay(whole('A'))
    expect(payment).toMatchObject({ status: 'succeeded', receivedMinor: 1_050_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    expect(await readInvoice(test, 'A-L1')).toMatchObject({ open: 0 })
    expect(await readPayable('A-L1')).toBe(50_00)
    expect(await listUnapplied(test)).toEqual([])
    const events = await listReported(test)
    expect(events.map(({ type }) => type)).toEqual(['payment.started', 'interest.charged', 'payment.succeeded'])
    expect(events[1]?.data.interest).toEqual({
      ...{ invoice: 'A', note: 'A-L1', currency: 'EUR', throughOn: '2026-11-21' },
      ...{ interestMinor: 10_00, compensationMinor: 40_00 },
    })
    const view = await findPayment(services, account, payment.id)
    expect(view?.items.map(({ number, cashMinor }) => [number, cashMinor])).toEqual([
      ['A', 1_000_00],
      ['A-L1', 50_00],
    ])
    expect(await findContradictions(test)).toEqual([])
    // All of it is paid: nothing is left to be billed.
    test.clock.advance({ days: 5 })
    expect(await billInterestRemainders(services, { creditorId: creditor.id })).toBe(0)
  })

  it('is billed by the law, with who published what the creditor has entered in its place', async () => {
    test.clock.set(TODAY)
    const own = { country: 'DE', fromOn: calendarDay('2026-01-01') }
    await charge({
      ...{ statute: 'DE', compensation: true, interest: { kind: 'statute' } },
      margins: [{ ...own, marginBps: 950, source: 'BGBl. 7' }],
      fixedSums: [{ ...own, currency: EURO, belowMinor: null, amountMinor: 45_00, source: 'BGBl. 8' }],
    })
    await owe('A')
    // 1,000.00 at 1.27 + 9.5 per cent for twenty days, and the fixed sum.
    expect((await pay(whole('A'))).payment.receivedMinor).toBe(1_000_00 + 5_90 + 45_00)
    const lines = await test.inspect<{ name: string }>(
      `select line.name from invoice_line line join invoice on invoice.id = line.invoice_id
       where invoice.number = 'A-L1' order by line.position`,
    )
    expect(lines.map(({ name }) => name)).toEqual([
      expect.stringContaining('§ 288 Abs. 2 BGB; BGBl. 7'),
      expect.stringContaining('§ 288 Abs. 5 BGB; BGBl. 8'),
    ])
  })

  it('is open again when the money goes back, and bears no interest itself', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    const { checkoutId } = await pay(whole('A'))
    await harness.act(checkoutId, 'charge_back')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A-L1')).toMatchObject({ open: 10_00 })
    test.clock.advance({ days: 10 })
    const { order } = await review({ kind: 'all', currency: EURO })
    // The invoice again from the day on which the money went; the note as it is.
    expect(order.items.toSorted((left, right) => (left.number < right.number ? -1 : 1))).toEqual([
      { number: 'A', amountMinor: 1_000_00, chargesMinor: 5_00 },
      { number: 'A-L1', amountMinor: 10_00 },
    ])
    expect(await findContradictions(test)).toEqual([])
  })

  it('comes after the invoice, or before it, as the creditor says', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    const part = { kind: 'invoices', items: [{ number: 'A', amountMinor: 400_00 }] } as const
    expect((await review(part)).order.items).toEqual([{ number: 'A', amountMinor: 400_00 }])
    const sum = { kind: 'sum', currency: EURO, amountMinor: 1_004_00 } as const
    expect((await review(sum)).order.items).toEqual([{ number: 'A', amountMinor: 1_000_00, chargesMinor: 4_00 }])
    await charge({ order: 'charges_first' })
    expect((await review(part)).order.items).toEqual([{ number: 'A', amountMinor: 400_00, chargesMinor: 10_00 }])
    const small = { kind: 'sum', currency: EURO, amountMinor: 4_00 } as const
    expect((await review(small)).order.items).toEqual([{ number: 'A', amountMinor: 1, chargesMinor: 3_99 }])
    await pay({ kind: 'sum', currency: EURO, amountMinor: 500_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 510_00 })
    expect(await readInvoice(test, 'A-L1')).toMatchObject({ open: 0 })
    expect(await readPayable('A-L1')).toBe(10_00)
  })

  it('is not asked for twice by two payments at once', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    const half = { kind: 'sum', currency: EURO, amountMinor: 1_010_00 } as const
    const first = await harness.start(payer, (await review(half)).order)
    await harness.act(first.checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await readPayoff(services, { ...account, currency: null, numbers: null, throughOn: null })).toBeNull()
  })

  it('is refused where another was shown', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    const { order } = await review(whole('A'))
    const items = order.items.map((item) => ({ ...item, chargesMinor: 11_00 }))
    await expect(harness.start(payer, { ...order, items })).rejects.toThrow('charges_changed')
  })
})

describe('interest that is left when an invoice is paid', () => {
  it('is billed at night where the creditor says so, once', async () => {
    test.clock.set(TODAY)
    await owe('A')
    await pay(whole('A'))
    await charge({ billsRemainder: true })
    test.clock.advance({ days: 1 })
    expect(await billInterestRemainders(services, { creditorId: creditor.id })).toBe(1)
    expect(await readInvoice(test, 'A-L1')).toMatchObject({ open: 10_00 })
    expect(await billInterestRemainders(services, { creditorId: creditor.id })).toBe(0)
  })

  it('can be let go, with a reason', async () => {
    test.clock.set(TODAY)
    await charge({ billsRemainder: true })
    await owe('A')
    const request = {
      ...{ creditorId: creditor.id, invoiceNumber: 'A', throughOn: calendarDay('2026-11-11') },
      ...{ includesCompensation: false, waivedBy: 'user:1' },
    }
    expect(await waiveInterest(services, { ...request, reason: ' ' })).toEqual({ ok: false, failure: 'reason_missing' })
    expect(await waiveInterest(services, { ...request, invoiceNumber: 'Z', reason: 'x' })).toEqual({
      ...{ ok: false, failure: 'unknown_invoice' },
    })
    expect(await waiveInterest(services, { ...request, reason: 'Our letter was late' })).toMatchObject({ ok: true })
    expect((await review(whole('A'))).order.items).toEqual([{ number: 'A', amountMinor: 1_000_00, chargesMinor: 5_00 }])
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'interest.waived',
      data: { interest: { invoice: 'A', throughOn: '2026-11-11', reason: 'Our letter was late' } },
    })
  })
})

describe('a payoff quote', () => {
  async function quote(validThroughOn: string, linkId: AccessLinkId | null = null) {
    const issued = await issuePayoffQuote(services, {
      ...{ ...account, currency: EURO, numbers: null, validThroughOn: calendarDay(validThroughOn) },
      ...{ language: 'de', linkId, requestedBy: linkId === null ? 'key:1' : `link:${linkId}` },
    })
    if (!issued.ok) throw new Error(issued.failure.kind)
    return issued.value
  }
  const ALL = { kind: 'all', currency: EURO } as const

  it('is noted in the log of the account where somebody with a link asked for it', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    await quote('2026-11-25')
    const linkId = test.ids.uuid() as AccessLinkId
    const { number } = await quote('2026-11-25', linkId)
    const log = await readAccessLog(test, { ...account, linkId })
    expect(log.map(({ action, subject }) => [action, subject])).toEqual([['quote_requested', number]])
  })

  it('states what is owed on its last day, and asks for less before it', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    const issued = await quote('2026-11-25')
    expect(issued).toMatchObject({ totalMinor: 1_012_00, validThroughOn: '2026-11-25' })
    const { plan, order } = await review(ALL, { kind: 'payoff_quote', id: issued.id })
    expect(plan.cashMinor).toBe(1_010_00)
    expect(order.purpose).toEqual({ kind: 'payoff_quote', id: issued.id })
  })

  it('is honoured when the terms become worse, and lets go of the rest', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    const issued = await quote('2026-11-25')
    await charge({ interest: { ...CONTRACT, rateBps: 3_650 }, billsRemainder: true })
    await owe('B')
    test.clock.advance({ days: 4 })
    const purpose = { kind: 'payoff_quote', id: issued.id } as const
    const { payment } = await pay(ALL, purpose)
    expect(payment.receivedMinor).toBe(1_012_00)
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 1_000_00 })
    expect(await billInterestRemainders(services, { creditorId: creditor.id })).toBe(0)
    expect(await readPayoffQuote(services, { ...account, id: issued.id })).toMatchObject({ isPayable: false })
  })

  it('keeps the discount that it states, whatever the terms are by then, for all of the invoice alone', async () => {
    test.clock.set(TODAY)
    await charge()
    await createInvoice(test, debtor, {
      ...{ number: 'A', payableMinor: 1_000_00, dueOn: '2026-12-20' },
      discounts: [{ deadlineOn: '2026-11-26', rateBps: 200 }],
    })
    const issued = await quote('2026-11-25')
    expect(issued.totalMinor).toBe(980_00)
    const body = { ...DEFAULT_DISCOUNT_POLICY, honoursDocuments: false }
    const change = { creditorId: creditor.id, kind: 'discount', body, changedBy: 'system', basedOn: null } as const
    expect(await changePolicy(services, change)).toMatchObject({ ok: true })
    const purpose = { kind: 'payoff_quote', id: issued.id } as const
    expect((await review(ALL)).plan.cashMinor).toBe(1_000_00)
    const part: PaymentSelection = { kind: 'invoices', items: [{ number: 'A', amountMinor: 500_00 }] }
    expect((await review(part, purpose)).plan.cashMinor).toBe(500_00)
    const { payment } = await pay(ALL, purpose)
    expect(payment.receivedMinor).toBe(980_00)
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect(await findContradictions(test)).toEqual([])
  })

  it('is over after its day, and reaches no further than the creditor permits', async () => {
    test.clock.set(TODAY)
    await charge({ quoteDays: 5 })
    await owe('A')
    await expect(quote('2026-11-27')).rejects.toThrow('day_out_of_range')
    await expect(quote('2026-11-20')).rejects.toThrow('day_out_of_range')
    const issued = await quote('2026-11-22')
    test.clock.set('2026-11-22T22:59:00Z')
    expect(await readPayoffQuote(services, { ...account, id: issued.id })).toMatchObject({ isHonoured: true })
    test.clock.set('2026-11-22T23:01:00Z')
    expect(await readPayoffQuote(services, { ...account, id: issued.id })).toMatchObject({ isHonoured: false })
    const { plan } = await review(ALL, { kind: 'payoff_quote', id: issued.id })
    expect(plan.cashMinor).toBe(1_011_00)
  })
})
