import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { computeKept, type Payment } from '~/domain/payment'
import { isAhead, type PaymentReversal } from '~/domain/payment-reversal'
import type { PaymentServices } from './payment-services'
import type { JobPayloads } from './ports/jobs'
import type { GatewayFailure, GatewayPaymentState, PaymentGateway } from './ports/payment-gateway'
import type { DataScope, Transaction } from './ports/unit-of-work'

type Services = Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids' | 'gateways'>

/**
 * Providers forget an idempotency key after a day or so. From this age on a provider that can be asked is asked first
 * whether it knows the refund.
 */
const KEY_TRUSTED_MS = 60 * 60_000

/** A provider that cannot be asked keeps keys for a week; after less than that it is not asked a second time. */
const KEY_KEPT_MS = 6 * 24 * 60 * 60_000

const MOST_DETAIL = 200

/**
 * Asks the provider for a refund that was requested. It may run any number of times and in several processes: each
 * request carries the refund's own id as its key. The handler of the job `send-refund`; throws while there is no
 * answer, so that it is tried again.
 */
export async function sendRefund(services: Services, payload: JobPayloads['send-refund']): Promise<void> {
  const creditorId = payload.creditorId as CreditorId
  const paymentId = payload.paymentId as PaymentId
  const scope: DataScope = { kind: 'debtor', creditorId, debtorId: payload.debtorId as DebtorId }
  const { payment, reversal } = await services.unitOfWork.run(scope, async (transaction) => ({
    payment: await transaction.payments.findById(creditorId, paymentId),
    reversal: await transaction.paymentReversals.findById(creditorId, payload.reversalId),
  }))
  if (!payment || !reversal) throw new Error(`no refund ${payload.reversalId} of payment ${paymentId}`)
  if (reversal.status !== 'requested') return
  const gateway = services.gateways.get(payment.gateway)
  const named = nameAtProvider(payment)
  if (!gateway || !named) throw new Error(`${payment.gateway} cannot be asked for a refund`)

  const asked =
    (await findAsked(services, gateway, named, reversal)) ??
    refuseUnsafe(services, gateway, payment, reversal) ??
    (await ask(gateway, named, payment.currency, reversal))
  if (typeof asked !== 'string' && asked.kind !== 'rejected') {
    throw new Error(`${gateway.name} has not answered for refund ${reversal.id} (${asked.kind}): ${asked.detail}`)
  }
  await services.unitOfWork.run(scope, async (transaction) => {
    const locked = await transaction.payments.lock(creditorId, paymentId)
    const current = await transaction.paymentReversals.findById(creditorId, reversal.id)
    if (!locked || !current) return
    if (typeof asked === 'string') await noteReference(transaction, locked, current, asked)
    else await noteRejection(services, transaction, current, asked)
    await transaction.debtors.raiseVersion(creditorId, [locked.debtorId])
  })
}

/**
 * Why a refund is not asked for although it was requested; null where it can be. Should the provider have done it
 * before, its event says so and is believed.
 */
function refuseUnsafe(
  { clock }: Services,
  gateway: PaymentGateway,
  payment: Payment,
  { amountMinor, createdAt }: PaymentReversal,
): GatewayFailure | null {
  // What the bank took meanwhile is not given to the payer a second time.
  if (payment.chargedBackMinor > 0 && amountMinor > computeKept(payment)) {
    return { kind: 'rejected', detail: 'charged back meanwhile' }
  }
  const isForgotten = clock.now().getTime() - createdAt.getTime() > KEY_KEPT_MS
  return isForgotten && !gateway.readPayment ? { kind: 'rejected', detail: 'not answered in time' } : null
}

interface NamedAtProvider {
  paymentId: string
  gatewayReference: string
  transactionReference: string | null
}

function nameAtProvider({ id, gatewayReference, transactionReference }: Payment): NamedAtProvider | null {
  const reference = gatewayReference ?? transactionReference
  return reference === null ? null : { paymentId: id, gatewayReference: reference, transactionReference }
}

async function ask(
  gateway: PaymentGateway,
  named: NamedAtProvider,
  currency: CurrencyCode,
  { id, amountMinor, reason }: PaymentReversal,
): Promise<string | GatewayFailure> {
  const answer = await gateway.refund({
    ...named,
    reversalId: id,
    idempotencyKey: id,
    amount: createMoney(amountMinor, currency),
    reason: reason ?? '',
  })
  return answer.ok ? answer.value.gatewayReference : answer.failure
}

/** The provider's reference of a refund that it was asked for long ago and has; null where that need not be known. */
async function findAsked(
  { clock }: Services,
  gateway: PaymentGateway,
  named: NamedAtProvider,
  reversal: PaymentReversal,
): Promise<string | GatewayFailure | null> {
  const isOld = clock.now().getTime() - reversal.createdAt.getTime() > KEY_TRUSTED_MS
  if (!isOld || !gateway.readPayment) return null
  const state = await gateway.readPayment(named)
  return state.ok ? findOwn(state.value, reversal) : { ...state.failure, kind: 'uncertain' }
}

function findOwn(state: GatewayPaymentState | null, { id }: PaymentReversal): string | null {
  return state?.reversals.find(({ reversal }) => reversal.reversalId === id)?.reversal.gatewayReference ?? null
}

/** The provider's event may have been quicker than its answer, and may have named the refund by the reference alone. */
async function noteReference(
  transaction: Transaction,
  payment: Payment,
  reversal: PaymentReversal,
  gatewayReference: string,
): Promise<void> {
  const known = await transaction.paymentReversals.listByPayment(payment.creditorId, payment.id)
  const twin = known.find((other) => other.id !== reversal.id && other.gatewayReference === gatewayReference)
  if (twin) {
    await transaction.paymentReversals.remove(payment.creditorId, twin.id)
    const { status, amountMinor, takenAt, endedAt, failureCode } = twin
    await transaction.paymentReversals.save({
      ...reversal,
      ...(isAhead(reversal.status, status) ? { status, amountMinor, takenAt, endedAt, failureCode } : {}),
      gatewayReference,
    })
    return
  }
  // Whatever was answered before, the provider's events will find it by this.
  const status = isAhead(reversal.status, 'pending') ? 'pending' : reversal.status
  await transaction.paymentReversals.save({ ...reversal, status, gatewayReference })
}

async function noteRejection(
  { clock }: Services,
  transaction: Transaction,
  reversal: PaymentReversal,
  { detail }: GatewayFailure,
): Promise<void> {
  if (reversal.status !== 'requested') return
  await transaction.paymentReversals.save({
    ...reversal,
    status: 'rejected',
    failureCode: detail.slice(0, MOST_DETAIL),
    endedAt: clock.now(),
  })
}
