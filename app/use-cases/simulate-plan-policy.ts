import { dayOfInstant, startOfDay, type CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import type { PlanFrequency } from '~/domain/instalment-schedule'
import {
  DEFAULT_PLAN_POLICY,
  findPermittedPlan,
  findPlanPolicyFaults,
  permitsPlans,
  type PermittedPlan,
  type PlanPolicy,
} from '~/domain/plan-policy'
import { shapePlanProposal, type PlanProposal } from '~/domain/plan-proposal'
import { listLongestInside, suggestPlanShape } from '~/domain/plan-suggestion'
import type { PolicyFault } from '~/domain/policy-fault'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export interface PlanSimulationQuestion {
  creditorId: CreditorId
  /** The creditor's number of the debtor. */
  debtor: string
  /** In the creditor's time zone; not before today. */
  on: CalendarDay
  policy: { kind: 'in_force' } | { kind: 'draft'; id: string } | { kind: 'body'; body: PlanPolicy }
}

/** What a debtor would be offered on a day over all that is due of it today. */
export interface PlanSimulation {
  debtor: { externalId: string; name: string }
  on: CalendarDay
  /** The published version, where it is one; 0 where none counts that day. */
  version: number | null
  currencies: SimulatedCurrency[]
}

export interface SimulatedCurrency {
  currency: CurrencyCode
  /** Due now of so many invoices. */
  totalMinor: number
  invoiceCount: number
  /** Null where no plan is offered. */
  offer: SimulatedOffer | null
}

export interface SimulatedOffer {
  permitted: PermittedPlan
  /** What the page that shapes plans begins with. */
  first: PlanProposal
  /** The longest plan that is agreed at once, by frequency. */
  longest: readonly { readonly frequency: PlanFrequency; readonly proposal: PlanProposal | null }[]
}

export type SimulationRefusal =
  | { kind: 'no_debtor' }
  | { kind: 'no_draft' }
  | { kind: 'before_today'; today: CalendarDay }
  | { kind: 'faulty'; faults: PolicyFault[] }

/** Shows what a debtor would be offered, by a draft or by what counts on that day. Changes nothing. */
export async function simulatePlanPolicy(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtor: externalId, on, policy: asked }: PlanSimulationQuestion,
): Promise<Result<PlanSimulation, SimulationRefusal>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (creditor === null) throw new Error(`no creditor ${creditorId}`)
    const now = clock.now()
    const today = dayOfInstant(now, creditor.timeZone)
    if (on < today) return fail({ kind: 'before_today', today })
    const debtor = await transaction.debtors.findByExternalId(creditorId, externalId)
    if (!debtor) return fail({ kind: 'no_debtor' })
    const at = on === today ? now : startOfDay(on, creditor.timeZone)
    const found = await findPolicy(transaction, creditorId, asked, at)
    if (!found.ok) return found
    const { policy, version } = found.value
    const open = await transaction.invoices.listOpen(creditorId, debtor.id, 'invoice')
    const due = open.filter((invoice) => computeDueNow(invoice) > 0)
    const currencies = [...new Set(due.map(({ currency }) => currency))].map((currency) => {
      const invoices = due
        .filter((invoice) => invoice.currency === currency)
        .map((invoice) => ({ invoiceId: invoice.id, number: invoice.number, amountMinor: computeDueNow(invoice) }))
      const totalMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      const permitted = findPermittedPlan(policy, { debtor: externalId, currency, totalMinor })
      const isOffered = permitted !== null && permitsPlans(policy, externalId, currency)
      const ground = isOffered ? { currency, invoices, startOn: on, permitted, policyVersion: version ?? 0 } : null
      return { currency, totalMinor, invoiceCount: invoices.length, offer: ground && describeOffer(ground) }
    })
    return succeed({ debtor: { externalId, name: debtor.name }, on, version, currencies })
  })
}

function describeOffer(ground: Parameters<typeof suggestPlanShape>[0]): SimulatedOffer | null {
  const first = shapePlanProposal(ground, suggestPlanShape(ground))
  return first.ok ? { permitted: ground.permitted, first: first.value, longest: listLongestInside(ground) } : null
}

async function findPolicy(
  { planPolicies }: Transaction,
  creditorId: CreditorId,
  asked: PlanSimulationQuestion['policy'],
  at: Date,
): Promise<Result<{ policy: PlanPolicy; version: number | null }, SimulationRefusal>> {
  if (asked.kind === 'draft') {
    const draft = await planPolicies.findDraft(creditorId, asked.id)
    return draft ? succeed({ policy: draft.body, version: null }) : fail({ kind: 'no_draft' })
  }
  if (asked.kind === 'body') {
    const faults = findPlanPolicyFaults(asked.body)
    return faults.length === 0 ? succeed({ policy: asked.body, version: null }) : fail({ kind: 'faulty', faults })
  }
  const inForce = await planPolicies.findInForce(creditorId, at)
  return succeed({ policy: inForce?.body ?? DEFAULT_PLAN_POLICY, version: inForce?.version ?? 0 })
}
