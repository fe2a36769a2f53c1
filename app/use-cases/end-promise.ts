import { nameAuthor, type Actor } from '~/domain/actor'
import { permits } from '~/domain/access-scope'
import { addDays, dayOfInstant, startOfDay } from '~/domain/calendar-day'
import type { CreditorId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import { decidePromise, PROMISE_EDGES, type PromiseEnd, type PromiseToPay } from '~/domain/promise-to-pay'
import { fail, succeed, type Result } from '~/domain/result'
import { logActorStep, scopeToActor } from './actor-step'
import { mailPromise } from './make-promise'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { ListedPromise } from './ports/promise-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { describePromiseOutcome } from './report-promise'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
}

/** Ends an open promise without a verdict: it was a mistake, or something else was agreed. */
export async function cancelPromise(
  { unitOfWork, clock, ids }: Services,
  { actor, promiseId }: { actor: Actor; promiseId: string },
): Promise<Result<ListedPromise, 'unknown_promise' | 'not_open'>> {
  return unitOfWork.run(scopeToActor(actor), async (transaction) => {
    const promise = await transaction.promises.lock(actor.creditorId, promiseId)
    if (!promise || (actor.side === 'debtor' && !permits(actor.scope, 'pay'))) return fail('unknown_promise')
    if (promise.status !== 'open') return fail('not_open')
    const ended = await end(transaction, promise, { status: 'canceled', at: clock.now(), by: nameAuthor(actor) })
    if (actor.side === 'creditor') await mailPromise(transaction, ended, 'canceled')
    await logActorStep({ clock, ids }, transaction, actor, 'promise_canceled', ended)
    return succeed(ended)
  })
}

type PromiseAddress = Pick<PromiseToPay, 'creditorId' | 'debtorId' | 'id'>

const BATCH_SIZE = 200

/**
 * Decides what became of every open promise, by the money that came and the creditor's calendar day. Each is ended once,
 * however often and in however many processes this runs; one that throws keeps no other from being decided: the errors
 * are thrown together at the end. Returns how many were ended.
 */
export async function decidePromises({ unitOfWork, clock }: Omit<Services, 'ids'>): Promise<number> {
  const now = clock.now()
  const errors: unknown[] = []
  let ended = 0
  let after: PromiseAddress | null = null
  for (;;) {
    const last: PromiseAddress | null = after
    const open: PromiseAddress[] = await unitOfWork.run({ kind: 'system' }, ({ promises }) =>
      promises.listDecidable(now, last, BATCH_SIZE),
    )
    for (const { creditorId, debtorId, id } of open) {
      try {
        const hasEnded = await unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
          decide(transaction, creditorId, id, now),
        )
        if (hasEnded) ended += 1
      } catch (error) {
        errors.push(error)
      }
    }
    const next: PromiseAddress | undefined = open.at(-1)
    if (next === undefined || open.length < BATCH_SIZE) break
    after = next
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} promises could not be decided`)
  return ended
}

async function decide(transaction: Transaction, creditorId: CreditorId, id: string, now: Date): Promise<boolean> {
  const { creditors, invoices, promises } = transaction
  const promise = await promises.lock(creditorId, id)
  // Somebody ended it meanwhile.
  if (promise?.status !== 'open') return false
  const creditor = await creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const before = startOfDay(addDays(promise.graceUntilOn, 1), creditor.timeZone)
  const money = await promises.sumMoney(creditorId, id, { since: promise.madeAt, before })
  const balances = await invoices.findByIds(
    creditorId,
    promise.invoices.map(({ invoiceId }) => invoiceId),
  )
  const status = decidePromise(promise, {
    ...money,
    today: dayOfInstant(now, creditor.timeZone),
    leftMinor: balances.reduce((sum, balance) => sum + computeDueNow({ ...balance, pendingMinor: 0 }), 0),
  })
  const counted = { ...promise, receivedMinor: money.receivedMinor }
  if (status === null) {
    if (money.receivedMinor !== promise.receivedMinor) {
      await promises.save(counted)
      await transaction.debtors.raiseVersion(creditorId, [promise.debtorId])
    }
    return false
  }
  const ended = await end(transaction, counted, { status, at: now, by: 'policy' })
  if (status === 'broken') await mailPromise(transaction, ended, 'broken')
  return true
}

async function end(
  { promises, outcomeLog, debtors }: Transaction,
  promise: ListedPromise,
  { status, at, by }: { status: PromiseEnd; at: Date; by: string },
): Promise<ListedPromise> {
  const ended: ListedPromise = { ...promise, status, endedAt: at, endedBy: by }
  await promises.save(ended)
  await outcomeLog.append(describePromiseOutcome(PROMISE_EDGES.open[status], ended, at))
  await debtors.raiseVersion(promise.creditorId, [promise.debtorId])
  return ended
}
