import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import type { InvoiceBalance } from './invoice-balance'
import {
  computeLeastOffer,
  decideAgreedOffer,
  divideOffer,
  findOfferFaults,
  findOfferObstacle,
  isAcceptedAtOnce,
  isOfferOpen,
  OFFER_EDGES,
  OFFER_STEPS,
  SETTLEMENT_OFFER_STATUSES,
  takeOfferStep,
} from './settlement-offer'
import {
  DEFAULT_SETTLEMENT_OFFER_POLICY,
  findSettlementOfferPolicyFaults,
  type SettlementOfferPolicy,
} from './settlement-offer-policy'

const today = calendarDay('2026-03-01')
const policy: SettlementOfferPolicy = { ...DEFAULT_SETTLEMENT_OFFER_POLICY, isOffered: true }
const invoice = (dueOn: string, changes: Partial<InvoiceBalance> = {}): InvoiceBalance => ({
  ...{ id: dueOn as InvoiceId, kind: 'invoice', number: dueOn, currency: parseCurrencyCode('EUR')! },
  ...{ issueOn: calendarDay(dueOn), dueOn: calendarDay(dueOn), settledOn: null },
  ...{ payableMinor: 100_00, openMinor: 100_00, pendingMinor: 0, disputedMinor: 0, plannedMinor: 0 },
  ...changes,
})

describe('whether an offer can be made', () => {
  const find = (invoices: InvoiceBalance[], changes: Partial<SettlementOfferPolicy> = {}, side = 'debtor' as const) =>
    findOfferObstacle({ ...policy, ...changes }, { side, invoices, taken: new Set(), today })

  it('is the creditor’s to permit, and its own to do', () => {
    expect(find([invoice('2025-11-01')])).toBe(null)
    expect(find([invoice('2025-11-01')], { isOffered: false })).toBe('not_offered')
    const own = { side: 'creditor', invoices: [invoice('2026-02-28')], taken: new Set<InvoiceId>(), today } as const
    expect(findOfferObstacle(DEFAULT_SETTLEMENT_OFFER_POLICY, own)).toBe(null)
  })

  it('takes invoices that are old enough, each of them', () => {
    expect(find([invoice('2025-12-01')])).toBe(null)
    expect(find([invoice('2025-12-02')])).toBe('too_early')
    expect(find([invoice('2025-11-01'), invoice('2026-02-01')])).toBe('too_early')
    expect(find([invoice('2025-11-01', { disputedMinor: 100_00 })])).toBe('nothing_due')
  })

  it('takes an invoice into one offer at a time', () => {
    const taken = new Set(['2025-11-01' as InvoiceId])
    const asked = { side: 'creditor', invoices: [invoice('2025-11-01')], taken, today } as const
    expect(findOfferObstacle(policy, asked)).toBe('offered_already')
  })
})

describe('what can be offered', () => {
  const find = (offeredMinor: number, payByOn: string, text = '') =>
    findOfferFaults(
      policy,
      { offeredMinor, payByOn: calendarDay(payByOn), text },
      { side: 'debtor', owedMinor: 1_000_01, invoiceCount: 2, today },
    ).map(({ code }) => code)

  it('is less than what is owed, and not below the creditor’s share', () => {
    expect(find(1_000_00, '2026-03-02')).toEqual([])
    expect(find(1_000_01, '2026-03-02')).toEqual(['not_less'])
    expect(find(500_00, '2026-03-02')).toEqual(['too_little'])
    expect(find(500_01, '2026-03-02')).toEqual([])
    expect(find(-5, '2026-03-02')).toEqual(['amount_not_positive'])
  })

  it('is paid from tomorrow on, within the bound', () => {
    expect(find(600_00, '2026-03-01')).toEqual(['not_future'])
    expect(find(600_00, '2026-03-15')).toEqual([])
    expect(find(600_00, '2026-03-16', 'x'.repeat(2_001))).toEqual(['too_far', 'text_too_long'])
  })

  it('is accepted at once from the creditor’s other share on, if it says so', () => {
    const accepts = (offeredMinor: number, approval: 'at_once' | 'by_creditor' = 'at_once') =>
      isAcceptedAtOnce({ ...policy, approval }, { offeredMinor, owedMinor: 1_000_00 })
    expect(accepts(849_99)).toBe(false)
    expect(accepts(850_00)).toBe(true)
    expect(accepts(850_00, 'by_creditor')).toBe(false)
    // A counter to the creditor's own offer, where debtors are offered none.
    const off = { ...policy, isOffered: false, approval: 'at_once' } as const
    expect(isAcceptedAtOnce(off, { offeredMinor: 999_99, owedMinor: 1_000_00 })).toBe(false)
  })
})

describe('what is let go of each invoice', () => {
  it('sums to what is let go in all, and leaves something to pay of each', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(amounts, fc.double({ min: 0, max: 1, noNaN: true }), (due, share) => {
        const owedMinor = due.reduce((sum, amountMinor) => sum + amountMinor, 0)
        fc.pre(owedMinor > due.length)
        const least = computeLeastOffer(policy, { side: 'creditor', owedMinor, invoiceCount: due.length })
        const offeredMinor = least + Math.floor(share * (owedMinor - 1 - least))
        const divided = divideOffer(
          due.map((amountMinor, index) => ({ invoiceId: String(index) as InvoiceId, amountMinor })),
          offeredMinor,
        )
        expect(divided.reduce((sum, { waivedMinor }) => sum + waivedMinor, 0)).toBe(owedMinor - offeredMinor)
        for (const { amountMinor, waivedMinor } of divided) {
          expect(waivedMinor).toBeGreaterThanOrEqual(0)
          expect(waivedMinor).toBeLessThan(amountMinor)
        }
      }),
    )
  })

  it('is in proportion', () => {
    const divided = divideOffer(
      [
        { invoiceId: 'a' as InvoiceId, amountMinor: 750_00 },
        { invoiceId: 'b' as InvoiceId, amountMinor: 250_00 },
      ],
      800_00,
    )
    expect(divided.map(({ waivedMinor }) => waivedMinor)).toEqual([150_00, 50_00])
    expect(() => divideOffer([{ invoiceId: 'a' as InvoiceId, amountMinor: 5 }], 5)).toThrow(RangeError)
  })
})

describe('the steps of an offer', () => {
  it('lead nowhere but where the table says', () => {
    expect(takeOfferStep('proposed', 'accepted', 'creditor')).toBe('offered')
    expect(takeOfferStep('proposed', 'accepted', 'debtor')).toBe(null)
    expect(takeOfferStep('offered', 'agreed', 'debtor')).toBe('agreed')
    expect(takeOfferStep('proposed', 'agreed', 'debtor')).toBe(null)
    expect(takeOfferStep('offered', 'agreed', 'creditor')).toBe(null)
    for (const over of ['declined', 'withdrawn', 'expired'] as const) {
      for (const step of OFFER_STEPS)
        for (const side of ['debtor', 'creditor', null] as const) {
          expect(takeOfferStep(over, step, side)).toBe(null)
        }
    }
  })

  it('leave each open status by an answer of one side, and by the calendar', () => {
    for (const status of SETTLEMENT_OFFER_STATUSES.filter(isOfferOpen)) {
      expect(OFFER_EDGES[status].some(({ side }) => side === null)).toBe(true)
    }
  })
})

describe('what becomes of an agreed offer', () => {
  const agreed = { offeredMinor: 800_00, payByOn: calendarDay('2026-03-31'), graceDays: 3 }
  const decide = (facts: Partial<Parameters<typeof decideAgreedOffer>[1]>) =>
    decideAgreedOffer(agreed, { today, receivedMinor: 0, openMinor: 1, underWay: null, ...facts })

  it('is fulfilled by the whole sum alone', () => {
    expect(decide({ receivedMinor: 799_99 })).toBe(null)
    expect(decide({ receivedMinor: 800_00 })).toBe('fulfilled')
    expect(decide({ receivedMinor: 799_99, today: calendarDay('2026-04-04') })).toBe('broken')
  })

  it('is fulfilled where nothing of its invoices is left, by whatever money and credit', () => {
    expect(decide({ receivedMinor: 799_99, openMinor: 0, today: calendarDay('2026-04-04') })).toBe('fulfilled')
  })

  it('is broken when the days of grace are over, not before', () => {
    expect(decide({ today: calendarDay('2026-03-31') })).toBe(null)
    expect(decide({ today: calendarDay('2026-04-03') })).toBe(null)
    expect(decide({ today: calendarDay('2026-04-04') })).toBe('broken')
    expect(decide({ today: calendarDay('2026-04-04'), underWay: 'transfer' })).toBe('broken')
  })

  it('waits for a payment that its provider has yet to decide', () => {
    expect(decide({ today: addDays(agreed.payByOn, 30), underWay: 'other' })).toBe(null)
  })
})

it('a policy out of its bounds is refused where it is', () => {
  expect(findSettlementOfferPolicyFaults(policy)).toEqual([])
  const wrong = { ...policy, lowestShareBps: 9_000, acceptedShareBps: 8_000, mostDaysToPay: 0 }
  expect(findSettlementOfferPolicyFaults(wrong)).toEqual([
    { pointer: '/acceptedShareBps', code: 'minimum_above_maximum' },
    { pointer: '/mostDaysToPay', code: 'out_of_range' },
  ])
})
