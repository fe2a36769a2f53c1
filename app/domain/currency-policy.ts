/** In which currencies a creditor lets its invoices be paid, and at whose cost. */
import type { CurrencyCode } from './currency'
import { findDuplicates, findOutOfRange, type PolicyFault } from './policy-fault'

export interface CurrencyPolicy {
  /** Beside the currency of the invoices themselves, which is always accepted. */
  readonly accepted: readonly CurrencyCode[]
  /** Added to the reference rate, and disclosed. */
  readonly marginBps: number
  /** A statement of several currencies begins with this one when a single total is asked for; null for the creditor's own. */
  readonly showTotalIn: CurrencyCode | null
  /** How long a quote stands. */
  readonly quoteMinutes: number
  /** Rates that were published more days ago than this are not quoted. Does not hold for the bundled table. */
  readonly oldestRateDays: number
  /** Whether the dated table that comes with the portal may be quoted where no fetched rate is fresh enough. */
  readonly quotesBundledRates: boolean
}

/** Nothing but the invoice's own currency is accepted until a creditor says so. */
export const DEFAULT_CURRENCY_POLICY: CurrencyPolicy = {
  accepted: [],
  marginBps: 0,
  showTotalIn: null,
  quoteMinutes: 15,
  oldestRateDays: 7,
  quotesBundledRates: false,
}

/** More than a tenth is no margin but a mistake. */
export const MOST_MARGIN_BPS = 1_000

export const MOST_QUOTE_MINUTES = 60

export const MOST_RATE_DAYS = 31

/** The currencies in which something owed in `invoiced` may be paid: its own first, then as the policy lists them. */
export function listAcceptedCurrencies(policy: CurrencyPolicy, invoiced: CurrencyCode): CurrencyCode[] {
  return [invoiced, ...policy.accepted.filter((currency) => currency !== invoiced)]
}

/**
 * What is wrong with which currencies are accepted, at which margin, by which rates, each at its JSON pointer into the
 * policy; empty where nothing is.
 */
export function findCurrencyPolicyFaults(policy: CurrencyPolicy): PolicyFault[] {
  return [
    ...findDuplicates('/accepted', policy.accepted),
    ...findOutOfRange('/marginBps', policy.marginBps, 0, MOST_MARGIN_BPS),
    ...findOutOfRange('/quoteMinutes', policy.quoteMinutes, 1, MOST_QUOTE_MINUTES),
    ...findOutOfRange('/oldestRateDays', policy.oldestRateDays, 1, MOST_RATE_DAYS),
  ]
}
