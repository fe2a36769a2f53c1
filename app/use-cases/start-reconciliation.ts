import type { CreditorId } from '~/domain/ids'
import { listAskableGateways } from './list-askable-gateways'
import type { PaymentServices } from './payment-services'
import type { ReconciliationRun } from './ports/reconciliation-repository'

type Services = Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids' | 'gateways'>

/** A run that has not ended after this long is one whose job gave up; until then there is no second one. */
const UNDER_WAY_MS = 60 * 60_000

/** Begins to compare a creditor's books with those of every provider that can be asked; a job does it. */
export async function startReconciliation(
  services: Services,
  { creditorId, startedBy }: { creditorId: CreditorId; startedBy: string },
): Promise<ReconciliationRun[]> {
  const { unitOfWork, clock, ids } = services
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ reconciliations, jobs }) => {
    const startedAt = clock.now()
    const runs: ReconciliationRun[] = []
    for (const gateway of listAskableGateways(services.gateways)) {
      const since = new Date(startedAt.getTime() - UNDER_WAY_MS)
      const underWay = await reconciliations.findRunUnderWay(creditorId, gateway.name, since)
      const run = underWay ?? {
        ...{ id: ids.uuid(), creditorId, gateway: gateway.name, startedBy, startedAt, endedAt: null },
        ...{ checkedCount: 0, correctedCount: 0, unansweredCount: 0 },
      }
      runs.push(run)
      if (underWay) continue
      await reconciliations.insertRun(run)
      await jobs.enqueue('reconcile-payments', { creditorId, runId: run.id })
    }
    return runs
  })
}

/** The handler of the nightly job `start-reconciliations`. */
export async function startNightlyReconciliations(services: Services): Promise<void> {
  if (listAskableGateways(services.gateways).length === 0) return
  const creditors = await services.unitOfWork.run({ kind: 'system' }, (transaction) => transaction.creditors.list())
  for (const { id } of creditors) await startReconciliation(services, { creditorId: id, startedBy: 'clock' })
}
