import { describe, expect, it } from 'vitest'
import { getTranslations } from '~/i18n/translator.server'
import { describeFailure, findFailure } from './payment-words'

const CODES = [
  ...['card_declined', 'authentication_failed', 'authentication_required', 'insufficient_funds', 'expired_card'],
  ...['mandate_invalid', 'capture_failed', 'rejected', 'method_removed', 'not_received'],
]

describe('why a payment failed', () => {
  it.each(['en', 'de', 'ro', 'fy', 'ar'] as const)('is said in words of %s, each code in its own', (language) => {
    const t = getTranslations(language).getFixedT(language, 'pay')
    const words = CODES.map((code) => findFailure(t, code))
    expect(words.every((text) => text !== null && text.includes(' ') && !text.includes('_'))).toBe(true)
    expect(new Set(words).size).toBe(CODES.length)
  })

  it('has no words for a code that nobody knows: a debtor is told so, the console shows the code', () => {
    const t = getTranslations('en').getFixedT('en', 'pay')
    expect(findFailure(t, 'do_not_honor')).toBe(null)
    expect(findFailure(t, 'toString')).toBe(null)
    expect(describeFailure(t, 'do_not_honor')).toBe('The bank or the payment service gave no reason.')
  })
})
