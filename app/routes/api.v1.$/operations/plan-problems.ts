import type { PaymentPlan } from '~/domain/payment-plan'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import type { Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { Problem } from '../problem'

/**
 * Why a step of a plan is not taken, for a program and, in `detail`, for whoever reads over its shoulder. `plan` is as it
 * stands now; null for one that was to begin.
 */
export function describePlanProblem(
  refusal: PlanStepRefusal,
  { plan, language }: { plan: Pick<PaymentPlan, 'status' | 'version'> | null; language: Language },
): Problem {
  const t = getTranslate(language)
  switch (refusal.kind) {
    case 'changed_meanwhile':
      return { problem: 'plan-changed', members: plan ? { version: plan.version } : {} }
    case 'unknown_plan':
      return { problem: 'unknown-plan' }
    case 'unknown_debtor':
      return { problem: 'unknown-debtor' }
    case 'key_reused':
      return { problem: 'idempotency-key-reused' }
    case 'invoices':
      return {
        problem: 'plan-refused',
        detail: t('agreement:problem.invoices', { numbers: refusal.numbers.join(', ') }),
        members: { reason: 'less-is-due', invoices: [...refusal.numbers] },
      }
    case 'first_day_over':
      return {
        problem: 'plan-refused',
        detail: t('agreement:problem.first_day_over'),
        members: { reason: 'first-day-over' },
      }
    case 'shape':
      return {
        problem: 'plan-refused',
        detail: t('agreement:problem.shape'),
        members: { reason: 'impossible', faults: refusal.faults.map(({ field, code }) => ({ field, code })) },
      }
    case 'plan_over':
    case 'being_paid':
      return {
        problem: 'plan-step-impossible',
        detail: t(/* i18n: agreement:console.problem.* */ `agreement:console.problem.${refusal.kind}`),
        members: { reason: refusal.kind.replace('_', '-'), ...(plan ? { planStatus: plan.status } : {}) },
      }
    default:
      return { problem: 'plan-step-impossible', members: plan ? { planStatus: plan.status } : {} }
  }
}
