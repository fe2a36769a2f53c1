import { applyGatewayEvent, type GatewayEventVerdict, type Payment } from '~/domain/payment'
import { endPayment } from './end-payment'
import { lockInvoices } from './invoice-ledger'
import type { PaymentServices } from './payment-services'
import type { GatewayEventResult } from './ports/gateway-inbox'
import type { GatewayEvent } from './ports/payment-gateway'
import type { PaymentAddress } from './ports/payment-repository'
import type { Transaction } from './ports/unit-of-work'
import { describePaymentOutcome } from './report-payment'
import { reverseSettlement } from './reverse-settlement'
import { settleSucceededPayment } from './settle-payment'
import { wakeWaitingEvents } from './wake-waiting-events'

type Services = Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'>

const FINAL: readonly (GatewayEventResult | null)[] = ['applied', 'already_applied', 'ignored', 'currency_mismatch']

/**
 * Applies one event of the inbox: status, settlements, reservations, unapplied credit, what is reported, and mails, all
 * in one transaction, once. Events may be processed in any order and at the same time; each is decided under the lock
 * of its payment. The handler of the job `process-gateway-event`.
 */
export async function recordGatewayEvent(services: Services, inboxEntryId: string): Promise<GatewayEventResult> {
  const { unitOfWork, clock } = services
  const { entry, found } = await unitOfWork.run({ kind: 'system' }, async (transaction) => {
    const entry = await transaction.gatewayInbox.find(inboxEntryId)
    if (!entry) throw new Error(`no inbox entry ${inboxEntryId}`)
    return { entry, found: await locatePayment(transaction, entry.event) }
  })
  if (entry.result !== null && FINAL.includes(entry.result)) return entry.result
  const address = found ?? (await setAside(services, inboxEntryId, entry.event))
  if (!address) return 'unknown_payment'
  const { creditorId, debtorId, id } = address
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const locked = await transaction.gatewayInbox.lock(inboxEntryId)
    if (!locked) throw new Error(`no inbox entry ${inboxEntryId}`)
    if (locked.result !== null && FINAL.includes(locked.result)) return locked.result
    const payment = await transaction.payments.lock(creditorId, id)
    const result = payment ? await decide(services, transaction, payment, locked.event) : 'unknown_payment'
    await transaction.gatewayInbox.markProcessed(inboxEntryId, result, clock.now())
    return result
  })
}

function locatePayment({ payments }: Transaction, event: GatewayEvent): Promise<PaymentAddress | null> {
  return payments.locate(event.gateway, event)
}

function listReferences({ gatewayReference, transactionReference }: GatewayEvent): string[] {
  return [gatewayReference, transactionReference].filter((reference) => reference !== undefined)
}

function isAnother(known: string | null, named: string | undefined): boolean {
  return known !== null && named !== undefined && known !== named
}

/** Keeps an event for later, unless its payment has become known since it was looked for: then that is returned. */
function setAside({ unitOfWork, clock }: Services, inboxEntryId: string, event: GatewayEvent) {
  return unitOfWork.run({ kind: 'system' }, async (transaction) => {
    await transaction.gatewayInbox.lock(inboxEntryId)
    await transaction.gatewayInbox.lockReferences(event.gateway, listReferences(event))
    const address = await locatePayment(transaction, event)
    if (!address) await transaction.gatewayInbox.markProcessed(inboxEntryId, 'unknown_payment', clock.now())
    return address
  })
}

async function decide(
  services: Services,
  transaction: Transaction,
  payment: Payment,
  event: GatewayEvent,
): Promise<GatewayEventResult> {
  // Another checkout than the payment's own: its echo of our id was not enough to tell.
  if (isAnother(payment.gatewayReference, event.gatewayReference)) return 'unknown_payment'
  if (isAnother(payment.transactionReference, event.transactionReference)) return 'unknown_payment'
  if (event.kind === 'method_saved' || event.kind === 'method_removed') return 'ignored'
  if (event.amount.currency !== payment.currency) return 'currency_mismatch'
  const verdict = applyGatewayEvent(payment, { kind: event.kind, amountMinor: event.amount.amountMinor })
  if (verdict.kind !== 'transition') return verdict.kind
  const known: Payment = {
    ...payment,
    gatewayReference: payment.gatewayReference ?? event.gatewayReference ?? null,
    transactionReference: payment.transactionReference ?? event.transactionReference ?? null,
    method: event.method ?? payment.method,
  }
  await takeEdges(services, transaction, known, event, verdict)
  const hasSucceeded = verdict.transitions.some(({ to }) => to === 'succeeded')
  const hasLearned =
    known.gatewayReference !== payment.gatewayReference || known.transactionReference !== payment.transactionReference
  if (hasSucceeded || hasLearned) await wakeWaitingEvents(transaction, known)
  await transaction.debtors.raiseVersion(payment.creditorId, [payment.debtorId])
  return 'applied'
}

async function takeEdges(
  { ids, clock }: Services,
  transaction: Transaction,
  payment: Payment,
  event: GatewayEvent,
  verdict: Extract<GatewayEventVerdict, { kind: 'transition' }>,
): Promise<void> {
  const steps = { transaction, ids, clock }
  const last = verdict.transitions[verdict.transitions.length - 1]
  if (!last) return
  if (last.to === 'failed' || last.to === 'canceled' || last.to === 'expired') {
    const ended = await endPayment(transaction, ids, payment, {
      status: last.to,
      at: event.occurredAt,
      cause: 'gateway',
      gatewayEventId: event.eventId,
      ...(event.failureCode === undefined ? {} : { failureCode: event.failureCode }),
    })
    if (last.to === 'failed') await mailPayer(transaction, ended, 'payment-failed')
    return
  }
  if (verdict.transitions.length > 1) {
    // The creditor's log is locked last everywhere: whoever holds it waits for no invoice.
    const intents = await transaction.payments.listIntents(payment.creditorId, payment.id)
    await lockInvoices(
      transaction,
      payment.creditorId,
      intents.map(({ invoiceId }) => invoiceId),
    )
  }
  // A payment that an event found without a checkout is reported as started before what the event says of it.
  for (const edge of verdict.transitions.slice(0, -1)) {
    if (!edge.reports) continue
    const started: Payment = { ...payment, status: edge.to }
    await transaction.outcomeLog.append(describePaymentOutcome(edge.reports, started, event.occurredAt))
  }
  switch (last.to) {
    case 'succeeded': {
      const settled = await settleSucceededPayment(steps, payment, event, verdict)
      await mailPayer(transaction, settled, 'receipt')
      return
    }
    case 'partially_refunded':
    case 'refunded':
    case 'charged_back':
      await reverseSettlement(steps, payment, event, verdict)
      return
    case 'created':
    case 'pending':
    case 'processing': {
      const transitions = verdict.transitions.map((edge) => ({ ...edge, id: ids.uuid() }))
      const because = { at: event.occurredAt, cause: 'gateway', gatewayEventId: event.eventId } as const
      await transaction.payments.save({ ...payment, status: last.to }, transitions, because)
    }
  }
}

/** Tells whoever paid; where the link named nobody, the debtor's first contact. */
async function mailPayer(
  transaction: Transaction,
  payment: Payment,
  kind: 'receipt' | 'payment-failed',
): Promise<void> {
  const { creditorId, debtorId, locale, id: paymentId } = payment
  const to = payment.payerEmail ?? (await transaction.debtors.listContacts(creditorId, debtorId))[0]?.email
  if (to === undefined) return
  await transaction.jobs.enqueue('send-mail', { kind, creditorId, debtorId, paymentId, to, locale })
}
