import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import {
  computeCapacity,
  computeDueNow,
  countDaysLate,
  describeInvoiceStatus,
  plan,
  release,
  reopen,
  reserve,
  settle,
  unplan,
  type InvoiceBalance,
} from './invoice-balance'

const today = calendarDay('2026-11-21')

function createBalance(overrides: Partial<InvoiceBalance> = {}): InvoiceBalance {
  return {
    id: 'invoice' as InvoiceId,
    kind: 'invoice',
    number: 'A-1',
    issueOn: calendarDay('2026-10-01'),
    dueOn: calendarDay('2026-11-20'),
    currency: parseCurrencyCode('EUR')!,
    payableMinor: 100_00,
    openMinor: 100_00,
    pendingMinor: 0,
    disputedMinor: 0,
    plannedMinor: 0,
    settledOn: null,
    ...overrides,
  }
}

describe('what is due now', () => {
  it('leaves out what is disputed and what is on its way', () => {
    expect(computeDueNow(createBalance({ pendingMinor: 30_00, disputedMinor: 25_00 }))).toBe(45_00)
  })

  it('is never negative, even where a dispute and a payment are about the same money', () => {
    expect(computeDueNow(createBalance({ pendingMinor: 80_00, disputedMinor: 60_00 }))).toBe(0)
  })

  it('gives a payment back what it reserved itself', () => {
    const balance = createBalance({ pendingMinor: 80_00 })
    expect(computeCapacity(balance, 0)).toBe(20_00)
    expect(computeCapacity(balance, 50_00)).toBe(70_00)
  })

  it('leaves out what instalments are to pay, and lets money that has come settle it after all else', () => {
    const balance = createBalance({ disputedMinor: 10_00, plannedMinor: 60_00 })
    expect(computeDueNow(balance)).toBe(30_00)
    expect(computeCapacity(balance, 0)).toBe(90_00)
    expect(settle(balance, 20_00, today)).toMatchObject({ openMinor: 80_00, plannedMinor: 60_00 })
    expect(settle(balance, 50_00, today)).toMatchObject({ openMinor: 50_00, plannedMinor: 40_00 })
  })
})

describe('lateness and status', () => {
  it('counts from the day after the due date, and not at all once paid', () => {
    expect(countDaysLate(createBalance(), calendarDay('2026-11-20'))).toBe(0)
    expect(countDaysLate(createBalance(), today)).toBe(1)
    expect(countDaysLate(createBalance({ openMinor: 0 }), today)).toBe(0)
  })

  it.each([
    ['paid', { openMinor: 0, settledOn: today }],
    ['in_payment', { pendingMinor: 100_00 }],
    ['in_plan', { plannedMinor: 60_00, disputedMinor: 40_00 }],
    ['disputed', { disputedMinor: 100_00 }],
    ['overdue', { openMinor: 40_00 }],
    ['partly_paid', { openMinor: 40_00, dueOn: today }],
    ['open', { dueOn: today }],
  ] as const)('shows %s', (status, overrides) => {
    expect(describeInvoiceStatus(createBalance(overrides), today)).toBe(status)
  })
})

describe('moving a balance', () => {
  const amount = fc.integer({ min: -5, max: 150 })
  const step = fc.record({ rule: fc.constantFrom('reserve', 'release', 'plan', 'unplan', 'settle', 'reopen'), amount })

  it('keeps every figure within its bounds whatever is tried, and changes nothing it refuses', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 0, max: 60 }), (steps, disputedMinor) => {
        let balance = createBalance({ payableMinor: 100, openMinor: 100, disputedMinor })
        for (const { rule, amount } of steps) {
          try {
            if (rule === 'reserve') balance = reserve(balance, amount)
            if (rule === 'release') balance = release(balance, amount)
            if (rule === 'plan') balance = plan(balance, amount)
            if (rule === 'unplan') balance = unplan(balance, amount)
            if (rule === 'settle') balance = settle(balance, amount, today)
            if (rule === 'reopen') balance = reopen(balance, amount)
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError)
          }
          expect(balance.openMinor).toBeGreaterThanOrEqual(0)
          expect(balance.openMinor).toBeLessThanOrEqual(balance.payableMinor)
          expect(balance.pendingMinor).toBeGreaterThanOrEqual(0)
          expect(balance.plannedMinor).toBeGreaterThanOrEqual(0)
          expect(balance.pendingMinor + balance.plannedMinor + disputedMinor).toBeLessThanOrEqual(balance.openMinor)
          expect(balance.settledOn === null).toBe(balance.openMinor > 0)
        }
      }),
    )
  })
})
