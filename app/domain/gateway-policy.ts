/** Which gateway takes which payment, and how much a method may be used for. */
import type { CurrencyCode } from './currency'
import { isGatewayName, type GatewayName } from './gateway-name'
import type { PaymentMethodKind } from './payment-method'
import { findDuplicates, findOutOfRange, type PolicyFault } from './policy-fault'

/** A gateway and what it is used for. What is left out is not narrowed. */
export interface GatewayRule {
  readonly gateway: GatewayName
  /** Of what is charged. */
  readonly currencies?: readonly CurrencyCode[]
  /** Of the debtor, ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[]
  readonly methods?: readonly PaymentMethodKind[]
}

/** What a single payment by a method may amount to; an end that is left out is open. */
export interface MethodLimit {
  readonly method: PaymentMethodKind
  readonly currency: CurrencyCode
  readonly minimumMinor?: number
  readonly maximumMinor?: number
}

export interface GatewayPolicy {
  /** In order of preference; the next one stands in where one is down. Empty: the creditor's gateways in their order. */
  readonly rules: readonly GatewayRule[]
  readonly limits: readonly MethodLimit[]
}

export const DEFAULT_GATEWAY_POLICY: GatewayPolicy = { rules: [], limits: [] }

/** The rules that count for a creditor: never for a gateway that it has not got. `gateways` is `Creditor.gateways`. */
export function listGatewayRules(policy: GatewayPolicy, gateways: readonly string[]): GatewayRule[] {
  const rules = policy.rules.length > 0 ? policy.rules : gateways.filter(isGatewayName).map((gateway) => ({ gateway }))
  return rules.filter(({ gateway }) => gateways.includes(gateway))
}

/** Whether a rule admits a payment in this currency by a debtor of this country; an unknown country fits no list. */
export function admitsPayment(
  rule: GatewayRule,
  { currency, countryCode }: { currency: CurrencyCode; countryCode: string | null },
): boolean {
  if (rule.currencies && !rule.currencies.includes(currency)) return false
  return !rule.countries || (countryCode !== null && rule.countries.includes(countryCode))
}

/** Whether a method may be used for this amount. */
export function isWithinLimits(
  policy: GatewayPolicy,
  method: PaymentMethodKind,
  { amountMinor, currency }: { amountMinor: number; currency: CurrencyCode },
): boolean {
  return policy.limits
    .filter((limit) => limit.method === method && limit.currency === currency)
    .every(
      ({ minimumMinor, maximumMinor }) =>
        (minimumMinor === undefined || amountMinor >= minimumMinor) &&
        (maximumMinor === undefined || amountMinor <= maximumMinor),
    )
}

/** `gateways` is `Creditor.gateways`: a rule for another one would never be used. */
export function findGatewayPolicyFaults(policy: GatewayPolicy, gateways: readonly string[]): PolicyFault[] {
  const keys = policy.limits.map(({ method, currency }) => `${method} ${currency}`)
  return [
    ...policy.rules.flatMap((rule, index) => findRuleFaults(rule, `/rules/${index}`, gateways)),
    ...findDuplicates('/limits', keys),
    ...policy.limits.flatMap((limit, index) => findLimitFaults(limit, `/limits/${index}`)),
  ]
}

function findRuleFaults(rule: GatewayRule, pointer: string, gateways: readonly string[]): PolicyFault[] {
  const countries = rule.countries ?? []
  return [
    ...(gateways.includes(rule.gateway)
      ? []
      : [{ pointer: `${pointer}/gateway`, code: 'gateway_not_available' as const }]),
    ...findDuplicates(`${pointer}/currencies`, rule.currencies ?? []),
    ...findDuplicates(`${pointer}/countries`, countries),
    ...countries.flatMap((country, index) =>
      /^[A-Z]{2}$/.test(country) ? [] : [{ pointer: `${pointer}/countries/${index}`, code: 'not_a_country' as const }],
    ),
    ...findDuplicates(`${pointer}/methods`, rule.methods ?? []),
  ]
}

function findLimitFaults({ minimumMinor, maximumMinor }: MethodLimit, pointer: string): PolicyFault[] {
  const most = Number.MAX_SAFE_INTEGER
  if (minimumMinor === undefined && maximumMinor === undefined) return [{ pointer, code: 'no_limit' }]
  if (minimumMinor !== undefined && maximumMinor !== undefined && minimumMinor > maximumMinor) {
    return [{ pointer: `${pointer}/maximumMinor`, code: 'minimum_above_maximum' }]
  }
  return [
    ...findOutOfRange(`${pointer}/minimumMinor`, minimumMinor ?? 1, 1, most),
    ...findOutOfRange(`${pointer}/maximumMinor`, maximumMinor ?? 1, 1, most),
  ]
}
