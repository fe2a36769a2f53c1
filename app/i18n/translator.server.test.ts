import { describe, expect, it } from 'vitest'
import { getFormatters } from './formatters'
import { getTranslate } from './translator.server'

describe('right-to-left texts', () => {
  it('keep what is put into them in its own order', () => {
    expect(getTranslate('ar')('access:title', { creditor: 'Acme, Inc.' })).toBe('\u2068Acme, Inc.\u2069: حسابكم')
    expect(getTranslate('de')('access:title', { creditor: 'Acme, Inc.' })).toBe('Acme, Inc.: Ihr Konto')
  })

  it('do not tear the sign of a currency apart', () => {
    expect(getFormatters('ar', 'UTC').money(1025, 'USD')).toContain('US$\u200e')
    expect(getFormatters('ar', 'UTC').money(1025, 'GBP')).toContain('UK£\u200e')
    expect(getFormatters('en-GB', 'UTC').money(1025, 'USD')).toBe('US$10.25')
  })
})
