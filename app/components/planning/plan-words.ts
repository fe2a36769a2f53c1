/** What is said of plans: why one is for the creditor to decide, and what is wrong with a wish. */
import type { TFunction } from 'i18next'
import type { CurrencyCode } from '~/domain/currency'
import type { PlanFrequency } from '~/domain/instalment-schedule'
import type { PlanReason } from '~/domain/plan-proposal'
import type { Formatters } from '~/i18n/formatters'
import type { FieldProblem } from '../form-field'
import type { PlanEntryProblem } from './plan-entry'

interface Reading {
  currency: CurrencyCode
  format: Formatters
}

export function nameFrequency(t: TFunction<'planning'>, frequency: PlanFrequency): string {
  return t(`frequency.${frequency}`)
}

/** Why a plan is not agreed at once, with the bound and what was asked for. */
export function describeReason(t: TFunction<'planning'>, reason: PlanReason, { currency, format }: Reading): string {
  switch (reason.code) {
    case 'total_below':
    case 'total_above':
    case 'instalment_too_small':
    case 'down_payment_too_small':
      return t(`reason.${reason.code}`, {
        limit: format.money(reason.limitMinor, currency),
        asked: format.money(reason.askedMinor, currency),
      })
    case 'too_many_instalments':
    case 'too_long':
    case 'first_too_late':
      return t(`reason.${reason.code}`, {
        count: reason.limit,
        asked: format.integer(reason.asked),
      })
    case 'frequency_not_offered':
      return t('reason.frequency_not_offered', {
        offered: new Intl.ListFormat(format.locale, { type: 'disjunction' }).format(
          reason.offered.map((frequency) => nameFrequency(t, frequency)),
        ),
      })
    case 'autopay_needed':
      return t('reason.autopay_needed')
  }
}

/** Which field a problem is about, by the id that the page gives it. */
const FIELD_IDS = {
  invoices: 'which-all',
  downPayment: 'down',
  frequency: 'frequency',
  instalments: 'instalments',
  each: 'each',
  firstOn: 'firstOn',
} as const

export function describeEntryProblem(
  t: TFunction<'planning'>,
  problem: PlanEntryProblem,
  { currency, format }: Reading,
): FieldProblem {
  const fieldId = FIELD_IDS[problem.field]
  switch (problem.code) {
    case 'not_an_amount':
      return { fieldId, text: t('problem.not_an_amount', { example: format.amount(100_00, currency) }) }
    case 'out_of_range':
      return problem.field === 'downPayment'
        ? { fieldId, text: t('problem.down_payment', { most: format.money(problem.mostMinor, currency) }) }
        : { fieldId, text: t('problem.instalments', { most: format.integer(problem.most) }) }
    case 'not_after_start':
      return { fieldId, text: t('problem.not_after_start', { day: format.day(problem.startOn) }) }
    case 'too_late':
      return { fieldId, text: t('problem.too_late', { days: format.integer(problem.mostDays) }) }
    default:
      return { fieldId, text: t(`problem.${problem.code}`) }
  }
}
