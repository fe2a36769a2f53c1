/** The work between commit and effect: the provider's events, jobs, mails. */
import { hasPaymentSucceeded } from '~/domain/payment'
import type { Books } from './books'
import { FaultList, groupBy, type Fault } from './verify-books'

const DEALT_WITH: readonly (string | null)[] = ['applied', 'already_applied', 'ignored', 'attempt_failed']

/** Made of what a provider's books say, where its event never came. */
const LEARNED = /^reconciled /

/** Of a kept method: these come beside the payment's own. */
const ABOUT_METHODS = ['method_saved', 'method_removed']

/** Come by the clock, and may wait for their next turn. */
const CLOCK_JOBS = ['expire-payments', 'start-reconciliations', 'refresh-exchange-rates']

export function verifyWork(books: Books): Fault[] {
  const list = new FaultList()
  verifyInbox(books, list)
  verifyReconciliations(books, list)
  verifyJobs(books, list)
  verifyMails(books, list)
  return list.faults
}

function verifyInbox({ providers, inbox }: Books, list: FaultList): void {
  const entriesOf = groupBy(inbox, ({ gateway, eventId }) => `${gateway} ${eventId}`)
  const told = new Set(providers.events.map(({ gateway, eventId }) => `${gateway} ${eventId}`))
  for (const name of told) {
    list.demand('inbox', entriesOf(name).length === 1, () => `${name}: ${entriesOf(name).length} entries`)
  }
  for (const { gateway, eventId, kind, processedAt, result } of inbox) {
    const isKnown = told.has(`${gateway} ${eventId}`) || LEARNED.test(eventId) || ABOUT_METHODS.includes(kind)
    const isDone = isKnown && processedAt !== null && DEALT_WITH.includes(result)
    list.demand('inbox', isDone, () => `inbox entry ${eventId} (${kind}): ${String(result)}`)
  }
}

/** The last of several comparisons, after every event was delivered. */
function verifyReconciliations({ reconciliations }: Books, list: FaultList): void {
  for (const { correctedCount, openDifferences } of reconciliations) {
    const isSame = correctedCount === 0 && openDifferences.length === 0
    list.demand('reconciled', isSame, () => `${correctedCount} corrected, ${JSON.stringify(openDifferences)}`)
  }
}

function verifyJobs({ jobs }: Books, list: FaultList): void {
  for (const { name, state, data, startAfter } of jobs) {
    const isDone =
      state === 'completed' || (CLOCK_JOBS.includes(name) && state !== 'failed') || isForLater(name, state, startAfter)
    list.demand('jobs', isDone, () => `job ${name} ${state} ${JSON.stringify(data)}`)
  }
}

/** A fee that is known after days is asked for again in days. */
function isForLater(name: string, state: string, startAfter: string): boolean {
  return name === 'learn-payment-details' && state === 'created' && Date.parse(startAfter) > Date.now()
}

/** Of payments; those with codes are not looked at. */
const ABOUT_PAYMENTS = ['receipt', 'payment-failed', 'payment-to-confirm']

/**
 * A receipt for each payment that a provider took, a notice for each that it declined; a job and a file for each. Where
 * nobody waited for the answer, the job that asked tells of a decline or of a page to confirm on.
 */
function verifyMails({ payments, transitions, jobs, mails }: Books, list: FaultList): void {
  const declined = transitions.filter(({ toStatus }) => toStatus === 'failed')
  const due = [
    ...payments
      .filter(({ gateway, status }) => gateway !== 'manual' && hasPaymentSucceeded(status))
      .map(({ id }) => `receipt-${id}`),
    ...declined
      .filter(({ gatewayEventId }) => gatewayEventId !== null)
      .map(({ paymentId }) => `payment-failed-${paymentId}`),
  ]
  const possible = new Set([
    ...due,
    ...declined.map(({ paymentId }) => `payment-failed-${paymentId}`),
    ...payments.filter(({ origin }) => origin === 'saved_method').map(({ id }) => `payment-to-confirm-${id}`),
  ])
  const asked = jobs
    .filter(({ name, data }) => name === 'send-mail' && ABOUT_PAYMENTS.includes(data['kind'] ?? ''))
    .map(({ data }) => `${data['kind'] ?? ''}-${data['paymentId'] ?? ''}`)
    .toSorted()
  const isAsked = due.every((name) => asked.includes(name)) && asked.every((name) => possible.has(name))
  const isOnce = new Set(asked).size === asked.length
  list.demand('mails', isAsked && isOnce, () => `asked for ${describeDifference(due, asked)}`)
  const written = mails
    .map((name) => name.replace(/\.eml$/, ''))
    .filter((name) => ABOUT_PAYMENTS.some((kind) => name.startsWith(`${kind}-`)))
    .toSorted()
  const needless = listNeedless(jobs, transitions)
  const expected = asked.filter((name) => written.includes(name) || !needless.has(name))
  list.demand('mails', expected.join() === written.join(), () => `written ${describeDifference(expected, written)}`)
}

/** Nobody is asked to confirm a payment that did not wait any more when the mail was to be written. */
function listNeedless(jobs: Books['jobs'], transitions: Books['transitions']): Set<string> {
  const decidedAt = new Map(
    transitions
      .filter(({ fromStatus }) => fromStatus === 'pending')
      .map(({ paymentId, at }) => [paymentId, Date.parse(at)]),
  )
  return new Set(
    jobs
      .filter(({ data: { kind, paymentId = '' }, completedOn }) => {
        const endedAt = decidedAt.get(paymentId)
        return kind === 'payment-to-confirm' && endedAt !== undefined && endedAt <= Date.parse(completedOn ?? '')
      })
      .map(({ data }) => `payment-to-confirm-${data['paymentId'] ?? ''}`),
  )
}

function describeDifference(due: readonly string[], found: readonly string[]): string {
  const missing = due.filter((item) => !found.includes(item))
  const extra = found.filter((item, index) => !due.includes(item) || found.indexOf(item) !== index)
  return `missing [${missing.join()}], unasked [${extra.join()}]`
}
