/** Settlement discounts from the terms of a document to the books: taken with money and credits, and taken back with them. */
import { describe, expect, it } from 'vitest'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay, dayOfInstant } from '~/domain/calendar-day'
import { DEFAULT_DISCOUNT_POLICY, type DiscountPolicy } from '~/domain/discount-policy'
import type { AccessLinkId } from '~/domain/ids'
import type { PaymentOrder } from '~/domain/payment-order'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { makeCamt, makeCamtDetail, makeCamtEntry } from '~/ingest/testing/sample-camt'
import { changePolicy } from '~/use-cases/change-policy'
import { correctPayment } from '~/use-cases/correct-payment'
import { decideDispute } from '~/use-cases/decide-dispute'
import { findPayment } from '~/use-cases/find-payment'
import { listDiscountOffers } from '~/use-cases/list-discount-offers'
import { loadBankStatement } from '~/use-cases/load-bank-statement'
import { openDisputes } from '~/use-cases/open-dispute'
import { readStatement } from '~/use-cases/read-statement'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
creditor.gateways = ['sandbox', 'bank-transfer']
const services = {
  ...harness.services,
  gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()] as const]),
}
const { fileStore } = await useImports(test)
const statementReader = createStatementReader(test.database.reader)

/** 119.00 of which 19.00 are VAT, with 2 % until the 30th; today is in time. */
const TERMS = { discounts: [{ deadlineOn: '2026-11-30', rateBps: 200 }], dueOn: '2026-12-20' }
const LINK = '01a20132-eae4-78b1-8f43-6e38cc4891d3' as AccessLinkId
const account = { creditorId: creditor.id, debtorId: debtor.id }

async function permit(policy: Partial<DiscountPolicy>): Promise<void> {
  const body = { ...DEFAULT_DISCOUNT_POLICY, ...policy }
  const change = { creditorId: creditor.id, kind: 'discount', body, changedBy: 'system', basedOn: null } as const
  const changed = await changePolicy(services, change)
  expect(changed.ok).toBe(true)
}

/** What the review page makes of paying these in full. */
async function review(numbers: readonly string[], credits: 'all' | 'none' = 'none'): Promise<PaymentOrder> {
  const items = numbers.map((number) => ({ number }))
  const reviewed = await reviewPayment(services, { payer, selection: { kind: 'invoices', items }, credits })
  if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
  return reviewed.value.order
}

async function pay(order: PaymentOrder) {
  const started = await harness.start(payer, order)
  await harness.act(started.checkoutId, 'pay_by_card')
  await harness.deliverAll()
  return { ...started, payment: await harness.readPayment(started.payment) }
}

const readTaken = () =>
  test.inspect<{ amount: number; base: number; note: string | null; parts: unknown }>(
    'select amount_minor::int as amount, base_minor::int as base, note_number as note, tax_parts as parts from taken_discount order by at, id',
  )
const tellDiscounts = async () =>
  (await listReported(test)).flatMap(({ type, data }) => (type === 'discount.taken' ? [data.discount] : []))

describe('a discount that is taken with a payment', () => {
  it('settles the invoice with less money, is told once, and is shown with its tax', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, ...TERMS })
    const order = await review(['A'])
    expect(order.items).toEqual([{ number: 'A', amountMinor: 119_00, concessionMinor: 2_38 }])
    const { payment } = await pay(order)
    expect(payment).toMatchObject({ status: 'succeeded', receivedMinor: 116_62 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    const events = await listReported(test)
    expect(events.map(({ type }) => type)).toEqual(['payment.started', 'payment.succeeded', 'discount.taken'])
    expect(events[1]?.data.invoices).toMatchObject([
      { number: 'A', amountMinor: 116_62, settledBy: 'cash' },
      { number: 'A', amountMinor: 2_38, settledBy: 'discount', openMinor: 0 },
    ])
    expect(events[2]?.data).toEqual({
      discount: {
        ...{ invoice: 'A', currency: 'EUR', amountMinor: 2_38, baseMinor: 119_00, source: 'document', rateBps: 200 },
        ...{ deadlineOn: '2026-11-30', taxMode: 'included' },
        tax: [{ category: 'S', percent: '19', netMinor: 2_00, taxMinor: 38 }],
      },
    })
    const view = await findPayment(services, account, payment.id)
    expect(view?.items).toMatchObject([{ number: 'A', cashMinor: 116_62, discountMinor: 2_38 }])
    expect(view?.discounts).toMatchObject([{ number: 'A', amountMinor: 2_38, noteNumber: null }])
  })

  it('is taken back with the money, and taken again when the money comes again', async () => {
    await permit({ correction: 'credit_note' })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, ...TERMS })
    const { payment, checkoutId } = await pay(await review(['A']))
    await harness.act(checkoutId, 'charge_back')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 119_00 })
    await harness.act(checkoutId, 'win_chargeback')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect((await harness.readPayment(payment)).status).toBe('succeeded')
    expect(await readTaken()).toMatchObject([
      { amount: 2_38, base: 119_00, note: 'A-D1' },
      { amount: -2_38, base: -119_00, note: 'A-D2' },
      { amount: 2_38, base: 119_00, note: 'A-D3' },
    ])
    expect((await tellDiscounts()).map((discount) => [discount?.amountMinor, discount?.noteNumber])).toEqual([
      [2_38, 'A-D1'],
      [-2_38, 'A-D2'],
      [2_38, 'A-D3'],
    ])
  })

  it('is refused where it has changed since the review, and nothing is taken after its last day', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, ...TERMS })
    const order = await review(['A'])
    test.clock.set('2026-11-30T23:00:00Z')
    const late = await startPayment(services, { payer, order, idempotencyKey: test.ids.uuid() })
    expect(late).toMatchObject({ ok: false, failure: [{ kind: 'concession_changed' }] })
    expect((await review(['A'])).items).toEqual([{ number: 'A', amountMinor: 119_00 }])
  })

  it('counts from when the payment was started, whenever it succeeds', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, ...TERMS })
    test.clock.set('2026-11-30T22:50:00Z')
    const { checkoutId } = await harness.start(payer, await review(['A']))
    test.clock.set('2026-11-30T23:10:00Z')
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
  })

  it('is taken at once where credits are enough, and told after them', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, ...TERMS })
    await createInvoice(test, debtor, { number: 'N', kind: 'credit_note', payableMinor: 116_62 })
    const order = await review(['A'], 'all')
    expect(order.credits).toMatchObject([{ amountMinor: 116_62 }])
    const started = await startPayment(services, { payer, order, idempotencyKey: test.ids.uuid() })
    expect(started).toMatchObject({ ok: true, value: { kind: 'status' } })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect((await listReported(test)).map(({ type }) => type)).toEqual(['credit.applied', 'discount.taken'])
  })

  it('is no discount on what a credit note takes off the invoice', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, ...TERMS })
    await createInvoice(test, debtor, { number: 'N', kind: 'credit_note', payableMinor: 19_00, corrects: 'A' })
    expect((await review(['A'])).items).toMatchObject([{ amountMinor: 119_00, concessionMinor: 2_00 }])
    await pay(await review(['A'], 'all'))
    expect(await readTaken()).toMatchObject([{ amount: 2_00, base: 100_00 }])
  })
})

describe('parts', () => {
  it('earn nothing where all has to be paid, and all of it with the last one in time', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, ...TERMS })
    await pay(orderOf({ A: 19_00 }))
    expect(await readTaken()).toEqual([])
    expect((await review(['A'])).items).toEqual([{ number: 'A', amountMinor: 100_00, concessionMinor: 2_38 }])
    await pay(await review(['A']))
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
  })

  it('earn their part each where the creditor grants that, and together what the whole would', async () => {
    await permit({ rule: 'pro_rata' })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 99_99, ...TERMS })
    for (const amountMinor of [33_33, 33_33, 33_33]) {
      const selection = { kind: 'invoices', items: [{ number: 'A', amountMinor }] } as const
      const reviewed = await reviewPayment(services, { payer, selection, credits: 'none' })
      if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
      await pay(reviewed.value.order)
    }
    expect((await readTaken()).reduce((sum, { amount }) => sum + amount, 0)).toBe(2_00)
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
  })
})

describe('money that came without being announced', () => {
  const load = async (amount: string, text: string, bookedOn = '2026-11-21') => {
    const details = makeCamtDetail({ text })
    const content = Buffer.from(makeCamt({ message: '053', entries: [makeCamtEntry({ amount, bookedOn, details })] }))
    const file = { filename: 'bank.xml', content }
    const bank = { ...services, bankStatementReader: createBankStatementReader(), fileStore }
    const loaded = await loadBankStatement(bank, { creditorId: creditor.id, file, loadedBy: 'user:1' })
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failure))
    return loaded.value
  }
  const enter = (amountMinor: number, receivedOn = '2026-11-21') =>
    recordManualPayment(services, {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor },
      ...{ way: 'bank_transfer', receivedOn: calendarDay(receivedOn), externalReference: null, note: null },
      ...{ invoiceNumbers: ['RE-4711'], idempotencyKey: test.ids.uuid(), recordedBy: 'user:1' },
    })

  it('is matched by number and the exact amount less the discount', async () => {
    await createInvoice(test, debtor, { number: 'RE-4711', payableMinor: 119_00, ...TERMS })
    await load('116.62', 'RE-4711 abzgl. Skonto')
    expect(await readInvoice(test, 'RE-4711')).toMatchObject({ open: 0 })
    expect(await readTaken()).toMatchObject([{ amount: 2_38 }])
    const [{ decision } = { decision: null }] = await test.inspect<{ decision: unknown }>(
      'select decision from bank_transaction',
    )
    expect(decision).toMatchObject({ kind: 'matched_by_numbers' })
    expect(JSON.stringify(decision)).toContain('discounted_equals')
  })

  it('is left to a person where it is less than any discount', async () => {
    await createInvoice(test, debtor, { number: 'RE-4711', payableMinor: 119_00, ...TERMS })
    await load('116.61', 'RE-4711')
    expect(await readInvoice(test, 'RE-4711')).toMatchObject({ open: 119_00 })
  })

  it('takes it when it is entered by hand, in time to have been ordered in time', async () => {
    await createInvoice(test, debtor, { number: 'RE-4711', payableMinor: 119_00, ...TERMS })
    test.clock.set('2026-12-06T12:00:00Z')
    expect(await enter(116_62, '2026-12-04')).toMatchObject({ ok: true })
    expect(await readInvoice(test, 'RE-4711')).toMatchObject({ open: 0 })
    expect(await readTaken()).toMatchObject([{ amount: 2_38 }])
  })

  it('takes none that comes too late, or of the full amount', async () => {
    await createInvoice(test, debtor, { number: 'RE-4711', payableMinor: 119_00, ...TERMS })
    test.clock.set('2026-12-06T12:00:00Z')
    const late = await enter(116_62, '2026-12-05')
    expect(await readInvoice(test, 'RE-4711')).toMatchObject({ open: 2_38 })
    if (!late.ok) throw new Error('refused')
    const correction = {
      creditorId: creditor.id,
      paymentId: late.value.id,
      amountMinor: null,
      reason: 'Entered wrongly',
    }
    await correctPayment(services, { ...correction, idempotencyKey: test.ids.uuid(), requestedBy: 'user:1' })
    await enter(119_00, '2026-11-20')
    expect(await readTaken()).toEqual([])
    expect(await listUnapplied(test)).toEqual([])
  })
})

/** As the API lists them; the pages, which ask only about what their own query leaves, find the same. */
async function listOffers() {
  const listed = await listDiscountOffers(services, account, 'all')
  const { timeZone, defaultCurrency } = creditor
  const today = dayOfInstant(test.clock.now(), timeZone)
  const context = { today, timeZone, defaultCurrency, isLimited: false }
  const { discountable } = await readStatement({ statementReader }, account, context, DEFAULT_STATEMENT_QUERY)
  expect(await listDiscountOffers(services, account, { ids: discountable })).toEqual(listed)
  for (const { number } of listed.offers) {
    const invoice = await statementReader.findInvoice(account, { number, kind: 'invoice' }, context)
    expect(invoice?.mayBeDiscounted).toBe(true)
  }
  return { ...listed, discountable }
}

describe('what a debtor is offered', () => {
  it('is what paying saves until each day, and nothing where instalments pay it or the days are over', async () => {
    await createInvoice(test, debtor, {
      ...{ number: 'A', payableMinor: 119_00, dueOn: '2026-12-20' },
      discounts: [
        { deadlineOn: '2026-11-25', rateBps: 300 },
        { deadlineOn: '2026-11-30', rateBps: 200 },
      ],
    })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 119_00 })
    const { offers } = await listOffers()
    expect(
      offers.map(({ number, deadlines }) => [number, deadlines.map((one) => [one.deadlineOn, one.amountMinor])]),
    ).toEqual([
      [
        'A',
        [
          ['2026-11-25', 3_57],
          ['2026-11-30', 2_38],
        ],
      ],
    ])
    test.clock.set('2026-12-01T12:00:00Z')
    expect(await listOffers()).toMatchObject({ offers: [], discountable: [] })
  })

  it('is by the creditor’s tiers for as many days as they have', async () => {
    await permit({ tiers: [{ days: 10, rateBps: 200 }] })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, issueOn: '2026-11-11' })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 119_00, issueOn: '2026-11-10' })
    const { offers, discountable } = await listOffers()
    expect([offers.map(({ number }) => number), discountable.length]).toEqual([['A'], 1])
  })

  it('slides with the days for the debtors that were chosen', async () => {
    const sliding = { yearlyRateBps: 1_200, leastDays: 3, mostRateBps: 200, debtors: [debtor.externalId] }
    await permit({ sliding })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, dueOn: '2026-12-20' })
    const today = (await listOffers()).offers[0]?.deadlines[0]
    test.clock.advance({ days: 10 })
    const later = (await listOffers()).offers[0]?.deadlines[0]
    expect(today?.source).toBe('sliding')
    expect(today?.amountMinor).toBeGreaterThan(later?.amountMinor ?? 0)
    await permit({ sliding: { ...sliding, debtors: ['another'] } })
    expect((await listOffers()).offers).toEqual([])
  })
})

describe('a part that is disputed', () => {
  const withoutFiles = { put: () => Promise.reject(new Error('no files')), get: () => Promise.resolve(null) }

  it('is out of the discount, and keeps it for the days of grace after the decision', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00, ...TERMS })
    const disputant = {
      ...account,
      linkId: LINK,
      scope: ['view', 'dispute'] as const,
      name: null,
      email: null,
      locale: 'de',
    }
    const opened = await openDisputes(
      { ...services, fileStore: withoutFiles },
      {
        ...{ disputant, idempotencyKey: test.ids.uuid(), reason: 'QTY', action: 'CNP', text: '', files: [] },
        invoices: [{ number: 'A', lines: [{ position: 1, claim: { kind: 'amount', amountMinor: 50_00 } }] }],
      },
    )
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
    const [dispute] = opened.value
    const disputedMinor = dispute?.claimedMinor ?? 0
    expect(disputedMinor).toBeGreaterThan(0)
    await pay(await review(['A']))
    expect(await readTaken()).toMatchObject([{ base: 119_00 - disputedMinor }])

    test.clock.set('2026-12-05T12:00:00Z')
    const decided = await decideDispute(services, {
      ...{ creditorId: creditor.id, disputeId: dispute?.id ?? '', entryId: test.ids.uuid(), version: 1 },
      ...{ granted: new Map(), text: 'As delivered', creditNoteNumber: null, decidedBy: 'user:1', name: null },
    })
    expect(decided.ok).toBe(true)
    const [offer] = (await listOffers()).offers
    expect(offer).toMatchObject({ dueNowMinor: disputedMinor, deadlines: [{ deadlineOn: '2026-12-12', rateBps: 200 }] })
    await pay(await review(['A']))
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect((await readTaken()).map(({ base }) => base)).toEqual([119_00 - disputedMinor, disputedMinor])
  })
})
