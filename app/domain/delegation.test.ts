import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCESS_RIGHTS } from './access-scope'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import {
  computeCapLeft,
  getReach,
  isWithinReach,
  listAncestors,
  MOST_GENERATIONS,
  narrowReach,
  type LinkReach,
} from './delegation'
import type { AccessLinkId, InvoiceId } from './ids'
import { createMoney } from './money'

const NOW = new Date('2026-11-22T10:00:00Z')
const CURRENCIES = ['EUR', 'USD', 'CHF'].map((code) => parseCurrencyCode(code)!)
const EURO = CURRENCIES[0]!

const scope = fc.subarray([...ACCESS_RIGHTS])
const documents = fc.option(fc.subarray(['a', 'b', 'c', 'd', 'e'] as InvoiceId[]))
const caps = fc
  .subarray(CURRENCIES)
  .chain((currencies) =>
    fc.tuple(...currencies.map((currency) => fc.integer({ min: -5, max: 1000 }).map((n) => createMoney(n, currency)))),
  )
const expiry = fc.integer({ min: -10, max: 100 }).map((hours) => new Date(NOW.getTime() + hours * 3_600_000))
const reach: fc.Arbitrary<LinkReach> = fc.record({ scope, invoiceIds: documents, caps, expiresAt: expiry })
/** What the creditor issues. */
const root: fc.Arbitrary<LinkReach> = reach.map((any) => ({
  ...any,
  invoiceIds: null,
  caps: [],
  expiresAt: new Date(NOW.getTime() + 100 * 3_600_000),
}))

const capOf = ({ caps: all }: LinkReach, currency: CurrencyCode) =>
  all.find((cap) => cap.currency === currency)?.amountMinor ?? Infinity

describe('a forwarded link', () => {
  it('is never wider than any link above it, in any dimension', () => {
    fc.assert(
      fc.property(root, fc.array(reach, { minLength: 1, maxLength: 6 }), (first, wishes) => {
        const line = [first]
        for (const wish of wishes) {
          const narrowed = narrowReach(line.at(-1)!, wish, NOW)
          if (narrowed.ok) line.push(narrowed.value)
        }
        line.forEach((inner, place) => {
          for (const outer of line.slice(0, place + 1)) {
            expect(isWithinReach(inner, outer)).toBe(true)
            expect(inner.scope.filter((right) => !outer.scope.includes(right))).toEqual([])
            if (outer.invoiceIds !== null)
              expect(outer.invoiceIds).toEqual(expect.arrayContaining([...inner.invoiceIds!]))
            for (const currency of CURRENCIES) {
              expect(capOf(inner, currency)).toBeLessThanOrEqual(capOf(outer, currency))
            }
            expect(inner.expiresAt.getTime()).toBeLessThanOrEqual(outer.expiresAt.getTime())
          }
        })
      }),
    )
  })

  it('is what was wished where that is narrower', () => {
    fc.assert(
      fc.property(reach, reach, (parent, wish) => {
        const narrowed = narrowReach(parent, wish, NOW)
        if (!narrowed.ok) return
        expect([...narrowed.value.scope].sort()).toEqual([...wish.scope].sort())
        if (wish.invoiceIds) expect([...narrowed.value.invoiceIds!].sort()).toEqual([...wish.invoiceIds].sort())
        for (const { currency, amountMinor } of wish.caps) expect(capOf(narrowed.value, currency)).toBe(amountMinor)
        expect(narrowed.value.expiresAt).toEqual(wish.expiresAt)
        expect(isWithinReach(narrowed.value, wish) || wish.invoiceIds === null).toBe(true)
      }),
    )
  })

  it('is refused for each dimension in which it would be wider', () => {
    const parent: LinkReach = {
      scope: ['view', 'pay'],
      invoiceIds: ['a', 'b'] as InvoiceId[],
      caps: [createMoney(500, EURO)],
      expiresAt: new Date('2026-12-01T00:00:00Z'),
    }
    const fits: LinkReach = { ...parent, invoiceIds: ['a'] as InvoiceId[] }
    const faultsOf = (wish: Partial<LinkReach>) => {
      const narrowed = narrowReach(parent, { ...fits, ...wish }, NOW)
      return narrowed.ok ? [] : narrowed.failure
    }
    expect(faultsOf({})).toEqual([])
    expect(faultsOf({ scope: ['view', 'agree'] })).toEqual(['scope_wider'])
    expect(faultsOf({ invoiceIds: [] })).toEqual(['no_invoices'])
    expect(faultsOf({ invoiceIds: ['a', 'z'] as InvoiceId[] })).toEqual(['invoices_wider'])
    expect(faultsOf({ caps: [createMoney(501, EURO)] })).toEqual(['cap_wider'])
    expect(faultsOf({ caps: [createMoney(0, EURO)] })).toEqual(['cap_not_positive'])
    expect(faultsOf({ expiresAt: new Date('2026-12-01T00:00:01Z') })).toEqual(['expiry_later'])
    expect(faultsOf({ expiresAt: NOW })).toEqual(['expiry_past'])
    expect(isWithinReach({ ...fits, invoiceIds: null }, parent)).toBe(false)
    expect(isWithinReach({ ...fits, caps: [] }, parent)).toBe(false)
  })

  it('knows whom it comes from, up to a number of generations', () => {
    let ancestorIds: AccessLinkId[] | null = []
    for (let generation = 0; generation < MOST_GENERATIONS; generation += 1) {
      const id = `link ${generation}` as AccessLinkId
      const delegation: { ancestorIds: AccessLinkId[]; invoiceIds: null; caps: [] } | null =
        generation === 0 ? null : { ancestorIds: ancestorIds!, invoiceIds: null, caps: [] }
      ancestorIds = listAncestors({ id, delegation })
      expect(ancestorIds?.at(-1)).toBe(id)
      expect(ancestorIds).toHaveLength(generation + 1)
    }
    expect(
      listAncestors({ id: 'x' as AccessLinkId, delegation: { ancestorIds: ancestorIds!, invoiceIds: null, caps: [] } }),
    ).toBeNull()
    expect(getReach({ scope: ['view'], expiresAt: NOW, delegation: null })).toEqual({
      scope: ['view'],
      expiresAt: NOW,
      invoiceIds: null,
      caps: [],
    })
  })
})

describe('what is left under caps', () => {
  it('is the least that any link on the way up leaves', () => {
    const money = (minor: number) => [createMoney(minor, EURO)]
    expect(computeCapLeft([], EURO)).toBeNull()
    expect(computeCapLeft([{ caps: [], usedMinor: 7 }], EURO)).toBeNull()
    expect(
      computeCapLeft(
        [
          { caps: money(100), usedMinor: 30 },
          { caps: money(80), usedMinor: 25 },
        ],
        EURO,
      )?.amountMinor,
    ).toBe(55)
    expect(computeCapLeft([{ caps: money(100), usedMinor: 130 }], EURO)?.amountMinor).toBe(0)
    expect(computeCapLeft([{ caps: money(100), usedMinor: 0 }], CURRENCIES[1]!)).toBeNull()
  })
})
