/** Carries out what the logo's forms ask for: another picture, or none. */
import type { SettingsProblem, SettingsProblemCode } from '~/components/console/settings-entry'
import { LARGEST_LOGO_BYTES, type LogoFault } from '~/domain/brand-policy'
import type { AppLoadContext } from '~/load-context'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import { readUploadForm } from '~/platform/http/upload-form.server'
import type { ChangedSettings } from './change-settings.server'

const FAULT_CODES: Readonly<Record<LogoFault, SettingsProblemCode>> = {
  empty: 'file_missing',
  too_large: 'file_too_large',
  type: 'file_type',
  damaged: 'file_damaged',
  mixed: 'file_mixed',
  too_many_pixels: 'image_too_large',
  unusual: 'image_unusual',
}

type App = AppLoadContext['app']

export async function uploadLogo(app: App, visit: ConsoleVisit, request: Request): Promise<ChangedSettings> {
  const { fields, files, refusal } = await readUploadForm(request, {
    maximumFiles: 1,
    maximumBytes: LARGEST_LOGO_BYTES,
  })
  if (refusal !== null) return refuse('file_too_large')
  const [file] = files
  if (!file) return refuse('file_missing')
  const inspected = await app.inspectLogo(file)
  if (!inspected.ok) return refuse(FAULT_CODES[inspected.failure])
  return change(app, visit, fields, inspected.value)
}

export async function removeLogo(app: App, visit: ConsoleVisit, form: URLSearchParams): Promise<ChangedSettings> {
  return change(app, visit, form, null)
}

async function change(
  app: App,
  { creditor, user }: ConsoleVisit,
  form: URLSearchParams,
  picture: Parameters<App['changeLogo']>[0]['picture'],
): Promise<ChangedSettings> {
  const changed = await app.changeLogo({
    ...{ creditorId: creditor.id, picture, changedBy: `user:${user.id}` },
    basedOn: Number(form.get('basedOn') ?? NaN),
  })
  if (changed.ok) return { kind: 'brand', problems: null }
  return changed.failure.kind === 'changed_meanwhile' ? refuse('changed_meanwhile', null) : refuse('image_too_large')
}

function refuse(code: SettingsProblemCode, fieldId: SettingsProblem['fieldId'] = 'logo'): ChangedSettings {
  return { kind: 'brand', entries: {}, problems: [{ fieldId, code }] }
}
