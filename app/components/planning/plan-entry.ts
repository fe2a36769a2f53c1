/** The form in which a plan is shaped, as an address: what was typed, and the shape that it means. */
import { parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { readInvoiceNumbers } from '~/domain/invoice-choice'
import type { PlanFault, PlanShape, ProposalGround } from '~/domain/plan-proposal'
import { parsePlanFrequency } from '~/domain/plan-proposal-form'
import { countForInstalment, suggestPlanShape } from '~/domain/plan-suggestion'
import type { Formatters } from '~/i18n/formatters'
import { parseAmount } from '~/i18n/parse-amount'

/** As it stands in the fields. */
export interface PlanEntry {
  readonly downPayment: string
  readonly frequency: string
  readonly instalments: string
  /** The most that one instalment may be; it decides how many there are, where it is given. */
  readonly each: string
  readonly firstOn: string
  readonly isAutopay: boolean
}

export interface PlanQuery {
  readonly currency: CurrencyCode | null
  /** Of the invoices to plan; null for all. */
  readonly numbers: readonly string[] | null
  /** Whether more was said than which invoices. */
  readonly isShaped: boolean
}

/** Amounts come typed from the fields, and in minor units from an address that a program wrote. */
const TYPED = { downPayment: 'down', each: 'each' } as const

export type PlanEntryProblem =
  | { readonly field: 'downPayment' | 'each'; readonly code: 'not_an_amount' }
  | { readonly field: 'each'; readonly code: 'never_paid' }
  | { readonly field: 'instalments'; readonly code: 'not_a_number' }
  | { readonly field: 'firstOn'; readonly code: 'not_a_day' }
  | PlanFault

export function readPlanQuery(parameters: URLSearchParams): PlanQuery {
  const numbers = readInvoiceNumbers(parameters)
  const isChosen = (parameters.get('which') ?? (numbers.length > 0 ? 'chosen' : 'all')) === 'chosen'
  return {
    currency: parseCurrencyCode(parameters.get('currency') ?? ''),
    numbers: isChosen ? numbers : null,
    isShaped: parameters.has('frequency'),
  }
}

/** What the fields show, and the shape they mean or everything that is wrong with them. */
export interface ReadPlanEntry {
  readonly entry: PlanEntry
  readonly shape: PlanShape | null
  readonly problems: readonly PlanEntryProblem[]
}

export function readPlanEntry(parameters: URLSearchParams, ground: ProposalGround, format: Formatters): ReadPlanEntry {
  const suggested = suggestPlanShape(ground)
  if (!parameters.has('frequency')) {
    return { entry: writePlanEntry(suggested, ground.currency, format), shape: suggested, problems: [] }
  }
  const problems: PlanEntryProblem[] = []
  const entry = takeEntry(parameters, ground.currency, format)
  const read = (field: 'downPayment' | 'each'): number | null => {
    if (entry[field].trim() === '') return null
    const amount = parseAmount(entry[field], ground.currency, format.locale)
    if (!amount.ok) problems.push({ field, code: 'not_an_amount' })
    return amount.ok ? amount.value : null
  }
  const firstOn = parseCalendarDay(entry.firstOn)
  if (firstOn === null) problems.push({ field: 'firstOn', code: 'not_a_day' })
  const shape = {
    downPaymentMinor: read('downPayment') ?? 0,
    frequency: parsePlanFrequency(entry.frequency) ?? suggested.frequency,
    firstOn: firstOn ?? suggested.firstOn,
    isAutopay: entry.isAutopay,
  }
  const eachMinor = read('each')
  if (problems.length > 0) return { entry, shape: null, problems }
  if (eachMinor !== null) {
    const instalmentCount = countForInstalment(ground, shape, eachMinor)
    if (instalmentCount === null) return { entry, shape: null, problems: [{ field: 'each', code: 'never_paid' }] }
    return { entry: { ...entry, instalments: String(instalmentCount) }, shape: { ...shape, instalmentCount }, problems }
  }
  const instalmentCount = readCount(entry.instalments)
  if (instalmentCount === null) {
    return { entry, shape: null, problems: [{ field: 'instalments', code: 'not_a_number' }] }
  }
  return { entry, shape: { ...shape, instalmentCount }, problems }
}

function takeEntry(parameters: URLSearchParams, currency: CurrencyCode, format: Formatters): PlanEntry {
  const minor = /^\d{1,15}$/.exec(parameters.get('downPayment') ?? '')
  return {
    downPayment: parameters.get(TYPED.downPayment) ?? (minor ? format.amount(Number(minor[0]), currency) : ''),
    frequency: parameters.get('frequency') ?? '',
    instalments: parameters.get('instalments')?.trim() ?? '',
    each: parameters.get(TYPED.each) ?? '',
    firstOn: parameters.get('firstOn') ?? '',
    isAutopay: parameters.get('autopay') === '1',
  }
}

function writePlanEntry(shape: PlanShape, currency: CurrencyCode, format: Formatters): PlanEntry {
  return {
    downPayment: shape.downPaymentMinor === 0 ? '' : format.amount(shape.downPaymentMinor, currency),
    frequency: shape.frequency,
    instalments: String(shape.instalmentCount),
    each: '',
    firstOn: shape.firstOn,
    isAutopay: shape.isAutopay,
  }
}

/** Digits of any script that the portal's languages are written in. */
function readCount(text: string): number | null {
  const digits = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
  return /^\d{1,4}$/.test(digits) ? Number(digits) : null
}
