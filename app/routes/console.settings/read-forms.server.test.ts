import { describe, expect, it } from 'vitest'
import { readCurrencyForm, readSettlementForm } from './read-currency-form.server'
import { readGatewayForm } from './read-gateway-form.server'

const form = (fields: Record<string, string | string[]>) =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value])))

describe('the form of currencies', () => {
  const filled = { accepted: ['USD', 'CHF', 'USD', 'XXX'], margin: '1,5', quoteMinutes: '15', oldestRateDays: '7' }

  it('is read as the reader writes numbers', () => {
    const read = readCurrencyForm(form({ ...filled, showTotalIn: 'EUR', quotesBundledRates: 'yes' }), 'de-DE')
    expect(read.problems).toEqual([])
    expect(read.body).toEqual({
      accepted: ['CHF', 'USD'],
      marginBps: 150,
      showTotalIn: 'EUR',
      quoteMinutes: 15,
      oldestRateDays: 7,
      quotesBundledRates: true,
    })
  })

  it.each([
    ['1.5', 'en-GB', 150],
    ['1.5 %', 'en-GB', 150],
    ['٢٫٢٥٪', 'ar-EG', 225],
    ['0', 'ro-RO', 0],
    ['1.555', 'en-GB', null],
    ['-1', 'en-GB', null],
    ['much', 'en-GB', null],
    ['', 'en-GB', null],
  ])('a margin of %j in %s is %s basis points', (margin, locale, expected) => {
    const { body, problems } = readCurrencyForm(form({ ...filled, margin }), locale)
    expect(problems).toEqual(expected === null ? [{ fieldId: 'margin', code: 'not_a_number' }] : [])
    expect(body.marginBps).toBe(expected ?? 0)
  })

  it('keeps what was typed, and finds the field of a fault', () => {
    const read = readCurrencyForm(form({ ...filled, quoteMinutes: 'soon' }), 'de')
    expect(read.entry.quoteMinutes).toBe('soon')
    expect(['/marginBps', '/quoteMinutes', '/oldestRateDays'].map(read.findField)).toEqual([
      'margin',
      'quoteMinutes',
      'oldestRateDays',
    ])
  })
})

describe('the form of small remainders', () => {
  it('leaves out rows that are empty, and finds the field of a fault by its row', () => {
    const read = readSettlementForm(
      form({
        'writeOff-0-currency': '',
        'writeOff-0-tolerance': '',
        'writeOff-1-currency': 'eur',
        'writeOff-1-tolerance': '0,05',
        'writeOff-2-currency': 'JPY',
        'writeOff-2-tolerance': '3',
      }),
      'de',
    )
    expect(read.problems).toEqual([])
    expect(read.body.writeOff).toEqual([
      { currency: 'EUR', toleranceMinor: 5 },
      { currency: 'JPY', toleranceMinor: 3 },
    ])
    expect(read.findField('/writeOff/1/toleranceMinor')).toBe('writeOff-2-tolerance')
    expect(read.findField('/writeOff/0')).toBe('writeOff-1-currency')
  })

  it('names what is no currency and what is no amount', () => {
    const rows = { 'writeOff-0-currency': 'EURO', 'writeOff-0-tolerance': '1', 'writeOff-1-currency': 'JPY' }
    const { problems } = readSettlementForm(form({ ...rows, 'writeOff-1-tolerance': '0,5' }), 'de')
    expect(problems).toEqual([
      { fieldId: 'writeOff-0-currency', code: 'unknown_currency' },
      { fieldId: 'writeOff-1-tolerance', code: 'bad_amount' },
    ])
  })
})

describe('the form of payment services', () => {
  const rule = (row: number, position: string, gateway: string, currencies = '', countries = '') => ({
    [`rule-${row}-position`]: position,
    [`rule-${row}-gateway`]: gateway,
    [`rule-${row}-currencies`]: currencies,
    [`rule-${row}-countries`]: countries,
  })

  it('orders rules by their places and drops those without a service', () => {
    const read = readGatewayForm(
      form({
        ...rule(0, '2', 'sandbox'),
        ...rule(1, '3', ''),
        ...rule(2, '1', 'stripe', 'eur, usd;GBP', 'de at'),
        'rule-2-methods': ['card', 'cash'],
      }),
      'en',
    )
    expect(read.problems).toEqual([])
    expect(read.body.rules).toEqual([
      { gateway: 'stripe', currencies: ['EUR', 'USD', 'GBP'], countries: ['DE', 'AT'], methods: ['card'] },
      { gateway: 'sandbox' },
    ])
    expect(read.findField('/rules/0/countries/1')).toBe('rule-2-countries')
    expect(read.findField('/rules/1/gateway')).toBe('rule-0-gateway')
  })

  it('reads limits in their currency, either end alone', () => {
    const limit = (row: number, method: string, currency: string, minimum: string, maximum: string) => ({
      [`limit-${row}-method`]: method,
      [`limit-${row}-currency`]: currency,
      [`limit-${row}-minimum`]: minimum,
      [`limit-${row}-maximum`]: maximum,
    })
    const read = readGatewayForm(
      form({
        ...limit(0, 'card', 'EUR', '', '5.000,00'),
        ...limit(1, '', '', '', ''),
        ...limit(2, 'ideal', 'jpy', '100', ''),
        ...limit(3, '', 'EUR', '1', ''),
        ...limit(4, 'card', 'EUR', 'some', ''),
      }),
      'de',
    )
    expect(read.body.limits.slice(0, 2)).toEqual([
      { method: 'card', currency: 'EUR', maximumMinor: 500_000 },
      { method: 'ideal', currency: 'JPY', minimumMinor: 100 },
    ])
    expect(read.problems).toEqual([
      { fieldId: 'limit-3-method', code: 'no_method' },
      { fieldId: 'limit-4-minimum', code: 'bad_amount' },
    ])
    expect(read.findField('/limits/1/maximumMinor')).toBe('limit-2-maximum')
  })
})
