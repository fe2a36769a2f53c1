import type { CodeFault } from './one-time-code'
import type { PlanFault } from './plan-proposal'

/** Why a step of a plan is not taken. */
export type PlanStepRefusal =
  /**
   * `not_now`: the plan is past it, or it is the other side's turn. `changed_meanwhile`: it is not as it was read.
   * `not_offered`: the creditor offers no plans of that. `terms_changed`: what would be agreed is not what was shown.
   * `first_day_over`: the first instalment would have been due before today. `plan_over`: the plan whose place it was to
   * take is not in force any more. `being_paid`: a payment for that one is under way.
   */
  | {
      readonly kind:
        | 'not_allowed'
        | 'unknown_plan'
        | 'unknown_debtor'
        | 'not_now'
        | 'changed_meanwhile'
        | 'text_missing'
        | 'not_offered'
        | 'terms_changed'
        | 'first_day_over'
        | 'method_needed'
        | 'key_reused'
        | 'plan_over'
        | 'being_paid'
    }
  /** Less is due of these than the plan takes, or nothing: paid, disputed or planned meanwhile, or unknown. */
  | { readonly kind: 'invoices'; readonly numbers: readonly string[] }
  | { readonly kind: 'shape'; readonly faults: readonly PlanFault[] }
  | { readonly kind: 'code'; readonly fault: CodeFault }
