import { dayOfInstant, startOfDay, type CalendarDay } from '~/domain/calendar-day'
import type { CreditorId } from '~/domain/ids'
import { toCanonicalJson } from '~/domain/outcome-event-chain'
import { findPlanPolicyFaults, type PlanPolicy } from '~/domain/plan-policy'
import type { PlanPolicyVersion } from '~/domain/plan-policy-version'
import type { PolicyFault } from '~/domain/policy-fault'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

export type PlanPolicyRefusal =
  | { kind: 'faulty'; faults: PolicyFault[] }
  /** Somebody else published meanwhile; `version` is the newest now. */
  | { kind: 'changed_meanwhile'; version: number }
  /** What counted on a day that has begun is not rewritten. */
  | { kind: 'effective_in_the_past'; earliestOn: CalendarDay }

export interface PlanPolicyPublication {
  creditorId: CreditorId
  body: PlanPolicy
  /** The first day on which it counts, in the creditor's time zone; null for at once. */
  effectiveOn: CalendarDay | null
  /** 'user:<id>' | 'key:<id>' | 'system' */
  publishedBy: string
  /** The newest version that was read before; null whatever it is. */
  basedOn: number | null
  /** The draft that it was, which ends with it; null for none. */
  draftId: string | null
}

/**
 * Adds a version of the plan policy that counts from a day on. One that says what counts then anyway adds none. What was
 * agreed before keeps its own terms.
 */
export async function publishPlanPolicy(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, body, effectiveOn, publishedBy, basedOn, draftId }: PlanPolicyPublication,
): Promise<Result<PlanPolicyVersion, PlanPolicyRefusal>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ planPolicies, creditors, debtors }) => {
    const creditor = await creditors.findById(creditorId)
    if (creditor === null) throw new Error(`no creditor ${creditorId}`)
    const faults = findPlanPolicyFaults(body)
    if (faults.length > 0) return fail({ kind: 'faulty', faults })
    const now = clock.now()
    const today = dayOfInstant(now, creditor.timeZone)
    if (effectiveOn !== null && effectiveOn < today) {
      return fail({ kind: 'effective_in_the_past', earliestOn: today })
    }
    const [newest] = await planPolicies.listVersions(creditorId, 1)
    const newestNumber = newest?.version ?? 0
    if (basedOn !== null && basedOn !== newestNumber) {
      return fail({ kind: 'changed_meanwhile', version: newestNumber })
    }
    const effectiveAt = effectiveOn === null || effectiveOn === today ? now : startOfDay(effectiveOn, creditor.timeZone)
    if (draftId !== null) await planPolicies.removeDraft(creditorId, draftId)
    const inForceThen = await planPolicies.findInForce(creditorId, effectiveAt)
    if (inForceThen && toCanonicalJson(inForceThen.body) === toCanonicalJson(body)) return succeed(inForceThen)
    const version: PlanPolicyVersion = {
      ...{ creditorId, version: newestNumber + 1, body, effectiveAt },
      createdAt: now,
      createdBy: publishedBy,
    }
    if (!(await planPolicies.append(version))) return fail({ kind: 'changed_meanwhile', version: version.version })
    // Every account's pages say whether there are plans.
    await debtors.raiseEveryVersion(creditorId)
    return succeed(version)
  })
}
