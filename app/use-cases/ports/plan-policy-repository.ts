import type { CreditorId } from '~/domain/ids'
import type { PlanPolicyDraft, PlanPolicyVersion } from '~/domain/plan-policy-version'

/** What creditors permit of payment plans. Versions are append-only and debtors' transactions may read them; drafts are not for those. */
export interface PlanPolicyRepository {
  /** What counts at that instant; null where no version has begun. */
  findInForce(creditorId: CreditorId, at: Date): Promise<PlanPolicyVersion | null>
  /** Newest version first. */
  listVersions(creditorId: CreditorId, limit: number): Promise<PlanPolicyVersion[]>
  /** False when there is a version of that number already: somebody else was first. */
  append(version: PlanPolicyVersion): Promise<boolean>
  /** By name. */
  listDrafts(creditorId: CreditorId): Promise<PlanPolicyDraft[]>
  findDraft(creditorId: CreditorId, id: string): Promise<PlanPolicyDraft | null>
  /** False when there is a draft of that name already. */
  insertDraft(draft: PlanPolicyDraft): Promise<boolean>
  /** Writes a draft over its revision before; false when that is not what is kept any more. */
  replaceDraft(draft: PlanPolicyDraft): Promise<boolean>
  /** False when there is none. */
  removeDraft(creditorId: CreditorId, id: string): Promise<boolean>
}
