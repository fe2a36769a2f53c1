/** What plans may be: published versions, drafts, and what a debtor would be offered. */
import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import type { PlanPolicyDraft, PlanPolicyVersion } from '~/domain/plan-policy-version'
import { defineOperation, type Operation } from '../operation'
import { day, instant } from '../scalars'
import { planPolicy } from './plan-policy-bodies'
import { refuseDay, refuseFaulty } from './plan-policy-refusals'
import { simulate } from './plan-simulation'

const publishedPolicy = z
  .object({
    kind: z.literal('plan'),
    version: z.int().meta({ description: '0 while you have said nothing, and nobody is offered a plan' }),
    effectiveAt: instant.nullable().meta({ description: 'From when on it counts' }),
    changedAt: instant.nullable(),
    changedBy: z.string().nullable().meta({ description: 'user:<id>, key:<id> or system' }),
    policy: planPolicy,
  })
  .meta({ id: 'PublishedPlanPolicy' })

const keptDraft = z
  .object({
    name: z.string(),
    revision: z.int().meta({ description: 'Raised by every change' }),
    savedAt: instant,
    savedBy: z.string(),
    policy: planPolicy,
  })
  .meta({ id: 'PlanPolicyDraft' })

const draftName = z.object({ name: z.string().trim().min(1).max(60) })

const NOTHING_SAID = {
  kind: 'plan' as const,
  version: 0,
  effectiveAt: null,
  changedAt: null,
  changedBy: null,
  policy: { bands: [], overrides: [] },
}

function describeVersion({ version, effectiveAt, createdAt, createdBy, body }: PlanPolicyVersion) {
  return {
    kind: 'plan' as const,
    version,
    effectiveAt: effectiveAt.toISOString(),
    changedAt: createdAt.toISOString(),
    changedBy: createdBy,
    policy: writePolicy(body),
  }
}

function describeDraft({ name, revision, savedAt, savedBy, body }: PlanPolicyDraft) {
  return { name, revision, savedAt: savedAt.toISOString(), savedBy, policy: writePolicy(body) }
}

/** The same policy, as arrays that may be written to. */
function writePolicy(body: PlanPolicyVersion['body']): z.input<typeof planPolicy> {
  return planPolicy.parse(structuredClone(body))
}

const getPlanPolicy = defineOperation({
  method: 'GET',
  path: '/policies/plan',
  id: 'getPlanPolicy',
  summary: 'Read what plans may be',
  description: 'The version that counts now, and those that are published for days to come.',
  output: { status: 200, schema: publishedPolicy.extend({ ahead: z.array(publishedPolicy) }) },
  async handle({ app, creditor }) {
    const { inForce, ahead } = await app.readPlanPolicies({ creditorId: creditor.id })
    const current = inForce === null ? NOTHING_SAID : describeVersion(inForce)
    return { body: { ...current, ahead: ahead.map(describeVersion) } }
  },
})

const putPlanPolicy = defineOperation({
  method: 'PUT',
  path: '/policies/plan',
  id: 'putPlanPolicy',
  summary: 'Publish what plans may be',
  description:
    'Adds a version that counts at once, or from a day on. Plans that were agreed before keep their own terms. A policy that counts then anyway adds none.',
  querySchema: z.strictObject({
    basedOn: z.coerce.number().int().min(0).optional().meta({
      description: 'The newest version that you read: 409 where there is another by now',
      type: 'integer',
    }),
    effectiveOn: day
      .optional()
      .meta({ description: 'First day on which it counts, in your time zone; today or later' }),
  }),
  body: planPolicy,
  output: { status: 200, schema: publishedPolicy },
  problems: ['policy-refused', 'policy-changed'],
  async handle({ app, creditor, apiKeyId, query, body }) {
    const effectiveOn = query.effectiveOn === undefined ? null : parseCalendarDay(query.effectiveOn)
    if (query.effectiveOn !== undefined && effectiveOn === null) {
      return refuseDay('effectiveOn', 'query', 'is no day of the calendar')
    }
    const published = await app.publishPlanPolicy({
      ...{ creditorId: creditor.id, body, effectiveOn, publishedBy: `key:${apiKeyId}` },
      basedOn: query.basedOn ?? null,
      draftId: null,
    })
    if (published.ok) return { body: describeVersion(published.value) }
    const refusal = published.failure
    if (refusal.kind === 'faulty') return refuseFaulty(refusal.faults)
    if (refusal.kind === 'effective_in_the_past') {
      return refuseDay('effectiveOn', 'query', `is before ${refusal.earliestOn}`)
    }
    return { problem: 'policy-changed', detail: `version ${refusal.version} is the newest now` }
  },
})

const listDrafts = defineOperation({
  method: 'GET',
  path: '/policies/plan/drafts',
  id: 'listPlanPolicyDrafts',
  summary: 'Drafts of what plans may be, by name',
  output: { status: 200, schema: z.object({ drafts: z.array(keptDraft) }) },
  async handle({ app, creditor }) {
    const { drafts } = await app.readPlanPolicies({ creditorId: creditor.id })
    return { body: { drafts: drafts.map(describeDraft) } }
  },
})

const putDraft = defineOperation({
  method: 'PUT',
  path: '/policies/plan/drafts/{name}',
  id: 'putPlanPolicyDraft',
  summary: 'Keep a draft of what plans may be',
  description: 'It counts for nobody until it is published by putting it as the policy.',
  pathSchema: draftName,
  body: planPolicy,
  output: { status: 200, schema: keptDraft },
  problems: ['policy-refused', 'policy-changed'],
  async handle({ app, creditor, apiKeyId, path: { name }, body }) {
    const { drafts } = await app.readPlanPolicies({ creditorId: creditor.id })
    const kept = drafts.find((draft) => draft.name === name)
    const saved = await app.keepPlanPolicyDraft({
      ...{ creditorId: creditor.id, id: kept?.id ?? null, name, body },
      ...{ savedBy: `key:${apiKeyId}`, basedOn: null },
    })
    if (saved.ok) return { body: describeDraft(saved.value) }
    return saved.failure.kind === 'faulty' ? refuseFaulty(saved.failure.faults) : { problem: 'policy-changed' }
  },
})

const deleteDraft = defineOperation({
  method: 'DELETE',
  path: '/policies/plan/drafts/{name}',
  id: 'deletePlanPolicyDraft',
  summary: 'Throw a draft away',
  pathSchema: draftName,
  output: { status: 204, schema: null },
  problems: ['not-found'],
  async handle({ app, creditor, path: { name } }) {
    const { drafts } = await app.readPlanPolicies({ creditorId: creditor.id })
    const kept = drafts.find((draft) => draft.name === name)
    const removed = kept && (await app.removePlanPolicyDraft({ creditorId: creditor.id, id: kept.id }))
    return removed ? { body: null } : { problem: 'not-found' }
  },
})

export const planPolicyOperations: readonly Operation[] = [
  getPlanPolicy,
  putPlanPolicy,
  listDrafts,
  putDraft,
  deleteDraft,
  simulate,
]
