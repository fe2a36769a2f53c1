/** Carries out what a form of the settings page asks for. */
import type { SettingsEntries, SettingsProblem } from '~/components/console/settings-entry'
import type { PolicyKind } from '~/domain/creditor-policy'
import type { AppLoadContext } from '~/load-context'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { ReadPolicyForm } from './policy-form-fields.server'
import { readContactForm } from './read-contact-form.server'
import { readCurrencyForm, readSettlementForm } from './read-currency-form.server'
import { readDisputeForm } from './read-dispute-form.server'
import { readGatewayForm } from './read-gateway-form.server'

/** What was typed, and why it was not taken. */
export interface RefusedSettings {
  kind: PolicyKind
  entries: Partial<SettingsEntries>
  problems: SettingsProblem[]
}

type App = AppLoadContext['app']

/** Undefined where the form asks for nothing known. */
export async function changeSettings(
  app: App,
  visit: ConsoleVisit,
  form: URLSearchParams,
): Promise<RefusedSettings | { kind: PolicyKind; problems: null } | undefined> {
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
    default:
      return undefined
  }
}

async function changeOne<Kind extends PolicyKind>(
  app: App,
  { creditor, user }: ConsoleVisit,
  form: URLSearchParams,
  kind: Kind,
  { entry, body, problems, findField }: ReadPolicyForm<Kind>,
): Promise<RefusedSettings | { kind: PolicyKind; problems: null }> {
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
