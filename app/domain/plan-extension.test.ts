import fc from 'fast-check'
import { expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import { releasePlan } from './plan-extension'

const EUR = parseCurrencyCode('EUR')!

const book = (id: string, amounts: Partial<InvoiceBalance>): InvoiceBalance => ({
  ...{ id: id as InvoiceId, kind: 'invoice', number: id, currency: EUR, settledOn: null },
  ...{ issueOn: calendarDay('2026-10-01'), dueOn: calendarDay('2026-11-01'), payableMinor: 100_00, openMinor: 100_00 },
  ...{ pendingMinor: 0, disputedMinor: 0, plannedMinor: 0 },
  ...amounts,
})

const share = (id: string, amountMinor: number, settledMinor = 0) => ({
  ...{ invoiceId: id as InvoiceId, amountMinor, settledMinor, position: 1 },
})

it('has what is left of a plan due again, its note of charges without what is credited', () => {
  const released = releasePlan(
    [
      book('A', { openMinor: 70_00, plannedMinor: 60_00 }),
      book('B', {}),
      book('N', { openMinor: 8_00, plannedMinor: 8_00 }),
    ],
    {
      shares: [share('A', 90_00, 30_00), share('N', 8_00)],
      ...{ chargeInvoiceId: 'N' as InvoiceId, unearnedMinor: 3_00, claims: new Map() },
    },
  )
  expect(released.map((balance) => [balance.number, computeDueNow(balance), balance.plannedMinor])).toEqual([
    ['A', 70_00, 0],
    ['B', 100_00, 0],
    ['N', 5_00, 0],
  ])
})

it('leaves to a dispute what it claims', () => {
  const [released] = releasePlan([book('A', { plannedMinor: 100_00 })], {
    ...{ shares: [share('A', 100_00)], chargeInvoiceId: null, unearnedMinor: 0 },
    claims: new Map([['A' as InvoiceId, 30_00]]),
  })
  expect([released?.disputedMinor, computeDueNow(released!)]).toEqual([30_00, 70_00])
})

it('loses nothing: due and disputed grow by exactly what was planned, less what is credited', () => {
  const amounts = fc.record({
    open: fc.integer({ min: 0, max: 100_00 }),
    pending: fc.integer({ min: 0, max: 100 }),
    planned: fc.integer({ min: 0, max: 100 }),
    claim: fc.integer({ min: 0, max: 100_00 }),
  })
  fc.assert(
    fc.property(fc.array(amounts, { minLength: 1, maxLength: 5 }), fc.nat(100_00), (rows, unearnedMinor) => {
      const claims = new Map<InvoiceId, number>()
      const before = rows.map(({ open, pending, planned, claim }, index) => {
        const pendingMinor = Math.floor((open * pending) / 100)
        const plannedMinor = Math.floor(((open - pendingMinor) * planned) / 100)
        const disputedMinor = Math.min(claim, open - pendingMinor - plannedMinor)
        claims.set(String(index) as InvoiceId, claim)
        return book(String(index), { openMinor: open, pendingMinor, plannedMinor, disputedMinor })
      })
      const shares = before.map(({ id, plannedMinor }) => share(id, plannedMinor + 1_00, 1_00))
      const chargeInvoiceId = before.at(-1)!.id
      const after = releasePlan(before, { shares, chargeInvoiceId, unearnedMinor, claims })
      const free = (balances: readonly InvoiceBalance[]) =>
        balances.reduce((sum, balance) => sum + computeDueNow(balance) + balance.disputedMinor, 0)
      const sumOpen = (balances: readonly InvoiceBalance[]) => balances.reduce((sum, one) => sum + one.openMinor, 0)
      const planned = before.reduce((sum, { plannedMinor }) => sum + plannedMinor, 0)
      const creditedMinor = sumOpen(before) - sumOpen(after)
      expect(creditedMinor).toBeGreaterThanOrEqual(0)
      expect(creditedMinor).toBeLessThanOrEqual(unearnedMinor)
      expect(free(after)).toBe(free(before) + planned - creditedMinor)
      expect(after.every(({ plannedMinor }) => plannedMinor === 0)).toBe(true)
    }),
  )
})
