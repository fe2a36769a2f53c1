/** What Adyen answers to a charge without the payer. https://docs.adyen.com/online-payments/payment-result-codes */
import type { Types } from '@adyen/api-library'
import { fail, succeed, type Result } from '~/domain/result'
import type { GatewayFailure, SavedMethodOutcome } from '~/use-cases/ports/payment-gateway'
import type { AdyenCapture } from './adyen-methods'
import { checkoutModels } from './adyen-sdk.server'

const { ResultCodeEnum } = checkoutModels.PaymentResponse

const AUTHENTICATION_REQUIRED = '38'

/** https://docs.adyen.com/development-resources/refusal-reasons, in the words of `readFinalRefusal` where it is for good. */
const FAILURES: Readonly<Record<string, string>> = {
  // Blocked Card: reported lost or stolen.
  '5': 'pickup_card',
  '6': 'expired_card',
  // Invalid Card Number.
  '8': 'incorrect_number',
  '11': 'authentication_failed',
  '12': 'insufficient_funds',
  // Revocation Of Auth.
  '26': 'revocation_of_authorization',
  '42': 'authentication_failed',
}

type Answer = Pick<Types.checkout.PaymentResponse, 'pspReference' | 'resultCode' | 'refusalReasonCode'>

/** Without a reference an answer says of nothing what it became: that is uncertain. */
export function readChargeOutcome(
  { pspReference, resultCode, refusalReasonCode = '' }: Answer,
  capture: AdyenCapture,
): Result<SavedMethodOutcome, GatewayFailure> {
  if (!pspReference) return fail({ kind: 'uncertain', detail: 'Adyen answered a charge without a reference' })
  const references = { gatewayReference: pspReference, transactionReference: pspReference }
  switch (resultCode) {
    case ResultCodeEnum.Authorised:
      return succeed({ status: capture === 'automatic' ? 'succeeded' : 'processing', ...references })
    // The payer would have to do something, and is not there.
    case ResultCodeEnum.RedirectShopper:
    case ResultCodeEnum.ChallengeShopper:
    case ResultCodeEnum.IdentifyShopper:
    case ResultCodeEnum.PresentToShopper:
      return succeed({ status: 'authentication_required', failureCode: 'authentication_required', ...references })
    case ResultCodeEnum.Refused:
    case ResultCodeEnum.Cancelled:
    case ResultCodeEnum.Error:
      if (refusalReasonCode === AUTHENTICATION_REQUIRED) {
        return succeed({ status: 'authentication_required', failureCode: 'authentication_required', ...references })
      }
      return succeed({ status: 'declined', failureCode: FAILURES[refusalReasonCode] ?? 'card_declined', ...references })
    default:
      return succeed({ status: 'processing', ...references })
  }
}
