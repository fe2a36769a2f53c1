import { readPlanEntry, readPlanQuery } from '~/components/planning/plan-entry'
import type { PlanShapePageProps } from '~/components/planning/plan-shape-page'
import { permits, type AccessRight } from '~/domain/access-scope'
import { computeEffectiveYearlyRate } from '~/domain/effective-yearly-rate'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import { multiplyBps } from '~/domain/money'
import { groundPlan, listAddable, shapePlan, type PlanCurrency, type PlanGround } from '~/domain/plan-ground'
import type { PlanProposal } from '~/domain/plan-proposal'
import type { Formatters } from '~/i18n/formatters'

interface Reading {
  creditorName: string
  scope: readonly AccessRight[]
  format: Formatters
}

/** The page of a plan as an address shapes it; null where the debtor is offered none, or nothing can be added. */
export function describeShapedPlan(
  offer: PlanGround,
  parameters: URLSearchParams,
  { creditorName, scope, format }: Reading,
): PlanShapePageProps | null {
  const query = readPlanQuery(parameters)
  const chosen = offer.currencies.find(({ currency }) => currency === query.currency) ?? offer.currencies[0]
  if (!chosen) return null
  const { currency } = chosen
  const addable = listAddable(offer, chosen)
  if (addable.length === 0) return null
  // Of an address that was kept, what is not due any more is left out.
  const numbers =
    query.numbers && query.numbers.filter((number) => chosen.invoices.some((invoice) => invoice.number === number))
  const frame = {
    creditorName,
    currency,
    otherCurrencies: offer.currencies.map((entry) => entry.currency).filter((code) => code !== currency),
    startOn: offer.startOn,
    extended: describeExtended(offer, chosen),
    isEveryInvoice: numbers === null,
    invoices: listInvoices(addable, numbers),
    mayAgree: permits(scope, 'agree'),
    format,
  }
  const grounded = groundPlan(offer, currency, numbers)
  if (!grounded.ok) return null
  const { permitted, invoices } = grounded.value
  const totalMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const { entry, shape, problems } = readPlanEntry(parameters, grounded.value, format)
  const shaped = shape && shapePlan(offer, { currency, numbers, shape })
  const proposal = shaped?.ok ? shaped.value : null
  const impossible = shaped && !shaped.ok && shaped.failure.kind === 'impossible' ? shaped.failure.faults : []
  return {
    ...frame,
    totalMinor,
    leastDownPaymentMinor: multiplyBps(totalMinor, permitted.envelope.leastDownPaymentBps),
    envelope: permitted.envelope,
    entry,
    problems: [...problems, ...impossible],
    proposal,
    effectiveRateBps: proposal && computePlanRate(proposal),
  }
}

/** The yearly cost of paying by plan instead of at once. */
function computePlanRate({ principalMinor, startOn, schedule }: PlanProposal): number | null {
  const payments = schedule.map(({ dueOn, amountMinor }) => ({ on: dueOn, amountMinor }))
  return computeEffectiveYearlyRate(principalMinor, startOn, payments)
}

function describeExtended({ extended }: PlanGround, { invoices }: PlanCurrency): PlanShapePageProps['extended'] {
  if (extended === null) return null
  const left = invoices.filter(({ number }) => extended.numbers.includes(number))
  const leftMinor = left.reduce((sum, invoice) => sum + computeDueNow(invoice), 0)
  return { id: extended.id, reference: extended.reference, leftMinor }
}

function listInvoices(
  addable: readonly InvoiceBalance[],
  numbers: readonly string[] | null,
): PlanShapePageProps['invoices'] {
  return addable.map((invoice) => ({
    number: invoice.number,
    dueOn: invoice.dueOn,
    amountMinor: computeDueNow(invoice),
    isChosen: numbers === null || numbers.includes(invoice.number),
  }))
}
