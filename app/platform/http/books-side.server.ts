import { isCurrencyCode } from '~/domain/currency'
import { PAYMENT_STATUSES } from '~/domain/payment'
import { REVERSAL_STATUSES } from '~/domain/payment-reversal'
import type { BooksSide } from '~/domain/reconciliation'
import type { ConsoleVisit } from './console-visit.server'

/** What one side's books say of a difference, part by part in the reader's language, as far as that side says it. */
export function describeBooksSide(
  { status, amountMinor, currency, feeMinor, reference }: BooksSide,
  { format, t }: Pick<ConsoleVisit, 'format' | 't'>,
): string[] {
  const write = (minor: number | undefined) =>
    minor === undefined || currency === undefined || !isCurrencyCode(currency) ? null : format.money(minor, currency)
  const fee = write(feeMinor)
  const payment = PAYMENT_STATUSES.find((known) => known === status)
  const reversal = REVERSAL_STATUSES.find((known) => known === status)
  const state = payment
    ? t(/* i18n: money:status.* */ `money:status.${payment}`)
    : reversal
      ? t(/* i18n: money:reversalStatus.* */ `money:reversalStatus.${reversal}`)
      : null
  return [
    write(amountMinor),
    fee === null ? null : t('money:differences.fee', { fee }),
    state,
    reference ?? null,
  ].filter((part) => part !== null)
}
