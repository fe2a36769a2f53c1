import type { CreditorId, PaymentId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import type { PaymentReversal } from '~/domain/payment-reversal'
import {
  describeOurs,
  describeTheirs,
  listDifferences,
  listMissedEvents,
  type FoundDifference,
} from './compare-with-provider'
import type { PaymentServices } from './payment-services'
import type { JobPayloads } from './ports/jobs'
import type { GatewayPaymentState, PaymentGateway } from './ports/payment-gateway'
import type { ReconciliationRun } from './ports/reconciliation-repository'
import { takeGatewayEvent } from './take-gateway-event'

type Services = Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids' | 'gateways'>

/** Payments that ended longer ago are compared no more; what happens to them later comes by webhook. */
const LOOKS_BACK_MS = 7 * 24 * 60 * 60_000

const BATCH_SIZE = 100

/** A job tries for about a day. */
const GIVEN_UP_AFTER_MS = 30 * 60 * 60_000

interface OwnBooks {
  payment: Payment
  reversals: PaymentReversal[]
}

/**
 * Asks a provider for every payment of a creditor that may still change, and for those that ended lately. What we had
 * not been told goes through the inbox like any event; what differs all the same is kept for somebody to look at. The
 * handler of the job `reconcile-payments`: run again, it begins anew and finds what it had corrected as it should be.
 */
export async function reconcilePayments(
  services: Services,
  payload: JobPayloads['reconcile-payments'],
): Promise<ReconciliationRun> {
  const creditorId = payload.creditorId as CreditorId
  const scope = { kind: 'creditor', creditorId } as const
  const run = await services.unitOfWork.run(scope, ({ reconciliations }) =>
    reconciliations.findRun(creditorId, payload.runId),
  )
  if (!run) throw new Error(`no reconciliation ${payload.runId}`)
  if (run.endedAt !== null) return run
  const gateway = [...services.gateways.values()].find(({ name }) => name === run.gateway)
  if (!gateway?.readPayment) throw new Error(`${run.gateway} cannot be asked about payments`)

  const counted = { ...run, checkedCount: 0, correctedCount: 0, unansweredCount: 0 }
  const endedSince = new Date(run.startedAt.getTime() - LOOKS_BACK_MS)
  let after: PaymentId | null = null
  for (;;) {
    const page: PaymentId[] = await services.unitOfWork.run(scope, ({ payments }) =>
      payments.listToReconcile(creditorId, run.gateway, { endedSince, after, limit: BATCH_SIZE }),
    )
    for (const id of page) {
      const outcome = await reconcilePayment(services, gateway, run, id)
      counted.checkedCount += 1
      if (outcome === 'corrected') counted.correctedCount += 1
      if (outcome === 'unanswered') counted.unansweredCount += 1
    }
    after = page.at(-1) ?? null
    if (after === null || page.length < BATCH_SIZE) break
  }
  const ended = { ...counted, endedAt: services.clock.now() }
  await services.unitOfWork.run(scope, ({ reconciliations }) => reconciliations.saveRun(ended))
  return ended
}

/** Both sides go on while they are compared: what differs is looked at so often before somebody has to. */
const LOOKS = 2

async function reconcilePayment(
  services: Services,
  gateway: PaymentGateway,
  run: ReconciliationRun,
  id: PaymentId,
): Promise<'same' | 'corrected' | 'unanswered'> {
  let isCorrected = false
  for (let look = 1; ; look += 1) {
    const before = await readOwn(services, run, id)
    const { gatewayReference, transactionReference } = before.payment
    if (!gateway.readPayment || gatewayReference === null) return 'unanswered'
    const answer = await gateway.readPayment({ paymentId: id, gatewayReference, transactionReference })
    if (!answer.ok) return isCorrected ? 'corrected' : 'unanswered'
    const state = answer.value
    if (state !== null && (await followProvider(services, gateway, run, before, state))) isCorrected = true
    const after = await readOwn(services, run, id)
    const differences = listDifferences(after.payment, after.reversals, state)
    if (differences.length > 0 && look < LOOKS) continue
    await askForRefundsAgain(services, after)
    for (const difference of differences) await keepDifference(services, run, after.payment, difference)
    return isCorrected ? 'corrected' : 'same'
  }
}

/** A refund whose job was given up is asked for again, under the key it has. */
async function askForRefundsAgain({ unitOfWork, clock }: Services, { payment, reversals }: OwnBooks): Promise<void> {
  const { creditorId, debtorId, id: paymentId } = payment
  const before = clock.now().getTime() - GIVEN_UP_AFTER_MS
  const forgotten = reversals.filter(({ status, createdAt }) => status === 'requested' && createdAt.getTime() < before)
  if (forgotten.length === 0) return
  await unitOfWork.run({ kind: 'creditor', creditorId }, async ({ jobs }) => {
    for (const { id: reversalId } of forgotten) {
      await jobs.enqueue('send-refund', { creditorId, debtorId, paymentId, reversalId })
    }
  })
}

/** True when our books have moved. */
async function followProvider(
  services: Services,
  gateway: PaymentGateway,
  run: ReconciliationRun,
  { payment, reversals }: OwnBooks,
  state: GatewayPaymentState,
): Promise<boolean> {
  let isApplied = false
  for (const event of listMissedEvents(gateway.name, payment, reversals, state)) {
    if ((await takeGatewayEvent(services, event)) === 'applied') isApplied = true
  }
  if (!isApplied) return false
  const { creditorId, debtorId, id: paymentId } = payment
  await services.unitOfWork.run({ kind: 'creditor', creditorId }, ({ reconciliations }) =>
    reconciliations.insertDifference({
      ...{ id: services.ids.uuid(), runId: run.id, creditorId, debtorId, paymentId },
      kind: 'missed_event',
      ours: describeOurs(payment),
      theirs: describeTheirs(state),
      ...{ resolvedAt: services.clock.now(), resolvedBy: null, note: null },
    }),
  )
  return true
}

async function keepDifference(
  { unitOfWork, ids }: Services,
  run: ReconciliationRun,
  { creditorId, debtorId, id: paymentId }: Payment,
  found: FoundDifference,
): Promise<void> {
  const difference = { id: ids.uuid(), runId: run.id, creditorId, debtorId, paymentId, ...found }
  await unitOfWork.run({ kind: 'creditor', creditorId }, async ({ payments, reconciliations }) => {
    // Another comparison of the same payment waits here until this one's difference is known.
    await payments.lock(creditorId, paymentId)
    // What somebody looks at or has looked at does not come back every night.
    if (await reconciliations.isKnown(difference)) return
    await reconciliations.insertDifference({ ...difference, resolvedAt: null, resolvedBy: null, note: null })
  })
}

function readOwn({ unitOfWork }: Services, { creditorId }: ReconciliationRun, id: PaymentId): Promise<OwnBooks> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ payments, paymentReversals }) => {
    const payment = await payments.findById(creditorId, id)
    if (!payment) throw new Error(`payment ${id} is gone`)
    return { payment, reversals: await paymentReversals.listByPayment(creditorId, id) }
  })
}
