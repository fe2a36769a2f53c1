/** The terms of a plan as the creditor types them: of an offer, or of a counter-proposal. */
import type { FieldProblem } from '~/components/form-field'
import { parseCalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import { PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import { PLAN_LIMITS } from '~/domain/plan-policy'
import type { PlanFault, PlanShape } from '~/domain/plan-proposal'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import { parseAmount } from '~/i18n/parse-amount'
import { describePlanRefusal } from './agreement-form.server'
import type { ConsoleVisit } from './console-visit.server'

export interface TypedTerms {
  shape: PlanShape
  charges: { feeMinor: number; yearlyRateBps: number }
}

/** The terms that were typed, and everything that is none. */
export function readPlanTerms(
  form: URLSearchParams,
  { t, format, formatLocale }: ConsoleVisit,
  currency: CurrencyCode,
): { terms: TypedTerms | null; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const refuse = (fieldId: string, text: string) => {
    problems.push({ fieldId, text })
    return 0
  }
  const readMoney = (name: string) => {
    const typed = form.get(name)?.trim() ?? ''
    const read = typed === '' ? ({ ok: true, value: 0 } as const) : parseAmount(typed, currency, formatLocale)
    const example = format.amount(100_00, currency)
    return read.ok ? read.value : refuse(name, t('agreement:console.problem.amount', { example }))
  }
  const downPaymentMinor = readMoney('downPayment')
  const feeMinor = readMoney('fee')
  const count = Number(form.get('count')?.trim() ?? '')
  const instalmentCount =
    Number.isInteger(count) && count > 0 ? count : refuse('count', t('agreement:console.problem.number'))
  const rate = Number((form.get('rate')?.trim() ?? '').replace(',', '.'))
  const bps = Math.round(rate * 100)
  const isRate = Number.isFinite(rate) && bps >= 0 && bps <= PLAN_LIMITS.yearlyRateBps
  const yearlyRateBps = isRate ? bps : refuse('rate', t('agreement:console.problem.rate'))
  const firstOn = parseCalendarDay(form.get('firstOn') ?? '')
  if (!firstOn) refuse('firstOn', t('agreement:console.problem.day'))
  const frequency = PLAN_FREQUENCIES.find((known) => known === form.get('frequency')) ?? 'monthly'
  if (!firstOn || problems.length > 0) return { terms: null, problems }
  const isAutopay = form.get('autopay') === '1'
  return {
    terms: {
      shape: { downPaymentMinor, frequency, instalmentCount, firstOn, isAutopay },
      charges: { feeMinor, yearlyRateBps },
    },
    problems,
  }
}

/** Why the terms cannot stand, beside the fields they are about. */
export function describeTermsRefusal(
  refusal: PlanStepRefusal,
  visit: ConsoleVisit,
  currency: CurrencyCode,
): FieldProblem[] {
  if (refusal.kind !== 'shape') return [describePlanRefusal(refusal, visit, 'creditor')]
  return refusal.faults.map((fault) => describeFault(fault, visit, currency))
}

function describeFault(fault: PlanFault, { t, format }: ConsoleVisit, currency: CurrencyCode): FieldProblem {
  switch (fault.field) {
    case 'invoices':
      return { fieldId: null, text: t('planning:problem.nothing_selected') }
    case 'downPayment': {
      const most = format.money(fault.mostMinor, currency)
      return { fieldId: 'downPayment', text: t('planning:problem.down_payment', { most }) }
    }
    case 'instalments':
      return fault.code === 'too_small'
        ? { fieldId: 'count', text: t('planning:problem.too_small') }
        : { fieldId: 'count', text: t('planning:problem.instalments', { most: format.integer(fault.most) }) }
    case 'firstOn':
      return fault.code === 'too_late'
        ? { fieldId: 'firstOn', text: t('planning:problem.too_late', { days: format.integer(fault.mostDays) }) }
        : { fieldId: 'firstOn', text: t('planning:problem.not_after_start', { day: format.day(fault.startOn) }) }
  }
}
