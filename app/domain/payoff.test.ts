import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import { DEFAULT_DISCOUNT_POLICY } from './discount-policy'
import type { InvoiceId } from './ids'
import type { InvoiceBalance } from './invoice-balance'
import { createLateClaim, type InterestTerms } from './late-interest'
import { computePayoff, listPayoffs, listPayoffSteps, type PayoffInvoice, type PayoffTerms } from './payoff'
import { findSettlementDiscount } from './settlement-discount'

const EUR = parseCurrencyCode('EUR')!

const INTEREST: InterestTerms = {
  enabled: true,
  interest: { kind: 'statute' },
  statute: 'DE',
  compensation: true,
  dueFromOn: null,
  ...{ rates: [], margins: [], fixedSums: [] },
}

function describeInvoice(number: string, openMinor: number, dueOn: string): PayoffInvoice {
  const invoice: InvoiceBalance = {
    id: number as InvoiceId,
    kind: 'invoice',
    number,
    issueOn: addDays(calendarDay(dueOn), -30),
    dueOn: calendarDay(dueOn),
    currency: EUR,
    payableMinor: openMinor,
    openMinor,
    pendingMinor: 0,
    disputedMinor: 0,
    plannedMinor: 0,
    settledOn: null,
  }
  return { invoice, claim: createLateClaim({ currency: EUR, dueOn: invoice.dueOn, openMinor }) }
}

/** 2 % until ten days before the due date. */
const TERMS: PayoffTerms = {
  interest: INTEREST,
  findDiscount(invoice, settledMinor, on) {
    const taxed = { netMinor: invoice.payableMinor, taxMinor: 0 }
    const terms = [{ rateBps: 200, deadlineOn: addDays(invoice.dueOn, -10) }]
    const facts = {
      ...{ ...taxed, terms, paidSinceMinor: 0, discountedMinor: 0, correctionsMinor: 0, holds: [], slides: false },
    }
    const discount = findSettlementDiscount({ invoice, facts, policy: DEFAULT_DISCOUNT_POLICY }, settledMinor, on)
    return discount && { ...discount, ...taxed }
  },
}

describe('payoff', () => {
  it('goes from discount to net to interest', () => {
    const invoices = [describeInvoice('R-1', 1_000_00, '2026-04-30')]
    const at = (on: string) => computePayoff(invoices, TERMS, { on: calendarDay(on), currency: EUR })
    expect(at('2026-04-20')).toMatchObject({ principalMinor: 1_000_00, discountMinor: 20_00, totalMinor: 980_00 })
    expect(at('2026-04-21')).toMatchObject({ discountMinor: 0, totalMinor: 1_000_00 })
    expect(at('2026-04-30').totalMinor).toBe(1_000_00)
    // 1.27 + 9 = 10.27 % a year: 28 cents a day, and the 40 euro.
    expect(at('2026-05-01')).toMatchObject({ interestMinor: 28, compensationMinor: 40_00, totalMinor: 1_040_28 })
  })

  it('names the days on which something changes, and its ends', () => {
    const invoices = [describeInvoice('R-1', 1_000_00, '2026-04-30')]
    const period = { fromOn: calendarDay('2026-04-10'), throughOn: calendarDay('2026-05-20'), currency: EUR }
    const steps = listPayoffSteps(listPayoffs(invoices, TERMS, period))
    expect(steps.map(({ payoff, causes }) => [payoff.on, causes])).toEqual([
      ['2026-04-10', ['first']],
      ['2026-04-21', ['discount_ended']],
      ['2026-05-01', ['interest_began', 'compensation']],
      ['2026-05-20', ['last']],
    ])
  })

  it('asks nothing of what is in dispute or under way', () => {
    const [entry] = [describeInvoice('R-1', 1_000_00, '2026-04-30')]
    const held = { ...entry, invoice: { ...entry.invoice, disputedMinor: 1_000_00 } }
    const payoff = computePayoff([held], TERMS, { on: calendarDay('2026-06-01'), currency: EUR })
    expect(payoff).toMatchObject({ items: [], totalMinor: 0 })
  })

  it('is monotone, and is the sum of its invoices', () => {
    const entry = fc
      .record({ openMinor: fc.integer({ min: 1, max: 10 ** 9 }), dueIn: fc.integer({ min: -200, max: 60 }) })
      .map(({ openMinor, dueIn }) => ({ openMinor, dueOn: addDays(calendarDay('2025-11-20'), dueIn) }))
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), (entries) => {
        const invoices = entries.map(({ openMinor, dueOn }, index) => describeInvoice(`R-${index}`, openMinor, dueOn))
        const period = { fromOn: calendarDay('2025-11-20'), throughOn: calendarDay('2026-02-10'), currency: EUR }
        let before = 0
        for (const payoff of listPayoffs(invoices, TERMS, period)) {
          expect(payoff.totalMinor).toBeGreaterThanOrEqual(before)
          before = payoff.totalMinor
          const { principalMinor, discountMinor, interestMinor, compensationMinor } = payoff
          expect(payoff.totalMinor).toBe(principalMinor - discountMinor + interestMinor + compensationMinor)
          const alone = invoices.map(
            (invoice) => computePayoff([invoice], TERMS, { on: payoff.on, currency: EUR }).totalMinor,
          )
          expect(alone.reduce((sum, amount) => sum + amount, 0)).toBe(payoff.totalMinor)
        }
      }),
      { numRuns: 30 },
    )
  })
})
