import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay, dayOfInstant } from './calendar-day'
import { DEFAULT_DISCOUNT_POLICY, type DiscountPolicy } from './discount-policy'
import type { CurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import type { InvoiceBalance } from './invoice-balance'
import {
  findSettlementDiscount,
  listDiscountDeadlines,
  splitDiscountByTax,
  toConcession,
  type DiscountFacts,
  type DiscountQuestion,
} from './settlement-discount'

const ISSUED = calendarDay('2026-11-01')

interface Case {
  invoice?: Partial<InvoiceBalance>
  facts?: Partial<DiscountFacts>
  policy?: Partial<DiscountPolicy>
}

/** EUR 121.00 of which 21.00 are VAT, with 2 % until 8 November 2026. */
function ask({ invoice = {}, facts = {}, policy = {} }: Case = {}): DiscountQuestion {
  const payableMinor = invoice.payableMinor ?? 121_00
  return {
    invoice: {
      id: 'invoice' as InvoiceId,
      kind: 'invoice',
      number: 'A-1',
      issueOn: ISSUED,
      dueOn: calendarDay('2026-12-01'),
      currency: 'EUR' as CurrencyCode,
      payableMinor,
      openMinor: payableMinor,
      pendingMinor: 0,
      disputedMinor: 0,
      plannedMinor: 0,
      settledOn: null,
      ...invoice,
    },
    facts: {
      terms: [{ deadlineOn: calendarDay('2026-11-08'), rateBps: 200 }],
      netMinor: 100_00,
      taxMinor: 21_00,
      paidSinceMinor: 0,
      discountedMinor: 0,
      correctionsMinor: 0,
      holds: [],
      slides: false,
      ...facts,
    },
    policy: { ...DEFAULT_DISCOUNT_POLICY, ...policy },
  }
}

const IN_TIME = calendarDay('2026-11-05')
const amountOf = (question: DiscountQuestion, settledMinor: number, on = IN_TIME) =>
  findSettlementDiscount(question, settledMinor, on)?.amountMinor ?? 0

describe('published examples', () => {
  // Odoo 17, Accounting, "Cash discounts and tax reduction": EUR 100 and 21 % VAT, 2 % within seven days.
  it.each([
    ['mixed', { payableMinor: 120_58 }, { netMinor: 100_00, taxMinor: 20_58 }, 118_58, 120_58],
    ['included', { payableMinor: 121_00 }, {}, 118_58, 121_00],
    ['excluded', { payableMinor: 121_00 }, {}, 119_00, 121_00],
  ] as const)('has the tax mode %s as Odoo states it', (taxMode, invoice, facts, discounted, full) => {
    const question = ask({ invoice, facts, policy: { taxMode } })
    expect(full - amountOf(question, full)).toBe(discounted)
    expect(amountOf(question, full, calendarDay('2026-11-09'))).toBe(0)
  })

  it('has the tiers of XRechnung 01.10a: EUR 2,594.20 of 27 June 2016, 2 % within 7 and 1 % within 14 days', () => {
    const terms = [
      { deadlineOn: calendarDay('2016-07-04'), rateBps: 200 },
      { deadlineOn: calendarDay('2016-07-11'), rateBps: 100 },
    ]
    const question = ask({
      invoice: { payableMinor: 2_594_20, issueOn: calendarDay('2016-06-27'), dueOn: calendarDay('2016-07-27') },
      facts: { terms, netMinor: 2_180_00, taxMinor: 414_20 },
    })
    const deadlines = listDiscountDeadlines(question, calendarDay('2016-06-27'))
    expect(deadlines.map(({ deadlineOn, amountMinor }) => [deadlineOn, amountMinor])).toEqual([
      ['2016-07-04', 51_88],
      ['2016-07-11', 25_94],
    ])
    expect(amountOf(question, 2_594_20, calendarDay('2016-07-12'))).toBe(0)
  })

  it('has the terms of the ZUGFeRD 2.0 EXTENDED samples, with the correction of each rate', () => {
    // Warenrechnung: EUR 518.99 with 2 % within 14 days; 19 % on 321.40, 7 % on 127.59.
    const goods = ask({ invoice: { payableMinor: 518_99 }, facts: { netMinor: 448_99, taxMinor: 70_00 } })
    expect(amountOf(goods, 518_99)).toBe(10_38)
    const rates = [
      { category: 'S', percent: '19', taxableMinor: 321_40, taxMinor: 61_07 },
      { category: 'S', percent: '7', taxableMinor: 127_59, taxMinor: 8_93 },
    ]
    expect(splitDiscountByTax(10_38, rates, 'included')).toEqual([
      { category: 'S', percent: '19', netMinor: 6_43, taxMinor: 1_22 },
      { category: 'S', percent: '7', netMinor: 2_55, taxMinor: 18 },
    ])
    expect(splitDiscountByTax(8_98, rates, 'excluded')).toEqual([
      { category: 'S', percent: '19', netMinor: 6_43, taxMinor: 0 },
      { category: 'S', percent: '7', netMinor: 2_55, taxMinor: 0 },
    ])
    // Kostenrechnung: EUR 480.22 with 2 % within 10 days.
    expect(amountOf(ask({ invoice: { payableMinor: 480_22 } }), 480_22)).toBe(9_60)
  })
})

describe('the last day', () => {
  it('counts whole, in the creditor’s time zone', () => {
    const question = ask()
    const at = (instant: string, zone: string) => amountOf(question, 121_00, dayOfInstant(new Date(instant), zone))
    expect(at('2026-11-08T22:59:59Z', 'Europe/Berlin')).toBe(2_42)
    expect(at('2026-11-08T23:00:00Z', 'Europe/Berlin')).toBe(0)
    expect(at('2026-11-09T04:59:59Z', 'America/New_York')).toBe(2_42)
    expect(at('2026-11-08T11:00:00Z', 'Pacific/Kiritimati')).toBe(0)
  })

  it('is later for a transfer to arrive', () => {
    const { policy, ...question } = ask({ policy: { transferDays: 3 } })
    const discount = findSettlementDiscount({ ...question, policy }, 121_00, IN_TIME)
    expect(discount && toConcession(discount, policy)).toMatchObject({ kind: 'discount', receivedByOn: '2026-11-11' })
  })
})

describe('a discount for all that is undisputed', () => {
  it('is taken by no part', () => {
    expect(amountOf(ask(), 120_99)).toBe(0)
  })

  it('is of the whole, also of what was paid before in time', () => {
    const question = ask({ invoice: { openMinor: 21_00 }, facts: { paidSinceMinor: 100_00 } })
    expect(amountOf(question, 21_00)).toBe(2_42)
  })

  it('is not of what is disputed, under way, corrected, or discounted already', () => {
    expect(amountOf(ask({ invoice: { disputedMinor: 21_00 } }), 100_00)).toBe(2_00)
    expect(amountOf(ask({ invoice: { pendingMinor: 21_00 } }), 100_00)).toBe(2_00)
    expect(amountOf(ask({ facts: { correctionsMinor: 21_00 } }), 121_00)).toBe(2_00)
    expect(amountOf(ask({ invoice: { openMinor: 21_00 }, facts: { discountedMinor: 100_00 } }), 21_00)).toBe(42)
  })

  it('is of the part that the document limits it to', () => {
    const terms = [{ deadlineOn: calendarDay('2026-11-08'), rateBps: 200, baseMinor: 60_50 }]
    expect(amountOf(ask({ facts: { terms } }), 121_00)).toBe(1_21)
    expect(amountOf(ask({ facts: { terms }, invoice: { disputedMinor: 60_50 } }), 60_50)).toBe(61)
  })

  it('leaves something to pay, and there is none of what instalments pay', () => {
    expect(amountOf(ask({ invoice: { openMinor: 1_00 }, facts: { paidSinceMinor: 120_00 } }), 1_00)).toBe(99)
    expect(amountOf(ask({ invoice: { plannedMinor: 1_00 } }), 120_00)).toBe(0)
  })
})

describe('a part that was disputed', () => {
  const hold = { fromOn: calendarDay('2026-11-06'), dueAgainMinor: 50_00, discountedMinor: 0 }
  const decided = ask({
    invoice: { openMinor: 50_00 },
    facts: { discountedMinor: 71_00, holds: [{ ...hold, untilOn: calendarDay('2026-11-20') }] },
  })

  it('keeps its discount for the days of grace after the decision', () => {
    expect(amountOf(decided, 50_00, calendarDay('2026-11-27'))).toBe(1_00)
    expect(amountOf(decided, 50_00, calendarDay('2026-11-28'))).toBe(0)
    expect(findSettlementDiscount(decided, 50_00, calendarDay('2026-11-20'))?.deadlineOn).toBe('2026-11-27')
  })

  it('keeps none where it was disputed too late, and the rest has none', () => {
    const late = { ...hold, fromOn: calendarDay('2026-11-09'), untilOn: calendarDay('2026-11-20') }
    expect(amountOf({ ...decided, facts: { ...decided.facts, holds: [late] } }, 50_00, late.untilOn)).toBe(0)
    const unpaid = { ...decided, invoice: { ...decided.invoice, openMinor: 121_00 } }
    expect(amountOf(unpaid, 121_00, calendarDay('2026-11-21'))).toBe(1_00)
  })

  it('keeps it once', () => {
    const taken = { ...hold, untilOn: calendarDay('2026-11-20'), discountedMinor: 30_00 }
    expect(amountOf({ ...decided, facts: { ...decided.facts, holds: [taken] } }, 50_00, taken.untilOn)).toBe(40)
  })
})

describe('a sliding discount', () => {
  const sliding = { yearlyRateBps: 1_200, leastDays: 5, mostRateBps: 150, debtors: ['D-1'] }
  const question = ask({ facts: { terms: [], slides: true }, policy: { sliding } })

  it('is a yearly rate for the days before the due date, in bounds', () => {
    // 121.00 x 12 % x 26 / 365
    expect(findSettlementDiscount(question, 121_00, IN_TIME)).toMatchObject({
      amountMinor: 1_03,
      source: 'sliding',
      rateBps: 85,
      deadlineOn: IN_TIME,
      sliding: { yearlyRateBps: 1_200, daysEarly: 26 },
    })
    expect(amountOf(question, 121_00, calendarDay('2026-11-26'))).toBe(20)
    expect(amountOf(question, 121_00, calendarDay('2026-11-27'))).toBe(0)
    expect(amountOf(question, 121_00, calendarDay('2026-06-01'))).toBe(1_82)
  })

  it('is for chosen debtors, and gives way to terms that are better', () => {
    expect(amountOf({ ...question, facts: { ...question.facts, slides: false } }, 121_00)).toBe(0)
    const both = ask({ facts: { slides: true }, policy: { sliding } })
    expect(findSettlementDiscount(both, 121_00, IN_TIME)?.source).toBe('document')
    expect(findSettlementDiscount(both, 121_00, calendarDay('2026-11-09'))?.source).toBe('sliding')
  })
})

describe('the creditor’s own terms', () => {
  const tiers = [{ days: 10, rateBps: 300 }]

  it('are for invoices that promise nothing themselves', () => {
    expect(amountOf(ask({ facts: { terms: [] }, policy: { tiers } }), 121_00)).toBe(3_63)
    expect(amountOf(ask({ policy: { tiers } }), 121_00)).toBe(2_42)
    expect(amountOf(ask({ policy: { tiers, honoursDocuments: false } }), 121_00)).toBe(0)
  })
})

describe('rules that hold for all amounts', () => {
  const payable = fc.integer({ min: 1, max: 10_000_000_00 })
  const rate = fc.integer({ min: 1, max: 2_500 })
  const build = (payableMinor: number, rateBps: number, policy: Partial<DiscountPolicy>) =>
    ask({
      invoice: { payableMinor },
      facts: { terms: [{ deadlineOn: addDays(ISSUED, 7), rateBps }], netMinor: payableMinor, taxMinor: 0 },
      policy,
    })

  it('parts that are paid one after the other earn what the whole would have', () => {
    fc.assert(
      fc.property(
        payable,
        rate,
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 }),
        (total, rateBps, shares) => {
          const whole = amountOf(build(total, rateBps, { rule: 'full_only' }), total)
          const sum = shares.reduce((a, b) => a + b, 0)
          let [openMinor, earnedMinor] = [total, 0]
          for (const [index, share] of shares.entries()) {
            const partMinor =
              index === shares.length - 1 ? openMinor : Math.min(openMinor, Math.floor((total * share) / sum))
            if (partMinor === 0) continue
            const question = build(total, rateBps, { rule: 'pro_rata' })
            earnedMinor += amountOf(
              {
                ...question,
                invoice: { ...question.invoice, openMinor },
                facts: { ...question.facts, discountedMinor: total - openMinor },
              },
              partMinor,
            )
            openMinor -= partMinor
          }
          // A last cent is always left to be paid by each part.
          expect(earnedMinor).toBeLessThanOrEqual(whole + 1)
          expect(whole - earnedMinor).toBeLessThanOrEqual(shares.length)
        },
      ),
    )
  })

  it('is less than what is settled, and never grows with time', () => {
    const day = fc.integer({ min: 0, max: 20 })
    fc.assert(
      fc.property(payable, rate, rate, day, day, (total, first, second, before, after) => {
        const terms = [
          { deadlineOn: addDays(ISSUED, 7), rateBps: Math.max(first, second) },
          { deadlineOn: addDays(ISSUED, 14), rateBps: Math.min(first, second) },
        ]
        const question = build(total, first, {})
        const asked = { ...question, facts: { ...question.facts, terms } }
        const [early, late] = [Math.min(before, after), Math.max(before, after)]
        const earlyMinor = amountOf(asked, total, addDays(ISSUED, early))
        expect(earlyMinor).toBeLessThan(total)
        expect(amountOf(asked, total, addDays(ISSUED, late))).toBeLessThanOrEqual(earlyMinor)
      }),
    )
  })

  it('the parts by rate of tax sum to the discount, taken or taken back', () => {
    const breakdown = fc.array(
      fc
        .record({ taxableMinor: fc.nat(1_000_000), taxMinor: fc.nat(300_000) })
        .map((rates) => ({ category: 'S', ...rates })),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        breakdown,
        fc.constantFrom('included', 'excluded', 'mixed'),
        (amount, rates, mode) => {
          const parts = splitDiscountByTax(amount, rates, mode)
          expect(parts.reduce((sum, part) => sum + part.netMinor + part.taxMinor, 0)).toBe(amount)
          if (mode !== 'included') expect(parts.every(({ taxMinor }) => taxMinor === 0)).toBe(true)
        },
      ),
    )
  })
})
