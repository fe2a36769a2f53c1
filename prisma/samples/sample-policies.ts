/** What the demo's creditors permit: three ways to set up the same portal. */
import { DEFAULT_BRAND_POLICY } from '~/domain/brand-policy'
import { DEFAULT_CONTACT_POLICY } from '~/domain/contact-policy'
import type { PolicyBodies } from '~/domain/creditor-policy'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import { DEFAULT_DISCOUNT_POLICY } from '~/domain/discount-policy'
import { DEFAULT_DISPUTE_POLICY } from '~/domain/dispute-policy'
import { DEFAULT_GATEWAY_POLICY } from '~/domain/gateway-policy'
import { DEFAULT_INTEREST_POLICY } from '~/domain/interest-policy'
import { DEFAULT_PROMISE_POLICY } from '~/domain/promise-policy'
import { DEFAULT_SETTLEMENT_OFFER_POLICY } from '~/domain/settlement-offer-policy'
import { DEFAULT_REMINDER_POLICY } from '~/domain/reminder-policy'

function currency(code: string): CurrencyCode {
  const parsed = parseCurrencyCode(code)
  if (parsed === null) throw new RangeError(`not a currency: ${code}`)
  return parsed
}

const currencies = (codes: string): CurrencyCode[] => codes.split(' ').map(currency)

/** The demo quotes the bundled table where it cannot reach the bank, and says so on every quote. */
const IN_THE_DEMO = { ...DEFAULT_CURRENCY_POLICY, quotesBundledRates: true }

const POLICIES: Readonly<Record<string, PolicyBodies>> = {
  // Sells across Europe: takes its customers' own currencies at a margin, and lets five cents go.
  wattenhorst: {
    currency: {
      ...IN_THE_DEMO,
      accepted: currencies('CHF EUR GBP RON USD'),
      marginBps: 150,
      showTotalIn: currency('EUR'),
    },
    gateway: {
      rules: [],
      limits: [{ method: 'card', currency: currency('EUR'), maximumMinor: 50_000_00 }],
    },
    settlement: {
      writeOff: [
        { currency: currency('EUR'), toleranceMinor: 5 },
        { currency: currency('CHF'), toleranceMinor: 5 },
      ],
    },
    dispute: { creditorDays: 5, debtorDays: 14 },
    interest: DEFAULT_INTEREST_POLICY,
    contact: DEFAULT_CONTACT_POLICY,
    brand: DEFAULT_BRAND_POLICY,
    promise: { ...DEFAULT_PROMISE_POLICY, isOffered: true, leastShareBps: 5_000 },
    'settlement-offer': { ...DEFAULT_SETTLEMENT_OFFER_POLICY, isOffered: true, leastDaysLate: 30, approval: 'at_once' },
    // Invoices promise their Skonto themselves; the correction of the tax is put on paper.
    discount: { ...DEFAULT_DISCOUNT_POLICY, correction: 'credit_note' },
    reminder: DEFAULT_REMINDER_POLICY,
  },
  // A small house: euro and dollars beside pounds, at the reference rate.
  pellbrook: {
    currency: { ...IN_THE_DEMO, accepted: currencies('EUR GBP USD') },
    gateway: DEFAULT_GATEWAY_POLICY,
    settlement: { writeOff: [{ currency: currency('GBP'), toleranceMinor: 2 }] },
    interest: DEFAULT_INTEREST_POLICY,
    dispute: DEFAULT_DISPUTE_POLICY,
    contact: DEFAULT_CONTACT_POLICY,
    brand: DEFAULT_BRAND_POLICY,
    promise: DEFAULT_PROMISE_POLICY,
    'settlement-offer': DEFAULT_SETTLEMENT_OFFER_POLICY,
    discount: DEFAULT_DISCOUNT_POLICY,
    reminder: { ...DEFAULT_REMINDER_POLICY, isOn: true },
  },
  // Dollars first; quotes stand ten minutes.
  cedarwick: {
    currency: { ...IN_THE_DEMO, accepted: currencies('CAD EUR USD'), marginBps: 200, quoteMinutes: 10 },
    gateway: DEFAULT_GATEWAY_POLICY,
    settlement: { writeOff: [{ currency: currency('USD'), toleranceMinor: 10 }] },
    // One and a half per cent a month, as its contracts say.
    interest: {
      ...DEFAULT_INTEREST_POLICY,
      enabled: true,
      interest: { kind: 'contract', rateBps: 150, per: 'month', graceDays: 5 },
    },
    dispute: DEFAULT_DISPUTE_POLICY,
    contact: DEFAULT_CONTACT_POLICY,
    brand: DEFAULT_BRAND_POLICY,
    promise: DEFAULT_PROMISE_POLICY,
    'settlement-offer': DEFAULT_SETTLEMENT_OFFER_POLICY,
    // Beside the terms of its invoices: eight percent a year for paying early, to the customer abroad.
    discount: {
      ...DEFAULT_DISCOUNT_POLICY,
      sliding: { yearlyRateBps: 800, leastDays: 3, mostRateBps: 200, debtors: ['WNL-3107'] },
    },
    reminder: DEFAULT_REMINDER_POLICY,
  },
}

/** Throws when there is no such creditor among the samples. */
export function getSamplePolicies(creditorSlug: string): PolicyBodies {
  const policies = POLICIES[creditorSlug]
  if (!policies) throw new RangeError(`no sample creditor ${creditorSlug}`)
  return policies
}
