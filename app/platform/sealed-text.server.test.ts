import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSealedText, sealText } from './sealed-text.server'

describe('sealed text', () => {
  it('comes back with the same secret and purpose, and never looks the same', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (secret, text) => {
        const sealed = sealText(secret, 'answer', text)
        expect(openSealedText(secret, 'answer', sealed)).toBe(text)
        expect(sealText(secret, 'answer', text)).not.toBe(sealed)
      }),
      { numRuns: 30 },
    )
  })

  it('stays shut with another secret, for another purpose, and when a byte was changed', () => {
    const sealed = sealText('secret', 'answer', '{"url":"https://example.com/l/token"}')
    expect(sealed).not.toContain('token')
    expect(openSealedText('other', 'answer', sealed)).toBeNull()
    expect(openSealedText('secret', 'other', sealed)).toBeNull()
    const bytes = Buffer.from(sealed, 'base64')
    bytes[bytes.length - 1]! ^= 1
    expect(openSealedText('secret', 'answer', bytes.toString('base64'))).toBeNull()
    expect(openSealedText('secret', 'answer', '')).toBeNull()
  })
})
