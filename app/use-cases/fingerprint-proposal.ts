import { createHash } from 'node:crypto'
import type { PlanId } from '~/domain/ids'
import type { PlanProposal } from '~/domain/plan-proposal'

/**
 * Tells proposals apart by what a debtor agrees to: the invoices, the schedule, the terms, and the plan that gives way.
 * Lower-case hex SHA-256.
 */
export function fingerprintProposal(
  { currency, invoices, schedule, startOn, autopay, envelope }: PlanProposal,
  supersedesId: PlanId | null,
): string {
  const agreed = [
    currency,
    invoices.map(({ number, amountMinor }) => [number, amountMinor]),
    schedule.map(({ number, dueOn, principalMinor, chargesMinor }) => [number, dueOn, principalMinor, chargesMinor]),
    startOn,
    autopay,
    Object.entries(envelope).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    ...(supersedesId === null ? [] : [supersedesId]),
  ]
  return createHash('sha256').update(JSON.stringify(agreed)).digest('hex')
}
