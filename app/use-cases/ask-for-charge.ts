import { takePaymentEdge, type Payment, type PaymentTransition } from '~/domain/payment'
import { refusePayment, type PaymentRefusalKind } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { endPayment } from './end-payment'
import { endRefusedMethod } from './end-refused-method'
import { mailPayer } from './mail-payer'
import type { PaymentServices } from './payment-services'
import type { AttemptAnswer, PaymentAttempt } from './ports/payment-attempt-repository'
import type { GatewayFailure, PaymentGateway, SavedMethodOutcome } from './ports/payment-gateway'
import type { DataScope, Transaction } from './ports/unit-of-work'
import type { AttemptEnd, ChargeDoubt } from './prepare-attempt'
import { describePaymentOutcome } from './report-payment'
import { wakeWaitingEvents } from './wake-waiting-events'

type ChargeAttempt = Extract<PaymentAttempt, { kind: 'charge' }>

/**
 * Providers that can be asked for a charge without its key forget keys after a day or so. From this age on a charge is
 * repeated only when the provider says that it made none.
 */
const KEY_TRUSTED_MS = 12 * 60 * 60_000

/**
 * Charges a kept method, as it was written down. Success and failure come as events too; what is learned here is only
 * that the money is on its way, that it never will be, or that the bank wants the payer, who then needs a page.
 * `doubt`: it was asked for before, and may have been done.
 */
export async function askForCharge(
  services: PaymentServices,
  gateway: PaymentGateway,
  attempt: ChargeAttempt,
  { payerIsPresent, doubt }: { payerIsPresent: boolean; doubt: ChargeDoubt | null },
): Promise<AttemptEnd> {
  const record = (
    answer: Omit<AttemptAnswer, 'at'>,
    then: Consequence,
    refusal?: { failureCode?: string },
  ): Promise<AttemptEnd> =>
    services.unitOfWork.run(describeScope(attempt), async (transaction) => {
      const at = services.clock.now()
      const payment = await transaction.payments.lock(attempt.creditorId, attempt.paymentId)
      if (!payment) throw new Error(`payment ${attempt.paymentId} is gone`)
      await transaction.paymentAttempts.answer(attempt.creditorId, attempt.id, { ...answer, at })
      // A webhook that was quicker did not always say why.
      if (refusal?.failureCode !== undefined) {
        await endRefusedMethod(transaction, payment, { failureCode: refusal.failureCode, at })
      }
      if (payment.status !== 'created') return { kind: 'settled', payment }
      return then({ services, transaction, payment, at })
    })
  const refuse =
    (kind: PaymentRefusalKind): Consequence =>
    ({ payment }) =>
      Promise.resolve({ kind: 'refused', refusal: { ...refusePayment(kind), paymentId: payment.id } })

  const earlier = doubt && (await findEarlierCharge(services, gateway, attempt, doubt))
  if (earlier === 'none_in_time') return record({ outcome: 'rejected', detail: 'no charge was made' }, giveUp)
  const charged = earlier ?? (await gateway.chargeSavedMethod?.(attempt.request))
  if (!charged) return record({ outcome: 'unavailable', detail: 'charges no methods' }, refuse('gateway_unavailable'))
  if (!charged.ok) {
    const { kind, detail } = charged.failure
    if (kind !== 'rejected') {
      return record(
        { outcome: kind, detail },
        refuse(kind === 'uncertain' ? 'gateway_uncertain' : 'gateway_unavailable'),
      )
    }
    return record({ outcome: 'rejected', detail }, failWith('rejected', { payerIsPresent }))
  }
  const { status, gatewayReference, failureCode } = charged.value
  const named = { gatewayReference, ...(failureCode === undefined ? {} : { detail: failureCode }) }
  switch (status) {
    case 'succeeded':
    case 'processing':
      return record({ outcome: 'made', ...named }, (known) => noteProcessing(known, charged.value))
    case 'declined':
      return record(
        { outcome: 'rejected', ...named },
        failWith(failureCode ?? 'card_declined', { payerIsPresent, ...named }),
        charged.value,
      )
    case 'authentication_required': {
      // Closed before a page is made, so that at no moment both can be paid.
      const closed = await gateway.cancelCheckout(gatewayReference)
      const isClosed = closed.ok ? closed.value === 'canceled' : closed.failure.kind === 'rejected'
      if (!isClosed) return record({ outcome: 'uncertain', ...named }, refuse('gateway_uncertain'))
      return record({ outcome: 'authentication_required', ...named }, async ({ transaction, payment }) => {
        await wakeWaitingEvents(transaction, { ...payment, gatewayReference })
        return { kind: 'again' }
      })
    }
  }
}

/**
 * What the provider says of the same charge asked for earlier, where asking again would no longer be safe or is too late;
 * null where it can simply be asked for.
 */
async function findEarlierCharge(
  { clock }: PaymentServices,
  gateway: PaymentGateway,
  { request }: ChargeAttempt,
  { since, until }: ChargeDoubt,
): Promise<Result<SavedMethodOutcome, GatewayFailure> | 'none_in_time' | null> {
  const now = clock.now()
  const isOver = now >= until
  const isKeyOld = now.getTime() - since.getTime() > KEY_TRUSTED_MS
  if (!gateway.findCharge || !(isOver || isKeyOld)) return null
  const found = await gateway.findCharge(request, since)
  // That it cannot be asked says nothing of the charge.
  if (!found.ok) return fail({ kind: 'uncertain', detail: found.failure.detail })
  if (found.value === null) return isOver ? 'none_in_time' : null
  // It is too late for a page.
  const isRefused = isOver && found.value.status === 'authentication_required'
  return succeed(isRefused ? { ...found.value, status: 'declined' } : found.value)
}

/** Nothing was charged, and the payment's time is over. */
async function giveUp({ services, transaction, payment, at }: Known): Promise<AttemptEnd> {
  const expired = await endPayment(transaction, services.ids, payment, { status: 'expired', cause: 'clock', at })
  await wakeWaitingEvents(transaction, expired)
  return { kind: 'settled', payment: expired }
}

interface Known {
  services: PaymentServices
  transaction: Transaction
  payment: Payment
  at: Date
}

type Consequence = (known: Known) => Promise<AttemptEnd>

function describeScope({ creditorId, debtorId }: ChargeAttempt): DataScope {
  return { kind: 'debtor', creditorId, debtorId }
}

/** The bank or the provider is at it; that the money came is for the event to say. */
async function noteProcessing(
  { services, transaction, payment, at }: Known,
  { gatewayReference, transactionReference }: SavedMethodOutcome,
): Promise<AttemptEnd> {
  const edges = [takePaymentEdge('created', 'pending'), takePaymentEdge('pending', 'processing')]
  const processing: Payment = {
    ...payment,
    status: 'processing',
    gatewayReference,
    transactionReference: transactionReference ?? null,
  }
  const transitions = edges.map((edge: PaymentTransition) => ({ ...edge, id: services.ids.uuid() }))
  await transaction.payments.save(processing, transitions, { at, cause: 'gateway' })
  await wakeWaitingEvents(transaction, processing)
  for (const { reports } of edges) {
    if (reports) await transaction.outcomeLog.append(describePaymentOutcome(reports, processing, at))
  }
  await transaction.debtors.raiseVersion(payment.creditorId, [payment.debtorId])
  return { kind: 'settled', payment: processing }
}

function failWith(
  failureCode: string,
  { payerIsPresent, gatewayReference }: { payerIsPresent: boolean; gatewayReference?: string },
): Consequence {
  return async ({ services, transaction, payment, at }) => {
    const ending = { status: 'failed', cause: 'gateway', at, failureCode } as const
    const failed = await endPayment(
      transaction,
      services.ids,
      { ...payment, gatewayReference: gatewayReference ?? null },
      ending,
    )
    await wakeWaitingEvents(transaction, failed)
    if (!payerIsPresent) await mailPayer(transaction, payment, 'payment-failed')
    return { kind: 'settled', payment: failed }
  }
}
