import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import { toStripeLocale } from './stripe-locale'
import { fromStripeMethodType, listStripeMethods, toStripeMethodTypes } from './stripe-methods'

const list = (currency: string, countryCode: string | null) =>
  listStripeMethods({ currency: parseCurrencyCode(currency)!, countryCode })

describe('the methods Stripe can take', () => {
  it.each([
    ['EUR', 'NL', ['card', 'ideal', 'sepa_debit', 'other']],
    ['EUR', 'BE', ['card', 'bancontact', 'sepa_debit', 'other']],
    ['EUR', 'US', ['card', 'other']],
    ['PLN', 'PL', ['card', 'przelewy24', 'other']],
    ['GBP', 'GB', ['card', 'bacs_debit', 'other']],
    ['USD', 'US', ['card', 'ach_debit', 'other']],
    ['CHF', 'CH', ['card', 'other']],
    // A country that nobody noted rules none out.
    ['USD', null, ['card', 'ach_debit', 'other']],
    ['EUR', null, ['card', 'ideal', 'bancontact', 'przelewy24', 'sepa_debit', 'other']],
    ['IRR', 'IR', []],
  ])('are, in %s from %s: %j', (currency, country, methods) => {
    expect(list(currency, country)).toEqual(methods)
  })

  it('narrow its page by its own names, and not where any will do', () => {
    expect(toStripeMethodTypes(['ach_debit', 'przelewy24'])).toEqual(['us_bank_account', 'p24'])
    expect(toStripeMethodTypes([])).toBeNull()
    expect(toStripeMethodTypes(['card', 'other'])).toBeNull()
    // Not on its page: nothing is left, which is not the same as anything.
    expect(toStripeMethodTypes(['bank_transfer'])).toEqual([])
  })

  it('come back as they went', () => {
    for (const kind of PAYMENT_METHOD_KINDS) {
      for (const type of toStripeMethodTypes([kind]) ?? []) expect(fromStripeMethodType(type)).toBe(kind)
    }
    expect(fromStripeMethodType('klarna')).toBe('other')
  })
})

describe("the language of Stripe's page", () => {
  it.each([
    ['de', 'de'],
    ['ro', 'ro'],
    ['pt-BR', 'pt-BR'],
    ['pt-AO', 'pt'],
    ['en-gb', 'en-GB'],
    ['zh-Hans', 'zh'],
    ['fy', 'nl'],
    ['fy-NL', 'nl'],
    // It has no Arabic: the payer's browser says what else is read.
    ['ar', 'auto'],
    ['xx', 'auto'],
  ])('for %s is %s', (ours, theirs) => {
    expect(toStripeLocale(ours)).toBe(theirs)
  })
})
