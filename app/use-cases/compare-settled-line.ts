/** A line of a provider's report beside our books of the payment that it names. */
import { hasPaymentSucceeded, type Payment } from '~/domain/payment'
import type { Money } from '~/domain/money'
import { describeOurs, type FoundDifference } from './compare-with-provider'
import type { PaymentSettlement } from './ports/payment-settlement-repository'
import type { SettledLine } from './ports/settlement-report-reader'

/**
 * `new`: nothing was known of what the provider keeps. `known`: the very same was. A payment that is named by our own id
 * alone is never settled by the line: the money came by another transaction than we know of, or none is known of.
 */
export type LineComparison = { readonly kind: 'new' | 'known' } | { readonly kind: 'differs'; found: FoundDifference }

/** `known` is what an earlier line or report said of it. */
export function compareSettledLine(
  line: SettledLine,
  payment: Pick<Payment, 'status' | 'receivedMinor' | 'amountMinor' | 'currency' | 'transactionReference'>,
  known: Pick<PaymentSettlement, 'gross' | 'fee' | 'net' | 'exchangeRate'> | null,
): LineComparison {
  const { paid } = line
  const isAnother = payment.transactionReference !== line.transactionReference
  const theirs = { ...paid, ...(isAnother ? { reference: line.transactionReference } : {}) }
  const ours = describeOurs(payment)
  if (!hasPaymentSucceeded(payment.status)) {
    return { kind: 'differs', found: { kind: 'status', ours, theirs: { status: 'succeeded', ...theirs } } }
  }
  const isSameSum = paid.amountMinor === payment.receivedMinor && paid.currency === payment.currency
  if (isAnother || !isSameSum) return { kind: 'differs', found: { kind: 'amount', ours, theirs } }
  if (known === null) return { kind: 'new' }
  const isSame =
    isEqual(known.gross, line.gross) &&
    isEqual(known.fee, line.fee) &&
    isEqual(known.net, line.net) &&
    known.exchangeRate === line.exchangeRate
  if (isSame) return { kind: 'known' }
  return {
    kind: 'differs',
    found: { kind: 'settlement', ours: describePayout(known), theirs: describePayout(line) },
  }
}

function describePayout({ net, fee }: Pick<PaymentSettlement, 'net' | 'fee'>) {
  return { ...net, feeMinor: fee.amountMinor }
}

function isEqual(one: Money, other: Money): boolean {
  return one.amountMinor === other.amountMinor && one.currency === other.currency
}
