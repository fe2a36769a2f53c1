/** What Adyen does with a payment: each change of the books is followed by its webhook. */
import type { Modification, ModificationKind } from './ledger'
import type { EventCode } from './notice'
import type { Payment } from './payment'
import type { AdyenAmount } from './requests'
import type { World } from './world'

/** Adyen's reasons, as they stand in its samples and documents. */
const INSUFFICIENT_BALANCE = 'Insufficient balance on payment'
const NOT_CAPTURED = "Transaction hasn't been captured, refund not possible"

/** Authorises, captures where that is automatic, and keeps the payment method where `storeAs` says so. */
export function authorisePayment(world: World, payment: Payment, storeAs?: StoringFacts): void {
  payment.authorise()
  const stored = storeAs ? storePaymentMethod(world, payment, storeAs) : {}
  notifyOfPayment(world, payment, 'AUTHORISATION', true, { additionalData: { ...describeOrigin(payment), ...stored } })
  if (payment.facts.capture === 'automatic' && payment.uncapturedMinor > 0) captureAutomatically(world, payment)
  followCheckout(world, payment)
}

export function refusePayment(world: World, payment: Payment, reason: string): void {
  payment.conclude('refused')
  notifyOfPayment(world, payment, 'AUTHORISATION', false, { reason, additionalData: describeOrigin(payment) })
  followCheckout(world, payment)
}

/** The payer went to a bank or an app and did not come back. */
export function closeOffer(world: World, payment: Payment): void {
  payment.conclude('closed')
  notifyOfPayment(world, payment, 'OFFER_CLOSED', true)
  followCheckout(world, payment)
}

export function awaitBank(world: World, payment: Payment): void {
  payment.status = 'pending'
  notifyOfPayment(world, payment, 'PENDING', true)
  followCheckout(world, payment)
}

interface ModificationFacts {
  amountMinor: number
  reference: string | undefined
}

/** Each is received first and decided after; the webhook tells how. */
export function captureMoney(world: World, payment: Payment, facts: ModificationFacts): Modification {
  const fits = payment.status === 'authorised' && facts.amountMinor <= payment.uncapturedMinor
  const modification = decide(world, payment, 'capture', facts, fits)
  if (modification.state === 'accepted') {
    payment.bookCapture(facts.amountMinor)
    if (!world.settings.severalCaptures) payment.release('authorised')
  }
  notifyOfModification(world, modification, 'CAPTURE', modification.state === 'accepted' ? '' : INSUFFICIENT_BALANCE)
  return modification
}

export function refundMoney(world: World, payment: Payment, facts: ModificationFacts): Modification {
  const modification = decide(world, payment, 'refund', facts, facts.amountMinor <= payment.refundableMinor)
  if (modification.state === 'accepted') payment.bookRefund(facts.amountMinor)
  const reason = payment.isCaptured ? INSUFFICIENT_BALANCE : NOT_CAPTURED
  notifyOfModification(world, modification, 'REFUND', modification.state === 'accepted' ? '' : reason)
  return modification
}

export function cancelAuthorisation(world: World, payment: Payment, reference: string | undefined): Modification {
  const isCancelable = payment.status === 'authorised' && !payment.isCaptured
  const facts = { amountMinor: payment.facts.amount.value, reference }
  const modification = decide(world, payment, 'cancel', facts, isCancelable)
  if (modification.state === 'accepted') payment.release('cancelled')
  const reason =
    modification.state === 'accepted' ? '' : 'Transaction was not cancelled: it is not an open authorisation'
  notifyOfModification(world, modification, 'CANCELLATION', reason)
  return modification
}

/** Cancels what is not captured, or refunds all that is. */
export function reversePayment(world: World, payment: Payment, reference: string | undefined): Modification {
  const action = payment.isCaptured ? 'refund' : 'cancel'
  const isReversible = payment.isCaptured ? !payment.isRefunded : payment.status === 'authorised'
  const amountMinor = payment.isCaptured ? payment.refundableMinor : payment.facts.amount.value
  const modification = decide(world, payment, 'reversal', { amountMinor, reference }, isReversible)
  if (modification.state === 'accepted') {
    if (action === 'refund') payment.bookRefund(amountMinor)
    else payment.release('cancelled')
  }
  const reason = modification.state === 'accepted' ? '' : INSUFFICIENT_BALANCE
  notifyOfModification(world, modification, 'CANCEL_OR_REFUND', reason, { 'modification.action': action })
  return modification
}

/** Reports something that happened to a modification after it had been accepted. */
export function notifyOfModification(
  world: World,
  modification: Modification,
  eventCode: EventCode,
  reason: string,
  additionalData: Record<string, string> = {},
): void {
  const { payment, amountMinor, pspReference, merchantReference, state } = modification
  world.notify({
    eventCode,
    pspReference,
    originalReference: payment.pspReference,
    merchantReference,
    amount: { currency: payment.facts.amount.currency, value: amountMinor },
    success: state !== 'declined',
    reason,
    paymentMethod: payment.facts.paymentMethod,
    additionalData,
  })
}

/** Reports an event of the payment itself, under the payment's own reference. */
export function notifyOfPayment(
  world: World,
  payment: Payment,
  eventCode: EventCode,
  success: boolean,
  extra: { reason?: string; amount?: AdyenAmount; additionalData?: Record<string, string> } = {},
): void {
  const { merchantReference, amount, paymentMethod } = payment.facts
  world.notify({
    ...{ eventCode, success, merchantReference, amount, paymentMethod },
    pspReference: payment.pspReference,
    ...extra,
  })
}

export interface StoringFacts {
  shopperReference: string
  recurringProcessingModel: string
}

function storePaymentMethod(world: World, payment: Payment, facts: StoringFacts): Record<string, string> {
  const token = world.ledger.addToken({ ...facts, paymentMethod: payment.facts.paymentMethod })
  payment.facts.storedPaymentMethodId = token.id
  world.notifyToken({
    type: 'recurring.token.created',
    // The payment that the method was stored with.
    eventId: payment.pspReference,
    data: {
      merchantAccount: world.merchantAccount,
      shopperReference: token.shopperReference,
      storedPaymentMethodId: token.id,
      type: token.paymentMethod,
      operation: 'created',
    },
  })
  return {
    'tokenization.shopperReference': token.shopperReference,
    'tokenization.storedPaymentMethodId': token.id,
    'tokenization.store.operationType': 'created',
  }
}

function captureAutomatically(world: World, payment: Payment): void {
  const amountMinor = payment.uncapturedMinor
  const modification = world.ledger.addModification({
    ...{ kind: 'capture', payment, amountMinor, state: 'accepted' },
    merchantReference: payment.facts.merchantReference,
  })
  payment.bookCapture(amountMinor)
  if (world.settings.reportsAutomaticCapture) notifyOfModification(world, modification, 'CAPTURE', '')
}

function decide(
  world: World,
  payment: Payment,
  kind: ModificationKind,
  { amountMinor, reference }: ModificationFacts,
  isPossible: boolean,
): Modification {
  const declines = world.declines.get(kind) ?? 0
  if (declines > 0) world.declines.set(kind, declines - 1)
  return world.ledger.addModification({
    ...{ kind, payment, amountMinor },
    merchantReference: reference ?? payment.facts.merchantReference,
    state: isPossible && declines === 0 ? 'accepted' : 'declined',
  })
}

function describeOrigin(payment: Payment): Record<string, string> {
  const { checkoutId } = payment.facts
  if (checkoutId === undefined) return {}
  return checkoutId.startsWith('PL') ? { paymentLinkId: checkoutId } : { checkoutSessionId: checkoutId }
}

function followCheckout(world: World, payment: Payment): void {
  world.ledger.checkouts.get(payment.facts.checkoutId ?? '')?.follow(payment)
}
