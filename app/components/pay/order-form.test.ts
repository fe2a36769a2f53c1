import { renderToStaticMarkup } from 'react-dom/server'
import { createElement } from 'react'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { PAYMENT_PURPOSES } from '~/domain/payment'
import type { PaymentOrder } from '~/domain/payment-order'
import { OrderFields } from './order-fields'
import { readOrderForm, selectOrder } from './order-form'
import { NO_TERMS } from './review-terms'

const KEY = '01a20082-d50a-75ec-97b2-f251e07ba243'
const amountMinor = fc.integer({ min: 1, max: 999_999_999_999 })
const order: fc.Arbitrary<PaymentOrder> = fc.record(
  {
    currency: fc.constantFrom('EUR', 'KWD').map((code) => parseCurrencyCode(code)!),
    items: fc.uniqueArray(fc.record({ number: fc.stringMatching(/^[\w /&<">.-]{1,20}$/), amountMinor }), {
      minLength: 1,
      selector: ({ number }) => number,
    }),
    credits: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom('credit_note' as const, 'unapplied_credit' as const),
        id: fc.uuid(),
        amountMinor,
      }),
      { selector: ({ id }) => id },
    ),
    purpose: fc.record({ kind: fc.constantFrom(...PAYMENT_PURPOSES), id: fc.uuid() }),
  },
  { requiredKeys: ['currency', 'items', 'credits'] },
)

/** The fields as a browser would send them. */
function submit(markup: string): URLSearchParams {
  const unescape = (text: string) =>
    text.replace(
      /&(amp|lt|gt|quot|#x27);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
    )
  const fields = [...markup.matchAll(/name="([^"]*)" value="([^"]*)"/g)]
  return new URLSearchParams(fields.map(([, name = '', value = '']) => [unescape(name), unescape(value)]))
}

describe('the order in the review form', () => {
  it('comes back as it was reviewed', () => {
    fc.assert(
      fc.property(order, (reviewed) => {
        const markup = renderToStaticMarkup(createElement(OrderFields, { order: reviewed, idempotencyKey: KEY }))
        expect(readOrderForm(submit(markup))).toEqual({ order: reviewed, idempotencyKey: KEY, terms: NO_TERMS })
      }),
    )
  })

  it.each([
    ['nothing', ''],
    ['no key', 'currency=EUR&invoice=A&amount=1'],
    ['a key that is none', 'key=1&currency=EUR&invoice=A&amount=1'],
    ['no currency', `key=${KEY}&invoice=A&amount=1`],
    ['no invoice', `key=${KEY}&currency=EUR`],
    ['an amount too few', `key=${KEY}&currency=EUR&invoice=A&invoice=B&amount=1`],
    ['an amount that is none', `key=${KEY}&currency=EUR&invoice=A&amount=1.5`],
    ['nought', `key=${KEY}&currency=EUR&invoice=A&amount=0`],
    ['less than nought', `key=${KEY}&currency=EUR&invoice=A&amount=-1`],
    ['a number no database holds', `key=${KEY}&currency=EUR&invoice=A%00&amount=1`],
    ['a credit of no kind', `key=${KEY}&currency=EUR&invoice=A&amount=1&credit=gift:${KEY}&creditAmount=1`],
    ['a purpose of no kind', `key=${KEY}&currency=EUR&invoice=A&amount=1&purpose=gift:${KEY}`],
    ['a credit with no id', `key=${KEY}&currency=EUR&invoice=A&amount=1&credit=credit_note:1&creditAmount=1`],
  ])('is refused with %s', (_what, form) => {
    expect(readOrderForm(new URLSearchParams(form))).toBeNull()
  })

  it('is a choice again when it is to be changed', () => {
    const reviewed = { currency: parseCurrencyCode('EUR')!, items: [{ number: 'A', amountMinor: 5 }], credits: [] }
    const chosen = { selection: { kind: 'invoices', items: reviewed.items }, credits: 'none' }
    expect(selectOrder(reviewed)).toEqual({ ...chosen, purpose: null })
    const purpose = { kind: 'settlement_offer', id: KEY } as const
    expect(selectOrder({ ...reviewed, purpose })).toEqual({ ...chosen, purpose })
  })
})
