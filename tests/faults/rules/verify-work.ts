/** The work between commit and effect: the provider's events, jobs, mails. */
import { hasPaymentSucceeded } from '~/domain/payment'
import type { Books } from './books'
import { FaultList, groupBy, type Fault } from './verify-books'

/** What a checkout in that status must have told, in whatever order. */
const TOLD: Readonly<Record<string, string>> = {
  succeeded: 'checkout.succeeded',
  failed: 'checkout.failed',
  canceled: 'checkout.canceled',
}

const DEALT_WITH: readonly (string | null)[] = ['applied', 'already_applied', 'ignored']

/** Comes by the clock, and may wait for its next turn. */
const CLOCK_JOB = 'expire-payments'

export function verifyWork(books: Books): Fault[] {
  const list = new FaultList()
  verifyInbox(books, list)
  verifyJobs(books, list)
  verifyMails(books, list)
  return list.faults
}

function verifyInbox({ checkouts, sandboxEvents, inbox }: Books, list: FaultList): void {
  const eventsOf = groupBy(sandboxEvents, (event) => event.checkoutId)
  for (const { id, status } of checkouts) {
    const told = eventsOf(id).filter((event) => event.type === TOLD[status])
    const isTold = TOLD[status] === undefined || told.length === 1
    list.demand('inbox', isTold, () => `checkout ${id} ${status} told ${told.length} times`)
  }
  const entriesOf = groupBy(inbox, (entry) => entry.eventId)
  for (const { id, deliveredAt } of sandboxEvents) {
    const isIn = deliveredAt !== null && entriesOf(id).length === 1
    list.demand('inbox', isIn, () => `sandbox event ${id}: ${entriesOf(id).length} entries`)
  }
  const known = new Set(sandboxEvents.map((event) => event.id))
  for (const { eventId, processedAt, result } of inbox) {
    const isDone = known.has(eventId) && processedAt !== null && DEALT_WITH.includes(result)
    list.demand('inbox', isDone, () => `inbox entry ${eventId}: ${String(result)}`)
  }
}

function verifyJobs({ jobs }: Books, list: FaultList): void {
  for (const { name, state, data } of jobs) {
    const isDone = state === 'completed' || (name === CLOCK_JOB && state !== 'failed')
    list.demand('jobs', isDone, () => `job ${name} ${state} ${JSON.stringify(data)}`)
  }
}

/** A receipt for each payment that succeeded, a notice for each that the provider declined; a job and a file for each. */
function verifyMails({ payments, transitions, jobs, mails }: Books, list: FaultList): void {
  const declined = transitions.filter(
    ({ toStatus, gatewayEventId }) => toStatus === 'failed' && gatewayEventId !== null,
  )
  const due = [
    ...payments.filter(({ status }) => hasPaymentSucceeded(status)).map(({ id }) => `receipt-${id}`),
    ...declined.map(({ paymentId }) => `payment-failed-${paymentId}`),
  ].toSorted()
  const asked = jobs
    .filter(({ name }) => name === 'send-mail')
    .map(({ data }) => `${data['kind'] ?? ''}-${data['paymentId'] ?? ''}`)
    .toSorted()
  list.demand('mails', due.join() === asked.join(), () => `asked for ${describeDifference(due, asked)}`)
  const written = mails.map((name) => name.replace(/\.eml$/, '')).toSorted()
  list.demand('mails', due.join() === written.join(), () => `written ${describeDifference(due, written)}`)
}

function describeDifference(due: readonly string[], found: readonly string[]): string {
  const missing = due.filter((item) => !found.includes(item))
  const extra = found.filter((item, index) => !due.includes(item) || found.indexOf(item) !== index)
  return `missing [${missing.join()}], unasked [${extra.join()}]`
}
