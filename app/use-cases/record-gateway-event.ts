import { judgeFailedAttempt } from '~/domain/page-attempt'
import { hasPaymentSucceeded, isLifecycleEventKind, isReversalEventKind, type Payment } from '~/domain/payment'
import { judgeEventByAttempts } from '~/domain/payment-attempt'
import { applyReversalEvent } from '~/domain/payment-reversal'
import { dropSavedMethod, keepSavedMethod } from './keep-saved-method'
import type { PaymentServices } from './payment-services'
import type { GatewayEventResult } from './ports/gateway-inbox'
import type { GatewayEvent } from './ports/payment-gateway'
import type { PaymentAddress } from './ports/payment-repository'
import type { Transaction } from './ports/unit-of-work'
import { recordLifecycleEvent, type LifecycleEvent } from './record-lifecycle-event'
import { recordReversal } from './record-reversal'
import { wakeWaitingEvents } from './wake-waiting-events'

type Services = Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'>

/** The others are decided anew whenever somebody or something asks. */
const FINAL: readonly (GatewayEventResult | null)[] = ['applied', 'already_applied', 'ignored']

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
  if (isDecided(entry.result)) return entry.result
  if (entry.event.kind === 'method_removed') return removeMethod(services, inboxEntryId, entry.event)
  const address = found ?? (await setAside(services, inboxEntryId, entry.event))
  if (!address) return 'unknown_payment'
  const { creditorId, debtorId, id } = address
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const locked = await transaction.gatewayInbox.lock(inboxEntryId)
    if (!locked) throw new Error(`no inbox entry ${inboxEntryId}`)
    if (isDecided(locked.result)) return locked.result
    const payment = await transaction.payments.lock(creditorId, id)
    const result = payment ? await decide(services, transaction, payment, locked.event) : 'unknown_payment'
    await transaction.gatewayInbox.markProcessed(inboxEntryId, result, clock.now(), address)
    return result
  })
}

function isDecided(result: GatewayEventResult | null): result is GatewayEventResult {
  return FINAL.includes(result)
}

async function locatePayment(
  { payments, paymentAttempts }: Transaction,
  event: GatewayEvent,
): Promise<PaymentAddress | null> {
  const located = await payments.locate(event.gateway, event)
  // A charge that a page took the place of is the payment's no more, and what ends it is of no interest.
  return located ?? paymentAttempts.locate(event.gateway, listReferences(event))
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

function removeMethod({ unitOfWork, clock }: Services, inboxEntryId: string, event: GatewayEvent) {
  return unitOfWork.run({ kind: 'system' }, async (transaction) => {
    await transaction.gatewayInbox.lock(inboxEntryId)
    const result = await dropSavedMethod(transaction, event)
    await transaction.gatewayInbox.markProcessed(inboxEntryId, result, clock.now())
    return result
  })
}

async function decide(
  services: Services,
  transaction: Transaction,
  payment: Payment,
  event: GatewayEvent,
): Promise<GatewayEventResult> {
  const { kind } = event
  if (isLifecycleEventKind(kind)) {
    const attempts = await transaction.paymentAttempts.listByPayment(payment.creditorId, payment.id)
    const judged = judgeEventByAttempts(payment, attempts, { kind, references: listReferences(event) })
    if (judged !== null) return judged
  }
  // Another checkout than the payment's own: its echo of our id was not enough to tell.
  if (isAnother(payment.gatewayReference, event.gatewayReference)) return 'unknown_payment'
  if (kind === 'method_removed') return 'ignored'
  if (kind === 'method_saved') {
    const { gateway, savedMethod, occurredAt } = event
    if (!savedMethod) return 'ignored'
    return keepSavedMethod({ ...services, transaction }, payment, savedMethod, { gateway, at: occurredAt })
  }
  if (event.isAttempt) {
    const judged = judgeFailedAttempt(payment, event.transactionReference)
    if (judged !== 'ends') return judged
  }
  if (isAnother(payment.transactionReference, event.transactionReference)) {
    // Of several attempts on one checkout it is the one that brings money that counts; of two that do, somebody has to
    // give one back.
    const movesMoney = kind === 'payment_succeeded' || isReversalEventKind(kind)
    if (!movesMoney) return 'ignored'
    if (kind !== 'payment_succeeded' || hasPaymentSucceeded(payment.status)) return 'another_transaction'
  }
  if (event.amount.currency !== payment.currency) return 'currency_mismatch'
  if (isReversalEventKind(kind)) {
    return recordReversalEvent(services, transaction, learnReferences(payment, event), { ...event, kind })
  }
  return recordLifecycle(services, transaction, payment, { ...event, kind })
}

async function recordLifecycle(
  services: Services,
  transaction: Transaction,
  payment: Payment,
  event: LifecycleEvent,
): Promise<GatewayEventResult> {
  const bringsMoney = event.kind === 'payment_succeeded'
  // A failed attempt on a page where there can be another one is not the payment's transaction.
  const known = bringsMoney || event.kind === 'payment_processing' ? learnReferences(payment, event) : payment
  const result = await recordLifecycleEvent({ ...services, transaction }, known, event)
  const hasLearned = isMoreKnown(payment, known)
  if (result === 'applied') await transaction.debtors.raiseVersion(payment.creditorId, [payment.debtorId])
  else if (hasLearned) await transaction.payments.save(known, [], { at: event.occurredAt, cause: 'gateway' })
  // A failure waits for a charge that is being asked for, a refund for the money.
  const hasMoved = result === 'applied' && (bringsMoney || payment.status === 'created')
  if (hasLearned || hasMoved) await wakeWaitingEvents(transaction, known)
  const { needsCapture, transactionReference } = event
  if (needsCapture && transactionReference !== undefined && !hasPaymentSucceeded(payment.status)) {
    const { creditorId, debtorId, id: paymentId } = payment
    await transaction.jobs.enqueue('capture-payment', { creditorId, debtorId, paymentId, transactionReference })
  }
  return result
}

async function recordReversalEvent(
  services: Services,
  transaction: Transaction,
  payment: Payment,
  event: GatewayEvent & { kind: Parameters<typeof applyReversalEvent>[2]['kind'] },
): Promise<GatewayEventResult> {
  const { kind, reversal, eventId, failureCode, occurredAt } = event
  const reversals = await transaction.paymentReversals.listByPayment(payment.creditorId, payment.id)
  const verdict = applyReversalEvent(
    payment,
    reversals,
    {
      kind,
      amountMinor: event.amount.amountMinor,
      // A provider that does not tell refunds apart sends each once.
      ...(reversal ?? { gatewayReference: eventId }),
      ...(failureCode === undefined ? {} : { failureCode }),
      occurredAt,
    },
    services.ids.uuid(),
  )
  if (verdict.kind !== 'change') return verdict.kind
  const because = { at: occurredAt, cause: 'gateway', gatewayEventId: eventId } as const
  await recordReversal({ ...services, transaction }, payment, verdict, because)
  return 'applied'
}

/** What the event tells of how the provider calls the payment. Money that came is named by the one that brought it. */
function learnReferences(payment: Payment, event: GatewayEvent): Payment {
  const { gatewayReference, transactionReference } = event
  const isDecided = hasPaymentSucceeded(payment.status)
  return {
    ...payment,
    gatewayReference: payment.gatewayReference ?? gatewayReference ?? null,
    transactionReference:
      (isDecided ? (payment.transactionReference ?? transactionReference) : transactionReference) ??
      payment.transactionReference,
    method: event.method ?? payment.method,
  }
}

function isMoreKnown(before: Payment, after: Payment): boolean {
  return (
    before.gatewayReference !== after.gatewayReference || before.transactionReference !== after.transactionReference
  )
}
