import { describe, expect, it } from 'vitest'
import { readFinalRefusal } from './final-refusal'

describe('a refusal', () => {
  it.each([
    ['lost_card', 'blocked'],
    ['stolen_card', 'blocked'],
    ['expired_card', 'expired'],
    ['account_closed', 'account_unusable'],
    ['debit_not_authorized', 'mandate_ended'],
    ['revocation_of_authorization', 'mandate_ended'],
  ])('is for good: %s', (code, reason) => {
    expect(readFinalRefusal(code)).toBe(reason)
  })

  it.each([
    'insufficient_funds',
    'card_declined',
    'generic_decline',
    'do_not_honor',
    'try_again_later',
    'issuer_not_available',
    'authentication_required',
    'method_removed',
    'toString',
  ])('may go another time: %s', (code) => {
    expect(readFinalRefusal(code)).toBeNull()
  })
})
