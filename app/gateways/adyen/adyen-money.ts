/** Amounts as Adyen writes them: an integer of its own units, and a code in capitals. */
import { parseCurrencyCode } from '~/domain/currency'
import type { Money } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'
import type { GatewayFailure } from '~/use-cases/ports/payment-gateway'
import { fromProviderAmount, toProviderAmount } from '../minor-units'

export interface AdyenAmount {
  currency: string
  value: number
}

/** Of a currency we do not know, or with a part of the smallest unit there is. */
export class UnreadableAmount extends Error {
  override name = 'UnreadableAmount'
}

/** Null where it cannot be kept. */
export function parseAdyenMoney({ value, currency: code }: AdyenAmount): Money | null {
  const currency = parseCurrencyCode(code)
  const money = currency ? fromProviderAmount('adyen', value, currency) : null
  return money?.ok ? money.value : null
}

/** Throws an UnreadableAmount: money that cannot be kept must not be taken for nothing. */
export function readAdyenMoney(amount: AdyenAmount): Money {
  const money = parseAdyenMoney(amount)
  if (!money) throw new UnreadableAmount(`an amount of Adyen cannot be kept: ${amount.value} ${amount.currency}`)
  return money
}

/** Fails where Adyen cannot take exactly this amount. */
export function writeAdyenMoney(amount: Money): Result<AdyenAmount, GatewayFailure> {
  const converted = toProviderAmount('adyen', amount)
  if (converted.ok) return succeed({ currency: amount.currency, value: converted.value })
  return fail({
    kind: 'rejected',
    detail: `Adyen cannot take this amount of ${amount.currency}: ${converted.failure.kind}`,
  })
}
