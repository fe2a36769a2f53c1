import { listStandIns } from '~/domain/gateway-routing'
import { createMoney } from '~/domain/money'
import { isPaymentUnderWay, takePaymentEdge, type Payment } from '~/domain/payment'
import { mayAskAnotherGateway } from '~/domain/payment-attempt'
import { isPaymentMethodKind } from '~/domain/payment-method'
import { refusePayment } from '~/domain/payment-refusal'
import { endPayment } from './end-payment'
import { readRouting } from './list-ways-to-pay'
import type { PaymentServices } from './payment-services'
import type { PaymentAttempt } from './ports/payment-attempt-repository'
import type { Checkout, GatewayFailure, PaymentGateway } from './ports/payment-gateway'
import type { DataScope, Transaction } from './ports/unit-of-work'
import type { AttemptEnd } from './prepare-attempt'
import { describePaymentOutcome } from './report-payment'
import { wakeWaitingEvents } from './wake-waiting-events'

type CheckoutAttempt = Extract<PaymentAttempt, { kind: 'checkout' }>

/** `asked`: the gateways that this request has tried. */
interface Circumstances {
  payerIsPresent: boolean
  asked: ReadonlySet<string>
}

/** Asks a provider for its page, as it was written down. */
export async function askForCheckout(
  services: PaymentServices,
  gateway: PaymentGateway,
  attempt: CheckoutAttempt,
  circumstances: Circumstances,
): Promise<AttemptEnd> {
  const scope: DataScope = { kind: 'debtor', creditorId: attempt.creditorId, debtorId: attempt.debtorId }
  const checkout = await gateway.createCheckout(attempt.request)
  if (!checkout.ok) {
    return services.unitOfWork.run(scope, (transaction) =>
      recordFailure(services, transaction, attempt, checkout.failure, circumstances),
    )
  }
  const payment = await services.unitOfWork.run(scope, (transaction) =>
    recordCheckout(services, transaction, attempt, checkout.value, circumstances),
  )
  const isOurs = payment.gateway === gateway.name && payment.gatewayReference === checkout.value.gatewayReference
  const goesOn = isPaymentUnderWay(payment.status) || payment.succeededAt !== null
  // Another request was quicker at another gateway, or the payment ended meanwhile: nobody may pay this one. Where
  // closing it fails, its page is known to nobody, and a late success is still accepted.
  if (!isOurs || !goesOn) await gateway.cancelCheckout(checkout.value.gatewayReference)
  if (!isOurs && payment.status === 'created') return { kind: 'again' }
  return goesOn ? { kind: 'settled', payment } : { kind: 'refused', refusal: refusePayment('payment_ended') }
}

/** Notes the checkout. The provider's first event may have been quicker, and the debtor may have canceled. */
async function recordCheckout(
  { clock, ids }: PaymentServices,
  transaction: Transaction,
  attempt: CheckoutAttempt,
  checkout: Checkout,
  { payerIsPresent }: Circumstances,
): Promise<Payment> {
  const { creditorId, debtorId, paymentId, gateway } = attempt
  const { gatewayReference, redirectUrl, customerReference } = checkout
  const payment = await transaction.payments.lock(creditorId, paymentId)
  if (!payment) throw new Error(`payment ${paymentId} is gone`)
  const now = clock.now()
  await transaction.paymentAttempts.answer(creditorId, attempt.id, { outcome: 'made', gatewayReference, at: now })
  if (customerReference !== undefined) {
    await transaction.savedMethods.insertCustomer({ creditorId, debtorId, gateway, customerReference, createdAt: now })
  }
  if (payment.redirectUrl !== null || payment.gateway !== gateway) return payment
  const known: Payment = { ...payment, gatewayReference, redirectUrl }
  if (payment.status !== 'created') {
    await transaction.payments.save(known, [], { at: now, cause: 'gateway' })
    await wakeWaitingEvents(transaction, known)
    return known
  }
  const edge = takePaymentEdge('created', 'pending')
  const expiresAt = checkout.expiresAt < payment.expiresAt ? checkout.expiresAt : payment.expiresAt
  const pending: Payment = { ...known, status: 'pending', expiresAt }
  await transaction.payments.save(pending, [{ ...edge, id: ids.uuid() }], { at: now, cause: 'debtor' })
  await wakeWaitingEvents(transaction, pending)
  if (edge.reports) await transaction.outcomeLog.append(describePaymentOutcome(edge.reports, pending, now))
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  if (!payerIsPresent) await mailWayToPay(transaction, pending)
  return pending
}

/**
 * The bank wants a payer who is not here. Whoever began the payment gets a link to it where their own link had been sent,
 * else the contact on file does: never an address that was only typed beside the payment.
 */
async function mailWayToPay({ access, debtors, jobs }: Transaction, payment: Payment): Promise<void> {
  const { creditorId, debtorId, id: paymentId, linkId, locale } = payment
  const link = linkId === null ? null : await access.findLinkById(creditorId, linkId)
  // A forwarded link is its holder's affair: the contact on file was not asked.
  const contacts = link?.delegation ? [] : await debtors.listContacts(creditorId, debtorId)
  const to = link?.recipientEmail ?? contacts[0]?.email
  if (to === undefined) return
  await jobs.enqueue('send-mail', { kind: 'payment-to-confirm', creditorId, debtorId, paymentId, to, locale })
}

async function recordFailure(
  services: PaymentServices,
  transaction: Transaction,
  attempt: CheckoutAttempt,
  { kind, detail }: GatewayFailure,
  { asked }: Circumstances,
): Promise<AttemptEnd> {
  const { creditorId, paymentId } = attempt
  const now = services.clock.now()
  const payment = await transaction.payments.lock(creditorId, paymentId)
  if (!payment) throw new Error(`payment ${paymentId} is gone`)
  await transaction.paymentAttempts.answer(creditorId, attempt.id, { outcome: kind, detail, at: now })
  if (payment.status !== 'created') return { kind: 'settled', payment }
  const refuse = (refusal: 'gateway_unavailable' | 'gateway_uncertain' | 'gateway_rejected'): AttemptEnd => ({
    kind: 'refused',
    refusal: { ...refusePayment(refusal), paymentId },
  })
  switch (kind) {
    case 'uncertain':
      return refuse('gateway_uncertain')
    case 'rejected':
      await endPayment(transaction, services.ids, payment, {
        ...{ status: 'failed', cause: 'gateway', at: now, failureCode: 'rejected' },
      })
      return refuse('gateway_rejected')
    case 'unavailable':
      // Somebody else has moved it on meanwhile.
      if (payment.gateway !== attempt.gateway) return { kind: 'again' }
      return (await moveToStandIn(services, transaction, payment, asked))
        ? { kind: 'again' }
        : refuse('gateway_unavailable')
  }
}

/** False when there is no other gateway that takes this payment, or it is not certain that none has. */
async function moveToStandIn(
  services: PaymentServices,
  transaction: Transaction,
  payment: Payment,
  asked: ReadonlySet<string>,
): Promise<boolean> {
  const { creditorId, debtorId, id, method } = payment
  if (payment.gatewayReference !== null) return false
  if (!mayAskAnotherGateway(await transaction.paymentAttempts.listByPayment(creditorId, id))) return false
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const amount = createMoney(payment.amountMinor, payment.currency)
  const routing = (await readRouting(transaction, services, creditor, debtorId)).route(amount)
  const kind = method !== null && isPaymentMethodKind(method) ? method : null
  // Instructions for a transfer are no page on which somebody pays: only who asked for them gets them.
  const standIn = listStandIns(routing, kind, payment.gateway).find(
    (name) => name !== 'bank-transfer' && !asked.has(name),
  )
  if (standIn === undefined) return false
  await transaction.payments.save({ ...payment, gateway: standIn }, [], { at: services.clock.now(), cause: 'gateway' })
  return true
}
