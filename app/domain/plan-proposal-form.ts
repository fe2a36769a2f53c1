/**
 * A shaped plan as fields of a form: what the page that shapes plans posts to `PLAN_PROPOSAL_PATH`. Amounts are minor units
 * in plain digits and days are ISO days: the fields are the same in every language.
 *
 * ```
 * currency=EUR&invoice=A&amount=1000&invoice=B&amount=2500    what the plan takes of each invoice
 * downPayment=500&frequency=monthly&instalments=6&firstOn=2026-12-31&autopay=1
 * startOn=2026-11-22&policyVersion=3&total=3562               what was shown, so that nothing else is proposed
 * extends=01900000-0000-7000-8000-000000000001                the plan that it takes the place of, where it does
 * ```
 */
import { parseCalendarDay, type CalendarDay } from './calendar-day'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import { PLAN_FREQUENCIES, type PlanFrequency } from './instalment-schedule'
import type { PlanProposal, PlanShape } from './plan-proposal'
import type { PlanId } from './ids'
import { findUnstorableText } from './storable-text'

/** Where a shaped plan is proposed. */
export const PLAN_PROPOSAL_PATH = '/plans/propose'

/** Where a plan is shaped. The fields of the form are understood as its address too. */
export const PLAN_SHAPING_PATH = '/plans/new'

export interface PlanProposalForm {
  readonly currency: CurrencyCode
  readonly invoices: readonly { readonly number: string; readonly amountMinor: number }[]
  readonly shape: PlanShape
  /** The plan that it takes the place of; null for one beside all others. */
  readonly supersedesId: PlanId | null
  /** A proposal that comes out otherwise is not the one that was read: it is shown again instead of made. */
  readonly shown: {
    readonly startOn: CalendarDay
    readonly policyVersion: number
    readonly totalMinor: number
  }
}

/** The names and values of a proposal's fields, in order. */
export function writePlanProposalFields(
  proposal: PlanProposal,
  supersedesId: PlanId | null = null,
): readonly (readonly [name: string, value: string])[] {
  const firstOn = proposal.schedule.find(({ number }) => number === 1)?.dueOn ?? proposal.startOn
  return [
    ['currency', proposal.currency],
    ...proposal.invoices.flatMap(({ number, amountMinor }): [string, string][] => [
      ['invoice', number],
      ['amount', String(amountMinor)],
    ]),
    ['downPayment', String(proposal.downPaymentMinor)],
    ['frequency', proposal.frequency],
    ['instalments', String(proposal.schedule.filter(({ number }) => number > 0).length)],
    ['firstOn', firstOn],
    ...(proposal.autopay ? [['autopay', '1'] as const] : []),
    ['startOn', proposal.startOn],
    ['policyVersion', String(proposal.policyVersion)],
    ['total', String(proposal.totalMinor)],
    ...(supersedesId === null ? [] : [['extends', supersedesId] as const]),
  ]
}

/** Reads what `writePlanProposalFields` wrote; null for anything that no page of ours posts. */
export function readPlanProposalForm(fields: URLSearchParams): PlanProposalForm | null {
  const currency = parseCurrencyCode(fields.get('currency') ?? '')
  const numbers = fields.getAll('invoice')
  const amounts = fields.getAll('amount').map(parseMinor)
  const invoices = numbers.flatMap((number, index) => {
    const amountMinor = amounts[index] ?? null
    const isReadable = number !== '' && findUnstorableText(number) === null
    return amountMinor === null || !isReadable ? [] : [{ number, amountMinor }]
  })
  const shape = readShape(fields)
  const startOn = parseCalendarDay(fields.get('startOn') ?? '')
  const policyVersion = parseMinor(fields.get('policyVersion') ?? '')
  const totalMinor = parseMinor(fields.get('total') ?? '')
  const isWhole = invoices.length > 0 && invoices.length === numbers.length && amounts.length === numbers.length
  if (currency === null || !isWhole || new Set(numbers).size < numbers.length) return null
  if (shape === null || startOn === null || policyVersion === null || totalMinor === null) return null
  const supersedesId = readExtendedPlanId(fields)
  return { currency, invoices, shape, supersedesId, shown: { startOn, policyVersion, totalMinor } }
}

/** The plan that an address or a form would have give way; null where it names none. */
export function readExtendedPlanId(fields: URLSearchParams): PlanId | null {
  const id = fields.get('extends') ?? ''
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? (id as PlanId) : null
}

function readShape(fields: URLSearchParams): PlanShape | null {
  const downPaymentMinor = parseMinor(fields.get('downPayment') ?? '')
  const frequency = parsePlanFrequency(fields.get('frequency') ?? '')
  const instalmentCount = parseMinor(fields.get('instalments') ?? '')
  const firstOn = parseCalendarDay(fields.get('firstOn') ?? '')
  if (downPaymentMinor === null || frequency === null || instalmentCount === null || firstOn === null) return null
  return { downPaymentMinor, frequency, instalmentCount, firstOn, isAutopay: fields.get('autopay') === '1' }
}

export function parsePlanFrequency(text: string): PlanFrequency | null {
  return PLAN_FREQUENCIES.find((frequency) => frequency === text) ?? null
}

function parseMinor(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}
