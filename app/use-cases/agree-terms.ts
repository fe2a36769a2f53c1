import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import { createMoney, type Money } from '~/domain/money'
import type { CodeFault } from '~/domain/one-time-code'
import type { Payer } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal, type PaymentRefusalKind } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import type { MethodConsent } from '~/domain/saved-method'
import type { WayChoice } from '~/domain/way-choice'
import { checkOneTimeCode } from './check-one-time-code'
import { listWaysToPay, readRouting, resolveWay, type ChosenWay } from './list-ways-to-pay'
import type { PaymentServices } from './payment-services'
import type { Transaction } from './ports/unit-of-work'
import { honourQuote } from './quote-payment'

/** That the method is to be kept for later payments, and what shows that the debtor may say so. */
export interface KeepMethodRequest {
  /** As it was typed: the one-time code sent to the contact on file. */
  code: string
  sessionId: string
  /** What was agreed to, as it was read, in `language`. */
  text: string
  language: string
  /** Enough to recognise the visit, too little to follow anyone. */
  clientHint: string | null
}

/** How an order is to be paid, as it stood on the review page. */
export interface PaymentTermsRequest {
  /** Null leaves it to the creditor's first way, and the method to the provider's page. */
  way?: WayChoice | null
  /** The rate that was shown, where it is paid in another currency than the invoices'. */
  quote?: { id: string; currency: CurrencyCode } | null
  keep?: KeepMethodRequest | null
}

export interface PaymentTerms {
  way: ChosenWay
  charged: Money
  quoteId: string | null
  consent: MethodConsent | null
}

const CODE_REFUSALS: Readonly<Record<CodeFault, PaymentRefusalKind>> = {
  wrong: 'code_wrong',
  expired: 'code_expired',
  too_many_attempts: 'code_too_many_attempts',
}

/**
 * Holds what was asked for to what is offered, quoted and permitted at this moment. The code is tried last, because it
 * can be used once: nothing refuses after it.
 */
export async function agreeTerms(
  services: PaymentServices,
  transaction: Transaction,
  creditor: Creditor,
  payer: Payer,
  settled: Money,
  { way = null, quote = null, keep = null }: PaymentTermsRequest,
): Promise<Result<PaymentTerms, PaymentRefusal[]>> {
  const { creditorId, debtorId } = payer
  const honoured = quote
    ? await honourQuote(services, transaction, {
        ...{ creditorId, debtorId, settled },
        quoteId: quote.id,
        chargedCurrency: quote.currency,
      })
    : null
  if (honoured?.ok === false) return fail([honoured.failure])
  const charged = honoured?.value.charged ?? createMoney(settled.amountMinor, settled.currency)
  const routing = (await readRouting(transaction, services, creditor, debtorId)).route(charged)
  const offered = await listWaysToPay(transaction, services, creditor, debtorId, routing)
  const chosen = resolveWay(offered, way)
  if (!chosen.ok) return chosen
  const { method, savedMethod } = chosen.value
  const canBeKept = savedMethod === null && (method === null || offered.keepable.includes(method))
  const consent = keep && canBeKept ? await takeConsent(services, transaction, payer, keep) : succeed(null)
  if (!consent.ok) return fail([refusePayment(CODE_REFUSALS[consent.failure])])
  return succeed({ way: chosen.value, charged, quoteId: honoured?.value.id ?? null, consent: consent.value })
}

async function takeConsent(
  services: PaymentServices,
  transaction: Transaction,
  { creditorId, linkId, name }: Payer,
  { code, sessionId, text, language, clientHint }: KeepMethodRequest,
): Promise<Result<MethodConsent, CodeFault>> {
  const now = services.clock.now()
  const attempt = { creditorId, sessionId, purpose: 'save_method', code, now } as const
  const checked = await checkOneTimeCode(transaction, services, attempt)
  if (!checked.ok) return checked
  const { codeId, sentTo } = checked.value
  return succeed({ text, language, name, email: sentTo, codeId, linkId, clientHint, agreedAt: now })
}
