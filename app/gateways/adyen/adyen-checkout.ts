/**
 * What Adyen is asked for: a session on its own page, a payment link where the page is mailed, a charge of a kept
 * method. A repetition is the same word for word, for which the same key stands. https://docs.adyen.com/api-explorer/Checkout/72/overview
 */
import type { Types } from '@adyen/api-library'
import { fail, succeed, type Result } from '~/domain/result'
import type { CheckoutRequest, GatewayFailure, SavedMethodCharge } from '~/use-cases/ports/payment-gateway'
import { toProviderAmount } from '../minor-units'
import { shorten } from '../shorten'
import { toAdyenLocale } from './adyen-locale'
import { toAdyenMethodType, toAdyenMethodTypes, type AdyenCapture } from './adyen-methods'
import { writeAdyenMoney, type AdyenAmount } from './adyen-money'
import { writeAdyenReference } from './adyen-reference'
import { checkoutModels } from './adyen-sdk.server'

const { CreateCheckoutSessionRequest, PaymentLinkRequest, PaymentRequest } = checkoutModels

/** What is the same in every request of one portal. */
export interface AdyenAccount {
  merchantAccount: string
  capture: AdyenCapture
}

const LONGEST_METADATA = 80
const LONGEST_DESCRIPTION = 280
const MOST_LINES = 100

const DAY_MS = 24 * 60 * 60_000
const LONGEST_SESSION_MS = DAY_MS
const LONGEST_LINK_MS = 70 * DAY_MS
/** A request takes its time. */
const MARGIN_MS = 60_000

/**
 * A gift card may pay a part and leave the rest to something else: two transactions, of which the first would settle
 * the payment.
 */
const PAYS_IN_PART = ['giftcard']

/** Fails where Adyen cannot take the amount exactly, or none of the methods. */
export function describeSession(
  request: CheckoutRequest,
  account: AdyenAccount,
  now: Date,
): Result<Types.checkout.CreateCheckoutSessionRequest, GatewayFailure> {
  const page = describePage(request, account)
  if (!page.ok) return page
  const { StorePaymentMethodModeEnum, RecurringProcessingModelEnum } = CreateCheckoutSessionRequest
  return succeed({
    ...page.value,
    mode: CreateCheckoutSessionRequest.ModeEnum.Hosted,
    channel: CreateCheckoutSessionRequest.ChannelEnum.Web,
    returnUrl: request.returnUrl,
    expiresAt: limitLife(request.expiresAt, now, LONGEST_SESSION_MS),
    ...(page.value.shopperReference === undefined
      ? {}
      : {
          storePaymentMethodMode: StorePaymentMethodModeEnum.Enabled,
          recurringProcessingModel: RecurringProcessingModelEnum.UnscheduledCardOnFile,
        }),
  })
}

/** A link lives up to 70 days, takes one payment, and can be ended. */
export function describeLink(
  request: CheckoutRequest,
  account: AdyenAccount,
  now: Date,
): Result<Types.checkout.PaymentLinkRequest, GatewayFailure> {
  const page = describePage(request, account)
  if (!page.ok) return page
  const { StorePaymentMethodModeEnum, RecurringProcessingModelEnum } = PaymentLinkRequest
  return succeed({
    ...page.value,
    description: shorten(request.description, LONGEST_DESCRIPTION),
    reusable: false,
    returnUrl: request.returnUrl,
    expiresAt: limitLife(request.expiresAt, now, LONGEST_LINK_MS),
    ...(page.value.shopperReference === undefined
      ? {}
      : {
          storePaymentMethodMode: StorePaymentMethodModeEnum.Enabled,
          recurringProcessingModel: RecurringProcessingModelEnum.UnscheduledCardOnFile,
        }),
  })
}

/** `returnUrl`: Adyen wants one, though nobody is there to be sent anywhere. */
export function describeCharge(
  charge: SavedMethodCharge,
  { merchantAccount, capture, returnUrl }: AdyenAccount & { returnUrl: string },
): Result<Types.checkout.PaymentRequest, GatewayFailure> {
  const amount = writeAdyenMoney(charge.amount)
  if (!amount.ok) return amount
  const type = toAdyenMethodType(charge.methodKind)
  const stored = { storedPaymentMethodId: charge.methodReference, ...(type === null ? {} : { type }) }
  return succeed({
    merchantAccount,
    amount: amount.value,
    reference: writeAdyenReference({ purpose: 'charge', paymentId: charge.paymentId }),
    returnUrl,
    shopperReference: charge.customerReference,
    shopperInteraction: PaymentRequest.ShopperInteractionEnum.ContAuth,
    recurringProcessingModel: PaymentRequest.RecurringProcessingModelEnum.UnscheduledCardOnFile,
    paymentMethod: Object.assign(new checkoutModels.StoredPaymentMethodDetails(), stored),
    metadata: describeMetadata(charge),
    ...describeCapture(capture),
  })
}

/** What a session and a link have in common. */
function describePage(request: CheckoutRequest, { merchantAccount, capture }: AdyenAccount) {
  const amount = writeAdyenMoney(request.amount)
  if (!amount.ok) return amount
  const methods = toAdyenMethodTypes(request.methods, capture)
  if (methods?.length === 0) {
    return fail<GatewayFailure>({ kind: 'rejected', detail: 'Adyen has none of the methods asked for' })
  }
  const locale = toAdyenLocale(request.locale)
  return succeed({
    merchantAccount,
    amount: amount.value,
    reference: writeAdyenReference({ purpose: 'page', paymentId: request.paymentId }),
    metadata: describeMetadata(request),
    ...(methods ? { allowedPaymentMethods: methods } : { blockedPaymentMethods: PAYS_IN_PART }),
    ...(locale === null ? {} : { shopperLocale: locale }),
    ...(request.countryCode === null ? {} : { countryCode: request.countryCode }),
    ...(request.payerEmail === undefined ? {} : { shopperEmail: request.payerEmail }),
    ...describeOwner(request),
    ...describeLines(request, amount.value),
    ...describeCapture(capture),
  })
}

function limitLife(expiresAt: Date, now: Date, longestMs: number): Date {
  return new Date(Math.min(expiresAt.getTime(), now.getTime() + longestMs - MARGIN_MS))
}

/**
 * At once, whatever the account's delay: what is authorised counts as paid. Where the account captures by hand, its
 * setting stands.
 */
function describeCapture(capture: AdyenCapture): { captureDelayHours?: number } {
  return capture === 'automatic' ? { captureDelayHours: 0 } : {}
}

/**
 * A method is kept only with the payer's consent, for an owner who is named by our own id of the debtor, which tells
 * nobody anything.
 */
function describeOwner({ customer }: CheckoutRequest): { shopperReference?: string } {
  return customer?.keepMethod ? { shopperReference: customer.customerReference ?? customer.debtorId } : {}
}

function describeMetadata({
  paymentId,
  merchantName,
  invoices,
}: Pick<CheckoutRequest, 'paymentId' | 'merchantName' | 'invoices'>): Record<string, string> {
  return {
    paymentId,
    creditor: shorten(merchantName, LONGEST_METADATA),
    invoices: shorten(invoices.map(({ number }) => number).join(', '), LONGEST_METADATA),
  }
}

/** One line an invoice, where they are paid in their own currency, each exactly, and sum to the amount; else none. */
function describeLines(
  { invoices, amount: { currency } }: CheckoutRequest,
  amount: AdyenAmount,
): { lineItems?: Types.checkout.LineItem[] } {
  const lineItems = invoices.flatMap(({ number, amount: part }) => {
    const converted = toProviderAmount('adyen', part)
    const fits = part.currency === currency && number !== '' && part.amountMinor > 0 && converted.ok
    return fits ? [{ id: number, description: number, quantity: 1, amountIncludingTax: converted.value }] : []
  })
  const sum = lineItems.reduce((total, { amountIncludingTax }) => total + amountIncludingTax, 0)
  const isWhole = lineItems.length === invoices.length && lineItems.length <= MOST_LINES && sum === amount.value
  return isWhole ? { lineItems } : {}
}
