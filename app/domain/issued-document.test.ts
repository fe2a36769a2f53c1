import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDocumentCode, makeDocumentCode, parseDocumentCode } from './issued-document'

describe('codes of documents', () => {
  it('are read as they are printed, typed in small letters, or run together', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (bits) => {
        const code = makeDocumentCode(bits)
        expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{12}$/)
        expect(parseDocumentCode(formatDocumentCode(code))).toBe(code)
        expect(parseDocumentCode(` ${formatDocumentCode(code).toLowerCase().replaceAll('-', ' ')}`)).toBe(code)
        expect(parseDocumentCode(code)).toBe(code)
      }),
    )
  })
  it('differ where the bits do', () => {
    expect(makeDocumentCode(1n)).not.toBe(makeDocumentCode(2n))
    expect(makeDocumentCode(30n ** 11n)).not.toBe(makeDocumentCode(0n))
  })
  it('are not made of look-alikes, of too few signs, or of too many', () => {
    for (const text of ['', 'K7M2-9XQP-4TR', 'K7M2-9XQP-4TRDD', 'K7M2-9XQP-4TR0', 'K7M2-9XQP-4TRO', "K7M2'9XQP'4TRD"]) {
      expect(parseDocumentCode(text)).toBeNull()
    }
  })
})
