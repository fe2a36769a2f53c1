/** What a debtor would be offered on a day, by a policy that need not count yet. */
import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import type { PlanProposal } from '~/domain/plan-proposal'
import type { PlanSimulation } from '~/use-cases/simulate-plan-policy'
import { defineOperation } from '../operation'
import { currency, day, minor } from '../scalars'
import { planPolicy, shapedPlan } from './plan-policy-bodies'
import { refuseDay, refuseFaulty } from './plan-policy-refusals'

const simulation = z
  .object({
    debtor: z.string(),
    on: day,
    version: z.int().nullable().meta({ description: 'The published version; null for a draft or the body’s policy' }),
    currencies: z.array(
      z.object({
        currency,
        totalMinor: minor.meta({ description: 'Due now' }),
        invoiceCount: z.int(),
        offer: z
          .object({
            first: shapedPlan.meta({ description: 'What the page begins with' }),
            longest: z
              .array(z.object({ frequency: z.string(), plan: shapedPlan.nullable() }))
              .meta({ description: 'With the most instalments that are agreed at once, by frequency' }),
          })
          .nullable()
          .meta({ description: 'null where no plan is offered' }),
      }),
    ),
  })
  .meta({ id: 'PlanSimulation' })

export const simulate = defineOperation({
  method: 'POST',
  path: '/policies/plan/simulations',
  id: 'simulatePlanPolicy',
  summary: 'See what a debtor would be offered on a day',
  description:
    'By a draft, by a policy in the body, or by what counts on that day. Over all that is due now; changes nothing.',
  isRepeatable: true,
  body: z.strictObject({
    debtor: z.string().min(1).max(200).meta({ description: 'Your own number of the debtor' }),
    on: day.meta({ description: 'Today or later, in your time zone' }),
    draft: z.string().exactOptional().meta({ description: 'Name of a draft' }),
    policy: planPolicy.exactOptional(),
  }),
  output: { status: 200, schema: simulation },
  problems: ['policy-refused', 'unknown-debtor', 'not-found'],
  async handle({ app, creditor, body }) {
    const on = parseCalendarDay(body.on)
    if (on === null) return refuseDay('on', 'body', 'is no day of the calendar')
    const { drafts } = await app.readPlanPolicies({ creditorId: creditor.id })
    const draft = drafts.find(({ name }) => name === body.draft)
    if (body.draft !== undefined && !draft) return { problem: 'not-found', detail: 'there is no draft of that name' }
    const simulated = await app.simulatePlanPolicy({
      ...{ creditorId: creditor.id, debtor: body.debtor, on },
      policy: body.policy
        ? { kind: 'body', body: body.policy }
        : draft
          ? { kind: 'draft', id: draft.id }
          : { kind: 'in_force' },
    })
    if (simulated.ok) return { body: describeSimulation(simulated.value) }
    const refusal = simulated.failure
    if (refusal.kind === 'no_debtor') return { problem: 'unknown-debtor' }
    if (refusal.kind === 'no_draft') return { problem: 'not-found' }
    if (refusal.kind === 'before_today') return refuseDay('on', 'body', `is before ${refusal.today}`)
    return refuseFaulty(refusal.faults, '/policy')
  },
})

function describeSimulation({ debtor, on, version, currencies }: PlanSimulation): z.input<typeof simulation> {
  return {
    ...{ debtor: debtor.externalId, on, version },
    currencies: currencies.map(({ offer, ...entry }) => ({
      ...entry,
      offer: offer && {
        first: describeProposal(offer.first),
        longest: offer.longest.map(({ frequency, proposal }) => ({
          frequency,
          plan: proposal && describeProposal(proposal),
        })),
      },
    })),
  }
}

function describeProposal(proposal: PlanProposal): z.input<typeof shapedPlan> {
  const { frequency, autopay, principalMinor, feeMinor, interestMinor, totalMinor, downPaymentMinor } = proposal
  return {
    ...{ frequency, autopay, principalMinor, feeMinor, interestMinor, totalMinor, downPaymentMinor },
    isAgreedAtOnce: proposal.verdict.kind === 'inside',
    schedule: [...proposal.schedule],
  }
}
