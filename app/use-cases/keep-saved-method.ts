import type { Payment } from '~/domain/payment'
import type { GatewayEventResult } from './ports/gateway-inbox'
import type { IdSource } from './ports/ids'
import type { GatewayEvent, SavedMethodDetails } from './ports/payment-gateway'
import type { Transaction } from './ports/unit-of-work'

type Kept = Extract<GatewayEventResult, 'applied' | 'already_applied' | 'ignored'>

/**
 * Keeps the method that a payment was made with, as the provider names it, where the payer agreed to that; without
 * consent nothing is kept. A step of a transaction that has locked the payment.
 */
export async function keepSavedMethod(
  { transaction, ids }: { transaction: Transaction; ids: IdSource },
  payment: Payment,
  details: SavedMethodDetails,
  kept: { gateway: GatewayEvent['gateway']; at: Date },
): Promise<Kept> {
  const { creditorId, debtorId } = payment
  if (!payment.keepsMethod) return 'ignored'
  const consent = await transaction.savedMethods.findConsent(creditorId, payment.id)
  if (!consent) return 'ignored'
  const isNew = await transaction.savedMethods.insert({
    id: ids.uuid(),
    creditorId,
    debtorId,
    gateway: kept.gateway,
    ...details,
    status: 'active',
    consent,
    createdAt: kept.at,
    endedAt: null,
  })
  if (isNew) await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return isNew ? 'applied' : 'already_applied'
}

/** Ends a method that the provider has forgotten, whosesoever it is. In system scope. */
export async function dropSavedMethod(transaction: Transaction, event: GatewayEvent): Promise<Kept> {
  const { gateway, savedMethod, occurredAt } = event
  const method = savedMethod && (await transaction.savedMethods.findByReference(gateway, savedMethod.methodReference))
  if (!method) return 'ignored'
  const { creditorId, debtorId, id } = method
  if (!(await transaction.savedMethods.end(creditorId, id, 'removed', occurredAt))) return 'already_applied'
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return 'applied'
}
