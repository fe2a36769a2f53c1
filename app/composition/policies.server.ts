/** Wires what creditors permit, read and changed by the API and the console, and the exchange rates they quote by. */
import type { PolicyKind } from '~/domain/creditor-policy'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { changePolicy, type PolicyChange } from '~/use-cases/change-policy'
import { keepPlanPolicyDraft, removePlanPolicyDraft, type DraftToKeep } from '~/use-cases/keep-plan-policy-draft'
import { listPolicyVersions } from '~/use-cases/list-policy-versions'
import type { Clock } from '~/use-cases/ports/clock'
import type { IdSource } from '~/use-cases/ports/ids'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { publishPlanPolicy, type PlanPolicyPublication } from '~/use-cases/publish-plan-policy'
import { readExchangeRates } from '~/use-cases/read-exchange-rates'
import { readPlanExtension } from '~/use-cases/read-plan-extension'
import { readPlanOffer } from '~/use-cases/read-plan-offer'
import { readPlanPolicies } from '~/use-cases/read-plan-policies'
import { readPolicy } from '~/use-cases/read-policy'
import { simulatePlanPolicy, type PlanSimulationQuestion } from '~/use-cases/simulate-plan-policy'
import { totalStatement } from '~/use-cases/total-statement'

/** Whose policy, and which. */
interface PolicyAddress<Kind extends PolicyKind> {
  creditorId: CreditorId
  kind: Kind
}

/** What a use case is asked, beside what it needs. */
type WithoutFirst<Parameters extends unknown[]> = Parameters extends [unknown, ...infer Rest] ? Rest : never

export function wirePolicies(deps: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource }) {
  return {
    readPolicy: <Kind extends PolicyKind>(address: PolicyAddress<Kind>) => readPolicy(deps, address),
    listPolicyVersions: <Kind extends PolicyKind>(address: PolicyAddress<Kind>) => listPolicyVersions(deps, address),
    readExchangeRates: (input: { creditorId: CreditorId; timeZone: string }) => readExchangeRates(deps, input),
    totalStatement: (...input: WithoutFirst<Parameters<typeof totalStatement>>) => totalStatement(deps, ...input),
    changePolicy: <Kind extends PolicyKind>(change: PolicyChange<Kind>) => changePolicy(deps, change),
    readPlanPolicies: (input: { creditorId: CreditorId }) => readPlanPolicies(deps, input),
    publishPlanPolicy: (publication: PlanPolicyPublication) => publishPlanPolicy(deps, publication),
    keepPlanPolicyDraft: (draft: DraftToKeep) => keepPlanPolicyDraft(deps, draft),
    removePlanPolicyDraft: (input: { creditorId: CreditorId; id: string }) => removePlanPolicyDraft(deps, input),
    simulatePlanPolicy: (question: PlanSimulationQuestion) => simulatePlanPolicy(deps, question),
    readPlanOffer: (input: { creditorId: CreditorId; debtorId: DebtorId }) => readPlanOffer(deps, input),
    readPlanExtension: (input: { creditorId: CreditorId; debtorId: DebtorId; planId: string }) =>
      readPlanExtension(deps, input),
  }
}
