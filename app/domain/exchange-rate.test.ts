import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { isCurrencyCode, parseCurrencyCode, type CurrencyCode } from './currency'
import {
  addMargin,
  chooseQuotableTable,
  convertAtRate,
  countRateAgeDays,
  findNewestTable,
  findReferenceRate,
  isRateText,
  listRateCurrencies,
  type RateSourceName,
  type RateTable,
} from './exchange-rate'

const code = (text: string) => parseCurrencyCode(text)!

function makeTable(rates: Record<string, string>, source: RateSourceName = 'ecb', rateOn = '2026-11-20'): RateTable {
  return {
    source,
    rateOn: calendarDay(rateOn),
    perEuro: new Map(Object.entries(rates).map(([currency, rate]) => [code(currency), rate])),
  }
}

const TABLE = makeTable({ USD: '1.1684', JPY: '186.75', GBP: '0.87058', KWD: '0.358', IDR: '20082.05', CHF: '0.9242' })

describe('a reference rate', () => {
  it('from the euro is as published, and to itself is one', () => {
    expect(findReferenceRate(TABLE, code('EUR'), code('USD'))).toBe('1.1684')
    expect(findReferenceRate(TABLE, code('EUR'), code('JPY'))).toBe('186.75')
    expect(findReferenceRate(TABLE, code('USD'), code('USD'))).toBe('1')
    expect(findReferenceRate(TABLE, code('EUR'), code('EUR'))).toBe('1')
  })

  it('between two others goes through the euro, to twelve significant digits', () => {
    // 1 / 1.1684 = 0.855871276960…, 0.87058 / 1.1684 = 0.745104416295…, 1.1684 / 20082.05 = 0.0000581813111709…
    expect(findReferenceRate(TABLE, code('USD'), code('EUR'))).toBe('0.85587127696')
    expect(findReferenceRate(TABLE, code('USD'), code('GBP'))).toBe('0.745104416296')
    expect(findReferenceRate(TABLE, code('IDR'), code('USD'))).toBe('0.0000581813111709')
    expect(findReferenceRate(TABLE, code('KWD'), code('IDR'))).toBe('56095.1117318')
  })

  it('is missing where the table lacks a currency', () => {
    expect(findReferenceRate(TABLE, code('EUR'), code('BGN'))).toBeNull()
    expect(findReferenceRate(TABLE, code('SEK'), code('SEK'))).toBeNull()
  })

  it('is within half of its last digit of the quotient', () => {
    const rate = fc
      .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 0, max: 6 }))
      .map(([digits, scale]) => ({ digits, scale, text: writeRate(digits, scale) }))
    fc.assert(
      fc.property(rate, rate, (usd, jpy) => {
        const text = findReferenceRate(makeTable({ USD: usd.text, JPY: jpy.text }), code('USD'), code('JPY'))
        if (text === null) throw new Error('no rate')
        expect(isRateText(text)).toBe(true)
        const [whole = '', fraction = ''] = text.split('.')
        // |found - jpy/usd| <= relative half of the twelfth digit, in integers.
        const found = BigInt(whole + fraction) * usd.digits * 10n ** BigInt(jpy.scale)
        const exact = jpy.digits * 10n ** BigInt(usd.scale) * 10n ** BigInt(fraction.length)
        const off = found > exact ? found - exact : exact - found
        expect(off * 2n * 10n ** 11n <= exact).toBe(true)
      }),
    )
  })
})

function writeRate(digits: bigint, scale: number): string {
  const text = digits.toString().padStart(scale + 1, '0')
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`
}

it.each(['', '0', '0.000', '-1', '1e3', '1,5', '.5', '1.', 'N/A', '٣'])('%j is no rate', (text) => {
  expect(isRateText(text)).toBe(false)
})

it('a margin is added exactly', () => {
  expect(addMargin('1.1684', 150)).toBe('1.185926')
  expect(addMargin('186.75', 0)).toBe('186.75')
  expect(addMargin('0.85587127696', 25)).toBe('0.8580109551524')
})

describe('an amount at a rate', () => {
  it.each([
    [10_000, 'EUR', '1.1684', 'USD', 1, 11_684],
    [100, 'EUR', '186.75', 'JPY', 1, 187],
    [-100, 'EUR', '186.75', 'JPY', 1, -187],
    [200, 'EUR', '186.25', 'JPY', 1, 373],
    [-200, 'EUR', '186.25', 'JPY', 1, -373],
    [10_000, 'EUR', '0.35847', 'KWD', 10, 35_850],
    [10_000, 'EUR', '20082.05', 'IDR', 100, 200_820_500],
    [1, 'JPY', '0.0053547523', 'EUR', 1, 1],
    [0, 'EUR', '1.1684', 'USD', 1, 0],
  ])('%i of %s at %s in %s by steps of %i is %i', (amountMinor, from, rate, to, step, expected) => {
    expect(convertAtRate({ amountMinor, currency: code(from) }, rate, code(to), step)).toBe(expected)
  })

  it('that cannot be counted exactly is none', () => {
    expect(convertAtRate({ amountMinor: 2 ** 50, currency: code('EUR') }, '20082.05', code('IDR'))).toBeNull()
  })

  it('agrees with arithmetic in integers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 10 }), fc.constantFrom(1, 10, 100), (amountMinor, step) => {
        const converted = convertAtRate({ amountMinor, currency: code('EUR') }, '1.1684', code('USD'), step) ?? 0
        const off = BigInt(converted) * 10_000n - BigInt(amountMinor) * 11_684n
        expect((off < 0n ? -off : off) * 2n <= BigInt(step) * 10_000n).toBe(true)
        expect(converted % step).toBe(0)
      }),
    )
  })
})

describe('the table that is quoted', () => {
  const today = calendarDay('2026-11-22')
  const policy = { oldestRateDays: 7, quotesBundledRates: true }
  const fetched = (rateOn: string) => makeTable({ USD: '1.1' }, 'ecb', rateOn)
  const bundled = makeTable({ USD: '1.2' }, 'bundled', '2026-04-13')

  it('is the newest fetched one while it is fresh enough', () => {
    const tables = [bundled, fetched('2026-11-15'), fetched('2026-11-20')]
    expect(chooseQuotableTable(tables, policy, today)?.rateOn).toBe('2026-11-20')
    expect(chooseQuotableTable([fetched('2026-11-15')], policy, today)?.rateOn).toBe('2026-11-15')
  })

  it('is the bundled one only where the policy says so', () => {
    const tables = [fetched('2026-11-14'), bundled]
    expect(chooseQuotableTable(tables, policy, today)).toBe(bundled)
    expect(chooseQuotableTable(tables, { ...policy, quotesBundledRates: false }, today)).toBeNull()
    expect(chooseQuotableTable([], policy, today)).toBeNull()
  })

  it('for figures that bind nobody is the one of the latest day', () => {
    expect(findNewestTable([bundled, fetched('2026-01-02')])).toBe(bundled)
    expect(findNewestTable([])).toBeNull()
  })

  it('ages by days, and never below zero', () => {
    expect(countRateAgeDays({ rateOn: calendarDay('2026-11-20') }, today)).toBe(2)
    expect(countRateAgeDays({ rateOn: calendarDay('2026-11-23') }, today)).toBe(0)
  })

  it('lists the euro before the others', () => {
    expect(listRateCurrencies(TABLE)).toEqual(['EUR', 'CHF', 'GBP', 'IDR', 'JPY', 'KWD', 'USD'])
  })
})

const SHARED_RATES = '../shared/data/fx/eurofxref-last-799-days.csv'

it.skipIf(!existsSync(SHARED_RATES))(
  `the rates of 799 days cross consistently (skipped where ${SHARED_RATES} is absent)`,
  () => {
    const [header = '', ...rows] = readFileSync(SHARED_RATES, 'utf8').trim().split('\n')
    const codes = header.split(',').slice(1)
    let crossed = 0
    for (const row of rows) {
      const [, ...rates] = row.split(',')
      const perEuro = new Map<CurrencyCode, string>()
      for (const [index, text] of codes.entries()) {
        if (isCurrencyCode(text) && isRateText(rates[index] ?? '')) perEuro.set(text, rates[index] ?? '')
      }
      const table: RateTable = { source: 'ecb', rateOn: calendarDay(row.slice(0, 10)), perEuro }
      for (const currency of perEuro.keys()) {
        const there = findReferenceRate(table, code('USD'), currency)
        const back = findReferenceRate(table, currency, code('USD'))
        expect(Math.abs(Number(there) * Number(back) - 1)).toBeLessThan(1e-10)
        crossed += 1
      }
    }
    expect(crossed).toBeGreaterThan(20_000)
  },
)
