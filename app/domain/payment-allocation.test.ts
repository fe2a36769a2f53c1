import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import type { InvoiceId } from './ids'
import {
  compareOldestDue,
  divideBetweenCreditsAndCash,
  reinstatePayment,
  reversePayment,
  settlePayment,
  spreadOldestFirst,
  type DueOrder,
} from './payment-allocation'

const day = fc.integer({ min: 0, max: 3 }).map((days) => addDays(calendarDay('2026-11-01'), days))
const minor = fc.integer({ min: 0, max: 1_000 })

/** Invoices with few different days, so that ties are common. */
const dueOrders = (maxLength: number) =>
  fc
    .array(fc.record({ dueOn: day, issueOn: day }), { maxLength })
    .map((rows) => rows.map((row, index) => ({ ...row, number: `N${String((index * 7) % 10)}-${index}` })))

const invoices = dueOrders(8).chain((rows) =>
  fc
    .array(minor, { minLength: rows.length, maxLength: rows.length })
    .map((amounts) =>
      rows.map((row, index) => ({ ...row, id: row.number as InvoiceId, dueNowMinor: amounts[index] ?? 0 })),
    ),
)

const sum = (parts: readonly { amountMinor: number }[]) => parts.reduce((total, part) => total + part.amountMinor, 0)

describe('one sum spread over invoices', () => {
  it('goes to the oldest due, then the oldest issued, then by number', () => {
    const invoice = (number: string, dueOn: string, issueOn: string) => ({
      id: number as InvoiceId,
      number,
      dueOn: calendarDay(dueOn),
      issueOn: calendarDay(issueOn),
      dueNowMinor: 100,
    })
    const spread = spreadOldestFirst(250, [
      invoice('B', '2026-11-02', '2026-10-01'),
      invoice('D', '2026-11-01', '2026-10-02'),
      invoice('C', '2026-11-01', '2026-10-01'),
      invoice('A', '2026-11-02', '2026-10-01'),
    ])
    expect(spread).toEqual({
      portions: [
        { invoiceId: 'C', amountMinor: 100 },
        { invoiceId: 'D', amountMinor: 100 },
        { invoiceId: 'A', amountMinor: 50 },
      ],
      restMinor: 0,
    })
  })

  it('loses and invents nothing, pays nothing twice, and leaves no older invoice short', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000 }), invoices, (sumMinor, list) => {
        const { portions, restMinor } = spreadOldestFirst(sumMinor, list)
        expect(sum(portions) + restMinor).toBe(sumMinor)
        const paid = new Map(portions.map((portion) => [portion.invoiceId, portion.amountMinor]))
        expect(paid.size).toBe(portions.length)
        let shortSeen = false
        for (const invoice of list.toSorted(compareOldestDue)) {
          const amountMinor = paid.get(invoice.id) ?? 0
          expect(amountMinor).toBeLessThanOrEqual(invoice.dueNowMinor)
          if (shortSeen) expect(amountMinor).toBe(0)
          if (amountMinor < invoice.dueNowMinor) shortSeen = true
        }
        if (shortSeen) expect(restMinor).toBe(0)
      }),
    )
  })

  it('refuses a negative sum', () => {
    expect(() => spreadOldestFirst(-1, [])).toThrow(RangeError)
  })
})

describe('credits before cash', () => {
  it('settles every portion exactly, from credits as far as they go, in their order', () => {
    const portion = minor.map((amountMinor) => amountMinor + 1)
    fc.assert(
      fc.property(fc.array(portion, { maxLength: 8 }), fc.array(minor, { maxLength: 6 }), (amounts, creditAmounts) => {
        const portions = amounts.map((amountMinor, index) => ({ invoiceId: `${index}` as InvoiceId, amountMinor }))
        const credits = creditAmounts.map((amountMinor, index) => ({ index, amountMinor }))
        const { uses, cash } = divideBetweenCreditsAndCash(portions, credits)
        for (const { invoiceId, amountMinor } of portions) {
          const parts = [...uses, ...cash].filter((part) => part.invoiceId === invoiceId)
          expect(sum(parts)).toBe(amountMinor)
          expect(parts.every((part) => part.amountMinor > 0)).toBe(true)
        }
        expect(sum(uses)).toBe(Math.min(sum(portions), sum(credits)))
        for (const credit of credits) {
          expect(sum(uses.filter((use) => use.credit === credit))).toBeLessThanOrEqual(credit.amountMinor)
        }
        const order = uses.map((use) => use.credit.index)
        expect(order).toEqual(order.toSorted((left, right) => left - right))
      }),
    )
  })
})

describe('settling what a payment brought in', () => {
  const targets = dueOrders(8).chain((rows) =>
    fc
      .array(fc.record({ amountMinor: minor, capacityMinor: minor }), {
        minLength: rows.length,
        maxLength: rows.length,
      })
      .map((amounts) =>
        rows.map((row: DueOrder, index) => ({
          ...row,
          invoiceId: row.number as InvoiceId,
          amountMinor: amounts[index]?.amountMinor ?? 0,
          capacityMinor: amounts[index]?.capacityMinor ?? 0,
        })),
      ),
  )

  it('puts every cent on an invoice or on the debtor’s account, never beyond intent or capacity', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000 }), targets, (receivedMinor, list) => {
        const { allocations, unappliedMinor } = settlePayment(receivedMinor, list)
        expect(sum(allocations) + unappliedMinor).toBe(receivedMinor)
        expect(unappliedMinor).toBeGreaterThanOrEqual(0)
        for (const { invoiceId, amountMinor } of allocations) {
          const target = list.find((candidate) => candidate.invoiceId === invoiceId)!
          expect(amountMinor).toBeGreaterThan(0)
          expect(amountMinor).toBeLessThanOrEqual(Math.min(target.amountMinor, target.capacityMinor))
        }
        const takableMinor = list.reduce((total, each) => total + Math.min(each.amountMinor, each.capacityMinor), 0)
        expect(unappliedMinor).toBe(Math.max(0, receivedMinor - takableMinor))
      }),
    )
  })
})

describe('taking money back', () => {
  const allocation = fc.record({ amountMinor: minor, at: fc.integer({ min: 0, max: 5 }).map((hour) => new Date(hour)) })
  const named = (prefix: string) =>
    fc
      .array(allocation, { maxLength: 5 })
      .map((rows) =>
        rows.map((row, index) => ({ ...row, id: `${prefix}${index}`, invoiceId: `${index}` as InvoiceId })),
      )

  it('takes exactly what went back while there is as much, from credits first and the latest settlements next', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_000 }),
        fc.array(minor, { maxLength: 3 }),
        named('cash'),
        named('use'),
        (amountMinor, openCredits, cash, creditUses) => {
          const credits = openCredits.map((openMinor) => ({ openMinor }))
          const { creditReductions, reversals, restMinor } = reversePayment(amountMinor, { credits, cash, creditUses })
          expect(sum(creditReductions) + sum(reversals) + restMinor).toBe(amountMinor)
          const creditMinor = credits.reduce((total, credit) => total + credit.openMinor, 0)
          const availableMinor = creditMinor + sum(cash) + sum(creditUses)
          expect(restMinor).toBe(Math.max(0, amountMinor - availableMinor))
          expect(sum(creditReductions)).toBe(Math.min(amountMinor, creditMinor))
          for (const reversal of reversals) {
            expect(reversal.amountMinor).toBeLessThanOrEqual(reversal.allocation.amountMinor)
          }
          const ofCash = reversals.filter(({ allocation: { id } }) => id.startsWith('cash'))
          if (reversals.length > ofCash.length) expect(sum(ofCash)).toBe(sum(cash))
          const times = ofCash.map((reversal) => reversal.allocation.at.getTime())
          expect(times).toEqual(times.toSorted((left, right) => right - left))
        },
      ),
    )
  })
})

describe('money that comes again', () => {
  const row = fc.record({
    amountMinor: minor,
    at: fc.integer({ min: 0, max: 5 }).map((hour) => new Date(hour)),
    dueOn: day,
  })
  const rows = (prefix: string) =>
    fc.array(row, { maxLength: 5 }).map((list) =>
      list.map((each, index) => ({
        ...each,
        id: `${prefix}${index}`,
        number: `${prefix}${index}`,
        issueOn: each.dueOn,
        invoiceId: `${prefix}${index}` as InvoiceId,
      })),
    )

  it('is put where it was taken from, whatever was taken, once the invoices can take it', () => {
    fc.assert(
      fc.property(
        fc.nat(9_000),
        rows('cash'),
        fc.array(fc.record({ openMinor: minor, usedMinor: minor }), { maxLength: 3 }),
        (wanted, cash, credits) => {
          const creditUses = credits.map(({ usedMinor }, index) => ({
            ...{ id: `use${index}`, number: `use${index}`, invoiceId: `use${index}` as InvoiceId },
            ...{ amountMinor: usedMinor, at: new Date(index), credit: credits[index]! },
            ...{ dueOn: calendarDay('2026-11-01'), issueOn: calendarDay('2026-11-01') },
          }))
          const wholeMinor =
            sum(cash) + sum(creditUses) + credits.reduce((total, { openMinor }) => total + openMinor, 0)
          const amountMinor = Math.min(wanted, wholeMinor)
          const taken = reversePayment(amountMinor, { credits, cash, creditUses })
          const takenOf = (id: string) => sum(taken.reversals.filter(({ allocation }) => allocation.id === id))
          const reversed = [...cash, ...creditUses].map((each) => ({ ...each, amountMinor: takenOf(each.id) }))
          const put = reinstatePayment(amountMinor, {
            cash: reversed.filter(({ id }) => id.startsWith('cash')),
            creditUses: creditUses.map((use) => ({ ...use, amountMinor: takenOf(use.id) })),
            credits: credits.map((credit, index) => ({
              credit,
              takenMinor:
                sum(taken.creditReductions.filter((reduction) => reduction.credit === credit)) + takenOf(`use${index}`),
            })),
            capacities: new Map(reversed.map((each) => [each.invoiceId, each.amountMinor])),
          })
          expect(put.unappliedMinor).toBe(0)
          for (const { id, amountMinor: expectedMinor } of reversed) {
            expect(sum(put.reinstatements.filter(({ allocation }) => allocation.id === id))).toBe(expectedMinor)
          }
          for (const credit of credits) {
            expect(sum(put.creditIncreases.filter((increase) => increase.credit === credit))).toBe(
              sum(taken.creditReductions.filter((reduction) => reduction.credit === credit)),
            )
          }
        },
      ),
    )
  })

  it('is never put beyond what an invoice can take, and none of it is lost', () => {
    fc.assert(
      fc.property(fc.nat(9_000), rows('cash'), fc.array(minor, { maxLength: 5 }), (amountMinor, cash, limits) => {
        const capacities = new Map(cash.map(({ invoiceId }, index) => [invoiceId, limits[index] ?? 0]))
        const put = reinstatePayment(amountMinor, { cash, creditUses: [], credits: [], capacities })
        expect(sum(put.reinstatements) + put.unappliedMinor).toBe(amountMinor)
        for (const { allocation, amountMinor: putMinor } of put.reinstatements) {
          expect(putMinor).toBeLessThanOrEqual(
            Math.min(allocation.amountMinor, capacities.get(allocation.invoiceId) ?? 0),
          )
        }
      }),
    )
  })
})
