import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay, type CalendarDay } from './calendar-day'
import { createInstalmentSchedule, listInstalmentDays, type InterestMethod } from './instalment-schedule'
import type { InvoiceId } from './ids'
import type { Instalment, PaymentPlan, PlanInvoice } from './payment-plan'
import type { PlanEnvelope } from './plan-policy'
import {
  coverInstalments,
  findMoveRange,
  findRetryDay,
  isMissed,
  settleShare,
  spreadOverShares,
  sumUnpaid,
} from './plan-progress'
import { computeSaved, computeUnearned } from './unearned-interest'

const START = calendarDay('2027-01-31')
const AT = new Date('2027-01-31T12:00:00Z')

const ENVELOPE: PlanEnvelope = {
  ...{ mostInstalments: 60, mostDays: 2_000, frequencies: ['monthly'], leastInstalmentMinor: 1 },
  ...{
    leastDownPaymentBps: 0,
    mostDaysToFirst: 60,
    feeMinor: 0,
    yearlyRateBps: 0,
    interestMethod: 'declining_balance',
  },
  ...{ autopay: 'optional', mostDateMoves: 2, mostMoveDays: 10, graceDays: 5, missesUntilDefault: 2, retryDays: [] },
  noticeDays: 3,
}

interface Shape {
  principalMinor: number
  count: number
  yearlyRateBps?: number
  feeMinor?: number
  interestMethod?: InterestMethod
}

function shape({ principalMinor, count, ...charges }: Shape) {
  const envelope = { ...ENVELOPE, ...charges }
  const laid = createInstalmentSchedule({
    ...{ principalMinor, downPaymentMinor: 0, startOn: START, charges: envelope },
    days: listInstalmentDays(calendarDay('2027-02-28'), 'monthly', count, 31),
  })
  if (!laid.ok) throw new Error(laid.failure)
  const instalments = laid.value.instalments.map((one): Instalment => ({
    ...{ ...one, originalDueOn: one.dueOn, paidMinor: 0, status: 'scheduled', paymentId: null },
    ...{ attempts: 0, nextAttemptAt: null, noticedAt: null, movedTimes: 0, endedAt: null },
  }))
  const plan: Pick<PaymentPlan, 'terms' | 'interestMinor' | 'status'> = {
    ...{ status: 'active', interestMinor: laid.value.interestMinor },
    terms: { startOn: START, anchorDay: 31, envelope },
  }
  return { plan, instalments, totalMinor: sumUnpaid(instalments) }
}

const cover = (instalments: readonly Instalment[], coveredMinor: number, today: CalendarDay = START) =>
  coverInstalments(instalments, coveredMinor, { at: AT, today })

describe('money that covers instalments', () => {
  it('covers the oldest first, however it came, and in the end all of them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 1_000_000 }),
        fc.integer({ min: 1, max: 24 }),
        fc.array(fc.nat({ max: 400_000 }), { maxLength: 8 }),
        (principalMinor, count, sums) => {
          const { instalments, totalMinor } = shape({ principalMinor, count, yearlyRateBps: 900, feeMinor: 7 })
          let coveredMinor = 0
          let current: readonly Instalment[] = instalments
          for (const sum of [...sums, totalMinor]) {
            coveredMinor = Math.min(totalMinor, coveredMinor + sum)
            current = cover(current, coveredMinor)
            expect(sumUnpaid(current)).toBe(totalMinor - coveredMinor)
            const open = current.findIndex(({ status }) => status !== 'paid')
            expect(
              current.slice(open === -1 ? current.length : open + 1).every(({ paidMinor }) => paidMinor === 0),
            ).toBe(true)
          }
          // Whichever way it came there: the same as at once.
          expect(current.map(({ paidMinor }) => paidMinor)).toEqual(
            cover(instalments, totalMinor).map(({ paidMinor }) => paidMinor),
          )
        },
      ),
    )
  })

  it('uncovers the latest that were covered, which are due again or still to come', () => {
    const { instalments } = shape({ principalMinor: 300_00, count: 3 })
    const paid = cover(instalments, 200_00)
    const today = calendarDay('2027-03-01')
    expect(cover(paid, 150_00, today).map(({ status }) => status)).toEqual(['paid', 'scheduled', 'scheduled'])
    expect(cover(paid, 50_00, today)[0]).toMatchObject({ status: 'due', paidMinor: 50_00, attempts: 1, noticedAt: AT })
  })

  it('is never more than there is to pay', () => {
    const { instalments, totalMinor } = shape({ principalMinor: 300_00, count: 3 })
    expect(() => cover(instalments, totalMinor + 1)).toThrow(RangeError)
  })

  it('is spread over the plan’s invoices in their order', () => {
    const [first, second] = ['a', 'b'] as InvoiceId[]
    const shares: PlanInvoice[] = [
      { invoiceId: first!, amountMinor: 100, settledMinor: 40, position: 1 },
      { invoiceId: second!, amountMinor: 50, settledMinor: 0, position: 2 },
    ]
    expect(spreadOverShares(shares, 80, () => 1_000)).toEqual([
      { invoiceId: first, amountMinor: 60 },
      { invoiceId: second, amountMinor: 20 },
    ])
    // What a payment under way is for is not there twice.
    expect(spreadOverShares(shares, 80, () => 30)).toMatchObject([{ amountMinor: 30 }, { amountMinor: 30 }])
    expect(() => settleShare(shares, first!, 61)).toThrow(RangeError)
  })
})

describe('days', () => {
  const { instalments, plan } = shape({ principalMinor: 300_00, count: 3 })
  const [first] = instalments

  it('of grace count from the day, or from when the debtor was told', () => {
    const due: Instalment = { ...first!, status: 'due' }
    const told = (noticedOn: string | null, today: string) =>
      isMissed(due, {
        graceDays: 5,
        noticedOn: noticedOn === null ? null : calendarDay(noticedOn),
        today: calendarDay(today),
      })
    expect(told(null, '2027-03-05')).toBe(false)
    expect(told(null, '2027-03-06')).toBe(true)
    expect(told('2027-03-04', '2027-03-09')).toBe(false)
    expect(told('2027-03-04', '2027-03-10')).toBe(true)
    const held = { ...due, paymentId: 'one' as NonNullable<Instalment['paymentId']> }
    expect(isMissed(held, { graceDays: 5, noticedOn: null, today: calendarDay('2027-04-01') })).toBe(false)
  })

  it('of trying again are the plan’s, and never today', () => {
    const tried = (attempts: number, today: string) => findRetryDay({ ...first!, attempts }, [3, 5], calendarDay(today))
    expect(tried(1, '2027-02-28')).toBe('2027-03-03')
    expect(tried(1, '2027-03-04')).toBe('2027-03-05')
    expect(tried(2, '2027-03-03')).toBe('2027-03-05')
    expect(tried(3, '2027-03-05')).toBe(null)
  })

  it('may be moved as far as the plan permits, and not past the next instalment', () => {
    const today = calendarDay('2027-02-20')
    expect(findMoveRange(plan, instalments, 1, today)).toEqual({ fromOn: '2027-02-21', untilOn: '2027-03-10' })
    expect(findMoveRange(plan, instalments, 1, today, { isFree: true })).toMatchObject({ untilOn: '2027-03-31' })
    // Not before the one that is to be paid first: money covers them in their order.
    expect(findMoveRange(plan, instalments, 2, today, { isFree: true })).toMatchObject({ fromOn: '2027-02-28' })
    const firstPaid = cover(instalments, 100_00)
    expect(findMoveRange(plan, firstPaid, 2, today, { isFree: true })).toMatchObject({ fromOn: '2027-02-21' })
    const movedTwice = instalments.map((one) => (one.number === 2 ? { ...one, movedTimes: 2 } : one))
    expect(findMoveRange(plan, movedTwice, 1, today)).toEqual({ kind: 'no_moves_left' })
    expect(findMoveRange(plan, cover(instalments, 100_00), 1, today)).toEqual({ kind: 'not_movable' })
  })
})

describe('interest of days that do not come', () => {
  it('is all of it on the first day, and none after the last', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 5_000_000 }),
        fc.integer({ min: 1, max: 36 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.constantFrom<InterestMethod>('declining_balance', 'flat'),
        (principalMinor, count, yearlyRateBps, interestMethod) => {
          const { plan, instalments } = shape({ principalMinor, count, yearlyRateBps, interestMethod, feeMinor: 99 })
          expect(computeUnearned(plan, instalments, START)).toBe(plan.interestMinor)
          expect(computeUnearned(plan, instalments, addDays(START, 1_200))).toBe(0)
          let before = plan.interestMinor
          for (let day = 1; day < 400; day += 13) {
            const unearned = computeUnearned(plan, instalments, addDays(START, day))
            expect(unearned).toBeLessThanOrEqual(before)
            before = unearned
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is saved by whatever is paid early, and no more than all of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 1_000_000 }),
        fc.integer({ min: 2, max: 24 }),
        fc.integer({ min: 1, max: 10_000 }),
        (principalMinor, count, share) => {
          const { plan, instalments, totalMinor } = shape({ principalMinor, count, yearlyRateBps: 1_200 })
          const paidMinor = Math.floor((totalMinor * share) / 10_000)
          const saved = computeSaved(plan, instalments, cover(instalments, paidMinor), START)
          expect(saved).toBeGreaterThanOrEqual(0)
          expect(saved).toBeLessThanOrEqual(computeUnearned(plan, instalments, START))
        },
      ),
    )
  })

  it('is the same whether a plan is paid off at once or in two sums on one day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 1_000_000 }),
        fc.integer({ min: 2, max: 24 }),
        fc.integer({ min: 1, max: 9_999 }),
        fc.integer({ min: 0, max: 400 }),
        (principalMinor, count, share, days) => {
          const { plan, instalments, totalMinor } = shape({ principalMinor, count, yearlyRateBps: 2_400 })
          const today = addDays(START, days)
          const priceMinor = totalMinor - computeUnearned(plan, instalments, today)
          const paidMinor = Math.floor((priceMinor * share) / 10_000)
          const after = cover(instalments, paidMinor)
          const credited = cover(instalments, paidMinor + computeSaved(plan, instalments, after, today))
          const restMinor = sumUnpaid(credited) - computeUnearned(plan, credited, today)
          expect(Math.abs(paidMinor + restMinor - priceMinor)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('is reckoned as it was charged: 12 % on 1,200.00 to the end of February, and half of it', () => {
    // 1,200.00 × 12 % × 28 / 365 = 11.05 (11.0466) for the one period from 31 January to 28 February.
    const { plan, instalments } = shape({ principalMinor: 1_200_00, count: 1, yearlyRateBps: 1_200 })
    expect(plan.interestMinor).toBe(11_05)
    expect(computeUnearned(plan, instalments, calendarDay('2027-02-14'))).toBe(5_52)
  })
})
