/** Work that does not go on by itself: jobs that were given up, and providers' events that stand for somebody. */
import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { SetAsideEvent } from './ports/gateway-inbox'
import type { FailedJob, JobInspector } from './ports/job-inspector'
import type { UnitOfWork } from './ports/unit-of-work'

const SHOWN = 100

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
  jobInspector: JobInspector
}

export interface StuckWork {
  /** Latest first. */
  jobs: FailedJob[]
  /** Oldest first. */
  events: SetAsideEvent[]
}

/** Of one creditor; of all, and what belongs to none, for whoever runs the portal. */
export async function listStuckWork(
  { unitOfWork, clock, jobInspector }: Services,
  of: CreditorId | 'all',
): Promise<StuckWork> {
  const now = clock.now()
  return {
    jobs: await jobInspector.listFailed(of, SHOWN),
    events: await unitOfWork.run({ kind: 'system' }, ({ gatewayInbox }) => gatewayInbox.listSetAside(of, now, SHOWN)),
  }
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
