/** What a creditor permits, one kind a concept. A policy is never edited: a new version follows, and the newest counts. */
import { DEFAULT_BRAND_POLICY, findBrandPolicyFaults, type BrandPolicy } from './brand-policy'
import { DEFAULT_CONTACT_POLICY, findContactPolicyFaults, type ContactPolicy } from './contact-policy'
import { DEFAULT_CURRENCY_POLICY, findCurrencyPolicyFaults, type CurrencyPolicy } from './currency-policy'
import { DEFAULT_DISCOUNT_POLICY, findDiscountPolicyFaults, type DiscountPolicy } from './discount-policy'
import { DEFAULT_DISPUTE_POLICY, findDisputePolicyFaults, type DisputePolicy } from './dispute-policy'
import { DEFAULT_GATEWAY_POLICY, findGatewayPolicyFaults, type GatewayPolicy } from './gateway-policy'
import type { CreditorId } from './ids'
import { DEFAULT_INTEREST_POLICY, findInterestPolicyFaults, type InterestPolicy } from './interest-policy'
import type { PolicyFault } from './policy-fault'
import { DEFAULT_PROMISE_POLICY, findPromisePolicyFaults, type PromisePolicy } from './promise-policy'
import { DEFAULT_REMINDER_POLICY, findReminderPolicyFaults, type ReminderPolicy } from './reminder-policy'
import {
  DEFAULT_SETTLEMENT_OFFER_POLICY,
  findSettlementOfferPolicyFaults,
  type SettlementOfferPolicy,
} from './settlement-offer-policy'
import { DEFAULT_SETTLEMENT_POLICY, findSettlementPolicyFaults, type SettlementPolicy } from './settlement-policy'

export interface PolicyBodies {
  currency: CurrencyPolicy
  gateway: GatewayPolicy
  settlement: SettlementPolicy
  dispute: DisputePolicy
  contact: ContactPolicy
  brand: BrandPolicy
  promise: PromisePolicy
  'settlement-offer': SettlementOfferPolicy
  reminder: ReminderPolicy
  discount: DiscountPolicy
  interest: InterestPolicy
}

export type PolicyKind = keyof PolicyBodies

export const POLICY_KINDS = [
  'currency',
  'gateway',
  'settlement',
  'dispute',
  'contact',
  'brand',
  'promise',
  'settlement-offer',
  'reminder',
  'discount',
  'interest',
] as const satisfies readonly PolicyKind[]

export interface PolicyVersion<Kind extends PolicyKind = PolicyKind> {
  readonly creditorId: CreditorId
  readonly kind: Kind
  /** From 1, without gaps. */
  readonly version: number
  readonly body: PolicyBodies[Kind]
  readonly createdAt: Date
  /** 'user:<id>' | 'key:<id>' | 'system' */
  readonly createdBy: string
}

/** What counts while a creditor has said nothing. */
export const DEFAULT_POLICIES: PolicyBodies = {
  currency: DEFAULT_CURRENCY_POLICY,
  gateway: DEFAULT_GATEWAY_POLICY,
  settlement: DEFAULT_SETTLEMENT_POLICY,
  dispute: DEFAULT_DISPUTE_POLICY,
  contact: DEFAULT_CONTACT_POLICY,
  brand: DEFAULT_BRAND_POLICY,
  promise: DEFAULT_PROMISE_POLICY,
  'settlement-offer': DEFAULT_SETTLEMENT_OFFER_POLICY,
  reminder: DEFAULT_REMINDER_POLICY,
  discount: DEFAULT_DISCOUNT_POLICY,
  interest: DEFAULT_INTEREST_POLICY,
}

const FAULT_FINDERS: {
  readonly [Kind in PolicyKind]: (body: PolicyBodies[Kind], gateways: readonly string[]) => PolicyFault[]
} = {
  currency: findCurrencyPolicyFaults,
  gateway: findGatewayPolicyFaults,
  settlement: findSettlementPolicyFaults,
  dispute: findDisputePolicyFaults,
  contact: findContactPolicyFaults,
  brand: findBrandPolicyFaults,
  promise: findPromisePolicyFaults,
  'settlement-offer': findSettlementOfferPolicyFaults,
  reminder: findReminderPolicyFaults,
  discount: findDiscountPolicyFaults,
  interest: findInterestPolicyFaults,
}

/** Everything that is wrong with a policy; `gateways` is `Creditor.gateways`. */
export function findPolicyFaults<Kind extends PolicyKind>(
  kind: Kind,
  body: PolicyBodies[Kind],
  gateways: readonly string[],
): PolicyFault[] {
  return FAULT_FINDERS[kind](body, gateways)
}
