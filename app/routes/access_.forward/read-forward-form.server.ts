/** What the form for forwarding a link says. */
import { z } from 'zod'
import type { ForwardEntry } from '~/components/access/forward-page'
import type { FieldProblem } from '~/components/form-field'
import { ACCESS_RIGHTS, type AccessRight } from '~/domain/access-scope'
import type { CurrencyCode } from '~/domain/currency'
import { createMoney, type Money } from '~/domain/money'
import { writeInOneLine } from '~/domain/one-line-text'
import { findUnstorableText } from '~/domain/storable-text'
import { getFormatters } from '~/i18n/formatters'
import { isLanguage } from '~/i18n/languages'
import { parseAmount } from '~/i18n/parse-amount'
import { getTranslate } from '~/i18n/translator.server'
import type { DebtorVisit } from '~/platform/http/debtor-visit.server'

/** How long a forwarded link may be made to last, in days; or as long as the own one. */
export const FORWARD_DAYS = [1, 3, 7, 14, 30] as const

export const EMPTY_ENTRY: ForwardEntry = {
  name: '',
  email: '',
  language: 'en',
  rights: [],
  documents: 'all',
  numbers: [],
  furtherNumbers: '',
  caps: {},
  expires: '7',
}

export interface ForwardForm {
  entry: ForwardEntry
  problems: FieldProblem[]
  scope: AccessRight[]
  numbers: string[] | null
  caps: Money[]
  recipient: { name: string; email: string }
  /** Days; null for as long as the own link. */
  days: number | null
}

const nameSchema = z
  .string()
  .min(1)
  .max(100)
  .refine((name) => findUnstorableText(name) === null)

export function readForwardForm(
  form: URLSearchParams,
  visit: DebtorVisit,
  currencies: readonly CurrencyCode[],
): ForwardForm {
  const t = getTranslate(visit.language)
  const language = form.get('language') ?? ''
  const entry: ForwardEntry = {
    name: writeInOneLine(form.get('name') ?? ''),
    email: form.get('email')?.trim() ?? '',
    language: isLanguage(language) ? language : visit.language,
    rights: ACCESS_RIGHTS.filter((right) => form.getAll('right').includes(right)),
    documents: form.get('documents') === 'only' ? 'only' : 'all',
    numbers: form.getAll('number'),
    furtherNumbers: form.get('furtherNumbers') ?? '',
    caps: Object.fromEntries(currencies.map((code) => [code, form.get(`cap-${code}`)?.trim() ?? ''])),
    expires: form.get('expires') ?? '',
  }
  const problems: FieldProblem[] = []
  if (!nameSchema.safeParse(entry.name).success) {
    problems.push({ fieldId: 'name', text: t('delegation:forward.problem.name') })
  }
  if (!z.email().max(254).safeParse(entry.email).success) {
    problems.push({ fieldId: 'email', text: t('delegation:forward.problem.email') })
  }
  const format = getFormatters(visit.formatLocale, visit.creditor.timeZone)
  const caps: Money[] = []
  for (const currency of currencies) {
    const typed = entry.caps[currency] ?? ''
    if (typed === '' || !entry.rights.includes('pay')) continue
    const amount = parseAmount(typed, currency, visit.formatLocale)
    if (amount.ok) caps.push(createMoney(amount.value, currency))
    else {
      const example = format.money(1_234_50, currency)
      problems.push({ fieldId: `cap-${currency}`, text: t('delegation:forward.problem.amount', { example }) })
    }
  }
  const typedNumbers = entry.furtherNumbers.split(/[,;\n]/).map((number) => number.trim())
  const numbers = [...new Set([...entry.numbers, ...typedNumbers])].filter((number) => number !== '')
  return {
    entry,
    problems,
    scope: ['view', ...entry.rights.filter((right) => right !== 'view')],
    numbers: entry.documents === 'all' ? null : numbers.filter((number) => findUnstorableText(number) === null),
    caps,
    recipient: { name: entry.name, email: entry.email },
    days: FORWARD_DAYS.find((days) => String(days) === entry.expires) ?? null,
  }
}
