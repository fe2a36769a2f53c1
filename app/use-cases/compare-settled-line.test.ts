import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import { hasPaymentSucceeded, PAYMENT_STATUSES } from '~/domain/payment'
import { compareSettledLine } from './compare-settled-line'
import type { SettledLine } from './ports/settlement-report-reader'

const EURO = parseCurrencyCode('EUR')!
const DOLLAR = parseCurrencyCode('USD')!
const euros = (amountMinor: number) => createMoney(amountMinor, EURO)

const LINE: SettledLine = {
  ...{ row: 2, transactionReference: 'QXW4N7T2RB9KD3HM', paymentId: null, exchangeRate: null },
  ...{ paid: euros(150_00), gross: euros(150_00), fee: euros(1_13), net: euros(148_87) },
}

const PAYMENT = {
  ...{ status: 'succeeded' as const, currency: EURO, amountMinor: 150_00, receivedMinor: 150_00 },
  transactionReference: LINE.transactionReference,
}

describe('a line of a report', () => {
  it('is new of a payment that it agrees with, and known the second time', () => {
    expect(compareSettledLine(LINE, PAYMENT, null)).toEqual({ kind: 'new' })
    expect(compareSettledLine(LINE, PAYMENT, LINE)).toEqual({ kind: 'known' })
  })

  it('is about what came, not about what was asked for or went back', () => {
    expect(compareSettledLine(LINE, { ...PAYMENT, amountMinor: 140_00 }, null)).toEqual({ kind: 'new' })
    expect(compareSettledLine(LINE, { ...PAYMENT, status: 'refunded' }, null)).toEqual({ kind: 'new' })
    expect(compareSettledLine(LINE, { ...PAYMENT, receivedMinor: 140_00 }, null)).toMatchObject({
      found: { kind: 'amount', ours: { amountMinor: 140_00 }, theirs: { amountMinor: 150_00, currency: 'EUR' } },
    })
  })

  it.each([
    ['fee', { ...LINE, fee: euros(1_14), gross: euros(150_01) }],
    ['payout', { ...LINE, net: euros(148_86), fee: euros(1_14) }],
    ['rate', { ...LINE, exchangeRate: '1.1' }],
    ['currency', { ...LINE, ...{ gross: createMoney(150_00, DOLLAR), fee: createMoney(1_13, DOLLAR) } }],
  ])('differs from another %s than was known', (_, known) => {
    expect(compareSettledLine(LINE, PAYMENT, known)).toMatchObject({ found: { kind: 'settlement' } })
  })

  it('settles nothing but a payment that succeeded, of this transaction, this amount and this currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PAYMENT_STATUSES),
        fc.constantFrom(LINE.transactionReference, 'OTHERREFERENCE00', null),
        fc.constantFrom(150_00, 149_99, null),
        fc.constantFrom(EURO, DOLLAR),
        (status, transactionReference, receivedMinor, currency) => {
          const payment = { ...PAYMENT, status, transactionReference, receivedMinor, currency }
          const agrees =
            hasPaymentSucceeded(status) &&
            transactionReference === LINE.transactionReference &&
            receivedMinor === 150_00 &&
            currency === EURO
          expect(compareSettledLine(LINE, payment, null).kind).toBe(agrees ? 'new' : 'differs')
        },
      ),
    )
  })
})
