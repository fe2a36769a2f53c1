import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { readPaymentSelection } from '~/domain/payment-selection-query'
import { getFormatters } from '~/i18n/formatters'
import { choosePayables, placeRefusals, type ChoosablePayables } from './choose-payables'

const EUR = parseCurrencyCode('EUR')!
const GBP = parseCurrencyCode('GBP')!
const today = calendarDay('2026-11-21')
const reading = { today, format: getFormatters('de', 'Europe/Berlin'), fallback: EUR }

function makeInvoice(number: string, daysLate: number, over: Partial<InvoiceBalance> = {}): InvoiceBalance {
  return {
    id: number as InvoiceId,
    kind: 'invoice',
    number,
    issueOn: addDays(today, -daysLate - 30),
    dueOn: addDays(today, -daysLate),
    currency: EUR,
    payableMinor: 1_000,
    openMinor: 1_000,
    pendingMinor: 0,
    disputedMinor: 0,
    plannedMinor: 0,
    settledOn: null,
    ...over,
  }
}

function makePayables(...lists: InvoiceBalance[][]): ChoosablePayables {
  return {
    currencies: lists.map((invoices) => ({
      currency: invoices[0]?.currency ?? EUR,
      invoices,
      credits: [],
      creditMinor: 0,
    })),
    underWay: [],
    waiting: [],
  }
}

const choose = (payables: ChoosablePayables, query = '') =>
  choosePayables(payables, readPaymentSelection(new URLSearchParams(query)), reading)

describe('what the payment page begins with', () => {
  const mixed = makePayables([makeInvoice('A', 40), makeInvoice('B', 0), makeInvoice('C', -20)])

  it('proposes what is overdue, or all where nothing is', () => {
    expect([...choose(mixed).entry.ticked]).toEqual(['A'])
    expect([...choose(makePayables([makeInvoice('B', 0), makeInvoice('C', -20)])).entry.ticked]).toEqual(['B', 'C'])
  })

  it('takes the choice of the address, with its amounts', () => {
    const { entry } = choose(mixed, 'invoice=C&amount=250&invoice=A&amount=')
    expect([...entry.ticked].sort()).toEqual(['A', 'C'])
    expect(entry.amounts.get('C')).toBe('2,50')
    expect(entry.amounts.get('A')).toBe('10,00')
    expect(choose(mixed, 'all=1&currency=EUR').entry.way).toBe('all')
    expect(choose(mixed, 'sum=1500&currency=EUR').entry).toMatchObject({ way: 'sum', sum: '15,00' })
  })

  it('leaves out what cannot be paid (any more)', () => {
    const payables = makePayables([makeInvoice('A', 40, { pendingMinor: 1_000 }), makeInvoice('B', 5)])
    const chosen = choose(payables, 'invoice=A')
    expect(chosen.listed.map(({ number }) => number)).toEqual(['B'])
    expect([...chosen.entry.ticked]).toEqual([])
  })

  it('shows a single invoice as itself', () => {
    const { entry } = choose(makePayables([makeInvoice('A', 40)]), 'all=1&currency=EUR')
    expect(entry.way).toBe('invoices')
    expect([...entry.ticked]).toEqual(['A'])
  })

  it('keeps currencies apart and finds that of the chosen invoice', () => {
    const payables = makePayables([makeInvoice('A', 40)], [makeInvoice('P', 3, { currency: GBP })])
    expect(choose(payables).currency).toBe('EUR')
    expect(choose(payables, 'currency=GBP').currency).toBe('GBP')
    expect(choose(payables, 'invoice=P').currency).toBe('GBP')
    expect(choose(payables, 'currency=USD').currency).toBe('EUR')
    expect(choose(makePayables(), '').currency).toBe('EUR')
  })

  it('lists the oldest of many and whatever is chosen', () => {
    const many = makePayables(
      [Array.from({ length: 5_000 }, (_, index) => makeInvoice(`N${index}`, 5_000 - index))].flat(),
    )
    expect(choose(many)).toMatchObject({ payableCount: 5_000, entry: { way: 'all' } })
    expect(choose(many).listed).toHaveLength(100)
    const chosen = choose(many, 'invoice=N4999&invoice=N3000')
    expect(chosen.listed).toHaveLength(100)
    expect(chosen.listed.slice(-2).map(({ number }) => number)).toEqual(['N3000', 'N4999'])
    expect(chosen.listed[0]?.number).toBe('N0')
  })

  it('puts a refusal beside the field it is about', () => {
    const refusal = {
      kind: 'above_due_now',
      messageKey: 'pay:refusal.above_due_now',
      params: {},
      invoiceNumber: 'A',
    } as const
    const { entry } = choose(mixed)
    expect(placeRefusals([refusal], entry)[0]?.at).toEqual({ invoice: 'A' })
    expect(placeRefusals([refusal], { ...entry, way: 'sum' })[0]?.at).toBe('sum')
    expect(placeRefusals([refusal], { ...entry, way: 'all' })[0]?.at).toBe('form')
    expect(placeRefusals([{ ...refusal, creditId: '1' }], entry)[0]?.at).toBe('credits')
  })
})

describe('invoices that were asked for and cannot be chosen', () => {
  const paid = makeInvoice('P', 5, { openMinor: 0 })
  const payables = makePayables([makeInvoice('A', 40), paid], [makeInvoice('X', 3, { currency: GBP })])

  it('are named instead of being replaced by others', () => {
    const chosen = choose(payables, 'invoice=P')
    expect([...chosen.entry.ticked]).toEqual([])
    expect(chosen.entry.way).toBe('invoices')
    expect(chosen.leftOut).toEqual({ unpayable: ['P'], otherCurrencies: [] })
  })

  it('are told apart by why: settled or unknown, or of another currency', () => {
    const chosen = choose(payables, 'invoice=A&invoice=P&invoice=X&invoice=nobody')
    expect([...chosen.entry.ticked]).toEqual(['A'])
    expect(chosen.leftOut).toEqual({
      unpayable: ['P', 'nobody'],
      otherCurrencies: [{ currency: GBP, numbers: ['X'] }],
    })
    expect(choose(payables, 'all=1&currency=EUR').leftOut).toEqual({ unpayable: [], otherCurrencies: [] })
  })
})
