import { redirect } from '@remix-run/node'
import type { PlanPolicyEntry } from '~/components/console/plan-policy-entry'
import type { SettingsProblem } from '~/components/console/settings-entry'
import type { Application } from '~/composition.server'
import { parseCalendarDay } from '~/domain/calendar-day'
import type { PolicyFault } from '~/domain/policy-fault'
import { findUnstorableText } from '~/domain/storable-text'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import { readPlanPolicyForm } from './read-plan-policy-form.server'

/** A form that was not taken: what stood in it, and what is wrong. */
export interface RefusedPlanPolicy {
  entry: PlanPolicyEntry
  typed: { name: string; effectiveOn: string }
  problems: SettingsProblem[]
}

const PAGE = '/console/plans/policy'

/** Keeps a draft, throws it away or publishes, and leads back; a form with anything wrong comes back as it was typed. */
export async function changePlanPolicy(
  app: Application,
  { creditor, user, format }: Pick<ConsoleVisit, 'creditor' | 'user' | 'format'>,
  form: URLSearchParams,
): Promise<RefusedPlanPolicy | Response> {
  const creditorId = creditor.id
  const draftId = form.get('draft') || null
  const intent = form.get('intent')
  if (intent === 'remove') {
    if (draftId !== null) await app.removePlanPolicyDraft({ creditorId, id: draftId })
    return redirect(`${PAGE}?done=removed`, { status: 303 })
  }
  const typed = { name: form.get('name')?.trim() ?? '', effectiveOn: form.get('effectiveOn') ?? '' }
  const { entry, body, problems, findField } = readPlanPolicyForm(form, format.locale)
  const refuse = (because: SettingsProblem[]): RefusedPlanPolicy => ({ entry, typed, problems: because })
  const refuseFaults = (faults: readonly PolicyFault[]) =>
    refuse(faults.map(({ pointer, code }) => ({ fieldId: findField(pointer), code })))
  if (problems.length > 0) return refuse(problems)
  const by = `user:${user.id}`

  if (intent === 'draft') {
    if (typed.name === '' || typed.name.length > 60 || findUnstorableText(typed.name) !== null) {
      return refuse([{ fieldId: 'name', code: 'out_of_range' }])
    }
    const revision = Number(form.get('revision') || NaN)
    const kept = await app.keepPlanPolicyDraft({
      ...{ creditorId, id: draftId, name: typed.name, body, savedBy: by },
      basedOn: Number.isInteger(revision) ? revision : null,
    })
    if (kept.ok) return redirect(`${PAGE}?draft=${kept.value.id}&done=draft`, { status: 303 })
    if (kept.failure.kind === 'faulty') return refuseFaults(kept.failure.faults)
    if (kept.failure.kind === 'name_taken') return refuse([{ fieldId: 'name', code: 'duplicate' }])
    return refuse([{ fieldId: null, code: 'changed_meanwhile' }])
  }

  const effectiveOn = typed.effectiveOn === '' ? null : parseCalendarDay(typed.effectiveOn)
  if (typed.effectiveOn !== '' && effectiveOn === null) {
    return refuse([{ fieldId: 'effectiveOn', code: 'out_of_range' }])
  }
  const published = await app.publishPlanPolicy({
    ...{ creditorId, body, effectiveOn, publishedBy: by, draftId },
    basedOn: Number(form.get('basedOn') ?? NaN),
  })
  if (published.ok) return redirect(`${PAGE}?done=published`, { status: 303 })
  if (published.failure.kind === 'faulty') return refuseFaults(published.failure.faults)
  return refuse([
    published.failure.kind === 'changed_meanwhile'
      ? { fieldId: null, code: 'changed_meanwhile' }
      : { fieldId: 'effectiveOn', code: 'out_of_range' },
  ])
}
