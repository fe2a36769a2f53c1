/** What the creditor can do with a plan in force, and what came of it. */
import { z } from 'zod'
import type { FieldProblem } from '~/components/form-field'
import { parseCalendarDay } from '~/domain/calendar-day'
import { findUnstorableText } from '~/domain/storable-text'
import type { AppLoadContext } from '~/load-context'
import { describeClerk, type ConsoleVisit } from '~/platform/http/console-visit.server'
import type { PlanChangeRefusal } from '~/use-cases/change-plan'

const LONGEST_TEXT = 5000

const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('move'), number: z.coerce.number().int().min(0), toOn: z.string() }),
  z.object({ intent: z.literal('cancel'), text: z.string() }),
])

export interface RunningPlanChange {
  done: 'moved' | 'canceled'
  /** Empty where it was done. */
  problems: FieldProblem[]
  typed: Record<string, string>
}

/** Carries out what a form asks for; null when it asks for nothing known. */
export async function changeRunningPlan(
  app: AppLoadContext['app'],
  visit: ConsoleVisit,
  planId: string,
  form: URLSearchParams,
): Promise<RunningPlanChange | null> {
  const parsed = formSchema.safeParse(Object.fromEntries(form))
  if (!parsed.success) return null
  const { t } = visit
  const actor = describeClerk(visit)
  const typed = Object.fromEntries(form)
  if (parsed.data.intent === 'move') {
    const toOn = parseCalendarDay(parsed.data.toOn.trim())
    const change = { done: 'moved' as const, typed }
    if (!toOn) return { ...change, problems: [{ fieldId: 'toOn', text: t('instalment:move.fault.noDay') }] }
    const moved = await app.moveInstalment({ actor, planId, number: parsed.data.number, toOn })
    return { ...change, problems: moved.ok ? [] : [{ fieldId: 'toOn', text: describeRefusal(moved.failure, visit) }] }
  }
  const text = parsed.data.text.replaceAll('\r\n', '\n').trim()
  const isText = text.length <= LONGEST_TEXT && findUnstorableText(text) === null
  const ended = await app.cancelPlan({ actor, planId, text: isText ? text : '' })
  const problems = ended.ok ? [] : [{ fieldId: 'text', text: describeRefusal(ended.failure, visit) }]
  return { done: 'canceled', typed, problems }
}

function describeRefusal(refusal: PlanChangeRefusal, { t, format }: ConsoleVisit): string {
  const days =
    refusal.kind === 'day_out_of_range'
      ? { from: format.day(refusal.fromOn), until: format.day(refusal.untilOn) }
      : { from: '', until: '' }
  return t(/* i18n: instalment:running.fault.* */ `instalment:running.fault.${refusal.kind}`, days)
}
