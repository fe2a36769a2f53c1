/** Amounts as Stripe writes them: an integer of its own units, and a code in lower case. */
import { parseCurrencyCode } from '~/domain/currency'
import type { Money } from '~/domain/money'
import { fromProviderAmount } from '../minor-units'

/** Of a currency we do not know, or with a part of the smallest unit there is. */
export class UnreadableAmount extends Error {
  override name = 'UnreadableAmount'
}

/** The same of something that does not say whose it is: an account may serve other shops, in any currency. */
export class UnreadableAmountOfSomebody extends Error {
  override name = 'UnreadableAmountOfSomebody'

  constructor(
    message: string,
    readonly transactionReference: string,
  ) {
    super(message)
  }
}

/** Throws an UnreadableAmount: money that cannot be kept must not be taken for nothing. */
export function readStripeMoney(amount: number, currencyCode: string): Money {
  const currency = parseCurrencyCode(currencyCode)
  const money = currency ? fromProviderAmount('stripe', amount, currency) : null
  if (!money?.ok) throw new UnreadableAmount(`an amount of Stripe cannot be kept: ${amount} ${currencyCode}`)
  return money.value
}
