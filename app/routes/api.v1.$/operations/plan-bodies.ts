/** A payment plan as the API gives it. */
import { z } from 'zod'
import { PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import { INSTALMENT_STATUSES, PLAN_STATUSES, PLAN_STEPS, readPlanTurn } from '~/domain/payment-plan'
import type { ListedPlan } from '~/use-cases/ports/plan-repository'
import type { PlanView } from '~/use-cases/read-plans'
import { currency, day, instant, minor, sha256 } from '../schemas'

const side = z.enum(['debtor', 'creditor'])

export const planSchema = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    status: z.enum(PLAN_STATUSES),
    turn: side.nullable().meta({ description: 'Whose answer the terms wait for' }),
    debtor: z.string().meta({ description: 'External id' }),
    debtorName: z.string(),
    currency,
    principalMinor: minor,
    feeMinor: minor,
    interestMinor: minor,
    totalMinor: minor.meta({ description: 'What the instalments sum to' }),
    downPaymentMinor: minor,
    frequency: z.enum(PLAN_FREQUENCIES),
    autopay: z.boolean().meta({ description: 'Collected from a saved method' }),
    policyVersion: z.int(),
    language: z.string().meta({ description: 'In which the debtor read it' }),
    proposedBy: side,
    proposedAt: instant,
    agreedAt: instant.nullable(),
    agreedBy: z.string().nullable().meta({ description: 'policy, user:<id> or key:<id>' }),
    endedAt: instant.nullable(),
    documentSha256: sha256.nullable().meta({ description: 'Of agreement.pdf, lower-case hex' }),
    supersedesId: z.uuid().nullable().meta({ description: 'Of the plan whose place it takes when it is agreed' }),
    version: z.int().meta({ description: 'Raised by every step: an answer names the one that was read' }),
  })
  .meta({ id: 'PaymentPlan' })

export const planDetailSchema = z
  .object({
    plan: planSchema,
    outside: z
      .array(z.string())
      .meta({ description: 'Why it was not agreed at once: the bounds of the policy that the terms cross' }),
    consent: z
      .object({ name: z.string().nullable(), email: z.string(), agreedAt: instant, text: z.string() })
      .nullable()
      .meta({ description: 'Of the debtor to the terms that stand, by a one-time code sent to that address' }),
    invoices: z.array(z.object({ number: z.string(), amountMinor: minor })),
    chargesNumber: z.string().nullable().meta({ description: 'Number of the invoice of fee and interest' }),
    instalments: z.array(
      z.object({
        number: z.int().meta({ description: '0 for a down payment' }),
        dueOn: day,
        amountMinor: minor,
        principalMinor: minor,
        chargesMinor: minor,
        paidMinor: minor,
        status: z.enum(INSTALMENT_STATUSES).nullable().meta({ description: 'null until agreed' }),
      }),
    ),
    entries: z.array(
      z.object({
        id: z.uuid(),
        at: instant,
        side,
        step: z.enum(PLAN_STEPS),
        author: z.string().nullable().meta({ description: 'Name' }),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'PaymentPlanDetail' })

export function describePlan(plan: ListedPlan): z.input<typeof planSchema> {
  const { id, reference, status, currency: code, frequency, autopay, policyVersion, language, proposedBy } = plan
  const { principalMinor, feeMinor, interestMinor, totalMinor, downPaymentMinor, documentSha256, version } = plan
  return {
    ...{ id, reference, status, frequency, autopay, policyVersion, language, proposedBy, documentSha256, version },
    ...{ principalMinor, feeMinor, interestMinor, totalMinor, downPaymentMinor, agreedBy: plan.agreedBy },
    turn: readPlanTurn(status),
    currency: code,
    supersedesId: plan.supersedesId,
    debtor: plan.debtorExternalId,
    debtorName: plan.debtorName,
    proposedAt: plan.proposedAt.toISOString(),
    agreedAt: plan.agreedAt?.toISOString() ?? null,
    endedAt: plan.endedAt?.toISOString() ?? null,
  }
}

export function describePlanDetail(view: PlanView): z.input<typeof planDetailSchema> {
  const { plan, proposal, entries, instalments, invoices } = view
  const { consent, chargeInvoiceId } = plan
  const planned =
    instalments.length === 0
      ? proposal.schedule.map((instalment) => ({ ...instalment, paidMinor: 0, status: null }))
      : instalments
  return {
    plan: describePlan(plan),
    outside: proposal.verdict.kind === 'outside' ? proposal.verdict.reasons.map(({ code }) => code) : [],
    consent: consent && {
      ...{ name: consent.name, email: consent.email, text: consent.text },
      agreedAt: consent.agreedAt.toISOString(),
    },
    invoices: proposal.invoices.map(({ number, amountMinor }) => ({ number, amountMinor })),
    chargesNumber: invoices.find(({ invoiceId }) => invoiceId === chargeInvoiceId)?.number ?? null,
    instalments: planned.map((instalment) => ({
      ...{ number: instalment.number, dueOn: instalment.dueOn, amountMinor: instalment.amountMinor },
      ...{ principalMinor: instalment.principalMinor, chargesMinor: instalment.chargesMinor },
      ...{ paidMinor: instalment.paidMinor, status: instalment.status },
    })),
    entries: entries.map(({ id, at, side: by, step, authorName, text }) => ({
      ...{ id, step, text, side: by, at: at.toISOString(), author: authorName },
    })),
  }
}
