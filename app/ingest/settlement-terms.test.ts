import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import { parseSkontoTerms } from './settlement-terms'

const issueOn = calendarDay('2026-01-31')
const euro = 'EUR' as CurrencyCode

const tier = fc.record({
  days: fc.integer({ min: 0, max: 365 }),
  rateBps: fc.integer({ min: 1, max: 10_000 }),
  baseMinor: fc.option(fc.integer({ min: 0, max: 100_000_000 }), { nil: undefined }),
})

function percent(bps: number): string {
  return `${Math.floor(bps / 100)}.${String(bps % 100).padStart(2, '0')}`
}

function write({
  days,
  rateBps,
  baseMinor,
}: {
  days: number
  rateBps: number
  baseMinor?: number | undefined
}): string {
  const base = baseMinor === undefined ? '' : `BASISBETRAG=${percent(baseMinor)}#`
  return `#SKONTO#TAGE=${days}#PROZENT=${percent(rateBps)}#${base}`
}

describe('#SKONTO# terms', () => {
  it('reads back every tier that is written, by deadline, among any words', () => {
    fc.assert(
      fc.property(fc.array(tier, { maxLength: 5 }), fc.constantFrom('\n', '\r\n', ' '), (tiers, separator) => {
        const terms = ['Zahlbar ohne Abzug', ...tiers.map(write), 'Danke #1'].join(separator)
        const parsed = parseSkontoTerms(terms, issueOn, euro)
        if (!parsed.ok) throw new Error(parsed.failure)
        const expected = tiers.map(
          ({ days, rateBps, baseMinor }) => `${addDays(issueOn, days)} ${rateBps} ${baseMinor}`,
        )
        const read = parsed.value.map(({ deadlineOn, rateBps, baseMinor }) => `${deadlineOn} ${rateBps} ${baseMinor}`)
        expect(new Set(read)).toEqual(new Set(expected))
        expect(parsed.value.map((term) => term.deadlineOn)).toEqual(parsed.value.map((term) => term.deadlineOn).sort())
      }),
    )
  })

  it('leaves out a tier of nothing', () => {
    expect(parseSkontoTerms('#SKONTO#TAGE=30#PROZENT=0.00#', issueOn, euro)).toEqual({ ok: true, value: [] })
    expect(parseSkontoTerms('30 days net', issueOn, euro)).toEqual({ ok: true, value: [] })
  })

  it.each([
    '#SKONTO#',
    '#SKONTO#TAGE=14#',
    '#SKONTO#TAGE=14#PROZENT=2,00#',
    '#SKONTO#TAGE=14#PROZENT=2.00',
    '#SKONTO#TAGE=-1#PROZENT=2.00#',
    '#SKONTO#TAGE=14#PROZENT=100.01#',
    '#SKONTO#TAGE=14#PROZENT=2.005#',
    '#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=10.005#',
    '#SKONTO#TAGE=7#PROZENT=2.00#\n#SKONTO#TAGE=bald#PROZENT=1.00#',
  ])('fails on %s', (terms) => {
    expect(parseSkontoTerms(terms, issueOn, euro).ok).toBe(false)
  })
})
