import type { PaymentId } from '~/domain/ids'
import { stopCheckout } from './cancel-payment'
import { isChargeInDoubt } from './charge-in-doubt'
import { advancePayment } from './continue-payment'
import { endPayment } from './end-payment'
import type { PaymentServices } from './payment-services'
import type { PaymentAddress } from './ports/payment-repository'

/** A payment that has no checkout after this long was given up: its form can be sent again until then. */
const CREATION_LIMIT_MS = 30 * 60_000

/** How long after its time a payment waits for an event the provider says is on its way, or for the provider itself. */
const OUTCOME_GRACE_MS = 24 * 60 * 60_000

const BATCH_SIZE = 200

/**
 * Ends payments whose time is over, so that their invoices can be paid again. The provider is asked to close the
 * checkout first: money taken at the last moment is then waited for instead of being paid a second time. The handler of
 * the job `expire-payments`; returns how many it ended. One that throws keeps no other from ending: the errors are thrown
 * together at the end.
 */
export async function expirePayments(services: PaymentServices): Promise<number> {
  const now = services.clock.now()
  const createdBefore = new Date(now.getTime() - CREATION_LIMIT_MS)
  let count = 0
  let seen = 0
  const errors: unknown[] = []
  let after: PaymentId | null = null
  for (;;) {
    const last: PaymentId | null = after
    // Those that have to wait keep none behind them from ending.
    const overdue: PaymentAddress[] = await services.unitOfWork.run({ kind: 'system' }, ({ payments }) =>
      payments.listOverdue(now, createdBefore, last, BATCH_SIZE),
    )
    seen += overdue.length
    for (const address of overdue) {
      try {
        if (await expirePayment(services, address, now)) count += 1
      } catch (error) {
        errors.push(error)
      }
    }
    after = overdue.at(-1)?.id ?? null
    if (overdue.length < BATCH_SIZE) break
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${seen} payments could not be ended`)
  return count
}

async function expirePayment(services: PaymentServices, address: PaymentAddress, now: Date): Promise<boolean> {
  const { creditorId, debtorId, id } = address
  const scope = { kind: 'debtor', creditorId, debtorId } as const
  const payment = await services.unitOfWork.run(scope, ({ payments }) => payments.findById(creditorId, id))
  if (!payment) return false
  // No form is needed to go on with a charge: its job does, until the payment's time is over.
  if (payment.savedMethodId !== null && now < payment.expiresAt) return false
  const waitedEnough = now.getTime() > payment.expiresAt.getTime() + OUTCOME_GRACE_MS
  const stopped = await stopCheckout(services, payment)
  if (stopped !== 'stopped' && !waitedEnough) return false
  const ended = await services.unitOfWork.run(scope, async (transaction) => {
    const locked = await transaction.payments.lock(creditorId, id)
    // Something happened to it meanwhile: the next run looks again.
    if (!locked || locked.status !== payment.status) return false
    if (await isChargeInDoubt(transaction, locked)) {
      if (!waitedEnough) return false
      if (services.gateways.get(locked.gateway)?.findCharge) return 'in_doubt'
    }
    const because = { cause: 'clock', at: now } as const
    await endPayment(
      transaction,
      services.ids,
      locked,
      locked.status === 'processing'
        ? { ...because, status: 'failed', failureCode: 'not_received' }
        : { ...because, status: 'expired' },
    )
    return true
  })
  if (ended !== 'in_doubt') return ended
  // Its job may have given up, and nobody else will ever ask whether the money was taken.
  await advancePayment(services, address, { payerIsPresent: false })
  const asked = await services.unitOfWork.run(scope, ({ payments }) => payments.findById(creditorId, id))
  return asked?.status === 'expired'
}
