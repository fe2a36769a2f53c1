/** Charges by the API: of a stored payment method, or of details the payer's browser encrypted. */
import { refuseAsInProgress, refuseContent, type Answer } from './answer'
import { checkAmount, checkReference, decideCapture } from './checks'
import type { Request } from './endpoints'
import type { Token } from './ledger'
import type { Payment } from './payment'
import { authorisePayment, awaitBank, refusePayment, type StoringFacts } from './processing'
import { REQUEST_SCHEMAS, type RequestBody } from './requests'
import type { ChargeOutcome, World } from './world'

export function pay(world: World, { body }: Request): Answer {
  const request = REQUEST_SCHEMAS.pay.parse(body)
  checkAmount(request.amount, { mayBeZero: request.storePaymentMethod === true })
  checkReference(request.reference)
  if (!URL.canParse(request.returnUrl)) throw refuseContent("Field 'returnUrl' is not valid.")
  const token = findToken(world, request)
  const payment = world.ledger.openPayment({
    merchantReference: request.reference,
    amount: request.amount,
    paymentMethod: token?.paymentMethod ?? describeMethod(request.paymentMethod.type),
    capture: decideCapture(world, request),
    shopperReference: request.shopperReference,
    storedPaymentMethodId: token?.id,
    returnUrl: request.returnUrl,
  })
  return conclude(world, payment, world.chargeOutcomes.shift() ?? world.settings.charge, describeStoring(request))
}

/** Concludes a payment for which the payer was sent away. The same result cannot be brought twice. */
export function submitDetails(world: World, { body }: Request): Answer {
  const { details } = REQUEST_SCHEMAS.submitDetails.parse(body)
  const redirect = world.ledger.redirects.get(details.redirectResult ?? '')
  if (!redirect) throw refuseContent('Invalid payment details')
  if (redirect.isUsed) throw refuseAsInProgress(422, false)
  redirect.isUsed = true
  return conclude(world, redirect.payment, redirect.isApproved ? 'Authorised' : 'Refused')
}

function findToken(world: World, request: RequestBody<'pay'>): Token | null {
  const { storedPaymentMethodId } = request.paymentMethod
  if (storedPaymentMethodId === undefined) {
    if (request.shopperInteraction === 'ContAuth') throw refuseContent('Contract not found', '800')
    return null
  }
  if (request.shopperReference === undefined) throw refuseContent("Required field 'shopperReference' is not provided.")
  if (request.recurringProcessingModel === undefined) {
    throw refuseContent("Required field 'recurringProcessingModel' is not provided.")
  }
  return world.ledger.findToken(storedPaymentMethodId, request.shopperReference)
}

function describeMethod(type: string | undefined): string {
  return type === undefined || type === 'scheme' ? 'visa' : type
}

function describeStoring(request: RequestBody<'pay'>): StoringFacts | undefined {
  const { storePaymentMethod, shopperReference, recurringProcessingModel } = request
  if (storePaymentMethod !== true) return undefined
  if (shopperReference === undefined || recurringProcessingModel === undefined) {
    throw refuseContent("Required field 'shopperReference' is not provided.")
  }
  return { shopperReference, recurringProcessingModel }
}

function conclude(world: World, payment: Payment, outcome: ChargeOutcome, storing?: StoringFacts): Answer {
  const { pspReference, facts } = payment
  const { merchantReference, amount } = facts
  const describe = (resultCode: string, extra: object = {}): Answer => ({
    status: 200,
    body: { pspReference, resultCode, merchantReference, amount, ...extra },
  })
  switch (outcome) {
    case 'Authorised':
      authorisePayment(world, payment, storing)
      return describe('Authorised')
    case 'Refused':
      refusePayment(world, payment, 'Refused')
      return describe('Refused', { refusalReason: 'Refused', refusalReasonCode: '2' })
    case 'AuthenticationRequired':
      refusePayment(world, payment, 'Authentication required')
      return describe('Refused', { refusalReason: 'Authentication required', refusalReasonCode: '38' })
    case 'Pending':
      awaitBank(world, payment)
      return describe('Pending')
    case 'RedirectShopper': {
      payment.status = 'challenged'
      const url = `${world.origin()}/challenge/${pspReference}`
      return describe('RedirectShopper', {
        action: { type: 'redirect', method: 'GET', paymentMethodType: 'scheme', url },
      })
    }
  }
}
