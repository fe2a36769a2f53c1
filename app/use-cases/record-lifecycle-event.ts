import { applyLifecycleEvent, type LifecycleEventKind, type Payment } from '~/domain/payment'
import { endPayment } from './end-payment'
import { endRefusedMethod } from './end-refused-method'
import { lockInvoices } from './invoice-ledger'
import { mailPayer } from './mail-payer'
import type { GatewayEventResult } from './ports/gateway-inbox'
import type { GatewayEvent } from './ports/payment-gateway'
import type { Transaction } from './ports/unit-of-work'
import { describePaymentOutcome } from './report-payment'
import { settleReceivedMoney, type SettlementSteps } from './settle-payment'

export type LifecycleEvent = GatewayEvent & { kind: LifecycleEventKind }

/**
 * Takes a payment on as the provider says: under way, succeeded and settled, or ended without money. A step of a
 * transaction that has locked the payment.
 */
export async function recordLifecycleEvent(
  steps: SettlementSteps,
  payment: Payment,
  event: LifecycleEvent,
): Promise<Extract<GatewayEventResult, 'applied' | 'already_applied' | 'ignored'>> {
  const { transaction, ids } = steps
  const verdict = applyLifecycleEvent(payment.status, event.kind)
  if (verdict.kind !== 'transition') return verdict.kind
  const { transitions, late } = verdict
  const because = { at: event.occurredAt, cause: 'gateway', gatewayEventId: event.eventId } as const
  const last = transitions[transitions.length - 1]
  switch (last?.to) {
    case 'failed':
    case 'canceled':
    case 'expired': {
      const { failureCode } = event
      const ending = { ...because, status: last.to, ...(failureCode === undefined ? {} : { failureCode }) }
      const ended = await endPayment(transaction, ids, payment, ending)
      if (last.to === 'failed' && failureCode !== undefined) {
        await endRefusedMethod(transaction, payment, { failureCode, at: event.occurredAt })
      }
      if (last.to === 'failed') await mailPayer(transaction, ended, 'payment-failed')
      break
    }
    case 'succeeded': {
      await reportBeginning(transaction, payment, event.occurredAt, transitions.slice(0, -1))
      const received = { receivedMinor: event.amount.amountMinor, receivedAt: event.occurredAt }
      const settled = await settleReceivedMoney(steps, payment, { ...received, transitions, late, because })
      await mailPayer(transaction, settled, 'receipt')
      const { creditorId, debtorId, id: paymentId } = payment
      await transaction.jobs.enqueue('learn-payment-details', { creditorId, debtorId, paymentId, attempt: 1 })
      break
    }
    default: {
      await reportBeginning(transaction, payment, event.occurredAt, transitions.slice(0, -1))
      const edges = transitions.map((edge) => ({ ...edge, id: ids.uuid() }))
      await transaction.payments.save({ ...payment, status: last?.to ?? payment.status }, edges, because)
    }
  }
  return 'applied'
}

/** A payment that an event found without a checkout is reported as started before what the event says of it. */
async function reportBeginning(
  transaction: Transaction,
  payment: Payment,
  at: Date,
  edges: readonly { to: Payment['status']; reports: Parameters<typeof describePaymentOutcome>[0] | null }[],
): Promise<void> {
  if (edges.length === 0) return
  // The creditor's log is locked last everywhere: whoever holds it waits for no invoice.
  const intents = await transaction.payments.listIntents(payment.creditorId, payment.id)
  await lockInvoices(
    transaction,
    payment.creditorId,
    intents.map(({ invoiceId }) => invoiceId),
  )
  for (const { to, reports } of edges) {
    if (!reports) continue
    await transaction.outcomeLog.append(describePaymentOutcome(reports, { ...payment, status: to }, at))
  }
}
