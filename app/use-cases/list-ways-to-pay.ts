import { listTransferCurrencies } from '~/domain/bank-account'
import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { GatewayName } from '~/domain/gateway-name'
import { findChargeStep, routePayment, type GatewayOffer, type Routing } from '~/domain/gateway-routing'
import type { DebtorId } from '~/domain/ids'
import type { Money } from '~/domain/money'
import type { PaymentMethodKind } from '~/domain/payment-method'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { isUsable, type SavedMethod } from '~/domain/saved-method'
import type { WayChoice } from '~/domain/way-choice'
import type { PaymentServices } from './payment-services'
import type { Transaction } from './ports/unit-of-work'

type Services = Pick<PaymentServices, 'gateways' | 'clock'>

/** What a debtor may choose between for an amount. */
export interface OfferedWays extends Routing {
  /** Methods kept earlier that can be charged now, newest first. */
  readonly saved: readonly SavedMethod[]
  /** The methods that can be kept for later where the debtor agrees. */
  readonly keepable: readonly PaymentMethodKind[]
}

/** Who takes a payment. `method` is null where the provider's page leaves the choice to the payer. */
export interface ChosenWay {
  readonly gateway: GatewayName
  readonly method: PaymentMethodKind | null
  readonly savedMethod: SavedMethod | null
}

/** What routing a creditor's payments depends on, read once. */
export interface RoutingContext {
  /** Of an amount as it is charged. */
  route: (amount: Money) => Routing
  /** What a charged amount of a currency must be a multiple of; null when nobody takes that currency. */
  findStep: (currency: CurrencyCode) => number | null
}

/** Reads once what routing a debtor's payments depends on. Only providers that run here are offered. */
export async function readRouting(
  transaction: Transaction,
  { gateways }: Pick<Services, 'gateways'>,
  creditor: Creditor,
  debtorId: DebtorId,
): Promise<RoutingContext> {
  const policy = await transaction.policies.read(creditor.id, 'gateway')
  const debtor = await transaction.debtors.findById(creditor.id, debtorId)
  const countryCode = debtor?.countryCode ?? null
  const accountCurrencies = listTransferCurrencies(creditor)
  const describeOffers = (currency: CurrencyCode) =>
    [...gateways.values()].map((gateway): GatewayOffer => ({
      gateway: gateway.name,
      methods: gateway.listMethods({ currency, countryCode, accountCurrencies }),
      stepMinor: gateway.getChargeStep?.(currency) ?? 1,
    }))
  return {
    route: (amount) =>
      routePayment(policy, creditor.gateways, describeOffers(amount.currency), { amount, countryCode }),
    findStep: (currency) =>
      findChargeStep(policy, creditor.gateways, describeOffers(currency), { currency, countryCode }),
  }
}

/** The ways of a routing, with the methods that the debtor has kept and those that it can keep. */
export async function listWaysToPay(
  transaction: Transaction,
  services: Services,
  creditor: Creditor,
  debtorId: DebtorId,
  routing: Routing,
): Promise<OfferedWays> {
  const today = dayOfInstant(services.clock.now(), creditor.timeZone)
  const kept = await transaction.savedMethods.listActive(creditor.id, debtorId)
  const canCharge = (gateway: string) => services.gateways.get(gateway)?.chargeSavedMethod !== undefined
  return {
    ...routing,
    saved: kept.filter(
      (method) =>
        isUsable(method, today) &&
        canCharge(method.gateway) &&
        routing.ways.some((way) => way.method === method.kind && way.gateways.includes(method.gateway)),
    ),
    keepable: routing.ways.filter(({ gateways: [first] }) => canCharge(first)).map(({ method }) => method),
  }
}

/** Holds a choice to what is offered at this moment; without one it is the creditor's first way. */
export function resolveWay(offered: OfferedWays, choice: WayChoice | null): Result<ChosenWay, PaymentRefusal[]> {
  const [first] = offered.ways
  if (!first) return fail([refusePayment(offered.limited.length > 0 ? 'amount_beyond_limits' : 'no_gateway')])
  if (choice === null) return succeed({ gateway: first.gateways[0], method: null, savedMethod: null })
  if (choice.kind === 'saved') {
    const savedMethod = offered.saved.find(({ id }) => id === choice.savedMethodId)
    if (!savedMethod) return fail([refusePayment('saved_method_unavailable')])
    return succeed({ gateway: savedMethod.gateway, method: savedMethod.kind, savedMethod })
  }
  const way = offered.ways.find(({ method }) => method === choice.method)
  if (!way) return fail([refusePayment('way_unavailable')])
  return succeed({ gateway: way.gateways[0], method: way.method, savedMethod: null })
}
