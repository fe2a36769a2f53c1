/** Plan policies over time: what counted from when on, and what is being prepared. */
import type { CreditorId } from './ids'
import type { PlanPolicy } from './plan-policy'

/** Never edited. Of those that have begun, the one that began last counts, and of two from one instant the later version. */
export interface PlanPolicyVersion {
  readonly creditorId: CreditorId
  /** From 1, without gaps. */
  readonly version: number
  readonly body: PlanPolicy
  /** From when on it counts for what is shaped; may be ahead. */
  readonly effectiveAt: Date
  readonly createdAt: Date
  /** 'user:<id>' | 'key:<id>' | 'system' */
  readonly createdBy: string
}

/** A policy that somebody is still at. It counts for nobody until it is published as a version. */
export interface PlanPolicyDraft {
  readonly creditorId: CreditorId
  readonly id: string
  /** By which people know it; unique per creditor. */
  readonly name: string
  readonly body: PlanPolicy
  /** From 1, raised by every change. */
  readonly revision: number
  readonly savedAt: Date
  /** 'user:<id>' | 'key:<id>' */
  readonly savedBy: string
}

/** The version that counts at an instant; null where none has begun, so that nobody is offered a plan. */
export function findVersionInForce(versions: readonly PlanPolicyVersion[], at: Date): PlanPolicyVersion | null {
  const begun = versions.filter(({ effectiveAt }) => effectiveAt <= at)
  return begun.toSorted(compareLatest)[0] ?? null
}

/** The versions that are yet to begin, the next one first; those that another from the same instant on replaces are left out. */
export function listVersionsAhead(versions: readonly PlanPolicyVersion[], at: Date): PlanPolicyVersion[] {
  return versions
    .filter(({ effectiveAt }) => effectiveAt > at)
    .toSorted((left, right) => compareLatest(right, left))
    .filter((version, index, ahead) => ahead[index + 1]?.effectiveAt.getTime() !== version.effectiveAt.getTime())
}

function compareLatest(left: PlanPolicyVersion, right: PlanPolicyVersion): number {
  return right.effectiveAt.getTime() - left.effectiveAt.getTime() || right.version - left.version
}
