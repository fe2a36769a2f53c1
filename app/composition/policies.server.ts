/** Wires what creditors permit: read and changed by the API, the console and the demo's seed. */
import type { PolicyKind } from '~/domain/creditor-policy'
import type { CreditorId } from '~/domain/ids'
import { changePolicy, type PolicyChange } from '~/use-cases/change-policy'
import type { Clock } from '~/use-cases/ports/clock'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { listPolicyVersions, readPolicy } from '~/use-cases/read-policy'

/** Whose policy, and which. */
interface PolicyAddress<Kind extends PolicyKind> {
  creditorId: CreditorId
  kind: Kind
}

export function wirePolicies(deps: { unitOfWork: UnitOfWork; clock: Clock }) {
  return {
    readPolicy: <Kind extends PolicyKind>(address: PolicyAddress<Kind>) => readPolicy(deps, address),
    listPolicyVersions: <Kind extends PolicyKind>(address: PolicyAddress<Kind>) => listPolicyVersions(deps, address),
    changePolicy: <Kind extends PolicyKind>(change: PolicyChange<Kind>) => changePolicy(deps, change),
  }
}
