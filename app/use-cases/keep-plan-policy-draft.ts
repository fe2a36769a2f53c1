import type { CreditorId } from '~/domain/ids'
import { findPlanPolicyFaults, type PlanPolicy } from '~/domain/plan-policy'
import type { PlanPolicyDraft } from '~/domain/plan-policy-version'
import type { PolicyFault } from '~/domain/policy-fault'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

export type DraftRefusal =
  | { kind: 'faulty'; faults: PolicyFault[] }
  | { kind: 'name_taken' }
  | { kind: 'no_draft' }
  /** Somebody else saved it meanwhile; `revision` is what is kept now. */
  | { kind: 'changed_meanwhile'; revision: number }

export interface DraftToKeep {
  creditorId: CreditorId
  /** Null for a new one. */
  id: string | null
  name: string
  body: PlanPolicy
  /** 'user:<id>' | 'key:<id>' */
  savedBy: string
  /** The revision that was read before; null whatever it is. Of no matter for a new one. */
  basedOn: number | null
}

/** Keeps a plan policy that somebody is still at. It counts for nobody, and has no faults all the same. */
export async function keepPlanPolicyDraft(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  { creditorId, id, name, body, savedBy, basedOn }: DraftToKeep,
): Promise<Result<PlanPolicyDraft, DraftRefusal>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ planPolicies }) => {
    const faults = findPlanPolicyFaults(body)
    if (faults.length > 0) return fail({ kind: 'faulty', faults })
    const drafts = await planPolicies.listDrafts(creditorId)
    if (drafts.some((draft) => draft.name === name && draft.id !== id)) return fail({ kind: 'name_taken' })
    const said = { creditorId, name, body, savedAt: clock.now(), savedBy }
    if (id === null) {
      const draft: PlanPolicyDraft = { ...said, id: ids.uuid(), revision: 1 }
      return (await planPolicies.insertDraft(draft)) ? succeed(draft) : fail({ kind: 'name_taken' })
    }
    const kept = drafts.find((draft) => draft.id === id)
    if (!kept) return fail({ kind: 'no_draft' })
    if (basedOn !== null && basedOn !== kept.revision) {
      return fail({ kind: 'changed_meanwhile', revision: kept.revision })
    }
    const draft: PlanPolicyDraft = { ...said, id, revision: kept.revision + 1 }
    if (await planPolicies.replaceDraft(draft)) return succeed(draft)
    return fail({ kind: 'changed_meanwhile', revision: draft.revision })
  })
}

/** Throws a draft away. False when there is none. */
export async function removePlanPolicyDraft(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, id }: { creditorId: CreditorId; id: string },
): Promise<boolean> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ planPolicies }) =>
    planPolicies.removeDraft(creditorId, id),
  )
}
