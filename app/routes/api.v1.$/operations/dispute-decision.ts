/** What a decision of the API grants, and why it is refused. */
import type { ContinueRefusal } from '~/use-cases/continue-dispute'
import type { DecisionRefusal } from '~/use-cases/decide-dispute'
import type { DisputeView } from '~/use-cases/read-disputes'
import type { Problem } from '../problem'
import { describeDisputeEntry } from './dispute-bodies'

/** Gross of tax by position; null where the lines say nothing that could be granted. */
export function readGranted(
  { lines }: DisputeView,
  { decision, lines: wanted }: { decision: string; lines: readonly { position: number; grantedMinor: number }[] },
): Map<number, number> | null {
  if (decision === 'reject') return new Map()
  if (decision === 'accept') return new Map(lines.map(({ position, claimedMinor }) => [position, claimedMinor]))
  const granted = new Map(wanted.map(({ position, grantedMinor }) => [position, grantedMinor]))
  const isSomething = wanted.some(({ grantedMinor }) => grantedMinor > 0)
  return isSomething && granted.size === wanted.length ? granted : null
}

export function toProblem(
  refusal: ContinueRefusal | DecisionRefusal,
  { dispute: { status, version }, entries }: DisputeView,
  read: number | null,
): Problem {
  switch (refusal.kind) {
    case 'changed_meanwhile':
      // Each step raised the version by one.
      return {
        problem: 'dispute-changed',
        members: { version, entries: entries.slice(read ?? 0).map(describeDisputeEntry) },
      }
    case 'number_taken':
      return { problem: 'number-taken' }
    case 'granted': {
      const detail = `line ${refusal.position}: no more than ${refusal.mostMinor} is claimed`
      return { problem: 'grant-refused', members: { errors: [{ in: 'body', pointer: '/lines', detail }] } }
    }
    case 'unknown_dispute':
      return { problem: 'unknown-dispute' }
    default:
      return { problem: 'dispute-step-impossible', members: { disputeStatus: status } }
  }
}
