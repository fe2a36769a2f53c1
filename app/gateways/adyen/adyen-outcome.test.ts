import { describe, expect, it } from 'vitest'
import { readFinalRefusal } from '~/domain/final-refusal'
import { readChargeOutcome } from './adyen-outcome'
import { checkoutModels } from './adyen-sdk.server'

const { Refused } = checkoutModels.PaymentResponse.ResultCodeEnum

function readRefusal(refusalReasonCode: string) {
  const outcome = readChargeOutcome({ pspReference: 'P', resultCode: Refused, refusalReasonCode }, 'automatic')
  return outcome.ok ? outcome.value : null
}

describe('a refusal of Adyen', () => {
  it.each([
    ['5', 'Blocked Card', 'blocked'],
    ['6', 'Expired Card', 'expired'],
    ['8', 'Invalid Card Number', 'account_unusable'],
    ['26', 'Revocation Of Auth', 'mandate_ended'],
  ])('is for good: %s, %s', (code, _, because) => {
    const refusal = readRefusal(code)
    expect(refusal?.status).toBe('declined')
    expect(readFinalRefusal(refusal?.failureCode ?? '')).toBe(because)
  })

  it.each(['2', '4', '9', '12', '14', '20', '28', '31', '99', '38'])('may go another time: %s', (code) => {
    expect(readFinalRefusal(readRefusal(code)?.failureCode ?? '')).toBeNull()
  })
})
