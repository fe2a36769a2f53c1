import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { readDisputeEntry, resolveDisputeEntry, startDisputeEntry } from './dispute-entry'
import type { ContestableInvoice } from './shown-dispute'

const currency = parseCurrencyCode('EUR')!
const TAXED = { netMinor: 80_00, taxRatio: { numerator: 19, denominator: 100 } }
const line = { quantity: '10', unitCode: null, unitPrice: '8.00', mostMinor: 95_20, isContested: false, ...TAXED }
const invoice = (number: string): ContestableInvoice => ({
  ...{ number, currency, openMinor: 119_00, dueNowMinor: 119_00, uncontestedMinor: 119_00, mayContestWhole: true },
  lines: [
    { ...line, position: 1, name: 'Boxes' },
    { ...line, position: 2, name: 'Freight' },
  ],
})
const FILLED = 'reason=QTY&action=CNP&text=Two+boxes+were+missing.'
const resolve = (query: string, locale = 'en') =>
  resolveDisputeEntry(readDisputeEntry(new URLSearchParams(query)), [invoice('A'), invoice('B')], locale)

describe('the form of a dispute', () => {
  it('begins with the lines of one invoice, or with several as a whole', () => {
    expect(startDisputeEntry([invoice('A')]).invoices).toMatchObject([{ number: 'A', extent: 'lines' }])
    expect(startDisputeEntry([invoice('A'), invoice('B')]).invoices.map(({ extent }) => extent)).toEqual([
      'whole',
      'whole',
    ])
  })

  it('takes quantities, prices and amounts as the reader writes them', () => {
    const query = `${FILLED}&invoice=A&extent-0=lines&line-0=1&kind-0-1=price&price-0-1=7,50&line-0=2&kind-0-2=amount&amount-0-2=1.000,5`
    expect(resolve(query, 'de')).toEqual({
      ok: true,
      value: {
        reason: 'QTY',
        action: 'CNP',
        text: 'Two boxes were missing.',
        invoices: [
          {
            number: 'A',
            lines: [
              { position: 1, claim: { kind: 'price', price: '7.50' } },
              { position: 2, claim: { kind: 'amount', amountMinor: 1000_50 } },
            ],
          },
        ],
      },
    })
  })

  it('leaves out the lines of an invoice that is disputed as a whole, and tells invoices apart by their place', () => {
    const query = `${FILLED}&invoice=A&extent-0=whole&line-0=1&invoice=B&extent-1=lines&line-1=2`
    expect(resolve(query)).toMatchObject({
      ok: true,
      value: {
        invoices: [
          { number: 'A', lines: [] },
          { number: 'B', lines: [{ position: 2, claim: { kind: 'whole' } }] },
        ],
      },
    })
  })

  it('names every problem with its field', () => {
    const found = resolve(
      'invoice=A&extent-0=lines&line-0=1&kind-0-1=quantity&quantity-0-1=two&invoice=B&extent-1=lines',
    )
    expect(found).toEqual({
      ok: false,
      failure: [
        { fieldId: 'quantity-0-1', kind: 'malformed' },
        { fieldId: 'extent-1-lines', kind: 'no_lines', number: 'B' },
        { fieldId: 'reason', kind: 'reason' },
        { fieldId: 'action', kind: 'action' },
        { fieldId: 'text', kind: 'text' },
      ],
    })
  })

  it('does not know invoices that are not there, and none at all is no dispute', () => {
    expect(resolve(`${FILLED}&invoice=C&extent-0=whole`)).toMatchObject({ failure: [{ kind: 'gone', number: 'C' }] })
    expect(resolve(FILLED)).toMatchObject({ failure: [{ kind: 'no_lines' }] })
    expect(resolve(`${FILLED}&invoice=A%00&extent-0=whole`)).toMatchObject({ failure: [{ kind: 'no_lines' }] })
  })
})
