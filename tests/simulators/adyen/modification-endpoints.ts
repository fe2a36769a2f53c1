/** Captures, refunds, cancellations: received at once, decided after, reported by webhook. */
import { refuseContent, type Answer } from './answer'
import { checkReference } from './checks'
import type { Request } from './endpoints'
import type { Modification } from './ledger'
import type { Payment } from './payment'
import { cancelAuthorisation, captureMoney, refundMoney, reversePayment } from './processing'
import { REQUEST_SCHEMAS, type AdyenAmount } from './requests'
import type { World } from './world'

export function capturePayment(world: World, { id, body }: Request): Answer {
  const request = REQUEST_SCHEMAS.capture.parse(body)
  checkReference(request.reference)
  const payment = findForAmount(world, id, request.amount)
  const facts = { amountMinor: request.amount.value, reference: request.reference }
  return acknowledge(world, captureMoney(world, payment, facts), request)
}

export function refundPayment(world: World, { id, body }: Request): Answer {
  const request = REQUEST_SCHEMAS.refund.parse(body)
  checkReference(request.reference)
  const payment = findForAmount(world, id, request.amount)
  const facts = { amountMinor: request.amount.value, reference: request.reference }
  return acknowledge(world, refundMoney(world, payment, facts), request)
}

export function cancelPayment(world: World, { id, body }: Request): Answer {
  const request = REQUEST_SCHEMAS.cancel.parse(body)
  checkReference(request.reference)
  return acknowledge(world, cancelAuthorisation(world, world.ledger.findPayment(id), request.reference), request)
}

export function reverse(world: World, { id, body }: Request): Answer {
  const request = REQUEST_SCHEMAS.reverse.parse(body)
  checkReference(request.reference)
  return acknowledge(world, reversePayment(world, world.ledger.findPayment(id), request.reference), request)
}

function findForAmount(world: World, pspReference: string, amount: AdyenAmount): Payment {
  const payment = world.ledger.findPayment(pspReference)
  if (amount.value <= 0) throw refuseContent('Invalid amount specified', '137')
  if (amount.currency !== payment.facts.amount.currency) throw refuseContent('Unsupported currency specified', '138')
  return payment
}

function acknowledge(
  world: World,
  { pspReference, payment }: Modification,
  request: { reference?: string | undefined; amount?: AdyenAmount },
): Answer {
  const { reference, amount } = request
  return {
    status: 201,
    body: {
      merchantAccount: world.merchantAccount,
      paymentPspReference: payment.pspReference,
      pspReference,
      status: 'received',
      ...(reference === undefined ? {} : { reference }),
      ...(amount === undefined ? {} : { amount }),
    },
  }
}
