/**
 * The sandbox provider: takes checkouts, shows them on a page of its own, and says by signed webhook what became of
 * them. It moves no money and is refused beside keys that do.
 */
import { hasLiveKeys, type Environment } from '~/platform/env.server'
import { createMoney } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from '~/use-cases/ports/clock'
import type { IdSource } from '~/use-cases/ports/ids'
import type { CheckoutRequest, GatewayFailure, PaymentGateway } from '~/use-cases/ports/payment-gateway'
import type { SandboxBooks, SandboxCheckout, SandboxEvent, SandboxTransaction } from '~/use-cases/ports/sandbox-books'
import { chargeMethod } from './sandbox-charge'
import {
  actOnCheckout,
  getCurrentStatus,
  listSandboxActions,
  settleDebit,
  type SandboxAction,
  type SandboxChange,
} from './sandbox-checkout'
import { describeChargeOutcome, describeKeptMethod, listSandboxMethods } from './sandbox-method'
import { describePaymentState } from './sandbox-payment-state'
import { reverseCheckout } from './sandbox-reversal'
import { postSandboxEvent, readSandboxWebhook } from './sandbox-webhook.server'

/** Amounts, in minor units of any currency, of which no page can be made: so that it can be shown what happens then. */
const OUTAGES: ReadonlyMap<number, GatewayFailure['kind']> = new Map([
  [503, 'unavailable'],
  [504, 'uncertain'],
])

export interface SandboxServices {
  books: SandboxBooks
  clock: Clock
  ids: IdSource
  /** The portal's public address, under which the hosted page is shown. */
  appUrl: string
  /** Where the portal takes the sandbox's webhooks. */
  webhookUrl: string
  webhookSecret: string
}

/** What the hosted page shows. */
export interface SandboxPage {
  checkout: SandboxCheckout
  status: SandboxCheckout['status']
  actions: SandboxAction[]
}

export interface SandboxProvider {
  gateway: PaymentGateway
  /** Null when there is no such checkout. */
  readPage(checkoutId: string): Promise<SandboxPage | null>
  /**
   * Does what was pressed. `returnUrl` is where the payer then goes; null when the page has a next step. Pressing what
   * is not offered (any more) leads back too, for the checkout has ended.
   */
  act(
    checkoutId: string,
    action: SandboxAction,
    options?: { refundMinor?: number },
  ): Promise<Result<{ returnUrl: string | null }, 'unknown_checkout'>>
  /** The handler of the job `sandbox-deliver-event`. */
  deliverEvent(eventId: string): Promise<void>
  /** The handler of the job `sandbox-settle-debit`. */
  settleDebit(checkoutId: string): Promise<void>
}

/** Throws where live keys are configured: a page that says "paid" must never stand beside one that takes money. */
export function createSandboxProvider(env: Environment, services: SandboxServices): SandboxProvider {
  if (hasLiveKeys(env)) throw new Error('the sandbox gateway is never enabled beside live payment keys')
  const { books, clock, ids, webhookUrl: url, webhookSecret: secret } = services
  const debitDelayMs = env.SANDBOX_DEBIT_DELAY_MS
  return {
    gateway: createGateway(services, debitDelayMs),
    async readPage(checkoutId) {
      const checkout = await books.findCheckout(checkoutId)
      const now = clock.now()
      return (
        checkout && { checkout, status: getCurrentStatus(checkout, now), actions: listSandboxActions(checkout, now) }
      )
    },
    act(checkoutId, action, options = {}) {
      return books.run(async (transaction) => {
        const checkout = await transaction.lockCheckout(checkoutId)
        if (!checkout) return fail('unknown_checkout')
        const now = clock.now()
        const newReversalId = nameReversal(ids)
        const change = actOnCheckout(checkout, action, { now, debitDelayMs, newReversalId, ...options })
        if (change) await keepChange(transaction, ids, change, now)
        const after = change?.checkout ?? checkout
        if (after.status === 'processing' && after.settlesAt) {
          await transaction.jobs.enqueue('sandbox-settle-debit', { checkoutId }, { startAt: after.settlesAt })
        }
        return succeed({ returnUrl: after.status === 'authenticating' ? null : after.returnUrl })
      })
    },
    async deliverEvent(eventId) {
      const event = await books.findEvent(eventId)
      if (!event) throw new Error(`no sandbox event ${eventId}`)
      await postSandboxEvent(event, { url, secret, now: clock.now() })
      await books.markDelivered(eventId, clock.now())
    },
    async settleDebit(checkoutId) {
      await books.run(async (transaction) => {
        const checkout = await transaction.lockCheckout(checkoutId)
        const change = checkout && settleDebit(checkout)
        if (change) await keepChange(transaction, ids, change, clock.now())
      })
    },
  }
}

function createGateway(
  { books, clock, ids, appUrl, webhookSecret: secret }: SandboxServices,
  debitDelayMs: number,
): PaymentGateway {
  return {
    name: 'sandbox',
    // Its page is one of ours.
    checkoutOrigins: [],
    listMethods: ({ currency }) => listSandboxMethods(currency),
    async createCheckout(request) {
      const outage = OUTAGES.get(request.amount.amountMinor)
      if (outage) return fail({ kind: outage, detail: 'the amount asks for it' })
      return books.run(async (transaction) => {
        const fresh = describeCheckout(`sandbox_${ids.secret()}`, request, clock.now())
        const isNew = await transaction.insertCheckout(fresh)
        const checkout = isNew ? fresh : await transaction.findCheckoutByIdempotencyKey(request.idempotencyKey)
        if (!checkout) return fail({ kind: 'unavailable', detail: 'the checkout was being made' })
        const { amountMinor, currency } = checkout.amount
        if (amountMinor !== request.amount.amountMinor || currency !== request.amount.currency) {
          return fail({ kind: 'rejected', detail: 'the idempotency key was used for another amount' })
        }
        return succeed({
          gatewayReference: checkout.id,
          redirectUrl: `${appUrl}/sandbox/${checkout.id}`,
          expiresAt: checkout.expiresAt,
          ...(checkout.keptFor === null ? {} : { customerReference: checkout.keptFor }),
        })
      })
    },
    chargeSavedMethod(charge) {
      return books.run(async (transaction) => {
        const earlier = await transaction.findCheckoutByIdempotencyKey(charge.idempotencyKey)
        if (earlier) return succeed(describeChargeOutcome(earlier))
        const method = await transaction.findMethod(charge.methodReference)
        if (!method || method.removedAt !== null || method.customerReference !== charge.customerReference) {
          return fail({ kind: 'rejected', detail: 'no such method' })
        }
        const now = clock.now()
        const returnUrl = `${appUrl}/payments/${charge.paymentId}`
        const change = chargeMethod(`sandbox_${ids.secret()}`, charge, method, { now, debitDelayMs, returnUrl })
        if (!(await transaction.insertCheckout(change.checkout))) {
          const meanwhile = await transaction.findCheckoutByIdempotencyKey(charge.idempotencyKey)
          if (meanwhile) return succeed(describeChargeOutcome(meanwhile))
          return fail({ kind: 'uncertain', detail: 'the charge was being made' })
        }
        await keepChange(transaction, ids, change, now)
        const { id: checkoutId, settlesAt } = change.checkout
        if (settlesAt) await transaction.jobs.enqueue('sandbox-settle-debit', { checkoutId }, { startAt: settlesAt })
        return succeed(describeChargeOutcome(change.checkout))
      })
    },
    removeSavedMethod({ methodReference }) {
      return books.run(async (transaction) => {
        await transaction.removeMethod(methodReference, clock.now())
        return succeed('removed')
      })
    },
    cancelCheckout(gatewayReference) {
      return books.run(async (transaction) => {
        const checkout = await transaction.lockCheckout(gatewayReference)
        if (!checkout) return fail({ kind: 'rejected', detail: 'no such checkout' })
        const now = clock.now()
        const status = getCurrentStatus(checkout, now)
        if (status === 'canceled' || status === 'expired') return succeed('canceled')
        const change = actOnCheckout(checkout, 'cancel', { now, debitDelayMs: 0, newReversalId: '' })
        if (!change) return succeed('already_ended')
        await keepChange(transaction, ids, change, now)
        return succeed('canceled')
      })
    },
    refund(request) {
      return books.run(async (transaction) => {
        const checkout = await transaction.lockCheckout(request.gatewayReference)
        if (!checkout) return fail({ kind: 'rejected', detail: 'no such checkout' })
        const { idempotencyKey, reversalId, amount } = request
        const earlier = checkout.reversals.find((reversal) => reversal.idempotencyKey === idempotencyKey)
        if (earlier) {
          if (earlier.amountMinor === amount.amountMinor) return succeed({ gatewayReference: earlier.id })
          return fail({ kind: 'rejected', detail: 'the idempotency key was used for another amount' })
        }
        if (checkout.status !== 'succeeded') return fail({ kind: 'rejected', detail: 'nothing was paid' })
        const now = clock.now()
        const newReversalId = nameReversal(ids)
        const order = { now, newReversalId, refundMinor: amount.amountMinor, request: { idempotencyKey, reversalId } }
        const change = reverseCheckout(checkout, 'refund', order)
        if (!change) return fail({ kind: 'rejected', detail: 'less than that is left to refund' })
        await keepChange(transaction, ids, change, now)
        return succeed({ gatewayReference: newReversalId })
      })
    },
    async readPayment({ gatewayReference }) {
      const checkout = await books.findCheckout(gatewayReference)
      if (!checkout) return succeed(null)
      const { keptFor, methodId } = checkout
      const kept = keptFor === null || methodId === null ? null : await books.findMethod(methodId)
      return succeed(describePaymentState(checkout, kept, clock.now()))
    },
    readWebhook: (rawBody, headers) =>
      Promise.resolve(readSandboxWebhook(rawBody, headers, { secret, now: clock.now() })),
  }
}

function describeCheckout(id: string, request: CheckoutRequest, now: Date): SandboxCheckout {
  return {
    id,
    paymentId: request.paymentId,
    idempotencyKey: request.idempotencyKey,
    amount: request.amount,
    description: request.description,
    merchantName: request.merchantName,
    locale: request.locale,
    returnUrl: request.returnUrl,
    status: 'open',
    method: null,
    failureCode: null,
    createdAt: now,
    expiresAt: request.expiresAt,
    settlesAt: null,
    settlesAs: null,
    refundedMinor: 0,
    reversals: [],
    methods: request.methods,
    keptFor: request.customer?.keepMethod
      ? (request.customer.customerReference ?? `sandbox_customer_${request.customer.debtorId}`)
      : null,
    methodId: null,
    behaviour: 'succeeds',
  }
}

function nameReversal(ids: IdSource): string {
  return `sandbox_reversal_${ids.uuid()}`
}

/** Keeps a change, its event and the job that delivers it together. */
async function keepChange(
  transaction: SandboxTransaction,
  ids: IdSource,
  { checkout, event }: SandboxChange,
  now: Date,
): Promise<void> {
  const kept =
    event?.type === 'checkout.succeeded' ? describeKeptMethod(checkout, `sandbox_method_${ids.uuid()}`, now) : null
  await transaction.saveCheckout(kept ? { ...checkout, methodId: kept.id } : checkout)
  if (!event) return
  const tell = async (about: Pick<SandboxEvent, 'type' | 'reversal' | 'savedMethod'>, amountMinor: number) => {
    const eventId = `sandbox_event_${ids.uuid()}`
    await transaction.insertEvent({
      id: eventId,
      checkoutId: checkout.id,
      paymentId: checkout.paymentId,
      amount: createMoney(amountMinor, checkout.amount.currency),
      method: checkout.method,
      failureCode: checkout.failureCode,
      occurredAt: now,
      ...about,
    })
    await transaction.jobs.enqueue('sandbox-deliver-event', { eventId })
  }
  const { type, reversal = null, amountMinor } = event
  await tell({ type, reversal: reversal && { id: reversal.id, reversalId: reversal.reversalId } }, amountMinor)
  if (!kept) return
  await transaction.insertMethod(kept)
  const { id, customerReference, kind, label, expiresOn } = kept
  const savedMethod = { id, customerReference, kind, label, expiresOn }
  await tell({ type: 'method.saved', reversal: null, savedMethod }, amountMinor)
}
