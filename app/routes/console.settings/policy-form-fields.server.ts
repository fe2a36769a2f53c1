/** What forms of policies have in common: rows of fields, problems by field, and what is handed on. */
import type { SettingsEntries, SettingsProblem, SettingsProblemCode } from '~/components/console/settings-entry'
import type { PolicyBodies, PolicyKind } from '~/domain/creditor-policy'

export interface ReadPolicyForm<Kind extends PolicyKind> {
  entry: SettingsEntries[Kind]
  /** Of no use where there are problems. */
  body: PolicyBodies[Kind]
  problems: SettingsProblem[]
  /** The field that a JSON pointer into the body is about. */
  findField: (pointer: string) => string | null
}

/** `formatLocale` is the BCP 47 tag by which the reader's numbers are written. */
export type FormReader<Kind extends PolicyKind> = (form: URLSearchParams, formatLocale: string) => ReadPolicyForm<Kind>

export class Problems {
  readonly list: SettingsProblem[] = []

  add(fieldId: string, code: SettingsProblemCode): void {
    this.list.push({ fieldId, code })
  }

  /** Adds a problem where there is nothing, and goes on with `instead`. */
  need<Value>(value: Value | null, fieldId: string, code: SettingsProblemCode, instead: Value): Value {
    if (value === null) this.add(fieldId, code)
    return value ?? instead
  }
}

/** Which of the rows that became entries of the policy a pointer names. */
export function locate(pointer: string, pattern: RegExp, rows: readonly { row: string }[]) {
  const match = pattern.exec(pointer)
  return { row: rows[Number(match?.[1] ?? NaN)]?.row ?? null, rest: match?.[2] ?? '' }
}

/** Names of a form's rows, such as "rule-0", in the order of their numbers. */
export function listRows(form: URLSearchParams, kind: string): string[] {
  const numbers = [...form.keys()].flatMap((name) => {
    const match = /^([A-Za-z]+)-(\d{1,3})-/.exec(name)
    return match?.[1] === kind ? [Number(match[2])] : []
  })
  return [...new Set(numbers)].sort((a, b) => a - b).map((number) => `${kind}-${number}`)
}

export function readRow(form: URLSearchParams, row: string, name: string): string {
  return form.get(`${row}-${name}`)?.trim() ?? ''
}

export function splitList(text: string): string[] {
  return text.split(/[\s,;،؛]+/).filter((part) => part !== '')
}

export function readInteger(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null
}
