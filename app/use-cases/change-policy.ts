import { findPolicyFaults, type PolicyBodies, type PolicyKind, type PolicyVersion } from '~/domain/creditor-policy'
import type { CreditorId } from '~/domain/ids'
import { toCanonicalJson } from '~/domain/outcome-event-chain'
import type { PolicyFault } from '~/domain/policy-fault'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'
import { toCurrentPolicy, type CurrentPolicy } from './read-policy'

export type PolicyRefusal =
  | { kind: 'faulty'; faults: PolicyFault[] }
  /** Somebody else changed it meanwhile; `version` is what counts now. */
  | { kind: 'changed_meanwhile'; version: number }

export interface PolicyChange<Kind extends PolicyKind> {
  creditorId: CreditorId
  kind: Kind
  body: PolicyBodies[Kind]
  /** 'user:<id>' | 'key:<id>' | 'system' */
  changedBy: string
  /** The version that was read before; null to change whatever counts. */
  basedOn: number | null
}

/** Adds a version of a policy. One that says what already counts changes nothing and adds none. */
export async function changePolicy<Kind extends PolicyKind>(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, kind, body, changedBy, basedOn }: PolicyChange<Kind>,
): Promise<Result<CurrentPolicy<Kind>, PolicyRefusal>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ policies, creditors, debtors }) => {
    const creditor = await creditors.findById(creditorId)
    if (creditor === null) throw new Error(`no creditor ${creditorId}`)
    const faults = findPolicyFaults(kind, body, creditor.gateways)
    if (faults.length > 0) return fail({ kind: 'faulty', faults })
    const newest = await policies.findNewest(creditorId, kind)
    const current = toCurrentPolicy(kind, newest)
    if (basedOn !== null && basedOn !== current.version) {
      return fail({ kind: 'changed_meanwhile', version: current.version })
    }
    if (toCanonicalJson(current.body) === toCanonicalJson(body)) return succeed(current)
    const version: PolicyVersion<Kind> = {
      creditorId,
      kind,
      version: current.version + 1,
      body,
      createdAt: clock.now(),
      createdBy: changedBy,
    }
    if (!(await policies.append(version))) return fail({ kind: 'changed_meanwhile', version: version.version })
    // What debtors are offered, their pages may show.
    await debtors.raiseEveryVersion(creditorId)
    return succeed(toCurrentPolicy(kind, version))
  })
}
