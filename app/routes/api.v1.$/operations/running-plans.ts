/** Payment plans in force: moving an instalment, and ending one. */
import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { findUnstorableText } from '~/domain/storable-text'
import type { Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { PlanChangeRefusal } from '~/use-cases/change-plan'
import { defineOperation, describeCaller, type Operation } from '../operation'
import type { Problem } from '../problem'
import { day } from '../schemas'
import { describePlanDetail, planDetailSchema } from './plan-bodies'

const moveInstalment = defineOperation({
  method: 'POST',
  path: '/plans/{id}/instalments/{number}/move',
  id: 'moveInstalment',
  summary: 'Move the day of an instalment',
  description:
    'Of one that is to come or due and not being paid, to any day after today and not past the next instalment, nor before one that is to be paid first. The debtor is told by mail. Moved to the day it has, nothing happens.',
  isRepeatable: true,
  pathSchema: z.object({ id: z.uuid(), number: z.coerce.number().int().min(0).max(1_000) }),
  body: z.strictObject({ toOn: day }),
  output: { status: 201, schema: planDetailSchema },
  problems: ['unknown-plan', 'plan-step-impossible', 'plan-refused'],
  async handle({ app, creditor, apiKeyId, language, path: { id, number }, body }) {
    const toOn = parseCalendarDay(body.toOn)
    if (!toOn) throw new Error('a day that was checked is none')
    const actor = describeCaller({ creditor, apiKeyId })
    const moved = await app.moveInstalment({ actor, planId: id, number, toOn })
    const view = await app.readPlan({ creditorId: creditor.id }, id)
    if (!view) return { problem: 'unknown-plan' }
    return moved.ok ? { body: describePlanDetail(view) } : toProblem(moved.failure, view.plan.status, language)
  },
})

const endPlan = defineOperation({
  method: 'POST',
  path: '/plans/{id}/end',
  id: 'endPlan',
  summary: 'End a plan before it is paid',
  description:
    'What is left of it is due again, interest that is not earned is credited, and the debtor reads the text. Not while a payment for it is under way.',
  isRepeatable: true,
  pathSchema: z.object({ id: z.uuid() }),
  body: z.strictObject({
    text: z
      .string()
      .trim()
      .min(1)
      .max(5000)
      .refine((text) => findUnstorableText(text) === null, 'has a NUL character or half a surrogate pair'),
  }),
  output: { status: 201, schema: planDetailSchema },
  problems: ['unknown-plan', 'plan-step-impossible', 'plan-refused'],
  async handle({ app, creditor, apiKeyId, language, path: { id }, body }) {
    const actor = describeCaller({ creditor, apiKeyId })
    const ended = await app.cancelPlan({ actor, planId: id, text: body.text })
    const view = await app.readPlan({ creditorId: creditor.id }, id)
    if (!view) return { problem: 'unknown-plan' }
    return ended.ok ? { body: describePlanDetail(view) } : toProblem(ended.failure, view.plan.status, language)
  },
})

function toProblem(refusal: PlanChangeRefusal, planStatus: string, language: Language): Problem {
  switch (refusal.kind) {
    case 'unknown_plan':
      return { problem: 'unknown-plan' }
    case 'day_out_of_range':
      return {
        problem: 'plan-refused',
        members: { reason: 'day-out-of-range', fromOn: refusal.fromOn, untilOn: refusal.untilOn },
      }
    case 'being_paid':
      return {
        problem: 'plan-step-impossible',
        detail: getTranslate(language)('instalment:running.fault.being_paid'),
        members: { planStatus, reason: 'being-paid' },
      }
    default:
      return { problem: 'plan-step-impossible', members: { planStatus } }
  }
}

export const runningPlanOperations: readonly Operation[] = [moveInstalment, endPlan]
