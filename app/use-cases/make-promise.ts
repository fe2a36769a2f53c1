import { mayInitiate, nameAuthor, type Initiator } from '~/domain/actor'
import { addDays, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { liftPromiseBounds } from '~/domain/promise-policy'
import {
  findPromiseFaults,
  findPromiseObstacle,
  type PromiseFault,
  type PromiseObstacle,
  type PromiseToPay,
} from '~/domain/promise-to-pay'
import { fail, succeed, type Result } from '~/domain/result'
import { logActorStep } from './actor-step'
import { findChosenInvoices, listDue } from './find-chosen-invoices'
import { findCorrespondent } from './find-correspondent'
import { findDisputeReader } from './find-dispute-reader'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { ListedPromise } from './ports/promise-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { describePromiseOutcome } from './report-promise'

export interface MakePromiseInput {
  creditorId: CreditorId
  debtorId: DebtorId
  /** Of the form; a UUID. */
  promiseId: string
  currency: CurrencyCode
  /** Numbers of the invoices that are to be paid; null for all of that currency of which something is due. */
  invoiceNumbers: readonly string[] | null
  amountMinor: number
  promisedOn: CalendarDay
  note: string
  maker: Initiator
  /**
   * It is taken down by the creditor's people although its own bounds do not permit it; the event says which. A debtor's
   * never is.
   */
  isBeyondBounds?: boolean
}

export type PromiseRefusal =
  | { readonly kind: 'faults'; readonly faults: PromiseFault[] }
  | { readonly kind: PromiseObstacle }
  /** The link does not permit it, or opens a part of the account alone; or the form's id is another's. */
  | { readonly kind: 'not_allowed' | 'unknown_invoice' }

/**
 * Takes down a promise to pay inside the creditor's bounds, which its own people may go beyond: kept and reported, or
 * nothing. What is due stays as it is. The same form again answers what it made.
 */
export async function makePromise(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: MakePromiseInput,
): Promise<Result<ListedPromise, PromiseRefusal>> {
  const { creditorId, debtorId, promiseId, maker } = input
  if (!mayInitiate(maker, 'pay')) return fail({ kind: 'not_allowed' })
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    // Whatever else is promised for this account meanwhile waits here: promises are counted.
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    const earlier = await transaction.promises.findById(creditorId, promiseId)
    if (earlier) return earlier.debtorId === debtorId ? succeed(earlier) : fail({ kind: 'not_allowed' })
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const now = clock.now()
    const today = dayOfInstant(now, creditor.timeZone)
    const policy = await transaction.policies.read(creditorId, 'promise')
    const invoices = await findChosenInvoices(transaction, input)
    if (invoices === null) return fail({ kind: 'unknown_invoice' })
    const made = await transaction.promises.listOfDebtor(creditorId, debtorId)
    const bounds = maker.side === 'creditor' && input.isBeyondBounds === true ? liftPromiseBounds(policy) : policy
    const asked = { invoices, earlier: made, now }
    const obstacle = findPromiseObstacle(bounds, asked)
    if (obstacle !== null) return fail({ kind: obstacle })
    const due = listDue(invoices)
    const dueMinor = due.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    const note = input.note.trim()
    const terms = { ...input, note }
    const faults = findPromiseFaults(bounds, terms, { dueMinor, today })
    if (faults.length > 0) return fail({ kind: 'faults', faults })
    const outsideBounds = [
      ...[findPromiseObstacle(policy, asked)].filter((code) => code !== null),
      ...findPromiseFaults(policy, terms, { dueMinor, today }).map(({ code }) => code),
    ]
    const promise: PromiseToPay = {
      id: promiseId,
      ...{ creditorId, debtorId, reference: ids.reference(), status: 'open', note },
      ...{ currency: input.currency, amountMinor: input.amountMinor, promisedOn: input.promisedOn },
      graceUntilOn: addDays(input.promisedOn, policy.graceDays),
      pausesChasing: policy.pausesChasing,
      receivedMinor: 0,
      madeAt: now,
      ...{ madeBy: nameAuthor(maker), madeByName: maker.name },
      ...(await findCorrespondent(transaction, input, maker, creditor.defaultLocale)),
      ...{ endedAt: null, endedBy: null },
      invoices: due,
    }
    if (!(await transaction.promises.insert(promise))) return fail({ kind: 'not_allowed' })
    const listed = await transaction.promises.findById(creditorId, promiseId)
    if (!listed) throw new Error(`promise ${promiseId} was not kept`)
    await transaction.outcomeLog.append(describePromiseOutcome('promise.made', listed, now, outsideBounds))
    await mailPromise(transaction, listed, 'made')
    await logActorStep({ clock, ids }, transaction, maker, 'promise_made', listed)
    return succeed(listed)
  })
}

/** Tells whoever promised of a step, or the contact on file where their link was taken back; nobody without an address. */
export async function mailPromise(
  transaction: Transaction,
  { creditorId, debtorId, id: promiseId, linkId, email, madeByName, locale }: Omit<PromiseToPay, 'invoices'>,
  step: 'made' | 'broken' | 'canceled',
): Promise<void> {
  if (email === null) return
  const matter = { creditorId, debtorId, linkId, openedByEmail: email, openedByName: madeByName, locale }
  const reader = await findDisputeReader(transaction, matter, { held: false })
  if (reader === null) return
  const about = { creditorId, debtorId, promiseId, step, to: reader.to, locale: reader.locale }
  await transaction.jobs.enqueue('send-mail', { kind: 'promise-step', ...about })
}
