/** What a debtor may plan on a day, and the plans that are shaped of it. Amounts are minor units. */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import { findPermittedPlan, permitsPlans, type PlanPolicy } from './plan-policy'
import {
  shapePlanProposal,
  type PlanFault,
  type PlanProposal,
  type PlanShape,
  type ProposalGround,
} from './plan-proposal'
import type { ExtendedPlan } from './plan-extension'
import type { PlanProposalForm } from './plan-proposal-form'
import { fail, succeed, type Result } from './result'

/** What a debtor may plan on a day. */
export interface PlanGround {
  /** The creditor's number of the debtor, by which its policy knows it. */
  debtor: string
  startOn: CalendarDay
  policy: PlanPolicy
  policyVersion: number
  /** Those in which plans are offered and something is due now; the one with the most invoices first. */
  currencies: PlanCurrency[]
  /** The plan that is to give way; what is left of it counts as due then. Null for a plan beside all others. */
  extended: ExtendedPlan | null
}

export interface PlanCurrency {
  currency: CurrencyCode
  /** Of which something is due now, oldest due first. */
  invoices: InvoiceBalance[]
  /** The sum that is due now of them. */
  totalMinor: number
}

export type PlanRefusal =
  /** The creditor offers this debtor no plans in this currency. */
  | { kind: 'not_permitted' }
  /** These are not due now any more, or never were. */
  | { kind: 'invoices_not_due'; numbers: string[] }
  | { kind: 'impossible'; faults: readonly PlanFault[] }
  /** The day, a balance or the policy changed since it was shown: this is what it would be now. */
  | { kind: 'changed'; proposal: PlanProposal }

/** The currencies in which a debtor is offered plans over its open invoices. */
export function groupPlannable(policy: PlanPolicy, debtor: string, open: readonly InvoiceBalance[]): PlanCurrency[] {
  const due = open.filter((invoice) => computeDueNow(invoice) > 0)
  return [...new Set(due.map(({ currency }) => currency))]
    .filter((currency) => permitsPlans(policy, debtor, currency))
    .map((currency) => {
      const invoices = due.filter((invoice) => invoice.currency === currency)
      return { currency, invoices, totalMinor: invoices.reduce((sum, invoice) => sum + computeDueNow(invoice), 0) }
    })
    .toSorted((left, right) => right.invoices.length - left.invoices.length)
}

/** What can be added to the plan that is to give way; all that can be planned where there is none. */
export function listAddable({ extended }: Pick<PlanGround, 'extended'>, { invoices }: PlanCurrency): InvoiceBalance[] {
  return invoices.filter(({ number }) => !extended?.numbers.includes(number))
}

/** Whether more can be planned than what is left of the plan that is to give way. */
export function hasAddable(ground: PlanGround): boolean {
  return ground.currencies.some((currency) => listAddable(ground, currency).length > 0)
}

/**
 * What a plan over all that is due now of the invoices named stands on; over every invoice of the currency for null. It
 * takes whatever is left of the plan that is to give way.
 */
export function groundPlan(
  { policy, policyVersion, debtor, startOn, currencies, extended }: PlanGround,
  currency: CurrencyCode,
  numbers: readonly string[] | null,
): Result<ProposalGround, PlanRefusal> {
  if (!permitsPlans(policy, debtor, currency)) return fail({ kind: 'not_permitted' })
  const due = currencies.find((entry) => entry.currency === currency)?.invoices ?? []
  const missing = (numbers ?? []).filter((number) => !due.some((invoice) => invoice.number === number))
  if (missing.length > 0) return fail({ kind: 'invoices_not_due', numbers: missing })
  const invoices = due
    .filter(({ number }) => numbers === null || numbers.includes(number) || extended?.numbers.includes(number))
    .map((invoice) => ({ invoiceId: invoice.id, number: invoice.number, amountMinor: computeDueNow(invoice) }))
  const totalMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const permitted = findPermittedPlan(policy, { debtor, currency, totalMinor })
  if (permitted === null) return fail({ kind: 'not_permitted' })
  return succeed({ currency, invoices, startOn, permitted, policyVersion })
}

/** Shapes a plan over all that is due now of the invoices named; of every invoice of the currency for null. */
export function shapePlan(
  ground: PlanGround,
  { currency, numbers, shape }: { currency: CurrencyCode; numbers: readonly string[] | null; shape: PlanShape },
): Result<PlanProposal, PlanRefusal> {
  const grounded = groundPlan(ground, currency, numbers)
  if (!grounded.ok) return grounded
  const { extended } = ground
  if (extended && grounded.value.invoices.every(({ number }) => extended.numbers.includes(number))) {
    return fail({ kind: 'impossible', faults: [{ field: 'invoices', code: 'nothing_selected' }] })
  }
  const shaped = shapePlanProposal(grounded.value, shape)
  return shaped.ok ? shaped : fail({ kind: 'impossible', faults: shaped.failure })
}

/**
 * The proposal that a form posts, shaped anew from what counts now: nothing in it is believed but what the debtor chose.
 * One that differs from what was shown is not made.
 */
export function shapePostedPlan(ground: PlanGround, form: PlanProposalForm): Result<PlanProposal, PlanRefusal> {
  const { currency, invoices, shape, shown } = form
  const shaped = shapePlan(ground, { currency, numbers: invoices.map(({ number }) => number), shape })
  if (!shaped.ok) return shaped
  const proposal = shaped.value
  const isAsShown =
    proposal.startOn === shown.startOn &&
    proposal.policyVersion === shown.policyVersion &&
    proposal.totalMinor === shown.totalMinor &&
    invoices.every(({ number, amountMinor }) =>
      proposal.invoices.some((planned) => planned.number === number && planned.amountMinor === amountMinor),
    )
  return isAsShown ? succeed(proposal) : fail({ kind: 'changed', proposal })
}
