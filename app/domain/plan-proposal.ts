/**
 * A plan as a debtor shapes it: the exact schedule, what it costs, and whether the creditor's policy permits it as it is.
 * Amounts are minor units of the plan's currency.
 */
import { countDaysBetween, type CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import {
  createInstalmentSchedule,
  getAnchorDay,
  listInstalmentDays,
  type PlanFrequency,
  type ScheduledInstalment,
} from './instalment-schedule'
import { multiplyBps } from './money'
import { PLAN_LIMITS, type PermittedPlan, type PlanEnvelope } from './plan-policy'
import { fail, succeed, type Result } from './result'

export interface PlannedInvoice {
  readonly invoiceId: InvoiceId
  readonly number: string
  /** What the plan takes of it: all that is due now when it is shaped. */
  readonly amountMinor: number
}

/** What the debtor chooses. */
export interface PlanShape {
  readonly downPaymentMinor: number
  readonly frequency: PlanFrequency
  /** How many beside the down payment. */
  readonly instalmentCount: number
  readonly firstOn: CalendarDay
  /** Whether instalments are collected from a saved method. */
  readonly isAutopay: boolean
}

/** Why a plan is for the creditor to decide. `limit` and `asked` are in the unit of what they bound. */
export type PlanReason =
  | { readonly code: 'total_below' | 'total_above'; readonly limitMinor: number; readonly askedMinor: number }
  | { readonly code: 'instalment_too_small'; readonly limitMinor: number; readonly askedMinor: number }
  | { readonly code: 'down_payment_too_small'; readonly limitMinor: number; readonly askedMinor: number }
  | {
      readonly code: 'too_many_instalments' | 'too_long' | 'first_too_late'
      readonly limit: number
      readonly asked: number
    }
  | { readonly code: 'frequency_not_offered'; readonly offered: readonly PlanFrequency[] }
  | { readonly code: 'autopay_needed' }

export type PlanVerdict =
  | { readonly kind: 'inside' }
  /** At least one reason, every one that there is. */
  | { readonly kind: 'outside'; readonly reasons: readonly PlanReason[] }

export interface PlanProposal {
  readonly currency: CurrencyCode
  readonly invoices: readonly PlannedInvoice[]
  /** The sum of the invoices' amounts. */
  readonly principalMinor: number
  readonly feeMinor: number
  readonly interestMinor: number
  /** `principalMinor + feeMinor + interestMinor`, the sum of the schedule. */
  readonly totalMinor: number
  /** Part of the principal; 0 for none. */
  readonly downPaymentMinor: number
  readonly frequency: PlanFrequency
  /** The day of the month that monthly dates return to. */
  readonly anchorDay: number
  /** The day of the proposal in the creditor's time zone: interest runs from it, and the down payment is due on it. */
  readonly startOn: CalendarDay
  /** Ascending; number 0 is the down payment where there is one. */
  readonly schedule: readonly ScheduledInstalment[]
  readonly autopay: boolean
  /** Of the plan policy that it was shaped by. */
  readonly policyVersion: number
  /** What the policy said then, with what is different for the debtor: an agreement keeps it. */
  readonly envelope: PlanEnvelope
  readonly verdict: PlanVerdict
}

/** What no creditor could agree to either: nothing is shaped. */
export type PlanFault =
  | { readonly field: 'invoices'; readonly code: 'nothing_selected' }
  | { readonly field: 'instalments'; readonly code: 'out_of_range'; readonly most: number }
  | { readonly field: 'instalments'; readonly code: 'too_small' }
  | { readonly field: 'downPayment'; readonly code: 'out_of_range'; readonly mostMinor: number }
  | { readonly field: 'firstOn'; readonly code: 'not_after_start'; readonly startOn: CalendarDay }
  | { readonly field: 'firstOn'; readonly code: 'too_late'; readonly mostDays: number }

export interface ProposalGround {
  readonly currency: CurrencyCode
  readonly invoices: readonly PlannedInvoice[]
  readonly startOn: CalendarDay
  readonly permitted: PermittedPlan
  readonly policyVersion: number
}

/** Nobody plans further ahead than this, whoever decides. */
const MOST_DAYS_TO_FIRST = 366

/** Shapes a plan over what is due now, or says what is impossible about it. */
export function shapePlanProposal(
  ground: ProposalGround,
  shape: PlanShape,
): Result<PlanProposal, readonly PlanFault[]> {
  const { currency, invoices, startOn, permitted, policyVersion } = ground
  const { downPaymentMinor, frequency, instalmentCount, firstOn, isAutopay } = shape
  const principalMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const faults = findShapeFaults(shape, principalMinor, startOn)
  if (faults.length > 0) return fail(faults)
  const { envelope } = permitted
  const days = listInstalmentDays(firstOn, frequency, instalmentCount)
  const laid = createInstalmentSchedule({ principalMinor, downPaymentMinor, startOn, days, charges: envelope })
  if (!laid.ok) return fail([{ field: 'instalments', code: 'too_small' }])
  const { instalments: schedule, feeMinor, interestMinor } = laid.value
  const reasons = findPlanReasons(permitted, shape, { principalMinor, startOn, schedule })
  return succeed({
    ...{ currency, invoices, principalMinor, feeMinor, interestMinor, downPaymentMinor, frequency, startOn, schedule },
    totalMinor: principalMinor + feeMinor + interestMinor,
    anchorDay: getAnchorDay(firstOn),
    autopay: isAutopay,
    ...{ policyVersion, envelope },
    verdict: reasons.length === 0 ? { kind: 'inside' } : { kind: 'outside', reasons },
  })
}

function findShapeFaults(
  { downPaymentMinor, instalmentCount, firstOn }: PlanShape,
  principalMinor: number,
  startOn: CalendarDay,
): PlanFault[] {
  if (principalMinor <= 0) return [{ field: 'invoices', code: 'nothing_selected' }]
  const faults: PlanFault[] = []
  if (downPaymentMinor < 0 || downPaymentMinor >= principalMinor) {
    faults.push({ field: 'downPayment', code: 'out_of_range', mostMinor: principalMinor - 1 })
  }
  if (!Number.isInteger(instalmentCount) || instalmentCount < 1 || instalmentCount > PLAN_LIMITS.instalments) {
    faults.push({ field: 'instalments', code: 'out_of_range', most: PLAN_LIMITS.instalments })
  }
  const daysToFirst = countDaysBetween(startOn, firstOn)
  if (daysToFirst < 1) faults.push({ field: 'firstOn', code: 'not_after_start', startOn })
  if (daysToFirst > MOST_DAYS_TO_FIRST)
    faults.push({ field: 'firstOn', code: 'too_late', mostDays: MOST_DAYS_TO_FIRST })
  return faults
}

/** Every bound of the envelope that a shape crosses. */
function findPlanReasons(
  { envelope, band }: PermittedPlan,
  { downPaymentMinor, frequency, instalmentCount, firstOn, isAutopay }: PlanShape,
  {
    principalMinor,
    startOn,
    schedule,
  }: { principalMinor: number; startOn: CalendarDay; schedule: readonly ScheduledInstalment[] },
): PlanReason[] {
  const reasons: PlanReason[] = []
  if (principalMinor < band.leastTotalMinor) {
    reasons.push({ code: 'total_below', limitMinor: band.leastTotalMinor, askedMinor: principalMinor })
  }
  if (band.mostTotalMinor !== null && principalMinor > band.mostTotalMinor) {
    reasons.push({ code: 'total_above', limitMinor: band.mostTotalMinor, askedMinor: principalMinor })
  }
  const leastDownPaymentMinor = multiplyBps(principalMinor, envelope.leastDownPaymentBps)
  if (downPaymentMinor < leastDownPaymentMinor) {
    reasons.push({ code: 'down_payment_too_small', limitMinor: leastDownPaymentMinor, askedMinor: downPaymentMinor })
  }
  if (instalmentCount > envelope.mostInstalments) {
    reasons.push({ code: 'too_many_instalments', limit: envelope.mostInstalments, asked: instalmentCount })
  }
  const regular = schedule.filter(({ number }) => number > 0)
  const smallestMinor = Math.min(...regular.map(({ amountMinor }) => amountMinor))
  if (smallestMinor < envelope.leastInstalmentMinor) {
    reasons.push({ code: 'instalment_too_small', limitMinor: envelope.leastInstalmentMinor, askedMinor: smallestMinor })
  }
  const daysToLast = countDaysBetween(startOn, regular.at(-1)?.dueOn ?? startOn)
  if (daysToLast > envelope.mostDays) {
    reasons.push({ code: 'too_long', limit: envelope.mostDays, asked: daysToLast })
  }
  const daysToFirst = countDaysBetween(startOn, firstOn)
  if (daysToFirst > envelope.mostDaysToFirst) {
    reasons.push({ code: 'first_too_late', limit: envelope.mostDaysToFirst, asked: daysToFirst })
  }
  if (!envelope.frequencies.includes(frequency)) {
    reasons.push({ code: 'frequency_not_offered', offered: envelope.frequencies })
  }
  if (envelope.autopay === 'required' && !isAutopay) reasons.push({ code: 'autopay_needed' })
  return reasons
}
