import type { Creditor } from '~/domain/creditor'
import { createMoney } from '~/domain/money'
import { computeAsked, type Payment } from '~/domain/payment'
import { chooseAttemptKind, findDoubtSince } from '~/domain/payment-attempt'
import { isPaymentMethodKind } from '~/domain/payment-method'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { endPayment } from './end-payment'
import type { PaymentServices } from './payment-services'
import type { PaymentAttempt } from './ports/payment-attempt-repository'
import type { CheckoutRequest, PaymentGateway, SavedMethodCharge } from './ports/payment-gateway'
import type { PaymentAddress } from './ports/payment-repository'
import type { Transaction } from './ports/unit-of-work'

/** What came of one turn with a provider. `settled`: the payment says what is next; `again`: something else is asked. */
export type AttemptEnd =
  { kind: 'settled'; payment: Payment } | { kind: 'refused'; refusal: PaymentRefusal } | { kind: 'again' }

/** A charge was asked for before, and no answer says what became of it. */
export interface ChargeDoubt {
  /** When it was asked for first. */
  since: Date
  /** The payment's time: none is made after that. */
  until: Date
}

export type PreparedAttempt =
  | Exclude<AttemptEnd, { kind: 'again' }>
  | {
      kind: 'ask'
      gateway: PaymentGateway
      attempt: PaymentAttempt
      doubt: ChargeDoubt | null
    }

/** Writes down what is about to be asked, under the payment's lock: whoever ends it meanwhile knows of it. */
export async function prepareAttempt(
  services: PaymentServices,
  transaction: Transaction,
  { creditorId, id }: PaymentAddress,
  { payerIsPresent }: { payerIsPresent: boolean },
): Promise<PreparedAttempt> {
  const payment = await transaction.payments.lock(creditorId, id)
  if (!payment) return { kind: 'refused', refusal: refusePayment('payment_ended') }
  if (payment.status !== 'created') return { kind: 'settled', payment }
  const gateway = services.gateways.get(payment.gateway)
  if (!gateway) return { kind: 'refused', refusal: refusePayment('no_gateway') }

  const earlier = await transaction.paymentAttempts.listByPayment(creditorId, id)
  const kind = chooseAttemptKind(payment, earlier)
  const base = {
    id: services.ids.uuid(),
    ...{ creditorId, debtorId: payment.debtorId, paymentId: id, gateway: gateway.name },
    ...{ outcome: null, gatewayReference: null, detail: null },
    ...{ askedAt: services.clock.now(), answeredAt: null },
  }
  const attempt = await describeAttempt(services, transaction, payment, earlier, { base, kind, payerIsPresent })
  if (!attempt) {
    const ending = { status: 'failed', cause: 'debtor', at: base.askedAt, failureCode: 'method_removed' } as const
    await endPayment(transaction, services.ids, payment, ending)
    return { kind: 'refused', refusal: refusePayment('saved_method_unavailable') }
  }
  await transaction.paymentAttempts.insert(attempt)
  const since = findDoubtSince(earlier)
  return { kind: 'ask', gateway, attempt, doubt: since && { since, until: payment.expiresAt } }
}

type AttemptBase = Omit<PaymentAttempt, 'kind' | 'request'>

/** A repetition sends what was sent before, word for word: the key stands for that request and no other. */
async function describeAttempt(
  services: PaymentServices,
  transaction: Transaction,
  payment: Payment,
  earlier: readonly PaymentAttempt[],
  { base, kind, payerIsPresent }: { base: AttemptBase; kind: PaymentAttempt['kind']; payerIsPresent: boolean },
): Promise<PaymentAttempt | null> {
  const known = earlier.find((attempt) => attempt.kind === kind && attempt.gateway === base.gateway)
  if (known?.kind === 'charge') return { ...base, kind: 'charge', request: known.request }
  if (known?.kind === 'checkout') return { ...base, kind: 'checkout', request: known.request }
  const creditor = await transaction.creditors.findById(payment.creditorId)
  if (!creditor) throw new Error(`no creditor ${payment.creditorId}`)
  const invoices = await listPaidInvoices(transaction, payment)
  if (kind === 'charge') {
    const request = await describeCharge(transaction, creditor, payment, invoices)
    return request && { ...base, kind: 'charge', request }
  }
  const request = await describeCheckout(services, transaction, creditor, payment, invoices)
  return { ...base, kind: 'checkout', request: { ...request, ...(payerIsPresent ? {} : { isMailed: true }) } }
}

async function listPaidInvoices(
  { payments, invoices }: Transaction,
  { creditorId, id, settledCurrency }: Payment,
): Promise<CheckoutRequest['invoices']> {
  const intents = await payments.listIntents(creditorId, id)
  const named = await invoices.findByIds(
    creditorId,
    intents.map((intent) => intent.invoiceId),
  )
  const numberById = new Map(named.map((invoice) => [invoice.id, invoice.number]))
  return intents.map((intent) => ({
    number: numberById.get(intent.invoiceId) ?? '',
    amount: createMoney(computeAsked(intent), settledCurrency),
  }))
}

/** Names and numbers alone: the same in every language. */
function describePurpose(creditor: Creditor, payment: Payment): string {
  return `${creditor.name} · ${payment.reference}`
}

async function describeCheckout(
  { appUrl }: PaymentServices,
  { debtors, savedMethods }: Transaction,
  creditor: Creditor,
  payment: Payment,
  invoices: CheckoutRequest['invoices'],
): Promise<CheckoutRequest> {
  const { creditorId, debtorId, gateway, method } = payment
  const debtor = await debtors.findById(creditorId, debtorId)
  const customer = payment.keepsMethod ? await savedMethods.findCustomer(creditorId, debtorId, gateway) : null
  return {
    paymentId: payment.id,
    idempotencyKey: `${payment.id}:${gateway}`,
    amount: createMoney(payment.amountMinor, payment.currency),
    description: describePurpose(creditor, payment),
    invoices,
    merchantName: creditor.name,
    locale: payment.locale,
    countryCode: debtor?.countryCode ?? null,
    methods: method !== null && isPaymentMethodKind(method) ? [method] : [],
    customer: payment.keepsMethod
      ? { customerReference: customer?.customerReference ?? null, keepMethod: true, debtorId }
      : null,
    returnUrl: `${appUrl}/payments/${payment.id}`,
    expiresAt: payment.expiresAt,
    ...(payment.payerEmail === null ? {} : { payerEmail: payment.payerEmail }),
  }
}

/** Null when the method was removed since. */
async function describeCharge(
  { savedMethods }: Transaction,
  creditor: Creditor,
  payment: Payment,
  invoices: SavedMethodCharge['invoices'],
): Promise<SavedMethodCharge | null> {
  const { creditorId, savedMethodId } = payment
  const method = savedMethodId === null ? null : await savedMethods.findById(creditorId, savedMethodId)
  if (!method || method.status !== 'active') return null
  const { customerReference, methodReference, kind: methodKind } = method
  return {
    paymentId: payment.id,
    idempotencyKey: `${payment.id}:charge`,
    amount: createMoney(payment.amountMinor, payment.currency),
    description: describePurpose(creditor, payment),
    invoices,
    merchantName: creditor.name,
    customerReference,
    methodReference,
    methodKind,
  }
}
