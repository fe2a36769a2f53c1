/** What reading a form of a policy comes to. */
import type { SettingsEntries, SettingsKind, SettingsProblem } from '~/components/console/settings-entry'
import type { PolicyBodies } from '~/domain/creditor-policy'

export interface ReadPolicyForm<Kind extends SettingsKind> {
  entry: SettingsEntries[Kind]
  /** Of no use where there are problems. */
  body: PolicyBodies[Kind]
  problems: SettingsProblem[]
  /** The field that a JSON pointer into the body is about. */
  findField: (pointer: string) => string | null
}

/** `formatLocale` is the BCP 47 tag by which the reader's numbers are written. */
export type FormReader<Kind extends SettingsKind> = (
  form: URLSearchParams,
  formatLocale: string,
) => ReadPolicyForm<Kind>

export {
  listRows,
  locate,
  Problems,
  readInteger,
  readPercent,
  readRow,
  splitList,
} from '~/components/console/form-rows'
