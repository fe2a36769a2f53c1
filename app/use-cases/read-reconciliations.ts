import { fail, succeed, type Result } from '~/domain/result'
import type { CreditorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { NamedDifference, ReconciliationRun } from './ports/reconciliation-repository'
import type { UnitOfWork } from './ports/unit-of-work'

const RUNS_SHOWN = 20
const OPEN_SHOWN = 200
const RESOLVED_SHOWN = 50

export interface Reconciliations {
  /** Newest first. */
  runs: ReconciliationRun[]
  /** Oldest first. */
  open: NamedDifference[]
  /** Latest first. */
  resolved: NamedDifference[]
}

/** How a creditor's books compared with its providers' of late, and what stands for somebody to look at. */
export function readReconciliations(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId }: { creditorId: CreditorId },
): Promise<Reconciliations> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ reconciliations }) => ({
    runs: await reconciliations.listRuns(creditorId, RUNS_SHOWN),
    open: await reconciliations.listDifferences(creditorId, { state: 'open', limit: OPEN_SHOWN }),
    resolved: await reconciliations.listDifferences(creditorId, { state: 'resolved', limit: RESOLVED_SHOWN }),
  }))
}

/** Somebody has looked at a difference and says what was done about it. */
export async function resolveDifference(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, differenceId, by, note }: { creditorId: CreditorId; differenceId: string; by: string; note: string },
): Promise<Result<'resolved', 'not_open' | 'note_missing'>> {
  if (note.trim() === '') return fail('note_missing')
  const resolution = { at: clock.now(), by, note: note.trim() }
  const isResolved = await unitOfWork.run({ kind: 'creditor', creditorId }, ({ reconciliations }) =>
    reconciliations.resolveDifference(creditorId, differenceId, resolution),
  )
  return isResolved ? succeed('resolved') : fail('not_open')
}
