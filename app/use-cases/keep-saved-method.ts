import { readFinalRefusal } from '~/domain/final-refusal'
import type { Payment } from '~/domain/payment'
import type { GatewayEventResult } from './ports/gateway-inbox'
import type { IdSource } from './ports/ids'
import type { GatewayEvent, SavedMethodDetails } from './ports/payment-gateway'
import type { Transaction } from './ports/unit-of-work'

type Kept = Extract<GatewayEventResult, 'applied' | 'already_applied' | 'ignored'>

/**
 * Keeps the method that a payment was made with, as the provider names it, where the payer agreed to that. Without
 * consent nothing is kept here, and what the provider kept is taken away there. A step of a transaction that has locked
 * the payment.
 */
export async function keepSavedMethod(
  { transaction, ids }: { transaction: Transaction; ids: IdSource },
  payment: Payment,
  details: SavedMethodDetails,
  kept: { gateway: GatewayEvent['gateway']; at: Date },
): Promise<Kept> {
  const { creditorId, debtorId } = payment
  const { customerReference, methodReference } = details
  const consent = await transaction.savedMethods.findConsent(creditorId, payment.id)
  if (!consent) {
    // A payment by a method that was kept earlier tells of that again.
    if (await transaction.savedMethods.findByReference(kept.gateway, methodReference)) return 'already_applied'
    const unwanted = { creditorId, gateway: kept.gateway, customerReference, methodReference }
    await transaction.jobs.enqueue('remove-saved-method', unwanted)
    return 'ignored'
  }
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
    invalidBecause: null,
  })
  if (!isNew) return 'already_applied'
  const owner = { creditorId, debtorId, gateway: kept.gateway, customerReference, createdAt: kept.at }
  await transaction.savedMethods.insertCustomer(owner)
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return 'applied'
}

/** Ends a method that the provider has forgotten, or that is refused for good, whosesoever it is. In system scope. */
export async function dropSavedMethod(transaction: Transaction, event: GatewayEvent): Promise<Kept> {
  const { gateway, savedMethod, occurredAt } = event
  const method = savedMethod && (await transaction.savedMethods.findByReference(gateway, savedMethod.methodReference))
  if (!method) return 'ignored'
  const { creditorId, debtorId, id } = method
  const because = event.failureCode === undefined ? null : readFinalRefusal(event.failureCode)
  const isEnded = because
    ? await transaction.savedMethods.invalidate(creditorId, id, because, occurredAt)
    : await transaction.savedMethods.remove(creditorId, id, occurredAt)
  if (!isEnded) return 'already_applied'
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return 'applied'
}
