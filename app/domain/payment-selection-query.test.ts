import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from './currency'
import type { CreditSelection, PaymentSelection } from './payment-order'
import { readPaymentSelection, writeChoiceAddress, writePaymentSelection } from './payment-selection-query'

const currency = fc.constantFrom('EUR', 'GBP', 'JPY').map((code) => parseCurrencyCode(code)!)
const amountMinor = fc.integer({ min: 1, max: 999_999_999_999_999 })
const item = fc.record(
  { number: fc.string({ minLength: 1 }).filter((number) => !number.includes('\0')), amountMinor },
  { requiredKeys: ['number'] },
)
const selection: fc.Arbitrary<PaymentSelection> = fc.oneof(
  fc
    .uniqueArray(item, { minLength: 1, selector: ({ number }) => number })
    .map((items) => ({ kind: 'invoices' as const, items })),
  fc.record({ kind: fc.constant('all' as const), currency }),
  fc.record({ kind: fc.constant('sum' as const), currency, amountMinor }),
)
const choice = fc.record({ kind: fc.constantFrom('credit_note' as const, 'unapplied_credit' as const), id: fc.uuid() })
const credits: fc.Arbitrary<CreditSelection> = fc.oneof(
  fc.constantFrom('none' as const, 'all' as const),
  fc.array(choice, { minLength: 1 }),
)

describe('the address of a choice', () => {
  it('is read as what was chosen', () => {
    fc.assert(
      fc.property(selection, credits, (chosen, used) => {
        const address = writePaymentSelection(chosen, used).toString()
        expect(readPaymentSelection(new URLSearchParams(address))).toMatchObject({ selection: chosen, credits: used })
      }),
    )
  })

  it('says what is to be fulfilled with it', () => {
    const purpose = { kind: 'settlement_offer', id: '01a20082-d50a-75ec-97b2-f251e07ba243' } as const
    const address = writePaymentSelection({ kind: 'invoices', items: [{ number: 'A' }] }, 'none', purpose)
    expect(readPaymentSelection(address)).toMatchObject({ credits: 'none', purpose })
    expect(readPaymentSelection(new URLSearchParams('invoice=A&purpose=plan:1')).purpose).toBe(null)
  })

  it('uses no credit where none was ticked', () => {
    const address = writePaymentSelection({ kind: 'invoices', items: [{ number: 'A' }] }, [])
    expect(address.toString()).toBe('invoice=A&credit=none')
  })

  it.each([
    ['', null, 'all'],
    ['currency=EUR', null, 'all'],
    ['all=1', null, 'all'],
    ['sum=-5&currency=EUR', null, 'all'],
    ['sum=12.50&currency=EUR', null, 'all'],
    ['invoice=', null, 'all'],
    ['invoice=A&invoice=A', { kind: 'invoices', items: [{ number: 'A' }] }, 'all'],
    ['invoice=A&invoice=B&amount=5', { kind: 'invoices', items: [{ number: 'A' }, { number: 'B' }] }, 'all'],
    ['invoice=A&amount=0', { kind: 'invoices', items: [{ number: 'A' }] }, 'all'],
    ['all=1&currency=eur&credit=nonsense:1', { kind: 'all', currency: 'EUR' }, 'all'],
    ['invoice=%00', null, 'all'],
    ['credit=none&credit=credit_note:1', null, 'none'],
  ])('reads "%s" without guessing', (address, chosen, used) => {
    expect(readPaymentSelection(new URLSearchParams(address))).toMatchObject({ selection: chosen, credits: used })
  })

  it('is not written where no proxy would pass it', () => {
    const choose = (count: number) => ({
      kind: 'invoices' as const,
      items: Array.from({ length: count }, (_, index) => ({ number: `RE-2026-${index}`, amountMinor: 123_456 })),
    })
    expect(writeChoiceAddress('/pay', choose(100), 'all')).toMatch(/^\/pay\?invoice=RE-2026-0&amount=123456&invoice=/)
    expect(writeChoiceAddress('/pay', choose(1000), 'all')).toBeNull()
  })
})
