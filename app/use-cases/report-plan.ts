import type { OutcomeEventDraft, OutcomeEventType, OutcomeInvoice } from '~/domain/outcome-event'
import type { PaymentPlan, PlanEntry } from '~/domain/payment-plan'
import type { PlanProposal } from '~/domain/plan-proposal'

/** The outcome event of one step of a plan before or at its agreement. Nothing of an invoice moves by being planned. */
export function describePlanOutcome(
  plan: PaymentPlan,
  type: OutcomeEventType,
  entry: PlanEntry,
  { proposal, chargesNumber, supersedes }: { proposal: PlanProposal; chargesNumber?: string; supersedes?: string },
): OutcomeEventDraft {
  const { creditorId, debtorId, currency } = plan
  const { verdict } = proposal
  return {
    ...{ creditorId, debtorId, type, occurredAt: entry.at },
    data: {
      plan: {
        ...{ id: plan.id, reference: plan.reference, status: plan.status, currency },
        ...{ principalMinor: plan.principalMinor, feeMinor: plan.feeMinor, interestMinor: plan.interestMinor },
        ...{ totalMinor: plan.totalMinor, frequency: plan.frequency, autopay: plan.autopay },
        instalments: proposal.schedule.map(({ number, dueOn, amountMinor }) => ({ number, dueOn, amountMinor })),
        invoices: proposal.invoices.map(({ number, amountMinor }) => ({ number, amountMinor })),
        ...(verdict.kind === 'outside' && plan.status === 'proposed'
          ? { outside: verdict.reasons.map(({ code }) => code) }
          : {}),
        ...(chargesNumber === undefined ? {} : { chargesNumber }),
        ...(supersedes === undefined ? {} : { supersedes }),
        ...(plan.documentSha256 === null ? {} : { documentSha256: plan.documentSha256 }),
        ...(plan.agreedAt === null ? {} : { agreedAt: plan.agreedAt.toISOString() }),
        ...{ side: entry.side, step: entry.step },
        ...(entry.text === '' ? {} : { text: entry.text }),
      },
      invoices: proposal.invoices.map(({ number }): OutcomeInvoice => ({
        ...{ number, currency, kind: 'invoice', amountMinor: 0 },
      })),
    },
  }
}
