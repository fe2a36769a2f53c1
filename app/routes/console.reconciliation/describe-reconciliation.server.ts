/** Runs and differences, written in the reader's language. */
import type { ShownDifference, ShownRun } from '~/components/console/reconciliation'
import { describeBooksSide } from '~/platform/http/books-side.server'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { NamedDifference, ReconciliationRun } from '~/use-cases/ports/reconciliation-repository'

/** Adyen cannot be asked: what is compared with its books are reports of it. */
export function describeRun(run: ReconciliationRun, { format }: ConsoleVisit): ShownRun {
  return {
    id: run.id,
    gateway: run.gateway,
    startedAt: format.instant(run.startedAt),
    endedAt: run.endedAt && format.instant(run.endedAt),
    occasion: run.gateway === 'adyen' ? 'report' : run.startedBy === 'clock' ? 'nightly' : 'onDemand',
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
    ours: describeBooksSide(difference.ours, visit),
    theirs: describeBooksSide(difference.theirs, visit),
    foundAt: visit.format.instant(difference.foundAt),
    resolvedAt: difference.resolvedAt && visit.format.instant(difference.resolvedAt),
    note: difference.note,
  }
}
