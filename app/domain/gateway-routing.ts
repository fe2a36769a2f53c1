/**
 * Which ways of paying a debtor is offered, and who takes the payment by each.
 *
 * The creditor's policy says which gateway is preferred for which currency, country and method; each gateway says what
 * it can take. What a way costs the debtor never differs: no fee is added to any (decision 9).
 */
import type { CurrencyCode } from './currency'
import type { GatewayName } from './gateway-name'
import { admitsPayment, isWithinLimits, listGatewayRules, type GatewayPolicy } from './gateway-policy'
import type { Money } from './money'
import type { PaymentMethodKind } from './payment-method'

/** What a configured gateway can take of a payment of one currency and country. */
export interface GatewayOffer {
  readonly gateway: GatewayName
  /** In its own order of preference. */
  readonly methods: readonly PaymentMethodKind[]
  /** What an amount must be a multiple of for its provider, in minor units. */
  readonly stepMinor: number
}

/** What is to be routed: the amount as it is charged, and the debtor's country (null when it is not known). */
export interface RoutedPayment {
  readonly amount: Money
  readonly countryCode: string | null
}

export interface WayToPay {
  readonly method: PaymentMethodKind
  /** Who takes it; those after the first stand in where it cannot be reached, in that order. */
  readonly gateways: readonly [GatewayName, ...GatewayName[]]
}

/** A method that would be offered, were the amount another one. Minor units of the payment's currency. */
export interface LimitedWay {
  readonly method: PaymentMethodKind
  readonly minimumMinor: number | null
  readonly maximumMinor: number | null
}

export interface Routing {
  /** In the order in which they are offered; one a method. */
  readonly ways: readonly WayToPay[]
  readonly limited: readonly LimitedWay[]
}

/** `gateways` is `Creditor.gateways`; `offers` are of the gateways that are configured. */
export function routePayment(
  policy: GatewayPolicy,
  gateways: readonly string[],
  offers: readonly GatewayOffer[],
  { amount, countryCode }: RoutedPayment,
): Routing {
  const { amountMinor, currency } = amount
  const takers = new Map<PaymentMethodKind, GatewayName[]>()
  for (const rule of listGatewayRules(policy, gateways)) {
    const offer = offers.find(({ gateway }) => gateway === rule.gateway)
    if (!offer || !admitsPayment(rule, { currency, countryCode }) || amountMinor % offer.stepMinor !== 0) continue
    for (const method of offer.methods) {
      if (rule.methods && !rule.methods.includes(method)) continue
      const known = takers.get(method) ?? []
      if (!known.includes(rule.gateway)) takers.set(method, [...known, rule.gateway])
    }
  }
  const ways: WayToPay[] = []
  const limited: LimitedWay[] = []
  for (const [method, [first, ...others]] of takers) {
    if (first === undefined) continue
    if (isWithinLimits(policy, method, amount)) ways.push({ method, gateways: [first, ...others] })
    else limited.push({ method, ...findLimits(policy, method, currency) })
  }
  return { ways, limited }
}

/**
 * What an amount of a currency must be a multiple of so that every gateway that may take it can; null when none may.
 * `countryCode` is the debtor's.
 */
export function findChargeStep(
  policy: GatewayPolicy,
  gateways: readonly string[],
  offers: readonly GatewayOffer[],
  payment: { readonly currency: CurrencyCode; readonly countryCode: string | null },
): number | null {
  const admitted = listGatewayRules(policy, gateways).filter((rule) => admitsPayment(rule, payment))
  const steps = offers
    .filter(({ gateway, methods }) => methods.length > 0 && admitted.some((rule) => rule.gateway === gateway))
    .map(({ stepMinor }) => stepMinor)
  // Steps are powers of ten: the largest is a multiple of each.
  return steps.length === 0 ? null : Math.max(...steps)
}

/** Who can take over a payment from `current`, by the same method (null: by any), in order of preference. */
export function listStandIns(routing: Routing, method: PaymentMethodKind | null, current: string): GatewayName[] {
  const ways = method === null ? routing.ways : routing.ways.filter((way) => way.method === method)
  return [...new Set(ways.flatMap((way) => way.gateways))].filter((gateway) => gateway !== current)
}

function findLimits(
  policy: GatewayPolicy,
  method: PaymentMethodKind,
  currency: CurrencyCode,
): Pick<LimitedWay, 'minimumMinor' | 'maximumMinor'> {
  const limit = policy.limits.find((candidate) => candidate.method === method && candidate.currency === currency)
  return { minimumMinor: limit?.minimumMinor ?? null, maximumMinor: limit?.maximumMinor ?? null }
}
