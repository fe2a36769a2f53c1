import type { TFunction } from 'i18next'
import type { PaymentRefusal } from '~/domain/payment-refusal'
import type { Formatters } from '~/i18n/formatters'

const NO_PARAMS = { number: '', dueNow: '', currency: '', expected: '', label: '', left: '', total: '' }

/** A refusal in the reader's words, its amounts written as the reader writes them. */
export function describeRefusal(t: TFunction<'pay'>, refusal: PaymentRefusal, format: Formatters): string {
  const params = Object.fromEntries(
    Object.entries(refusal.params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : format.money(value.amountMinor, value.currency),
    ]),
  )
  // Each text uses the ones its refusal comes with.
  return t(`refusal.${refusal.kind}`, { ...NO_PARAMS, ...params })
}
