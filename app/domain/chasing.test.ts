import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import {
  applyDay,
  findHoldReason,
  forecastDay,
  planDay,
  sumItems,
  type ChasedAccount,
  type ChasedInvoice,
} from './chasing'
import { parseCurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import { DEFAULT_REMINDER_POLICY } from './reminder-policy'

const policy = { ...DEFAULT_REMINDER_POLICY, isOn: true, weekdaysOnly: false }
const euro = parseCurrencyCode('EUR')!
const today = calendarDay('2026-11-23')

function owe(number: string, daysLate: number, more: Partial<ChasedInvoice> = {}): ChasedInvoice {
  return {
    ...{ id: number as InvoiceId, kind: 'invoice', number, issueOn: addDays(today, -daysLate - 30) },
    ...{ dueOn: addDays(today, -daysLate), currency: euro, payableMinor: 10_000, openMinor: 10_000 },
    ...{ pendingMinor: 0, disputedMinor: 0, plannedMinor: 0, settledOn: null, last: null },
    ...more,
  }
}

const account = (...invoices: ChasedInvoice[]): ChasedAccount => ({ invoices, holds: [], pauses: [] })

describe('a day', () => {
  it('says one word about every invoice whose stage has come, the longest due first', () => {
    const day = planDay(policy, account(owe('B', 7), owe('A', 15), owe('C', -4), owe('D', -9)), today)
    expect(day.kind).toBe('reminder')
    expect(day.items.map(({ invoice, stage }) => [invoice.number, stage.day])).toEqual([
      ['A', 15],
      ['B', 7],
      ['C', -5],
    ])
    expect(sumItems(day.items)).toEqual([{ currency: 'EUR', amountMinor: 30_000 }])
  })

  it('is a demand where one stage is, and hands over beside it', () => {
    const told = { kind: 'reminder', day: 30, on: addDays(today, -30), payByOn: null } as const
    const demanded = { kind: 'demand', day: 60, on: addDays(today, -30), payByOn: addDays(today, -16) } as const
    const day = planDay(
      policy,
      account(owe('A', 60, { last: told }), owe('B', 90, { last: demanded }), owe('C', 0)),
      today,
    )
    expect(day.kind).toBe('demand')
    expect(day.items.map(({ invoice }) => invoice.number)).toEqual(['A', 'C'])
    expect(day.handedOver.map(({ invoice }) => invoice.number)).toEqual(['B'])
  })

  it('says nothing while reminders are off, and nothing twice', () => {
    const before = account(owe('A', 7))
    expect(planDay({ ...policy, isOn: false }, before, today).kind).toBeNull()
    const after = applyDay(policy, before, planDay(policy, before, today), today)
    expect(planDay(policy, after, today).kind).toBeNull()
    expect(planDay(policy, after, addDays(today, 7)).kind).toBeNull()
    expect(planDay(policy, after, addDays(today, 8)).items[0]?.stage.day).toBe(15)
  })

  it.each([
    ['settled', { openMinor: 0 }],
    ['disputed', { disputedMinor: 1 }],
    ['planned', { plannedMinor: 10_000 }],
    ['in_payment', { pendingMinor: 10_000 }],
  ] as const)('says nothing of what is %s, also in part', (reason, more) => {
    const day = planDay(policy, account(owe('A', 7, more), owe('B', 7)), today)
    expect(day.items.map(({ invoice }) => invoice.number)).toEqual(['B'])
    expect(day.held.map((held) => [held.invoice.number, held.reason])).toEqual([['A', reason]])
  })

  it('keeps still for promises, pauses and holds, of an invoice or of the account, through their last day', () => {
    const a = owe('A', 7)
    const until = (invoiceId: InvoiceId | null, untilOn = today) => ({ invoiceId, untilOn })
    const reasonOf = (part: Partial<ChasedAccount>) => findHoldReason({ ...account(a), ...part }, a, today)
    const pause = (kind: 'promised' | 'paused', invoiceId: InvoiceId | null, untilOn = today) => ({
      pauses: [{ kind, invoiceId, fromOn: addDays(today, -3), untilOn }],
    })
    expect(reasonOf(pause('promised', a.id))).toBe('promised')
    expect(reasonOf(pause('paused', null))).toBe('paused')
    expect(reasonOf(pause('promised', 'B' as InvoiceId))).toBeNull()
    expect(reasonOf(pause('promised', a.id, addDays(today, -1)))).toBeNull()
    expect(reasonOf({ holds: [until(a.id)] })).toBe('on_hold')
    expect(reasonOf({ holds: [until(a.id, addDays(today, -1))] })).toBeNull()
    expect(reasonOf({ holds: [{ invoiceId: null, untilOn: null }] })).toBe('switched_off')
  })
})

describe('what is foreseen', () => {
  it('is what is said when the day has come and nothing happened', () => {
    const lateness = fc.array(fc.integer({ min: -40, max: 200 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(lateness, fc.integer({ min: 0, max: 120 }), fc.boolean(), (late, ahead, weekdaysOnly) => {
        const wanted = { ...policy, weekdaysOnly }
        const on = addDays(today, ahead)
        let state = account(...late.map((days, index) => owe(`N${index}`, days)))
        const foreseen = forecastDay(wanted, state, { from: today, on })
        let seen = 0
        for (let day = today; day < on; day = addDays(day, 1)) {
          const said = planDay(wanted, state, day)
          // Every invoice is in one word a day at most.
          const ids = [...said.items, ...said.handedOver].map(({ invoice }) => invoice.id)
          expect(new Set(ids).size).toBe(ids.length)
          seen += ids.length
          state = applyDay(wanted, state, said, day)
        }
        expect(foreseen).toEqual(planDay(wanted, state, on))
        // Seven stages of each invoice is all that there is to say.
        expect(seen).toBeLessThanOrEqual(7 * late.length)
      }),
      { numRuns: 60 },
    )
  })
})
