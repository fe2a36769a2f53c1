import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveCode } from './derive-code'

describe('the digits of a code', () => {
  it('are six, whatever the secret, and follow from it alone', () => {
    fc.assert(
      fc.property(fc.string(), (secret) => {
        expect(deriveCode(secret)).toMatch(/^\d{6}$/)
        expect(deriveCode(secret)).toBe(deriveCode(secret))
      }),
    )
  })

  it('are spread over all there are', () => {
    const codes = Array.from({ length: 20_000 }, (_, index) => deriveCode(`secret ${index}`))
    for (const digit of '0123456789') {
      const count = codes.filter((code) => code.startsWith(digit)).length
      expect(Math.abs(count - 2_000)).toBeLessThan(250)
    }
    expect(new Set(codes).size).toBeGreaterThan(19_500)
  })
})
