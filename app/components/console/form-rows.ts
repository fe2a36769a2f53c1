/** What forms of policies have in common: rows of fields, numbers and lists as they are typed, and problems by field. */
import { parseCurrencyCode } from '~/domain/currency'
import { parseAmount } from '~/i18n/parse-amount'
import type { SettingsProblem, SettingsProblemCode } from './settings-entry'

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

/** A percentage has as many decimals as an amount of euro has, so that it is read as carefully: hundredths are bps. */
export function readPercent(text: string, formatLocale: string): number | null {
  const euro = parseCurrencyCode('EUR')
  const read = euro && parseAmount(text.replace(/\s*[%٪]$/, ''), euro, formatLocale)
  return read?.ok ? read.value : null
}

/** A rate that may be below zero, as a central bank's may: with a minus before it, whichever sign that is. */
export function readSignedPercent(text: string, formatLocale: string): number | null {
  const unsigned = text.replace(/^[\u061c\u200e\u200f]*[-\u2212\u2013][\u061c\u200e\u200f]*/, '')
  const read = readPercent(unsigned, formatLocale)
  return read === null || unsigned === text || read === 0 ? read : -read
}

export function readInteger(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null
}
