/**
 * Work that does not go on by itself: jobs that were given up, providers' events that stand for somebody, and payments of
 * which no provider has said what became of them.
 */
import { listOutcomeDeadlines } from '~/domain/awaited-outcome'
import type { CreditorId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import { fail, succeed, type Result } from '~/domain/result'
import { listAskableGateways } from './list-askable-gateways'
import type { Clock } from './ports/clock'
import type { SetAsideEvent } from './ports/gateway-inbox'
import type { FailedJob, JobInspector } from './ports/job-inspector'
import type { PaymentGateway } from './ports/payment-gateway'
import type { UntoldOutcomes } from './ports/payment-repository'
import type { UnitOfWork } from './ports/unit-of-work'

const SHOWN = 100

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
  jobInspector: JobInspector
  gateways: ReadonlyMap<string, PaymentGateway>
}

export interface StuckWork {
  /** Latest first. */
  jobs: FailedJob[]
  /** Oldest first. */
  events: SetAsideEvent[]
  /** Under way for longer than their kind of method takes, with a provider that cannot be asked. Longest first. */
  payments: Payment[]
  /** When this was looked up. */
  at: Date
}

/** Of one creditor; of all, and what belongs to none, for whoever runs the portal. */
export async function listStuckWork(
  { unitOfWork, clock, jobInspector, gateways }: Services,
  of: CreditorId | 'all',
): Promise<StuckWork> {
  const now = clock.now()
  const jobs = await jobInspector.listFailed(of, SHOWN)
  return unitOfWork.run({ kind: 'system' }, async ({ gatewayInbox, payments }) => ({
    jobs,
    events: await gatewayInbox.listSetAside(of, now, SHOWN),
    payments: await payments.listUntold(of, describeUntold(gateways, now), SHOWN),
    at: now,
  }))
}

export interface StuckWorkCounts {
  jobs: { name: string; count: number }[]
  events: { result: string; count: number }[]
  payments: { gateway: string; count: number }[]
}

/** How much of it there is, of every creditor and of none. */
export async function countStuckWork({
  unitOfWork,
  clock,
  jobInspector,
  gateways,
}: Services): Promise<StuckWorkCounts> {
  const now = clock.now()
  const jobs = await jobInspector.countFailed()
  return unitOfWork.run({ kind: 'system' }, async ({ gatewayInbox, payments }) => ({
    jobs,
    events: await gatewayInbox.countSetAside(now),
    payments: await payments.countUntold(describeUntold(gateways, now)),
  }))
}

function describeUntold(gateways: Services['gateways'], now: Date): UntoldOutcomes {
  return { askable: listAskableGateways(gateways).map(({ name }) => name), deadlines: listOutcomeDeadlines(now) }
}

/** Has a failed job tried again; only one of those that `listStuckWork` shows. */
export async function rerunJob(
  { jobInspector }: Pick<Services, 'jobInspector'>,
  of: CreditorId | 'all',
  jobId: string,
): Promise<Result<'queued', 'not_failed'>> {
  const job = (await jobInspector.listFailed(of, SHOWN)).find(({ id }) => id === jobId)
  return job && (await jobInspector.rerun(job)) ? succeed('queued') : fail('not_failed')
}

/** Has an event that was set aside decided anew. */
export async function retrySetAsideEvent(
  { unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>,
  of: CreditorId | 'all',
  eventId: string,
): Promise<Result<'queued', 'not_set_aside'>> {
  return unitOfWork.run({ kind: 'system' }, async ({ gatewayInbox, jobs }) => {
    const event = (await gatewayInbox.listSetAside(of, clock.now(), SHOWN)).find(({ id }) => id === eventId)
    if (!event) return fail('not_set_aside')
    await jobs.enqueue('process-gateway-event', { inboxEntryId: event.id })
    return succeed('queued')
  })
}

/** Somebody has looked at an event that was set aside and says what was done about it. */
export async function closeSetAsideEvent(
  { unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>,
  of: CreditorId | 'all',
  { eventId, by, note }: { eventId: string; by: string; note: string },
): Promise<Result<'closed', 'not_set_aside' | 'note_missing'>> {
  if (note.trim() === '') return fail('note_missing')
  return unitOfWork.run({ kind: 'system' }, async ({ gatewayInbox }) => {
    const now = clock.now()
    const event = (await gatewayInbox.listSetAside(of, now, SHOWN)).find(({ id }) => id === eventId)
    if (!event) return fail('not_set_aside')
    await gatewayInbox.close(event.id, { at: now, by, note: note.trim() })
    return succeed('closed')
  })
}
