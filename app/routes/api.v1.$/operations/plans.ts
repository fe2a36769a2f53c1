/** Payment plans: read, and answered while they are talked over. */
import { z } from 'zod'
import { namePlanEnd } from '~/domain/payment-plan'
import { deriveEntryId } from '../derive-entry-id'
import { defineOperation, describeCaller, type Operation } from '../operation'
import { debtorNumber, pageLimit } from '../schemas'
import { describePlan, describePlanDetail, planDetailSchema, planSchema } from './plan-bodies'
import { describePlanProblem } from './plan-problems'
import { readPlanTerms, termFields, words } from './plan-terms-body'

const idPath = z.object({ id: z.uuid() })

const readVersion = z.int().min(1).meta({ description: 'The one that you read: 409 where something happened since' })

/** Opaque to the caller: how many there are before the page. */
const cursor = z
  .base64url()
  .max(100)
  .transform((text) => Number(Buffer.from(text, 'base64url').toString('utf8')))
  .pipe(z.int().min(0).max(10_000_000))

const listPlans = defineOperation({
  method: 'GET',
  path: '/plans',
  id: 'listPlans',
  summary: 'Payment plans: proposed, agreed and over',
  querySchema: z.strictObject({
    state: z
      .enum(['creditor', 'debtor', 'in_force', 'open', 'ended', 'all'])
      .default('open')
      .meta({ description: 'creditor, debtor: whose answer is waited for. open: all that are not ended' }),
    order: z
      .enum(['age', 'amount', 'newest'])
      .default('age')
      .meta({ description: 'amount: by currency in alphabetical order, of each the largest first' }),
    debtor: debtorNumber.optional(),
    cursor: cursor.optional().meta({ description: 'nextCursor of the page before', type: 'string' }),
    limit: pageLimit(200, 50),
  }),
  output: {
    status: 200,
    schema: z.object({ plans: z.array(planSchema), count: z.int(), nextCursor: z.string().nullable() }),
  },
  async handle({ app, creditor, query: { state, order, debtor, cursor: offset = 0, limit } }) {
    const { plans, count } = await app.listPlans(
      { creditorId: creditor.id },
      { state, order, offset, limit, ...(debtor === undefined ? {} : { debtorExternalId: debtor }) },
    )
    const next = offset + plans.length
    const nextCursor = next < count && plans.length > 0 ? Buffer.from(String(next)).toString('base64url') : null
    return { body: { plans: plans.map(describePlan), count, nextCursor } }
  },
})

const getPlan = defineOperation({
  method: 'GET',
  path: '/plans/{id}',
  id: 'getPlan',
  summary: 'A payment plan with its instalments, its invoices and its thread',
  pathSchema: idPath,
  output: { status: 200, schema: planDetailSchema },
  problems: ['unknown-plan'],
  async handle({ app, creditor, path }) {
    const view = await app.readPlan({ creditorId: creditor.id }, path.id)
    return view ? { body: describePlanDetail(view) } : { problem: 'unknown-plan' }
  },
})

const getAgreement = defineOperation({
  method: 'GET',
  path: '/plans/{id}/agreement.pdf',
  id: 'getPlanAgreement',
  summary: 'The agreement on a plan as it was issued, byte for byte',
  description: 'Its SHA-256 is the plan’s documentSha256; the verification code on it is checked on /trust.',
  pathSchema: idPath,
  output: { status: 200, schema: null, mediaType: 'application/pdf' },
  problems: ['unknown-plan'],
  async handle({ app, creditor, path }) {
    const file = await app.readAgreement({ creditorId: creditor.id }, path.id)
    return file ? { body: null, file } : { problem: 'unknown-plan' }
  },
})

const addPlanEntry = defineOperation({
  method: 'POST',
  path: '/plans/{id}/entries',
  id: 'addPlanEntry',
  summary: 'Say something about a plan that is not agreed',
  description: 'The debtor reads it and is told by mail.',
  isRepeatable: true,
  pathSchema: idPath,
  body: z.strictObject({ text: words.min(1) }),
  output: { status: 201, schema: planDetailSchema },
  problems: ['unknown-plan', 'plan-step-impossible'],
  async handle({ app, creditor, apiKeyId, idempotencyKey, language, path: { id }, body: { text } }) {
    const actor = describeCaller({ creditor, apiKeyId })
    const entryId = deriveEntryId('plan', id, idempotencyKey)
    const done = await app.sayToPlan({ actor, planId: id, entryId, step: 'said', text })
    const view = await app.readPlan({ creditorId: creditor.id }, id)
    if (!view) return { problem: 'unknown-plan' }
    return done.ok
      ? { body: describePlanDetail(view) }
      : describePlanProblem(done.failure, { plan: view.plan, language })
  },
})

const answerPlan = defineOperation({
  method: 'POST',
  path: '/plans/{id}/answer',
  id: 'answerPlan',
  summary: 'Accept the debtor’s terms, put others forward, or end the plan',
  description:
    'accept puts the plan in force as the debtor agreed to it. counter puts your terms over the same invoices, with what is due of them now; the debtor agrees to them by a one-time code. decline ends it, also a plan that you offered, and the debtor reads the text.',
  isRepeatable: true,
  pathSchema: idPath,
  body: z.discriminatedUnion('answer', [
    z.strictObject({ answer: z.literal('accept'), version: readVersion, text: words.default('') }),
    z.strictObject({ answer: z.literal('decline'), text: words.min(1) }),
    z.strictObject({
      answer: z.literal('counter'),
      version: readVersion,
      text: words.min(1),
      ...termFields,
      feeMinor: termFields.feeMinor.meta({ description: 'That of the terms before where it is absent' }),
    }),
  ]),
  output: { status: 201, schema: planDetailSchema },
  problems: ['unknown-plan', 'plan-step-impossible', 'plan-changed', 'plan-refused'],
  async handle({ app, creditor, apiKeyId, idempotencyKey, language, path: { id }, body }) {
    const reader = { creditorId: creditor.id }
    const actor = describeCaller({ creditor, apiKeyId })
    const step = { planId: id, entryId: deriveEntryId('plan', id, idempotencyKey), text: body.text }
    const view = await app.readPlan(reader, id)
    if (!view) return { problem: 'unknown-plan' }
    const done =
      body.answer === 'accept'
        ? await app.acceptPlan({ ...step, ...actor, version: body.version })
        : body.answer === 'decline'
          ? await app.sayToPlan({ ...step, actor, step: namePlanEnd(view.plan, 'creditor') })
          : await app.counterPlan({ ...step, actor, version: body.version, ...readPlanTerms(body) })
    const after = (await app.readPlan(reader, id)) ?? view
    return done.ok
      ? { body: describePlanDetail(after) }
      : describePlanProblem(done.failure, { plan: after.plan, language })
  },
})

export const planOperations: readonly Operation[] = [listPlans, getPlan, getAgreement, addPlanEntry, answerPlan]
