/** What a creditor permits, one kind a concept. A policy is never edited: a new version follows, and the newest counts. */
import { DEFAULT_CONTACT_POLICY, findContactPolicyFaults, type ContactPolicy } from './contact-policy'
import { DEFAULT_CURRENCY_POLICY, findCurrencyPolicyFaults, type CurrencyPolicy } from './currency-policy'
import { DEFAULT_DISPUTE_POLICY, findDisputePolicyFaults, type DisputePolicy } from './dispute-policy'
import { DEFAULT_GATEWAY_POLICY, findGatewayPolicyFaults, type GatewayPolicy } from './gateway-policy'
import type { CreditorId } from './ids'
import type { PolicyFault } from './policy-fault'
import { DEFAULT_SETTLEMENT_POLICY, findSettlementPolicyFaults, type SettlementPolicy } from './settlement-policy'

export interface PolicyBodies {
  currency: CurrencyPolicy
  gateway: GatewayPolicy
  settlement: SettlementPolicy
  dispute: DisputePolicy
  contact: ContactPolicy
}

export type PolicyKind = keyof PolicyBodies

export const POLICY_KINDS = [
  'currency',
  'gateway',
  'settlement',
  'dispute',
  'contact',
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
}

const FAULT_FINDERS: {
  readonly [Kind in PolicyKind]: (body: PolicyBodies[Kind], gateways: readonly string[]) => PolicyFault[]
} = {
  currency: findCurrencyPolicyFaults,
  gateway: findGatewayPolicyFaults,
  settlement: findSettlementPolicyFaults,
  dispute: findDisputePolicyFaults,
  contact: findContactPolicyFaults,
}

/** Everything that is wrong with a policy; `gateways` is `Creditor.gateways`. */
export function findPolicyFaults<Kind extends PolicyKind>(
  kind: Kind,
  body: PolicyBodies[Kind],
  gateways: readonly string[],
): PolicyFault[] {
  return FAULT_FINDERS[kind](body, gateways)
}
