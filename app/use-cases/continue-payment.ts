import { permits } from '~/domain/access-scope'
import type { Creditor } from '~/domain/creditor'
import type { PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { isPaymentUnderWay, takePaymentEdge, type Payment } from '~/domain/payment'
import type { Payer } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { endPayment } from './end-payment'
import type { PaymentServices } from './payment-services'
import type { Checkout, CheckoutRequest, PaymentGateway } from './ports/payment-gateway'
import type { DataScope, Transaction } from './ports/unit-of-work'
import { describePaymentOutcome } from './report-payment'
import { wakeWaitingEvents } from './wake-waiting-events'

/** Where the debtor goes next: to the provider's page, or to `/payments/{id}` of a payment or a credit application. */
export type NextStep = { kind: 'gateway'; url: string } | { kind: 'status'; id: string }

/**
 * Takes a payment on from wherever it stands. One that has no checkout yet gets it: the request carries the payment's
 * id as its idempotency key, so however often and from wherever it is repeated, there is one checkout.
 */
export async function continuePayment(
  services: PaymentServices,
  payer: Payer,
  id: PaymentId,
): Promise<Result<NextStep, PaymentRefusal[]>> {
  if (!permits(payer.scope, 'pay')) return fail([refusePayment('not_allowed')])
  const { creditorId, debtorId } = payer
  const scope: DataScope = { kind: 'debtor', creditorId, debtorId }
  const found = await services.unitOfWork.run(scope, (transaction) =>
    readCheckoutRequest(services, transaction, payer, id),
  )
  if (!found) return fail([refusePayment('payment_ended')])
  const { payment, request } = found
  if (payment.status !== 'created') return succeed(describeNextStep(payment))

  const gateway = services.gateways.get(payment.gateway)
  if (!gateway) return fail([refusePayment('no_gateway')])
  const checkout = await gateway.createCheckout(request)
  if (!checkout.ok) {
    if (checkout.failure.kind !== 'rejected') return fail([refusePayment('gateway_unavailable')])
    await services.unitOfWork.run(scope, async (transaction) => {
      const locked = await transaction.payments.lock(creditorId, id)
      if (locked?.status !== 'created') return
      const ending = { status: 'failed', cause: 'gateway', at: services.clock.now(), failureCode: 'rejected' } as const
      await endPayment(transaction, services.ids, locked, ending)
    })
    return fail([refusePayment('gateway_rejected')])
  }
  const current = await services.unitOfWork.run(scope, (transaction) =>
    recordCheckout(services, transaction, payment, checkout.value),
  )
  if (isPaymentUnderWay(current.status) || current.succeededAt !== null) return succeed(describeNextStep(current))
  await abandonCheckout(gateway, checkout.value)
  return fail([refusePayment('payment_ended')])
}

function describeNextStep(payment: Payment): NextStep {
  return payment.status === 'pending' && payment.redirectUrl !== null
    ? { kind: 'gateway', url: payment.redirectUrl }
    : { kind: 'status', id: payment.id }
}

async function readCheckoutRequest(
  services: PaymentServices,
  transaction: Transaction,
  { creditorId }: Payer,
  id: PaymentId,
): Promise<{ payment: Payment; request: CheckoutRequest } | null> {
  const payment = await transaction.payments.findById(creditorId, id)
  const creditor = await transaction.creditors.findById(creditorId)
  if (!payment || !creditor) return null
  const intents = await transaction.payments.listIntents(creditorId, id)
  const invoices = await transaction.invoices.findByIds(
    creditorId,
    intents.map((intent) => intent.invoiceId),
  )
  const numberById = new Map(invoices.map((invoice) => [invoice.id, invoice.number]))
  const items = intents.map(({ invoiceId, amountMinor }) => ({
    number: numberById.get(invoiceId) ?? '',
    amount: createMoney(amountMinor, payment.settledCurrency),
  }))
  return { payment, request: describeCheckout(services, creditor, payment, items) }
}

function describeCheckout(
  { appUrl }: PaymentServices,
  creditor: Creditor,
  payment: Payment,
  invoices: CheckoutRequest['invoices'],
): CheckoutRequest {
  return {
    paymentId: payment.id,
    idempotencyKey: payment.id,
    amount: createMoney(payment.amountMinor, payment.currency),
    // Names and numbers alone: the same in every language.
    description: `${creditor.name} · ${payment.reference}`,
    invoices,
    merchantName: creditor.name,
    locale: payment.locale,
    countryCode: null,
    methods: [],
    customer: null,
    returnUrl: `${appUrl}/payments/${payment.id}`,
    expiresAt: payment.expiresAt,
    ...(payment.payerEmail === null ? {} : { payerEmail: payment.payerEmail }),
  }
}

/** Notes the checkout. The provider's first event may have been quicker, and the debtor may have canceled. */
async function recordCheckout(
  { clock, ids }: PaymentServices,
  transaction: Transaction,
  { creditorId, debtorId, id }: Payment,
  checkout: Checkout,
): Promise<Payment> {
  const payment = await transaction.payments.lock(creditorId, id)
  if (!payment) throw new Error(`payment ${id} is gone`)
  if (payment.redirectUrl !== null) return payment
  const { gatewayReference, redirectUrl } = checkout
  const known: Payment = { ...payment, gatewayReference, redirectUrl }
  const now = clock.now()
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
  return pending
}

/** The payment ended while its checkout was made: nobody may pay it. Where that fails, a late success is still accepted. */
async function abandonCheckout(gateway: PaymentGateway, checkout: Checkout): Promise<void> {
  await gateway.cancelCheckout(checkout.gatewayReference)
}
