/** Wires what creditors permit, read and changed by the API and the console, and the exchange rates they quote by. */
import type { PolicyKind } from '~/domain/creditor-policy'
import type { CreditorId } from '~/domain/ids'
import { changePolicy, type PolicyChange } from '~/use-cases/change-policy'
import { listPolicyVersions } from '~/use-cases/list-policy-versions'
import type { Clock } from '~/use-cases/ports/clock'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { readExchangeRates } from '~/use-cases/read-exchange-rates'
import { readPolicy } from '~/use-cases/read-policy'
import { totalStatement } from '~/use-cases/total-statement'

/** Whose policy, and which. */
interface PolicyAddress<Kind extends PolicyKind> {
  creditorId: CreditorId
  kind: Kind
}

/** What a use case is asked, beside what it needs. */
type WithoutFirst<Parameters extends unknown[]> = Parameters extends [unknown, ...infer Rest] ? Rest : never

export function wirePolicies(deps: { unitOfWork: UnitOfWork; clock: Clock }) {
  return {
    readPolicy: <Kind extends PolicyKind>(address: PolicyAddress<Kind>) => readPolicy(deps, address),
    listPolicyVersions: <Kind extends PolicyKind>(address: PolicyAddress<Kind>) => listPolicyVersions(deps, address),
    readExchangeRates: (input: { creditorId: CreditorId; timeZone: string }) => readExchangeRates(deps, input),
    totalStatement: (...input: WithoutFirst<Parameters<typeof totalStatement>>) => totalStatement(deps, ...input),
    changePolicy: <Kind extends PolicyKind>(change: PolicyChange<Kind>) => changePolicy(deps, change),
  }
}
