/** What can be done with a plan by its creditor, and what came of it. */
import { z } from 'zod'
import type { FieldProblem } from '~/components/form-field'
import { namePlanEnd } from '~/domain/payment-plan'
import { findUnstorableText } from '~/domain/storable-text'
import type { AppLoadContext } from '~/load-context'
import { describePlanRefusal } from '~/platform/http/agreement-form.server'
import { describeClerk, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { describeTermsRefusal, readPlanTerms } from '~/platform/http/plan-terms-form.server'
import type { PlanView } from '~/use-cases/read-plans'

export const PLAN_INTENTS = ['agree', 'counter', 'decline', 'say'] as const

const MOST_TEXT = 5000

const formSchema = z.object({
  intent: z.enum(PLAN_INTENTS),
  key: z.uuid(),
  version: z.coerce.number().int().min(1),
  text: z.string().default(''),
})

export interface PlanChange {
  form: (typeof PLAN_INTENTS)[number]
  /** Empty where it was done. */
  problems: FieldProblem[]
  typed: Record<string, string>
}

/** Carries out what a form asks for; null when it asks for nothing known. */
export async function changePlan(
  app: AppLoadContext['app'],
  visit: ConsoleVisit,
  { plan, proposal }: PlanView,
  form: URLSearchParams,
): Promise<PlanChange | null> {
  const parsed = formSchema.safeParse(Object.fromEntries(form))
  if (!parsed.success) return null
  const { t } = visit
  const { intent, key: entryId, version } = parsed.data
  const text = parsed.data.text.replaceAll('\r\n', '\n').trim()
  const change = { form: intent, typed: Object.fromEntries(form) }
  const textId = `${intent}-text`
  if (text.length > MOST_TEXT || findUnstorableText(text) !== null) {
    return { ...change, problems: [{ fieldId: textId, text: t('agreement:problem.text_long') }] }
  }
  const step = { planId: plan.id, entryId, text }
  const actor = describeClerk(visit)
  if (intent === 'counter') {
    const read = readPlanTerms(form, visit, proposal.currency)
    if (read.problems.length > 0 || !read.terms) return { ...change, problems: read.problems }
    const countered = await app.counterPlan({ ...step, actor, version, ...read.terms })
    return {
      ...change,
      problems: countered.ok ? [] : describeTermsRefusal(countered.failure, visit, proposal.currency),
    }
  }
  const done =
    intent === 'agree'
      ? await app.acceptPlan({ ...step, ...actor, version })
      : await app.sayToPlan({ ...step, actor, step: intent === 'decline' ? namePlanEnd(plan, 'creditor') : 'said' })
  if (done.ok) return { ...change, problems: [] }
  const problem = describePlanRefusal(done.failure, visit, 'creditor')
  return { ...change, problems: [problem.fieldId === 'text' ? { ...problem, fieldId: textId } : problem] }
}
