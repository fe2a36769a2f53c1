import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseAgeingBucket } from './ageing'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import { computeDueNow, countDaysLate } from './invoice-balance'
import { summarizePositions, type OpenItemsGroup } from './statement'

const today = calendarDay('2026-11-21')
const currencies = ['EUR', 'GBP'].map(parseCurrencyCode).filter((code): code is CurrencyCode => code !== null)

const openInvoice = fc
  .record({
    currency: fc.constantFrom(...currencies),
    dueOffset: fc.integer({ min: -200, max: 100 }),
    openMinor: fc.integer({ min: 1, max: 1_000_000 }),
    disputedShare: fc.double({ min: 0, max: 1, noNaN: true }),
    pendingShare: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ currency, dueOffset, openMinor, disputedShare, pendingShare }) => ({
    currency,
    dueOn: addDays(today, dueOffset),
    openMinor,
    disputedMinor: Math.floor(openMinor * disputedShare),
    pendingMinor: Math.floor(openMinor * pendingShare),
    plannedMinor: Math.floor((openMinor * (1 - pendingShare)) / 3),
  }))

describe('summarizePositions', () => {
  it('adds up what each invoice says', () => {
    fc.assert(
      fc.property(fc.array(openInvoice, { maxLength: 40 }), (invoices) => {
        const groups = invoices.map((invoice): OpenItemsGroup => ({
          ...invoice,
          count: 1,
          bucket: chooseAgeingBucket(invoice.dueOn, today),
          dueNowMinor: computeDueNow(invoice),
          oldestDueOn: invoice.dueOn,
        }))
        for (const position of summarizePositions(currencies, groups, [], [])) {
          const own = invoices.filter(({ currency }) => currency === position.currency)
          const late = own.filter((invoice) => countDaysLate(invoice, today) > 0)
          const total = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0)
          expect(position.count).toBe(own.length)
          expect(position.openMinor).toBe(total(own.map(({ openMinor }) => openMinor)))
          expect(position.dueNowMinor).toBe(total(own.map(computeDueNow)))
          expect(position.overdueMinor).toBe(total(late.map(computeDueNow)))
          expect(position.overdueMinor + position.notYetDueMinor).toBe(position.dueNowMinor)
          expect(total(position.ageing.map(({ openMinor }) => openMinor))).toBe(position.openMinor)
          expect(position.oldestOverdueOn).toBe(late.map(({ dueOn }) => dueOn).sort()[0] ?? null)
        }
      }),
    )
  })

  it('sets credits against what is open, and says when the creditor owes', () => {
    const [euro, pound] = summarizePositions(currencies, [], [], [{ currency: currencies[0]!, openMinor: 240_00 }])
    expect(euro).toMatchObject({ openMinor: 0, creditMinor: 240_00, balanceMinor: -240_00, nextDue: null })
    expect(pound).toMatchObject({ creditMinor: 0, balanceMinor: 0 })
  })
})
