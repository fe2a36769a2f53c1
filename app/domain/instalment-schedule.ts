/**
 * The dates and amounts of a plan.
 *
 * Instalments are level: all but the last are equal, and the last takes the remainder, which is never less than the
 * others. Each pays the charges that are owed by its day, then principal, and unpaid charges bear no interest. Interest is
 * simple, actual days / 365, from the day on which the plan starts. What rounding leaves of a period is carried into the
 * next, so that the interest of the whole schedule is its exact sum, rounded once, half away from zero.
 */
import { addDays, calendarDay, type CalendarDay } from './calendar-day'
import { assertMinor, splitMinor } from './money'
import { fail, succeed, type Result } from './result'

export const PLAN_FREQUENCIES = ['weekly', 'two_weekly', 'monthly', 'quarterly'] as const

export type PlanFrequency = (typeof PLAN_FREQUENCIES)[number]

/** What interest is reckoned on: the principal that is left, or all through on the principal of the beginning. */
export const INTEREST_METHODS = ['declining_balance', 'flat'] as const

export type InterestMethod = (typeof INTEREST_METHODS)[number]

export interface ScheduleCharges {
  /** Minor units, spread evenly over the instalments. */
  readonly feeMinor: number
  readonly yearlyRateBps: number
  readonly interestMethod: InterestMethod
}

export interface ScheduledInstalment {
  /** From 1; the down payment is 0. */
  readonly number: number
  readonly dueOn: CalendarDay
  /** `principalMinor + chargesMinor` */
  readonly amountMinor: number
  readonly principalMinor: number
  /** Fee and interest. */
  readonly chargesMinor: number
}

export interface InstalmentSchedule {
  readonly instalments: readonly ScheduledInstalment[]
  readonly feeMinor: number
  readonly interestMinor: number
}

export interface ScheduleQuestion {
  /** What is to be paid without charges, the down payment included. */
  readonly principalMinor: number
  /** Paid on the first day, without charges; less than the principal. */
  readonly downPaymentMinor: number
  readonly startOn: CalendarDay
  /** Of the instalments, ascending, none before `startOn`. */
  readonly days: readonly CalendarDay[]
  readonly charges: ScheduleCharges
}

/** Basis points of a year of 365 days. */
const RATE_DENOMINATOR = 10_000n * 365n

/** The day of the month that a schedule returns to after shorter months. */
export function getAnchorDay(day: CalendarDay): number {
  return Number(day.slice(8, 10))
}

/**
 * `count` days from `firstOn` on. Months and quarters keep `anchorDay` (1 to 31, the first day's own where it is left out):
 * a month that is too short ends it on its last day, and the next returns to the anchor (31 Jan, 28 Feb, 31 Mar).
 */
export function listInstalmentDays(
  firstOn: CalendarDay,
  frequency: PlanFrequency,
  count: number,
  anchorDay: number = getAnchorDay(firstOn),
): CalendarDay[] {
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return firstOn
    if (frequency === 'weekly') return addDays(firstOn, 7 * index)
    if (frequency === 'two_weekly') return addDays(firstOn, 14 * index)
    return moveMonths(firstOn, (frequency === 'monthly' ? 1 : 3) * index, anchorDay)
  })
}

function moveMonths(day: CalendarDay, months: number, anchorDay: number): CalendarDay {
  const monthIndex = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const [year, month] = [Math.floor(monthIndex / 12), (monthIndex % 12) + 1]
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const date = Math.min(anchorDay, lastDay)
  return calendarDay(
    [year, month, date].map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-'),
  )
}

/**
 * Divides a debt into instalments. Fails where there is less to pay than one minor unit each; throws a RangeError for a
 * question that nobody may ask (no day, a down payment of everything).
 */
export function createInstalmentSchedule(question: ScheduleQuestion): Result<InstalmentSchedule, 'too_small'> {
  const { principalMinor, downPaymentMinor, startOn, days, charges } = question
  const financedMinor = assertMinor(principalMinor) - assertMinor(downPaymentMinor)
  if (days.length === 0 || downPaymentMinor < 0 || financedMinor <= 0) throw new RangeError('no such schedule')
  const feeParts = splitMinor(
    charges.feeMinor,
    days.map(() => 1),
  ).toReversed()
  const accrual = planAccrual(financedMinor, startOn, days, charges)
  const lay = (levelMinor: number) => layInstalments(financedMinor, levelMinor, days, feeParts, accrual)

  let lowMinor = Math.floor((financedMinor + charges.feeMinor) / days.length)
  let highMinor = Math.floor((financedMinor + charges.feeMinor + accrual.mostMinor) / days.length) + 1
  if (lowMinor < 1) return fail('too_small')
  while (lowMinor < highMinor) {
    const levelMinor = Math.ceil((lowMinor + highMinor) / 2)
    if (levelMinor <= (lay(levelMinor).instalments.at(-1)?.amountMinor ?? 0)) lowMinor = levelMinor
    else highMinor = levelMinor - 1
  }
  const { instalments, interestMinor } = lay(lowMinor)
  const downPayment =
    downPaymentMinor === 0
      ? []
      : [
          {
            number: 0,
            dueOn: startOn,
            amountMinor: downPaymentMinor,
            principalMinor: downPaymentMinor,
            chargesMinor: 0,
          },
        ]
  return succeed({ instalments: [...downPayment, ...instalments], feeMinor: charges.feeMinor, interestMinor })
}

interface Accrual {
  /** Interest of a period: of the balance it begins with, or what it was given beforehand. Bps-days of minor units. */
  readonly numeratorOf: (index: number, balanceMinor: number) => bigint
  /** No schedule over these days has more. */
  readonly mostMinor: number
}

function planAccrual(
  financedMinor: number,
  startOn: CalendarDay,
  days: readonly CalendarDay[],
  { yearlyRateBps, interestMethod }: ScheduleCharges,
): Accrual {
  const rate = BigInt(yearlyRateBps)
  const dayCounts = days.map((day, index) => countDays(days[index - 1] ?? startOn, day))
  const allDays = dayCounts.reduce((sum, count) => sum + count, 0n)
  const most = roundRatio(BigInt(financedMinor) * rate * allDays)
  if (interestMethod === 'declining_balance') {
    return {
      numeratorOf: (index, balanceMinor) => BigInt(balanceMinor) * rate * (dayCounts[index] ?? 0n),
      mostMinor: assertMinor(Number(most)),
    }
  }
  const parts = splitMinor(
    Number(most),
    days.map(() => 1),
  ).toReversed()
  return { numeratorOf: (index) => BigInt(parts[index] ?? 0) * RATE_DENOMINATOR, mostMinor: assertMinor(Number(most)) }
}

function countDays(from: CalendarDay, to: CalendarDay): bigint {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (days < 0) throw new RangeError('instalments are not in order')
  return BigInt(days)
}

/** Half away from zero; what is left of a period before may be negative. */
function roundRatio(numerator: bigint): bigint {
  const magnitude = ((numerator < 0n ? -numerator : numerator) * 2n + RATE_DENOMINATOR) / (RATE_DENOMINATOR * 2n)
  return numerator < 0n ? -magnitude : magnitude
}

/** The instalments when each but the last is `levelMinor`, or less where everything is paid before. */
function layInstalments(
  financedMinor: number,
  levelMinor: number,
  days: readonly CalendarDay[],
  feeParts: readonly number[],
  accrual: Accrual,
): { instalments: ScheduledInstalment[]; interestMinor: number } {
  let [balanceMinor, owedMinor, interestMinor, carried] = [financedMinor, 0, 0, 0n]
  const instalments = days.map((dueOn, index) => {
    carried += accrual.numeratorOf(index, balanceMinor)
    const accrued = roundRatio(carried)
    carried -= accrued * RATE_DENOMINATOR
    interestMinor += Number(accrued)
    owedMinor += Number(accrued) + (feeParts[index] ?? 0)
    const isLast = index === days.length - 1
    const chargesMinor = isLast ? owedMinor : Math.min(owedMinor, levelMinor)
    const principalMinor = isLast ? balanceMinor : Math.min(balanceMinor, levelMinor - chargesMinor)
    owedMinor -= chargesMinor
    balanceMinor -= principalMinor
    return { number: index + 1, dueOn, amountMinor: chargesMinor + principalMinor, principalMinor, chargesMinor }
  })
  return { instalments, interestMinor }
}
