import { PLAN_EDGES, type PaymentPlan, type PlanEntry, type PlanSide, type PlanStatus } from '~/domain/payment-plan'
import type { PlanProposal } from '~/domain/plan-proposal'
import { findDisputeReader } from './find-dispute-reader'
import type { Transaction } from './ports/unit-of-work'
import { describePlanOutcome } from './report-plan'

export interface PlanStepRecord {
  /** As it stands after the step. */
  readonly plan: PaymentPlan
  /** Null for a plan that begins. */
  readonly from: PlanStatus | null
  readonly entry: PlanEntry
  /** The terms that stand. */
  readonly proposal: PlanProposal
  /** Who is told by mail. */
  readonly tells: readonly PlanSide[]
}

/**
 * Keeps one step of a plan in its thread, reports it by what its edge names, and has people told. A step of a surrounding
 * transaction, taken when the plan and the invoices have been written as they stand after it.
 */
export async function recordPlanEntry(transaction: Transaction, record: PlanStepRecord): Promise<void> {
  const { plan, from, entry, proposal, tells } = record
  await transaction.plans.insertEntry(plan, entry)
  const type = from === null ? 'plan.proposed' : entry.step === 'said' ? null : PLAN_EDGES[from][plan.status]
  if (type) {
    const chargesNumber = await findNumber(transaction, plan)
    await transaction.outcomeLog.append(
      describePlanOutcome(plan, type, entry, {
        proposal,
        ...(chargesNumber === null ? {} : { chargesNumber }),
        ...(plan.supersedesId === null ? {} : { supersedes: plan.supersedesId }),
      }),
    )
  }
  for (const side of tells) await tellPlanStep(transaction, plan, entry, side)
}

async function findNumber(
  { invoices }: Transaction,
  { creditorId, chargeInvoiceId }: PaymentPlan,
): Promise<string | null> {
  if (chargeInvoiceId === null) return null
  const [note] = await invoices.findByIds(creditorId, [chargeInvoiceId])
  return note?.number ?? null
}

/** Has one side told of a step by mail: the creditor at its support address, of the debtor's people who proposed it. */
async function tellPlanStep(
  transaction: Transaction,
  plan: PaymentPlan,
  { id: entryId }: Pick<PlanEntry, 'id'>,
  reader: PlanSide,
): Promise<void> {
  const { creditorId, debtorId, id: planId } = plan
  const about = { kind: 'plan-step' as const, creditorId, debtorId, planId, entryId, reader }
  if (reader === 'creditor') {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`plan ${planId} is of no creditor`)
    await transaction.jobs.enqueue('send-mail', { ...about, to: creditor.supportEmail, locale: creditor.defaultLocale })
    return
  }
  const found = await findDisputeReader(transaction, describePlanOpener(plan), { held: false })
  if (found) await transaction.jobs.enqueue('send-mail', { ...about, to: found.to, locale: found.locale })
}

/** Who began a plan, as those are described who began something with the creditor. */
export function describePlanOpener({
  creditorId,
  debtorId,
  linkId,
  proposerEmail,
  proposerName,
  language,
}: PaymentPlan) {
  return {
    ...{ creditorId, debtorId, linkId, locale: language },
    ...{ openedByEmail: proposerEmail, openedByName: proposerName },
  }
}
