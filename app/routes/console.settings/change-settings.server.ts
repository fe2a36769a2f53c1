/** Carries out what a form of the settings page asks for. */
import type { SettingsEntries, SettingsKind, SettingsProblem } from '~/components/console/settings-entry'
import type { AppLoadContext } from '~/load-context'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import { removeLogo } from './change-logo.server'
import type { ReadPolicyForm } from './policy-form-fields.server'
import { readContactForm } from './read-contact-form.server'
import { readCurrencyForm, readSettlementForm } from './read-currency-form.server'
import { readDiscountForm } from './read-discount-form.server'
import { readDisputeForm } from './read-dispute-form.server'
import { readGatewayForm } from './read-gateway-form.server'
import { readReminderForm } from './read-reminder-form.server'

/** What was typed, and why it was not taken. */
export interface RefusedSettings {
  kind: SettingsKind
  entries: Partial<SettingsEntries>
  problems: SettingsProblem[]
}

export type ChangedSettings = RefusedSettings | { kind: SettingsKind; problems: null }

type App = AppLoadContext['app']

/** Undefined where the form asks for nothing known. */
export async function changeSettings(
  app: App,
  visit: ConsoleVisit,
  form: URLSearchParams,
): Promise<ChangedSettings | undefined> {
  switch (form.get('intent')) {
    case 'currency':
      return changeOne(app, visit, form, 'currency', readCurrencyForm(form, visit.formatLocale))
    case 'settlement':
      return changeOne(app, visit, form, 'settlement', readSettlementForm(form, visit.formatLocale))
    case 'gateway':
      return changeOne(app, visit, form, 'gateway', readGatewayForm(form, visit.formatLocale))
    case 'dispute':
      return changeOne(app, visit, form, 'dispute', readDisputeForm(form, visit.formatLocale))
    case 'contact':
      return changeOne(app, visit, form, 'contact', readContactForm(form, visit.formatLocale))
    case 'discount':
      return changeOne(app, visit, form, 'discount', readDiscountForm(form, visit.formatLocale))
    case 'reminder':
      return changeOne(app, visit, form, 'reminder', readReminderForm(form, visit.formatLocale))
    case 'remove-logo':
      return removeLogo(app, visit, form)
    default:
      return undefined
  }
}

async function changeOne<Kind extends SettingsKind>(
  app: App,
  { creditor, user }: ConsoleVisit,
  form: URLSearchParams,
  kind: Kind,
  { entry, body, problems, findField }: ReadPolicyForm<Kind>,
): Promise<ChangedSettings> {
  const refuse = (because: SettingsProblem[]): RefusedSettings => ({
    kind,
    entries: { [kind]: entry },
    problems: because,
  })
  if (problems.length > 0) return refuse(problems)
  const changed = await app.changePolicy({
    creditorId: creditor.id,
    kind,
    body,
    changedBy: `user:${user.id}`,
    basedOn: Number(form.get('basedOn') ?? NaN),
  })
  if (changed.ok) return { kind, problems: null }
  if (changed.failure.kind === 'changed_meanwhile') return refuse([{ fieldId: null, code: 'changed_meanwhile' }])
  return refuse(changed.failure.faults.map(({ pointer, code }) => ({ fieldId: findField(pointer), code })))
}
