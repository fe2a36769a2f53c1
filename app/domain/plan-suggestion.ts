/** Plans that a debtor is shown before it has said anything, and how many instalments a wish comes to. */
import { addDays, countDaysBetween, type CalendarDay } from './calendar-day'
import { listInstalmentDays, type PlanFrequency } from './instalment-schedule'
import { multiplyBps } from './money'
import { PLAN_LIMITS, type PlanEnvelope } from './plan-policy'
import { shapePlanProposal, type PlanProposal, type PlanShape, type ProposalGround } from './plan-proposal'

/** So many instalments are proposed at first where more are possible: half a year of months. */
const MOST_SUGGESTED = 6

/** The first instalment is suggested so many days ahead, as far as that is permitted. */
const SUGGESTED_DAYS_TO_FIRST = 14

/**
 * What a plan over `principalMinor` may be to begin with: as little at once as is permitted, months where they are offered,
 * and no more instalments than the creditor agrees to by itself.
 */
export function suggestPlanShape(ground: ProposalGround): PlanShape {
  const { permitted, invoices, startOn } = ground
  const { envelope } = permitted
  const frequency =
    envelope.frequencies.find((offered) => offered === 'monthly') ?? envelope.frequencies[0] ?? 'monthly'
  const principalMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const shape = {
    downPaymentMinor: multiplyBps(principalMinor, envelope.leastDownPaymentBps),
    frequency,
    firstOn: suggestFirstDay(envelope, startOn),
    isAutopay: envelope.autopay === 'required',
  }
  const longest = findLongestInside(ground, shape)
  const instalmentCount = longest === null ? 1 : countInstalments(longest)
  return { ...shape, instalmentCount: Math.min(MOST_SUGGESTED, instalmentCount) }
}

function suggestFirstDay({ mostDaysToFirst, mostDays }: PlanEnvelope, startOn: CalendarDay): CalendarDay {
  return addDays(startOn, Math.max(1, Math.min(SUGGESTED_DAYS_TO_FIRST, mostDaysToFirst, mostDays)))
}

/** The plan with the most instalments that is agreed at once, as the rest of the shape is; null where none is. */
export function findLongestInside(
  ground: ProposalGround,
  shape: Omit<PlanShape, 'instalmentCount'>,
): PlanProposal | null {
  for (let instalmentCount = boundCount(ground, shape); instalmentCount >= 1; instalmentCount -= 1) {
    const shaped = shapePlanProposal(ground, { ...shape, instalmentCount })
    if (!shaped.ok) {
      // Fewer instalments are never too small where these were not; every other fault stays.
      if (shaped.failure.some(({ code }) => code !== 'too_small')) return null
    } else if (shaped.value.verdict.kind === 'inside') return shaped.value
  }
  return null
}

/** More instalments than these are outside for certain: too many, too long, or too small even without charges. */
function boundCount(
  { permitted, invoices, startOn }: ProposalGround,
  { downPaymentMinor, frequency, firstOn }: Omit<PlanShape, 'instalmentCount'>,
): number {
  const { mostInstalments, mostDays, feeMinor, leastInstalmentMinor, yearlyRateBps } = permitted.envelope
  const days = listInstalmentDays(firstOn, frequency, mostInstalments)
  const within = days.filter((day) => countDaysBetween(startOn, day) <= mostDays).length
  const principalMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const mostInterestMinor = Math.ceil((principalMinor * yearlyRateBps * mostDays) / 3_650_000)
  const mostTotalMinor = principalMinor - downPaymentMinor + feeMinor + mostInterestMinor
  return Math.min(within, Math.max(1, Math.floor(mostTotalMinor / Math.max(1, leastInstalmentMinor))))
}

/** The instalments of a plan without its down payment. */
export function countInstalments({ schedule }: Pick<PlanProposal, 'schedule'>): number {
  return schedule.filter(({ number }) => number > 0).length
}

/**
 * How many instalments it takes so that none but the last is more than `mostMinor`; null where no number of them does,
 * because the charges grow faster.
 */
export function countForInstalment(
  ground: ProposalGround,
  shape: Omit<PlanShape, 'instalmentCount'>,
  mostMinor: number,
): number | null {
  if (mostMinor <= 0) return null
  const principalMinor = ground.invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const least = Math.max(1, Math.floor((principalMinor - shape.downPaymentMinor) / mostMinor))
  for (let instalmentCount = least; instalmentCount <= PLAN_LIMITS.instalments; instalmentCount += 1) {
    const shaped = shapePlanProposal(ground, { ...shape, instalmentCount })
    if (!shaped.ok) return null
    const regular = shaped.value.schedule.find(({ number }) => number === 1)
    if (regular && regular.amountMinor <= mostMinor) return instalmentCount
  }
  return null
}

/** For each frequency that is offered, the longest plan that is agreed at once. */
export function listLongestInside(
  ground: ProposalGround,
): readonly { readonly frequency: PlanFrequency; readonly proposal: PlanProposal | null }[] {
  const shape = suggestPlanShape(ground)
  return ground.permitted.envelope.frequencies.map((frequency) => ({
    frequency,
    proposal: findLongestInside(ground, { ...shape, frequency }),
  }))
}
