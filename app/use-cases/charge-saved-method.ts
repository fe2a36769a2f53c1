import type { PaymentId } from '~/domain/ids'
import type { Payer, PaymentOrder } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { advancePayment } from './continue-payment'
import { openPayment } from './open-payment'
import type { PaymentServices } from './payment-services'
import type { PaymentAddress } from './ports/payment-repository'
import type { Transaction } from './ports/unit-of-work'

export interface SavedMethodPayment {
  creditorId: Payer['creditorId']
  debtorId: Payer['debtorId']
  savedMethodId: string
  order: PaymentOrder
  /** Unique per debtor: repeating it opens nothing new. */
  idempotencyKey: string
  /** Of the mails that may follow. */
  locale: string
}

/**
 * Opens a payment by a method kept earlier, without the debtor being there, in the caller's transaction; a job then
 * charges it. When the bank wants the payer, the contact on file gets a link to pay on the provider's page, and the
 * payment stays open for a day.
 */
export async function chargeSavedMethod(
  services: PaymentServices,
  transaction: Transaction,
  { creditorId, debtorId, savedMethodId, order, idempotencyKey, locale }: SavedMethodPayment,
): Promise<Result<PaymentId, PaymentRefusal[]>> {
  const payer: Payer = { creditorId, debtorId, linkId: null, scope: ['view', 'pay'], name: null, email: null, locale }
  const way = { kind: 'saved', savedMethodId } as const
  const opened = await openPayment(services, transaction, { payer, order, idempotencyKey, way, payerIsPresent: false })
  if (!opened.ok) return opened
  const { paymentId } = opened.value
  return paymentId === null ? fail([refusePayment('nothing_selected')]) : succeed(paymentId)
}

/**
 * Charges what was opened. The handler of the job `charge-saved-method`: it throws while the provider has not answered,
 * so that the job repeats the very same request, and does nothing for a payment that somebody else has taken on.
 */
export async function carryOutCharge(services: PaymentServices, address: PaymentAddress): Promise<void> {
  const advanced = await advancePayment(services, address, { payerIsPresent: false })
  if (advanced.ok) return
  const isUndecided = advanced.failure.some(
    ({ kind }) => kind === 'gateway_unavailable' || kind === 'gateway_uncertain',
  )
  if (isUndecided) throw new Error(`the provider has not answered for payment ${address.id}`)
}
