/** What the demo's creditors permit: three ways to set up the same portal. */
import { DEFAULT_CONTACT_POLICY } from '~/domain/contact-policy'
import type { PolicyBodies } from '~/domain/creditor-policy'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import { DEFAULT_DISPUTE_POLICY } from '~/domain/dispute-policy'
import { DEFAULT_GATEWAY_POLICY } from '~/domain/gateway-policy'

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
    contact: DEFAULT_CONTACT_POLICY,
  },
  // A small house: euro and dollars beside pounds, at the reference rate.
  pellbrook: {
    currency: { ...IN_THE_DEMO, accepted: currencies('EUR GBP USD') },
    gateway: DEFAULT_GATEWAY_POLICY,
    settlement: { writeOff: [{ currency: currency('GBP'), toleranceMinor: 2 }] },
    dispute: DEFAULT_DISPUTE_POLICY,
    contact: DEFAULT_CONTACT_POLICY,
  },
  // Dollars first; quotes stand ten minutes.
  cedarwick: {
    currency: { ...IN_THE_DEMO, accepted: currencies('CAD EUR USD'), marginBps: 200, quoteMinutes: 10 },
    gateway: DEFAULT_GATEWAY_POLICY,
    settlement: { writeOff: [{ currency: currency('USD'), toleranceMinor: 10 }] },
    dispute: DEFAULT_DISPUTE_POLICY,
    contact: DEFAULT_CONTACT_POLICY,
  },
}

/** Throws when there is no such creditor among the samples. */
export function getSamplePolicies(creditorSlug: string): PolicyBodies {
  const policies = POLICIES[creditorSlug]
  if (!policies) throw new RangeError(`no sample creditor ${creditorSlug}`)
  return policies
}
