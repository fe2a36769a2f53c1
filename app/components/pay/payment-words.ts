/** What providers report by code, in the reader's words. A code we do not know is not shown to a debtor. */
import type { TFunction } from 'i18next'
import { isPaymentMethodKind } from '~/domain/payment-method'
import { describeWay } from './way-words'

const GATEWAYS = {
  sandbox: 'gateway.sandbox',
  stripe: 'gateway.stripe',
  adyen: 'gateway.adyen',
  'bank-transfer': 'gateway.bankTransfer',
} as const

/** What providers call methods that are none of our own kinds. */
const METHODS = { bank_debit: 'method.bankDebit' } as const

const FAILURES = {
  card_declined: 'failure.cardDeclined',
  authentication_failed: 'failure.authenticationFailed',
  insufficient_funds: 'failure.insufficientFunds',
  rejected: 'failure.rejected',
  method_removed: 'failure.methodRemoved',
  not_received: 'failure.notReceived',
  authentication_required: 'failure.authenticationRequired',
  expired_card: 'failure.expiredCard',
  mandate_invalid: 'failure.mandateInvalid',
  capture_failed: 'failure.captureFailed',
} as const

export function describeGateway(t: TFunction<'pay'>, gateway: string): string {
  return hasKey(GATEWAYS, gateway) ? t(GATEWAYS[gateway]) : gateway
}

export function describeMethod(t: TFunction<'pay'>, method: string | null): string | null {
  if (method === null) return null
  if (isPaymentMethodKind(method)) return describeWay(t, method).title
  return hasKey(METHODS, method) ? t(METHODS[method]) : null
}

export function describeFailure(t: TFunction<'pay'>, code: string | null): string {
  return findFailure(t, code) ?? t('failure.unknown')
}

/** The words of a code; null for one that we do not know. */
export function findFailure(t: TFunction<'pay'>, code: string | null): string | null {
  return code !== null && hasKey(FAILURES, code) ? t(FAILURES[code]) : null
}

function hasKey<Key extends string>(texts: Readonly<Record<Key, string>>, key: string): key is Key {
  return Object.hasOwn(texts, key)
}
