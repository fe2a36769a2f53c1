/** Runs and differences, written in the reader's language. */
import type { ShownDifference, ShownRun } from '~/components/console/reconciliation'
import { isCurrencyCode } from '~/domain/currency'
import { PAYMENT_STATUSES } from '~/domain/payment'
import { REVERSAL_STATUSES } from '~/domain/payment-reversal'
import type { BooksSide } from '~/domain/reconciliation'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { NamedDifference, ReconciliationRun } from '~/use-cases/ports/reconciliation-repository'

export function describeRun(run: ReconciliationRun, { format }: ConsoleVisit): ShownRun {
  return {
    id: run.id,
    gateway: run.gateway,
    startedAt: format.instant(run.startedAt),
    endedAt: run.endedAt && format.instant(run.endedAt),
    isNightly: run.startedBy === 'clock',
    checked: format.integer(run.checkedCount),
    corrected: format.integer(run.correctedCount),
    unanswered: format.integer(run.unansweredCount),
  }
}

export function describeDifference(difference: NamedDifference, visit: ConsoleVisit): ShownDifference {
  return {
    id: difference.id,
    kind: difference.kind,
    gateway: difference.gateway,
    paymentId: difference.paymentId,
    paymentReference: difference.paymentReference,
    debtor: { externalId: difference.debtorExternalId, name: difference.debtorName },
    ours: describeSide(difference.ours, visit),
    theirs: describeSide(difference.theirs, visit),
    foundAt: visit.format.instant(difference.foundAt),
    resolvedAt: difference.resolvedAt && visit.format.instant(difference.resolvedAt),
    note: difference.note,
  }
}

/** Amount, state and reference, as far as that side has them. */
function describeSide({ status, amountMinor, currency, reference }: BooksSide, { format, t }: ConsoleVisit): string[] {
  const amount =
    amountMinor === undefined || currency === undefined || !isCurrencyCode(currency)
      ? null
      : format.money(amountMinor, currency)
  const payment = PAYMENT_STATUSES.find((known) => known === status)
  const reversal = REVERSAL_STATUSES.find((known) => known === status)
  const state = payment
    ? t(/* i18n: money:status.* */ `money:status.${payment}`)
    : reversal
      ? t(/* i18n: money:reversalStatus.* */ `money:reversalStatus.${reversal}`)
      : null
  return [amount, state, reference ?? null].filter((part) => part !== null)
}
