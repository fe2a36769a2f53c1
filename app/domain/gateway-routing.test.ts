import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCurrencyCode, type CurrencyCode } from './currency'
import type { GatewayName } from './gateway-name'
import { DEFAULT_GATEWAY_POLICY, isWithinLimits, type GatewayPolicy, type GatewayRule } from './gateway-policy'
import { findChargeStep, listStandIns, routePayment, type GatewayOffer } from './gateway-routing'
import { createMoney } from './money'

const currency = (code: string): CurrencyCode => {
  if (!isCurrencyCode(code)) throw new Error(code)
  return code
}
const EUR = currency('EUR')
const JPY = currency('JPY')

const stripe: GatewayOffer = { gateway: 'stripe', methods: ['card', 'sepa_debit', 'ideal'], stepMinor: 1 }
const adyen: GatewayOffer = { gateway: 'adyen', methods: ['card', 'ideal'], stepMinor: 1 }
const bank: GatewayOffer = { gateway: 'bank-transfer', methods: ['bank_transfer'], stepMinor: 1 }
const offers = [adyen, stripe, bank]

const ofGermany = (amountMinor: number, code = EUR) => ({ amount: createMoney(amountMinor, code), countryCode: 'DE' })

describe('ways to pay', () => {
  it('follow the creditor’s gateways where it has said nothing more', () => {
    const gateways = ['stripe', 'adyen', 'bank-transfer', 'sandbox']
    expect(routePayment(DEFAULT_GATEWAY_POLICY, gateways, offers, ofGermany(100))).toEqual({
      ways: [
        { method: 'card', gateways: ['stripe', 'adyen'] },
        { method: 'sepa_debit', gateways: ['stripe'] },
        { method: 'ideal', gateways: ['stripe', 'adyen'] },
        { method: 'bank_transfer', gateways: ['bank-transfer'] },
      ],
      limited: [],
    })
  })

  it('follow its rules by currency, country and method, in their order', () => {
    const policy: GatewayPolicy = {
      rules: [
        { gateway: 'adyen', methods: ['card'], countries: ['NL'] },
        { gateway: 'bank-transfer' },
        { gateway: 'stripe', currencies: [EUR], methods: ['card', 'sepa_debit'] },
        { gateway: 'adyen' },
      ],
      limits: [],
    }
    const route = (code: CurrencyCode, countryCode: string | null) =>
      routePayment(policy, ['adyen', 'stripe', 'bank-transfer'], offers, { amount: createMoney(5, code), countryCode })
    expect(route(EUR, 'NL').ways).toMatchObject([
      { method: 'card', gateways: ['adyen', 'stripe'] },
      { method: 'bank_transfer' },
      { method: 'sepa_debit', gateways: ['stripe'] },
      { method: 'ideal', gateways: ['adyen'] },
    ])
    expect(route(EUR, 'DE').ways[1]).toEqual({ method: 'card', gateways: ['stripe', 'adyen'] })
    // A rule for certain countries says nothing about a debtor whose country is not known.
    expect(route(EUR, null).ways[1]).toEqual({ method: 'card', gateways: ['stripe', 'adyen'] })
    expect(route(JPY, 'NL').ways.map(({ method }) => method)).toEqual(['card', 'bank_transfer', 'ideal'])
  })

  it('leave out a method beyond its limits, and say what they are', () => {
    const limits = [{ method: 'card', currency: EUR, maximumMinor: 10_000 }] as const
    const policy: GatewayPolicy = { rules: [], limits }
    expect(routePayment(policy, ['adyen'], offers, ofGermany(10_000)).ways).toHaveLength(2)
    const beyond = routePayment(policy, ['adyen'], offers, ofGermany(10_001))
    expect(beyond.ways.map(({ method }) => method)).toEqual(['ideal'])
    expect(beyond.limited).toEqual([{ method: 'card', minimumMinor: null, maximumMinor: 10_000 }])
    expect(routePayment(policy, ['adyen'], offers, ofGermany(10_001, JPY)).ways).toHaveLength(2)
  })

  it('pass over a gateway that cannot express the amount', () => {
    const coarse = { ...stripe, stepMinor: 10 }
    const route = (amountMinor: number) =>
      routePayment(DEFAULT_GATEWAY_POLICY, ['stripe', 'adyen'], [coarse, adyen], ofGermany(amountMinor)).ways[0]
    expect(route(120)?.gateways).toEqual(['stripe', 'adyen'])
    expect(route(123)?.gateways).toEqual(['adyen'])
  })

  it('share a step that all their gateways can charge', () => {
    const coarse = { ...stripe, stepMinor: 10 }
    const find = (gateways: readonly string[], code: CurrencyCode) =>
      findChargeStep(
        { rules: [{ gateway: 'adyen' }, { gateway: 'stripe', currencies: [EUR] }], limits: [] },
        gateways,
        [coarse, adyen],
        {
          currency: code,
          countryCode: null,
        },
      )
    expect(find(['stripe', 'adyen'], EUR)).toBe(10)
    expect(find(['stripe', 'adyen'], JPY)).toBe(1)
    expect(find(['stripe'], JPY)).toBeNull()
  })

  it('name who can take over', () => {
    const routing = routePayment(DEFAULT_GATEWAY_POLICY, ['stripe', 'adyen', 'bank-transfer'], offers, ofGermany(100))
    expect(listStandIns(routing, 'card', 'stripe')).toEqual(['adyen'])
    expect(listStandIns(routing, 'sepa_debit', 'stripe')).toEqual([])
    expect(listStandIns(routing, null, 'adyen')).toEqual(['stripe', 'bank-transfer'])
  })

  it('are exactly what rules, offers and limits admit', () => {
    const names = ['stripe', 'adyen', 'sandbox'] as const satisfies readonly GatewayName[]
    const methods = ['card', 'ideal', 'other'] as const
    const rule: fc.Arbitrary<GatewayRule> = fc.record(
      {
        gateway: fc.constantFrom(...names),
        currencies: fc.subarray([EUR, JPY]),
        countries: fc.subarray(['DE', 'NL']),
        methods: fc.subarray([...methods]),
      },
      { requiredKeys: ['gateway'] },
    )
    const offer = (gateway: GatewayName): fc.Arbitrary<GatewayOffer> =>
      fc.record({
        gateway: fc.constant(gateway),
        methods: fc.subarray([...methods]),
        stepMinor: fc.constantFrom(1, 10),
      })
    const limit = fc.record({
      method: fc.constantFrom(...methods),
      currency: fc.constantFrom(EUR, JPY),
      minimumMinor: fc.integer({ min: 1, max: 50 }),
      maximumMinor: fc.integer({ min: 51, max: 200 }),
    })
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 5 }),
        fc.array(limit, { maxLength: 3 }),
        fc.tuple(...names.map(offer)),
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(EUR, JPY),
        fc.constantFrom('DE', 'NL', 'FR', null),
        fc.subarray([...names]),
        (rules, limits, offered, amountMinor, code, countryCode, gateways) => {
          const policy = { rules, limits }
          const { ways, limited } = routePayment(policy, gateways, offered, {
            amount: createMoney(amountMinor, code),
            countryCode,
          })
          const takes = (gateway: GatewayName, method: (typeof methods)[number]) =>
            gateways.some((name) => name === gateway) &&
            offered.some(
              (one) => one.gateway === gateway && one.methods.includes(method) && amountMinor % one.stepMinor === 0,
            ) &&
            rules.some(
              (one) =>
                one.gateway === gateway &&
                (one.currencies?.includes(code) ?? true) &&
                (one.countries === undefined || (countryCode !== null && one.countries.includes(countryCode))) &&
                (one.methods?.includes(method) ?? true),
            )
          for (const method of methods) {
            const takers = names.filter((gateway) => takes(gateway, method))
            const fits = isWithinLimits(policy, method, { amountMinor, currency: code })
            const found = ways.filter((way) => way.method === method)
            expect(found).toHaveLength(fits && takers.length > 0 ? 1 : 0)
            expect(found.flatMap((way) => way.gateways).toSorted()).toEqual(fits ? takers.toSorted() : [])
            expect(limited.some((way) => way.method === method)).toBe(!fits && takers.length > 0)
          }
        },
      ),
    )
  })
})
