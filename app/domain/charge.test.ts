import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { chooseChargeMinor, permitsCharge, sumCharge, takeOfCharge, type Charge, type OwedCharge } from './charge'
import { parseCurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import type { InvoiceBalance } from './invoice-balance'
import { breakDownOrder, resolveSelection, type ChargeFinder, type PaymentSelection } from './payment-order'

const EUR = parseCurrencyCode('EUR')!
const charge: Charge = { interestMinor: 7_00, compensationMinor: 40_00, throughOn: calendarDay('2026-11-21') }

function owe(number: string, openMinor: number): InvoiceBalance {
  return {
    ...{ id: number as InvoiceId, kind: 'invoice', number, currency: EUR, payableMinor: openMinor, openMinor },
    ...{ issueOn: calendarDay('2026-09-01'), dueOn: calendarDay('2026-10-01'), settledOn: null },
    ...{ pendingMinor: 0, disputedMinor: 0, plannedMinor: 0 },
  }
}

describe('a charge', () => {
  it('is paid compensation first', () => {
    expect(takeOfCharge(charge, 41_00)).toMatchObject({ compensationMinor: 40_00, interestMinor: 1_00 })
    expect(takeOfCharge(charge, 5_00)).toMatchObject({ compensationMinor: 5_00, interestMinor: 0 })
    expect(() => takeOfCharge(charge, 47_01)).toThrow(RangeError)
  })

  it('comes with all of the invoice, or with any of it', () => {
    const part = { settledMinor: 10_00, dueNowMinor: 100_00 }
    expect(chooseChargeMinor({ charge, order: 'principal_first' }, part)).toBe(0)
    expect(chooseChargeMinor({ charge, order: 'principal_first' }, { ...part, settledMinor: 100_00 })).toBe(47_00)
    expect(chooseChargeMinor({ charge, order: 'charges_first' }, part)).toBe(47_00)
  })

  it('is never more than is owed, and all of it where it comes first', () => {
    const owed: OwedCharge = { charge, order: 'charges_first' }
    expect(permitsCharge(null, { settledMinor: 1, chargesMinor: 0 })).toBe(true)
    expect(permitsCharge(null, { settledMinor: 1, chargesMinor: 1 })).toBe(false)
    expect(permitsCharge(owed, { settledMinor: 100, chargesMinor: 46_99 })).toBe(false)
    expect(permitsCharge(owed, { settledMinor: 1, chargesMinor: 46_99 })).toBe(true)
    expect(permitsCharge({ ...owed, order: 'principal_first' }, { settledMinor: 100, chargesMinor: 46_99 })).toBe(true)
    expect(permitsCharge(owed, { settledMinor: 100, chargesMinor: 47_01 })).toBe(false)
  })
})

describe('orders with charges', () => {
  it('cost exactly the sum that was chosen, however it is spread, and are never refused', () => {
    const amount = fc.integer({ min: 2, max: 100_000 })
    const entry = fc.record({
      openMinor: amount,
      interestMinor: fc.integer({ min: 0, max: 5_000 }),
      compensationMinor: fc.constantFrom(0, 40_00),
    })
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('principal_first', 'charges_first'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (entries, order, share) => {
          const invoices = entries.map(({ openMinor }, index) => owe(`R-${index}`, openMinor))
          const charges = new Map(
            entries.map(({ openMinor: _, ...parts }, index) => [`R-${index}`, { ...charge, ...parts }]),
          )
          const findCharge: ChargeFinder = ({ number }) => {
            const owed = charges.get(number)
            return owed && sumCharge(owed) > 0 ? { charge: owed, order } : null
          }
          const all = resolveSelection({ kind: 'all', currency: EUR }, 'none', invoices, [], undefined, findCharge)
          if (!all.ok) throw new Error('refused')
          const whole = breakDownOrder(all.value, invoices, [], undefined, findCharge)
          const owedMinor = entries.reduce(
            (sum, { openMinor, interestMinor, compensationMinor }) =>
              sum + openMinor + interestMinor + compensationMinor,
            0,
          )
          expect(whole).toMatchObject({ ok: true, value: { cashMinor: owedMinor } })
          const amountMinor = Math.max(1, Math.round(owedMinor * share))
          const selection: PaymentSelection = { kind: 'sum', currency: EUR, amountMinor }
          const chosen = resolveSelection(selection, 'none', invoices, [], undefined, findCharge)
          if (!chosen.ok) throw new Error('refused')
          const plan = breakDownOrder(chosen.value, invoices, [], undefined, findCharge)
          if (!plan.ok) throw new Error(JSON.stringify([chosen.value, plan.failure]))
          const { cashMinor, settledMinor, chargesMinor, concessionMinor, totalMinor } = plan.value
          expect(cashMinor).toBe(amountMinor)
          expect(settledMinor + chargesMinor).toBe(totalMinor + concessionMinor)
        },
      ),
      { numRuns: 300 },
    )
  })
})
