import { parseArgs } from 'node:util'
import type { Application } from '~/composition.server'
import { measureWait } from '~/domain/awaited-outcome'
import { toLine, USAGE_ERROR, type CommandOutput } from './command'

const USAGE = 'usage: npm run jobs -- [--rerun ID | --retry-event ID | --close-event ID --note TEXT]'

/** What is to be done about a payment whose provider never said what became of it. */
const ADVICE: Readonly<Record<string, string>> = {
  adyen: 'look it up in the Customer Area of Adyen and have its webhook sent again there',
}
const ADVICE_ELSEWHERE = 'look it up at the provider and have its webhook sent again there'

type Wanted =
  | { kind: 'list' }
  | { kind: 'rerun'; id: string }
  | { kind: 'retry'; id: string }
  | { kind: 'close'; id: string; note: string }

type StuckWorkParts = Pick<Application, 'listStuckWork' | 'rerunJob' | 'retrySetAsideEvent' | 'closeSetAsideEvent'>

/**
 * `npm run jobs`, for whoever runs the portal: work of every creditor that does not go on by itself, and of none. Answers
 * the exit status: 0; 1 when there is no such job or event; 2 for a wrong call.
 */
export async function runJobs(argv: readonly string[], app: StuckWorkParts, output: CommandOutput): Promise<number> {
  const wanted = readCall(argv)
  if (wanted === null) {
    output.printError(USAGE)
    return USAGE_ERROR
  }
  if (wanted.kind === 'list') return list(app, output)
  const done = await carryOut(app, wanted)
  if (done) return 0
  output.printError(`There is nothing stuck with the id ${wanted.id}.`)
  return 1
}

async function list(app: StuckWorkParts, { print }: CommandOutput): Promise<number> {
  const { jobs, events, payments, at } = await app.listStuckWork('all')
  for (const { id, name, failedAt, attemptCount, error } of jobs) {
    print(`job ${id} ${failedAt.toISOString()} ${name} after ${attemptCount} attempts: ${toLine(error ?? '')}`)
  }
  for (const { id, event, result, receivedAt, paymentId } of events) {
    const { gateway, kind, amount, gatewayReference = '-', transactionReference = '-' } = event
    const about = paymentId === null ? 'no payment' : `payment ${paymentId}`
    print(
      `event ${id} ${receivedAt.toISOString()} ${result ?? 'undecided'} ${gateway} ${kind} ` +
        `${amount.amountMinor} ${amount.currency} ${gatewayReference} ${transactionReference} ${about}`,
    )
  }
  for (const { id, gateway, method, ...payment } of payments) {
    const { amountMinor, currency, gatewayReference, transactionReference, expiresAt } = payment
    const { count, unit } = measureWait(expiresAt, at)
    print(
      `payment ${id} ${expiresAt.toISOString()} without_outcome ${gateway} ${method ?? '-'} ${amountMinor} ${currency} ` +
        `${gatewayReference ?? '-'} ${transactionReference ?? '-'} ${count} ${unit}: ${ADVICE[gateway] ?? ADVICE_ELSEWHERE}`,
    )
  }
  if (jobs.length + events.length + payments.length === 0) print('Nothing is stuck.')
  return 0
}

async function carryOut(app: StuckWorkParts, wanted: Exclude<Wanted, { kind: 'list' }>): Promise<boolean> {
  switch (wanted.kind) {
    case 'rerun':
      return (await app.rerunJob('all', wanted.id)).ok
    case 'retry':
      return (await app.retrySetAsideEvent('all', wanted.id)).ok
    case 'close':
      return (await app.closeSetAsideEvent('all', { eventId: wanted.id, by: 'cli', note: wanted.note })).ok
  }
}

/** Null for a wrong call. */
function readCall(argv: readonly string[]): Wanted | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        rerun: { type: 'string' },
        'retry-event': { type: 'string' },
        'close-event': { type: 'string' },
        note: { type: 'string' },
      },
    })
    const { rerun, note } = values
    const [retry, close] = [values['retry-event'], values['close-event']]
    const given = [rerun, retry, close].filter((id) => id !== undefined)
    if (given.length > 1) return null
    if (rerun !== undefined) return { kind: 'rerun', id: rerun }
    if (retry !== undefined) return { kind: 'retry', id: retry }
    if (close !== undefined) return note?.trim() ? { kind: 'close', id: close, note } : null
    return note === undefined ? { kind: 'list' } : null
  } catch {
    return null
  }
}
