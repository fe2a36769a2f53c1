/** Adyen as a payment gateway: its hosted pages and links, charges without the payer, captures, refunds. */
import { z } from 'zod'
import { fail, succeed, type Result } from '~/domain/result'
import type { Logger } from '~/platform/logger.server'
import type { Clock } from '~/use-cases/ports/clock'
import type {
  CaptureRequest,
  Checkout,
  CheckoutRequest,
  GatewayEvent,
  GatewayFailure,
  PaymentGateway,
  RefundRequest,
  SavedMethodCharge,
  SavedMethodDetails,
  SavedMethodOutcome,
  SignatureFailure,
} from '~/use-cases/ports/payment-gateway'
import { findChargeStep } from '../minor-units'
import { describeCharge, describeLink, describeSession, type AdyenAccount } from './adyen-checkout'
import { createAdyenClient, type AdyenAccess, type AdyenClient } from './adyen-client.server'
import { listAdyenMethods } from './adyen-methods'
import { writeAdyenMoney } from './adyen-money'
import { readChargeOutcome } from './adyen-outcome'
import { writeAdyenKey, writeAdyenReference } from './adyen-reference'
import { describeMethodByType, describeStoredMethod } from './adyen-saved-method'
import { readTokenNotification, type AdyenTokenNotification } from './adyen-token'
import { readAdyenWebhook, type AdyenWebhookTrust } from './adyen-webhook.server'
import { checkoutModels } from './adyen-sdk.server'

export interface AdyenSettings extends AdyenAccess, AdyenWebhookTrust, AdyenAccount {
  /** The portal's own address. */
  appUrl: string
}

/** Where the pages of sessions and links are; which region's, an account's answers tell and nothing before. */
const PAGES = {
  test: ['https://test.adyen.link', 'https://checkoutshopper-test.adyen.com'],
  live: ['https://*.adyen.link', 'https://*.adyen.com'],
} as const

/** Ids of links; those of sessions begin with CS, and charges have a reference of another alphabet. */
const LINK = /^PL[0-9A-F]{16}$/

/** Adyen waits ten seconds for the answer to a webhook, in which a method may have to be looked up. */
const LONGEST_LOOKUP_MS = 4_000

interface Adyen {
  client: AdyenClient
  /** The same with less patience. */
  lookup: AdyenClient
  settings: AdyenSettings
  clock: Clock
}

/** Adyen cannot be asked what became of a payment, so there is no `readPayment`. */
export function createAdyenGateway(
  settings: AdyenSettings,
  { clock, logger }: { clock: Clock; logger: Logger },
): PaymentGateway {
  const { apiBase, isLive, capture, timeoutMs } = settings
  const client = createAdyenClient(settings, logger)
  const lookup = createAdyenClient({ ...settings, timeoutMs: Math.min(timeoutMs, LONGEST_LOOKUP_MS) }, logger)
  const adyen: Adyen = { client, lookup, settings, clock }
  return {
    name: 'adyen',
    checkoutOrigins: apiBase === null ? PAGES[isLive ? 'live' : 'test'] : [new URL(apiBase).origin],
    listMethods: (context) => listAdyenMethods(context, capture),
    getChargeStep: (currency) => findChargeStep('adyen', currency) ?? 1,
    createCheckout: (request) => (request.isMailed ? createLink(adyen, request) : createSession(adyen, request)),
    cancelCheckout: (gatewayReference) => cancelCheckout(adyen, gatewayReference),
    readWebhook: (rawBody, headers) => readWebhook(adyen, rawBody, headers),
    refund: (request) => refund(adyen, request),
    capture: (request) => captureMoney(adyen, request),
    chargeSavedMethod: (charge) => chargeSavedMethod(adyen, charge),
    removeSavedMethod: (method) => removeSavedMethod(adyen, method),
  }
}

const checkoutSchema = z.object({ id: z.string().min(1), url: z.url(), expiresAt: z.coerce.date() })

async function createSession(
  { client, settings, clock }: Adyen,
  request: CheckoutRequest,
): Promise<Result<Checkout, GatewayFailure>> {
  const described = describeSession(request, settings, clock.now())
  if (!described.ok) return described
  const idempotencyKey = writeAdyenKey('checkout', request.idempotencyKey)
  const session = await client.call(({ PaymentsApi }) => PaymentsApi.sessions(described.value, { idempotencyKey }))
  return session.ok ? readCheckout(session.value, described.value.shopperReference) : session
}

async function createLink(
  { client, settings, clock }: Adyen,
  request: CheckoutRequest,
): Promise<Result<Checkout, GatewayFailure>> {
  const described = describeLink(request, settings, clock.now())
  if (!described.ok) return described
  const idempotencyKey = writeAdyenKey('checkout', request.idempotencyKey)
  const link = await client.call(({ PaymentLinksApi }) =>
    PaymentLinksApi.paymentLinks(described.value, { idempotencyKey }),
  )
  return link.ok ? readCheckout(link.value, described.value.shopperReference) : link
}

function readCheckout(answer: unknown, customerReference: string | undefined): Result<Checkout, GatewayFailure> {
  const parsed = checkoutSchema.safeParse(answer)
  if (!parsed.success) return fail(describeUnreadable('checkout'))
  const { id, url, expiresAt } = parsed.data
  return succeed({
    gatewayReference: id,
    redirectUrl: url,
    expiresAt,
    ...(customerReference === undefined ? {} : { customerReference }),
  })
}

/**
 * A link is ended. A session cannot be: it lives on until its hour is over, and a charge is over when it has its answer.
 * Both count as canceled, so that the invoices can be paid again at once; whoever pays an old page nevertheless brings
 * money that is accepted, reported as late, and kept as a credit where nothing is open any more.
 */
async function cancelCheckout(
  { client }: Adyen,
  gatewayReference: string,
): Promise<Result<'canceled' | 'already_ended', GatewayFailure>> {
  if (!LINK.test(gatewayReference)) return succeed('canceled')
  const { StatusEnum } = checkoutModels.UpdatePaymentLinkRequest
  const ended = await client.call(({ PaymentLinksApi }) =>
    PaymentLinksApi.updatePaymentLink(gatewayReference, { status: StatusEnum.Expired }),
  )
  if (ended.ok) return succeed('canceled')
  if (ended.failure.kind !== 'rejected') return ended
  // Refused because it is not open any more: which way it ended is what counts.
  const link = await client.call(({ PaymentLinksApi }) => PaymentLinksApi.getPaymentLink(gatewayReference))
  if (!link.ok) return link
  switch (link.value.status) {
    case checkoutModels.PaymentLinkResponse.StatusEnum.Expired:
      return succeed('canceled')
    case checkoutModels.PaymentLinkResponse.StatusEnum.Completed:
    case checkoutModels.PaymentLinkResponse.StatusEnum.Paid:
    case checkoutModels.PaymentLinkResponse.StatusEnum.PaymentPending:
      return succeed('already_ended')
    default:
      return ended
  }
}

async function readWebhook(
  adyen: Adyen,
  rawBody: string,
  headers: Headers,
): Promise<Result<GatewayEvent[], SignatureFailure>> {
  const webhook = readAdyenWebhook(rawBody, headers, { ...adyen.settings, now: adyen.clock.now() })
  if (!webhook.ok) return webhook
  if (webhook.value.kind === 'payments') return succeed(webhook.value.events)
  const { notification } = webhook.value
  const event = notification && (await readTokenNotification(notification, (method) => describeMethod(adyen, method)))
  return succeed(event ? [event] : [])
}

/** From Adyen's list of kept methods, which has its last digits and its end; without an answer, from its type alone. */
async function describeMethod(
  { lookup, settings }: Adyen,
  method: AdyenTokenNotification['data'],
): Promise<SavedMethodDetails> {
  const listed = await lookup.call(({ RecurringApi }) =>
    RecurringApi.getTokensForStoredPaymentDetails(method.shopperReference, settings.merchantAccount),
  )
  const stored = listed.ok
    ? listed.value.storedPaymentMethods?.find(({ id }) => id === method.storedPaymentMethodId)
    : undefined
  return stored ? describeStoredMethod(method, stored) : describeMethodByType(method)
}

async function chargeSavedMethod(
  { client, settings }: Adyen,
  charge: SavedMethodCharge,
): Promise<Result<SavedMethodOutcome, GatewayFailure>> {
  const returnUrl = `${settings.appUrl}/payments/${charge.paymentId}`
  const described = describeCharge(charge, { ...settings, returnUrl })
  if (!described.ok) return described
  const idempotencyKey = writeAdyenKey('charge', charge.idempotencyKey)
  const answer = await client.call(({ PaymentsApi }) => PaymentsApi.payments(described.value, { idempotencyKey }), {
    movesMoney: true,
  })
  return answer.ok ? readChargeOutcome(answer.value, settings.capture) : answer
}

const modificationSchema = z.object({ pspReference: z.string().min(1) })

/** Captured whole; whether it was, a webhook tells. */
async function captureMoney(
  { client, settings }: Adyen,
  { paymentId, transactionReference, amount, idempotencyKey }: CaptureRequest,
): Promise<Result<'asked', GatewayFailure>> {
  const written = writeAdyenMoney(amount)
  if (!written.ok) return written
  const request = {
    merchantAccount: settings.merchantAccount,
    amount: written.value,
    reference: writeAdyenReference({ purpose: 'page', paymentId }),
  }
  const captured = await client.call(
    ({ ModificationsApi }) =>
      ModificationsApi.captureAuthorisedPayment(transactionReference, request, {
        idempotencyKey: writeAdyenKey('capture', idempotencyKey),
      }),
    { movesMoney: true },
  )
  return captured.ok ? succeed('asked') : captured
}

async function refund(
  { client, settings }: Adyen,
  request: RefundRequest,
): Promise<Result<{ gatewayReference: string }, GatewayFailure>> {
  const { paymentId, reversalId, transactionReference } = request
  const amount = writeAdyenMoney(request.amount)
  if (!amount.ok) return amount
  if (transactionReference === null)
    return fail({ kind: 'rejected', detail: 'nothing was paid that Adyen could refund' })
  const described = {
    merchantAccount: settings.merchantAccount,
    amount: amount.value,
    reference: writeAdyenReference({ purpose: 'refund', paymentId, reversalId }),
  }
  const refunded = await client.call(
    ({ ModificationsApi }) =>
      ModificationsApi.refundCapturedPayment(transactionReference, described, {
        idempotencyKey: writeAdyenKey('refund', request.idempotencyKey),
      }),
    { movesMoney: true },
  )
  if (!refunded.ok) return refunded
  const parsed = modificationSchema.safeParse(refunded.value)
  return parsed.success ? succeed({ gatewayReference: parsed.data.pspReference }) : fail(describeUnreadable('refund'))
}

/** Adyen's codes for a method that it does not know, or no more. */
const UNKNOWN_METHOD = ['800', '803']

async function removeSavedMethod(
  { client, settings }: Adyen,
  { customerReference, methodReference }: { customerReference: string; methodReference: string },
): Promise<Result<'removed', GatewayFailure>> {
  const removed = await client.call(({ RecurringApi }) =>
    RecurringApi.deleteTokenForStoredPaymentDetails(methodReference, customerReference, settings.merchantAccount),
  )
  if (removed.ok) return succeed('removed')
  const { answer } = removed.failure
  const isUnknown = answer?.status === 404 || UNKNOWN_METHOD.includes(answer?.errorCode ?? '')
  return isUnknown ? succeed('removed') : removed
}

function describeUnreadable(what: string): GatewayFailure {
  return { kind: 'uncertain', detail: `Adyen answered with something that is no ${what}` }
}
