/** What a creditor lets go when a payment settles an invoice all but a little. */
import { getCurrencyExponent, type CurrencyCode } from './currency'
import { findDuplicates, findOutOfRange, type PolicyFault } from './policy-fault'

export interface SettlementPolicy {
  /** What may be left on an invoice and is then written off; at most one entry a currency. */
  readonly writeOff: readonly { readonly currency: CurrencyCode; readonly toleranceMinor: number }[]
}

export const DEFAULT_SETTLEMENT_POLICY: SettlementPolicy = { writeOff: [] }

const MOST_TOLERANCE_MAJOR = 100

/** The largest remainder of an invoice, in minor units, that is written off; 0 for none. */
export function findWriteOffTolerance(policy: SettlementPolicy, currency: CurrencyCode): number {
  return policy.writeOff.find((entry) => entry.currency === currency)?.toleranceMinor ?? 0
}

/** A tolerance of more than a hundred of the major unit is no tolerance. */
export function findSettlementPolicyFaults(policy: SettlementPolicy): PolicyFault[] {
  return [
    ...findDuplicates(
      '/writeOff',
      policy.writeOff.map(({ currency }) => currency),
    ),
    ...policy.writeOff.flatMap(({ currency, toleranceMinor }, index) =>
      findOutOfRange(
        `/writeOff/${index}/toleranceMinor`,
        toleranceMinor,
        0,
        MOST_TOLERANCE_MAJOR * 10 ** getCurrencyExponent(currency),
      ),
    ),
  ]
}
