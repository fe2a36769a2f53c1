/** Ways to settle one currency of an account, side by side. Amounts are minor units of that currency. */
import type { CalendarDay } from './calendar-day'
import { computeEffectiveYearlyRate, type DatedAmount } from './effective-yearly-rate'
import type { PlanProposal } from './plan-proposal'

export interface WayToSettle {
  readonly kind: 'now' | 'on_due_dates' | 'plan'
  readonly totalMinor: number
  /** By day, ascending; one a day. */
  readonly payments: readonly DatedAmount[]
  /** Beyond what paying now costs; negative where it is less. */
  readonly moreMinor: number
  /** Of paying later, in basis points; null where nothing is paid later. */
  readonly effectiveRateBps: number | null
}

export interface ComparisonGround {
  readonly today: CalendarDay
  /** What settles everything today: discounts taken, late interest included. */
  readonly nowMinor: number
  /** What is due now of each invoice, and when it falls due. */
  readonly due: readonly { readonly dueOn: CalendarDay; readonly amountMinor: number }[]
  /** Charges of what is overdue, which are paid with it. */
  readonly chargesMinor: number
  /** Null where none is offered. */
  readonly plan: PlanProposal | null
}

/**
 * Paying now, paying each invoice on its due date (what is overdue, with its charges, today) and paying by plan. A plan
 * takes no discounts, so that what they are worth is a part of its cost; charges that a plan leaves out stay owed.
 */
export function compareWays({ today, nowMinor, due, chargesMinor, plan }: ComparisonGround): WayToSettle[] {
  const onDueDates = due.map(({ dueOn, amountMinor }) => ({ on: dueOn > today ? dueOn : today, amountMinor }))
  const overdueCharges = chargesMinor === 0 ? [] : [{ on: today, amountMinor: chargesMinor }]
  const ways: [WayToSettle['kind'], readonly DatedAmount[]][] = [
    ['now', [{ on: today, amountMinor: nowMinor }]],
    ['on_due_dates', [...overdueCharges, ...onDueDates]],
  ]
  if (plan !== null) {
    const instalments = plan.schedule.map(({ dueOn, amountMinor }) => ({ on: dueOn, amountMinor }))
    ways.push(['plan', [...overdueCharges, ...instalments]])
  }
  return ways.map(([kind, dated]) => {
    const payments = sumByDay(dated)
    const totalMinor = payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    return {
      ...{ kind, totalMinor, payments },
      moreMinor: totalMinor - nowMinor,
      effectiveRateBps: computeEffectiveYearlyRate(nowMinor, today, payments),
    }
  })
}

function sumByDay(dated: readonly DatedAmount[]): DatedAmount[] {
  const sums = new Map<CalendarDay, number>()
  for (const { on, amountMinor } of dated) sums.set(on, (sums.get(on) ?? 0) + amountMinor)
  return [...sums]
    .map(([on, amountMinor]) => ({ on, amountMinor }))
    .toSorted((left, right) => (left.on < right.on ? -1 : 1))
}
