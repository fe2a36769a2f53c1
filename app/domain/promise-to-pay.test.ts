import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import type { InvoiceId } from './ids'
import { DEFAULT_PROMISE_POLICY, findPromisePolicyFaults, type PromisePolicy } from './promise-policy'
import { computeLeastPromise, decidePromise, findPromiseFaults, findPromiseObstacle } from './promise-to-pay'

const today = calendarDay('2026-02-27')
const now = new Date('2026-02-27T10:00:00Z')
const policy: PromisePolicy = { ...DEFAULT_PROMISE_POLICY, isOffered: true, leastShareBps: 5_000 }
const invoice = (id: string, openMinor = 100_00) => ({
  id: id as InvoiceId,
  ...{ openMinor, pendingMinor: 0, disputedMinor: 0, plannedMinor: 0 },
})
const earlier = (status: 'open' | 'kept' | 'broken' | 'canceled', daysAgo = 1, ids: string[] = []) => ({
  status,
  endedBy: status === 'open' ? null : 'policy',
  madeAt: new Date(now.getTime() - daysAgo * 86_400_000),
  invoices: ids.map((id) => ({ invoiceId: id as InvoiceId, amountMinor: 1 })),
})

describe('whether a promise can be made', () => {
  const find = (
    changes: Partial<PromisePolicy>,
    earlierOnes: Parameters<typeof findPromiseObstacle>[1]['earlier'] = [],
    invoices = [invoice('a')],
  ) => findPromiseObstacle({ ...policy, ...changes }, { invoices, earlier: earlierOnes, now })

  it('is the creditor’s to say, and off by default', () => {
    expect(find({})).toBe(null)
    expect(find({ isOffered: false })).toBe('not_offered')
    expect(DEFAULT_PROMISE_POLICY.isOffered).toBe(false)
  })

  it('takes something due', () => {
    expect(find({}, [], [])).toBe('nothing_due')
    expect(find({}, [], [{ ...invoice('a'), disputedMinor: 100_00 }])).toBe('nothing_due')
  })

  it('is once for an invoice while a promise of it is open', () => {
    expect(find({}, [earlier('open', 1, ['a'])])).toBe('promised_already')
    expect(find({}, [earlier('open', 1, ['b'])])).toBe(null)
    expect(find({}, [earlier('kept', 1, ['a'])])).toBe(null)
  })

  it('counts the year: those canceled by others than the debtor aside, broken ones apart', () => {
    expect(find({ promisesPerYear: 2 }, [earlier('kept'), earlier('canceled')])).toBe(null)
    expect(find({ promisesPerYear: 2 }, [earlier('kept'), { ...earlier('canceled'), endedBy: 'link:1' }])).toBe(
      'too_many',
    )
    expect(find({ promisesPerYear: 2 }, [earlier('kept'), earlier('kept', 364)])).toBe('too_many')
    expect(find({ promisesPerYear: 2 }, [earlier('kept'), earlier('kept', 365)])).toBe(null)
    expect(find({ brokenPerYear: 1 }, [earlier('broken')])).toBe('broken_before')
  })
})

describe('what is promised', () => {
  const find = (amountMinor: number, promisedOn: string, note = '') =>
    findPromiseFaults(
      policy,
      { amountMinor, promisedOn: calendarDay(promisedOn), note },
      { dueMinor: 100_01, today },
    ).map(({ code }) => code)

  it('is a day after today within the bound, across the end of February', () => {
    expect(find(100_01, '2026-02-27')).toEqual(['not_future'])
    expect(find(100_01, '2026-02-28')).toEqual([])
    expect(find(100_01, '2026-03-13')).toEqual([])
    expect(find(100_01, '2026-03-14')).toEqual(['too_far'])
  })

  it('is at least the share, and never more than is due', () => {
    expect(find(50_00, '2026-03-01')).toEqual(['too_little'])
    expect(find(50_01, '2026-03-01')).toEqual([])
    expect(find(100_02, '2026-03-01')).toEqual(['above_due'])
    expect(find(0, '2026-02-01', 'x'.repeat(501))).toEqual(['amount_not_positive', 'not_future', 'note_too_long'])
  })

  it('can always be all that is due, whatever the share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        (dueMinor, share) => {
          const least = computeLeastPromise({ ...policy, leastShareBps: share }, dueMinor)
          expect(least).toBeGreaterThan(0)
          expect(least).toBeLessThanOrEqual(dueMinor)
        },
      ),
    )
  })
})

describe('what becomes of a promise', () => {
  const graceUntilOn = calendarDay('2026-03-12')
  const decide = (facts: Partial<Parameters<typeof decidePromise>[1]>) =>
    decidePromise(
      { amountMinor: 50_00, graceUntilOn },
      { today, receivedMinor: 0, underWayMinor: 0, leftMinor: 100_00, ...facts },
    )

  it('is kept as soon as the money is there', () => {
    expect(decide({ receivedMinor: 49_99 })).toBe(null)
    expect(decide({ receivedMinor: 50_00 })).toBe('kept')
  })

  it('is broken the day after the last day of grace, not on it', () => {
    expect(decide({ today: graceUntilOn })).toBe(null)
    expect(decide({ today: addDays(graceUntilOn, 1) })).toBe('broken')
    expect(decide({ today: addDays(graceUntilOn, 1), receivedMinor: 49_99 })).toBe('broken')
  })

  it('waits for money under way', () => {
    expect(decide({ today: addDays(graceUntilOn, 9), receivedMinor: 20_00, underWayMinor: 30_00 })).toBe(null)
    expect(decide({ today: addDays(graceUntilOn, 9), receivedMinor: 20_00, underWayMinor: 29_99 })).toBe('broken')
  })

  it('is kept where money and a credit left nothing, and has lost its object where the credit alone did', () => {
    expect(decide({ receivedMinor: 10_00, leftMinor: 0 })).toBe('kept')
    expect(decide({ leftMinor: 0 })).toBe('canceled')
  })

  it('never turns for the worse by more money', () => {
    const rank = { broken: 0, canceled: 0, kept: 2 }
    fc.assert(
      fc.property(
        fc.record({
          days: fc.integer({ min: -5, max: 5 }),
          receivedMinor: fc.integer({ min: 0, max: 60_00 }),
          moreMinor: fc.integer({ min: 1, max: 60_00 }),
          underWayMinor: fc.integer({ min: 0, max: 60_00 }),
          leftMinor: fc.integer({ min: 0, max: 100_00 }),
        }),
        ({ days, receivedMinor, moreMinor, ...facts }) => {
          const on = addDays(graceUntilOn, days)
          const before = decide({ ...facts, today: on, receivedMinor })
          const after = decide({ ...facts, today: on, receivedMinor: receivedMinor + moreMinor })
          expect(after === null ? 1 : rank[after]).toBeGreaterThanOrEqual(before === null ? 1 : rank[before])
        },
      ),
    )
  })
})

it('a policy out of its bounds is refused where it is', () => {
  expect(findPromisePolicyFaults(DEFAULT_PROMISE_POLICY)).toEqual([])
  expect(
    findPromisePolicyFaults({ ...policy, mostDays: 0, leastShareBps: 10_001, graceDays: 15 }).map(
      ({ pointer }) => pointer,
    ),
  ).toEqual(['/mostDays', '/leastShareBps', '/graceDays'])
})
