import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAdyenReference, writeAdyenKey, writeAdyenReference } from './adyen-reference'

const paymentId = fc.uuid()
const anyReference = fc.oneof(
  fc.record({ purpose: fc.constantFrom('page' as const, 'charge' as const), paymentId }),
  fc.record({ purpose: fc.constant('refund' as const), paymentId, reversalId: fc.uuid() }),
)

describe('a merchant reference', () => {
  it('comes back as it went, in 80 characters', () => {
    fc.assert(
      fc.property(anyReference, (reference) => {
        const text = writeAdyenReference(reference)
        expect(text.length).toBeLessThanOrEqual(80)
        expect(readAdyenReference(text)).toEqual(reference)
      }),
    )
  })

  it.each(['', 'ORDER-1', '1:2', ':charge', '01900000-0000-7000-8000-000000000001:other', 'a:b:c'])(
    'of another shop (%j) is not ours',
    (text) => {
      expect(readAdyenReference(text)).toBeNull()
    },
  )
})

describe('an idempotency key', () => {
  it('has at most 64 characters and is another for another purpose or request', () => {
    const key = fc.string({ minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(writeAdyenKey('refund', one).length).toBeLessThanOrEqual(64)
        expect(writeAdyenKey('refund', one)).not.toBe(writeAdyenKey('charge', one))
        if (one !== other) expect(writeAdyenKey('refund', one)).not.toBe(writeAdyenKey('refund', other))
      }),
    )
  })
})
