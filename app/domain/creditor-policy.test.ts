import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES, findPolicyFaults, POLICY_KINDS } from './creditor-policy'
import { parseCurrencyCode } from './currency'
import { DEFAULT_CURRENCY_POLICY, listAcceptedCurrencies } from './currency-policy'
import { admitsPayment, isWithinLimits, listGatewayRules } from './gateway-policy'
import { findWriteOffTolerance } from './settlement-policy'

const code = (text: string) => parseCurrencyCode(text)!
const [EUR, CHF, JPY] = [code('EUR'), code('CHF'), code('JPY')]

it.each(POLICY_KINDS)('the default policy of %s can count', (kind) => {
  expect(findPolicyFaults(kind, DEFAULT_POLICIES[kind], [])).toEqual([])
})

describe('currencies', () => {
  it('begin with the invoices’ own, which is there once', () => {
    const policy = { ...DEFAULT_CURRENCY_POLICY, accepted: [CHF, EUR, JPY] }
    expect(listAcceptedCurrencies(policy, EUR)).toEqual(['EUR', 'CHF', 'JPY'])
    expect(listAcceptedCurrencies(policy, code('USD'))).toEqual(['USD', 'CHF', 'EUR', 'JPY'])
    expect(listAcceptedCurrencies(DEFAULT_CURRENCY_POLICY, EUR)).toEqual(['EUR'])
  })

  it.each([
    [{ marginBps: 1_001 }, '/marginBps'],
    [{ quoteMinutes: 0 }, '/quoteMinutes'],
    [{ quoteMinutes: 61 }, '/quoteMinutes'],
    [{ oldestRateDays: 32 }, '/oldestRateDays'],
  ])('%o is out of range', (part, pointer) => {
    expect(findPolicyFaults('currency', { ...DEFAULT_CURRENCY_POLICY, ...part }, [])).toEqual([
      { pointer, code: 'out_of_range' },
    ])
  })
})

describe('gateways', () => {
  it('are the creditor’s in their order, or as its rules have them, and never another’s', () => {
    const gateways = ['stripe', 'sandbox', 'unheard-of']
    expect(listGatewayRules(DEFAULT_POLICIES.gateway, gateways)).toEqual([
      { gateway: 'stripe' },
      { gateway: 'sandbox' },
    ])
    const rules = [{ gateway: 'sandbox', currencies: [EUR] } as const, { gateway: 'adyen' } as const]
    expect(listGatewayRules({ rules, limits: [] }, gateways)).toEqual([rules[0]])
  })

  it('take what their rules admit', () => {
    const rule = { gateway: 'stripe', currencies: [EUR], countries: ['DE', 'AT'] } as const
    expect(admitsPayment(rule, { currency: EUR, countryCode: 'AT' })).toBe(true)
    expect(admitsPayment(rule, { currency: CHF, countryCode: 'AT' })).toBe(false)
    expect(admitsPayment(rule, { currency: EUR, countryCode: 'CH' })).toBe(false)
    expect(admitsPayment(rule, { currency: EUR, countryCode: null })).toBe(false)
    expect(admitsPayment({ gateway: 'stripe' }, { currency: JPY, countryCode: null })).toBe(true)
  })

  it('hold methods to their limits, both ends included', () => {
    const limits = [{ method: 'card', currency: EUR, minimumMinor: 100, maximumMinor: 500 } as const]
    const fits = (amountMinor: number, currency = EUR) =>
      isWithinLimits({ rules: [], limits }, 'card', { amountMinor, currency })
    expect([99, 100, 500, 501].map((amount) => fits(amount))).toEqual([false, true, true, false])
    expect(fits(1, CHF)).toBe(true)
    expect(isWithinLimits({ rules: [], limits }, 'ideal', { amountMinor: 1, currency: EUR })).toBe(true)
  })
})

describe('small remainders', () => {
  const policy = { writeOff: [{ currency: EUR, toleranceMinor: 5 }] }

  it('are tolerated by currency', () => {
    expect(findWriteOffTolerance(policy, EUR)).toBe(5)
    expect(findWriteOffTolerance(policy, CHF)).toBe(0)
  })

  it.each([
    ['EUR', 10_000, true],
    ['EUR', 10_001, false],
    ['JPY', 100, true],
    ['JPY', 101, false],
    ['EUR', -1, false],
  ])('of %s may be %i: %s', (currency, toleranceMinor, isFine) => {
    const faults = findPolicyFaults('settlement', { writeOff: [{ currency: code(currency), toleranceMinor }] }, [])
    expect(faults.length === 0).toBe(isFine)
  })
})
