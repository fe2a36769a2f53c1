import type { Creditor } from '~/domain/creditor'
import { findReversedTransaction, type KeptTransaction } from '~/domain/kept-transaction'
import { computeKept } from '~/domain/payment'
import { applyReversalEvent } from '~/domain/payment-reversal'
import type { GatewayEvent } from './ports/payment-gateway'
import { describeEvent, noteEvent } from './receive-transfer'
import { recordReversal } from './record-reversal'
import type { SettlementSteps } from './settle-payment'

/** Transfers of one amount among which the one that came back is looked for. */
const MOST_CANDIDATES = 200

/**
 * Has a payment's books follow money that the bank took back: the transfer that it was goes back like a chargeback, with
 * the bank's reason. Null where it cannot be told which transfer it was; a person has to look then. A step of a
 * transaction that has locked the bank transaction.
 */
export async function reverseTransfer(
  steps: SettlementSteps,
  creditor: Creditor,
  kept: KeptTransaction,
): Promise<KeptTransaction | null> {
  const { transaction, ids, clock } = steps
  const { amount, returnReason } = kept.transaction
  const candidates = await transaction.bankStatements.listSettled(creditor.id, amount, MOST_CANDIDATES)
  const found = findReversedTransaction(kept.transaction, candidates)
  const original = found && (await transaction.bankStatements.lock(creditor.id, found.id))
  if (!original || original.paymentId === null) return null
  const payment = await transaction.payments.lock(creditor.id, original.paymentId)
  if (!payment || computeKept(payment) < amount.amountMinor) return null
  const event: GatewayEvent = {
    ...describeEvent(kept, creditor, clock.now()),
    transactionReference: original.id,
    kind: 'payment_charged_back',
    paymentId: payment.id,
    reversal: { gatewayReference: kept.id, ...(returnReason === null ? {} : { reason: returnReason }) },
  }
  const verdict = applyReversalEvent(
    payment,
    await transaction.paymentReversals.listByPayment(creditor.id, payment.id),
    {
      ...{ kind: 'payment_charged_back', amountMinor: amount.amountMinor, gatewayReference: kept.id },
      ...(returnReason === null ? {} : { reason: returnReason }),
      occurredAt: event.occurredAt,
    },
    ids.uuid(),
  )
  if (verdict.kind !== 'change') return null
  await noteEvent(steps, event, payment)
  const because = { at: event.occurredAt, cause: 'gateway', gatewayEventId: kept.id } as const
  await recordReversal(steps, payment, verdict, because)
  // Its money is gone: the reference it quoted can be paid again.
  await transaction.bankStatements.save({ ...original, referencePaymentId: null })
  return original
}
