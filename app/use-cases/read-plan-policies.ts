import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { CreditorId } from '~/domain/ids'
import { listVersionsAhead, type PlanPolicyDraft, type PlanPolicyVersion } from '~/domain/plan-policy-version'
import { describeAuthor, listAuthorNames, type PolicyAuthor } from './list-policy-versions'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

const MOST_VERSIONS_SHOWN = 100

export interface PlanPolicies {
  /** The creditor's calendar day. */
  today: CalendarDay
  timeZone: string
  /** What counts now; null while the creditor has said nothing, and nobody is offered a plan. */
  inForce: PlanPolicyVersion | null
  /** Published for days to come, the next first. */
  ahead: PlanPolicyVersion[]
  /** 0 where there is none. */
  newestVersion: number
  /** Newest first. */
  versions: (PlanPolicyVersion & { author: PolicyAuthor })[]
  drafts: (PlanPolicyDraft & { author: PolicyAuthor })[]
}

/** What a creditor permits of plans: now, before, from when on, and what is being prepared. */
export async function readPlanPolicies(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId }: { creditorId: CreditorId },
): Promise<PlanPolicies> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (creditor === null) throw new Error(`no creditor ${creditorId}`)
    const now = clock.now()
    const versions = await transaction.planPolicies.listVersions(creditorId, MOST_VERSIONS_SHOWN)
    const drafts = await transaction.planPolicies.listDrafts(creditorId)
    const names = await listAuthorNames(transaction, creditorId)
    return {
      today: dayOfInstant(now, creditor.timeZone),
      timeZone: creditor.timeZone,
      inForce: await transaction.planPolicies.findInForce(creditorId, now),
      ahead: listVersionsAhead(versions, now),
      newestVersion: versions[0]?.version ?? 0,
      versions: versions.map((version) => ({ ...version, author: describeAuthor(version.createdBy, names) })),
      drafts: drafts.map((draft) => ({ ...draft, author: describeAuthor(draft.savedBy, names) })),
    }
  })
}
