/** Jobs on pg-boss, in the same database and, when added by a use case, in the same transaction. */
import { PgBoss, type Job, type QueueResult, type SendOptions, type WorkOptions } from 'pg-boss'
import { z } from 'zod'
import type { EnqueueOptions, JobName, JobPayloads, JobQueue } from '~/use-cases/ports/jobs'
import type { Database, PrismaTransaction } from './database.server'

/**
 * A job whose handler threw is tried again over more than a day, at first after seconds, so that the job of a charge lasts
 * as long as its payment, which is open for a day. A webhook's own retries are its delivery's, not the job's.
 *
 * A job whose process died says nothing any more: it is taken for dead after `heartbeatSeconds` (its process renews it
 * in half that time, however long the handler runs) and is then tried again like one that threw.
 */
const QUEUE_SETTINGS = {
  retryLimit: 20,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 14_400,
  heartbeatSeconds: 15,
  // A job that was given up is listed as stuck work until then.
  deleteAfterSeconds: 90 * 24 * 60 * 60,
} as const

/** How often each process looks for jobs of processes that died. pg-boss itself would look once a minute. */
const SUPERVISION = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 } as const

/**
 * How many jobs of a queue a process runs at a time. An endpoint that hangs holds up its own deliveries, never those of
 * other creditors.
 */
const WORKERS: Readonly<Record<JobName, number>> = {
  'process-gateway-event': 2,
  'learn-payment-details': 1,
  'send-refund': 1,
  'capture-payment': 1,
  'reconcile-payments': 1,
  'match-bank-transactions': 1,
  'forget-bank-upload': 1,
  'start-reconciliations': 1,
  'charge-saved-method': 2,
  'remove-saved-method': 1,
  'expire-payments': 1,
  'bill-interest': 1,
  'decide-promises': 1,
  'decide-settlement-offers': 1,
  'compare-ledger': 1,
  'delete-expired-ledgers': 1,
  'send-reminders': 1,
  'remind-debtors': 1,
  'run-plans': 1,
  'refresh-exchange-rates': 1,
  'deliver-webhook': 4,
  'replay-webhooks': 1,
  'send-mail': 1,
  'sandbox-deliver-event': 1,
  'sandbox-settle-debit': 1,
}

/** What the clock alone begins, with the minutes and hours of UTC at which it does. */
export const CLOCK_SCHEDULE = {
  'expire-payments': '* * * * *',
  'start-reconciliations': '10 2 * * *',
  'bill-interest': '50 3 * * *',
  'decide-promises': '25 * * * *',
  'decide-settlement-offers': '35 * * * *',
  'delete-expired-ledgers': '40 2 * * *',
  'send-reminders': '5 * * * *',
  'run-plans': '20 * * * *',
} as const satisfies Partial<Record<JobName, string>>

export type ClockJob = keyof typeof CLOCK_SCHEDULE

export const CLOCK_JOBS = Object.keys(CLOCK_SCHEDULE).filter((name): name is ClockJob => name in CLOCK_SCHEDULE)

/** What pg-boss answers, beside what its types say. */
const retrySchema = z.object({ affected: z.number() })

const QUEUES = Object.keys(WORKERS).filter((name): name is JobName => name in WORKERS)

export type JobHandlers = { [Name in JobName]?: (payload: JobPayloads[Name]) => Promise<void> }

/** Adds jobs through the given SQL connection. */
export interface JobSender {
  send(prisma: PrismaTransaction, name: JobName, payload: object, options: EnqueueOptions): Promise<void>
}

export interface JobRunner extends JobSender {
  /** Creates pg-boss's own tables and the queues. Every process calls it once before it adds or takes jobs. */
  start(): Promise<void>
  /** Begins to take jobs. */
  work(handlers: JobHandlers): Promise<void>
  /** Has a job that failed for good tried again; false when it is not one. */
  rerun(name: string, id: string): Promise<boolean>
  isReady(): boolean
  stop(): Promise<void>
}

export function createJobRunner(
  database: Database,
  onError: (error: unknown) => void,
  options: { pollingSeconds?: number; onJobFailure?: (name: JobName, error: unknown) => void } = {},
): JobRunner {
  const onJobFailure = options.onJobFailure ?? (() => undefined)
  const boss = new PgBoss({
    db: {
      async executeSql(text: string, values?: unknown[]) {
        // Several statements in one text have a result each.
        const results = [await database.jobPool.query<object>(text, values)].flat()
        return { rows: results.flatMap((result) => result.rows) }
      },
    },
    supervise: true,
    schedule: true,
    ...SUPERVISION,
  })
  boss.on('error', onError)
  let ready = false
  return {
    async start() {
      await boss.start()
      await bringQueuesUpToDate(boss)
      ready = true
    },
    async work(handlers) {
      for (const name of QUEUES) {
        const handler = handlers[name]
        if (!handler) continue
        const run = handler as (payload: object) => Promise<void>
        const workOptions: WorkOptions = {
          pollingIntervalSeconds: options.pollingSeconds ?? 0.5,
          batchSize: 1,
          ...(name === 'deliver-webhook' ? { groupConcurrency: 1 } : {}),
        }
        for (let count = 0; count < WORKERS[name]; count += 1) {
          let worker = ''
          worker = await boss.work(name, workOptions, async (jobs: Job[]) => {
            // Where there was one job there may be more: the next is looked for at once, not at the next poll.
            boss.notifyWorker(worker)
            for (const job of jobs) {
              try {
                await run(job.data)
              } catch (error) {
                // pg-boss notes the failure with the job and tells nobody.
                onJobFailure(name, error)
                throw error
              }
            }
          })
        }
      }
      for (const name of CLOCK_JOBS) {
        if (handlers[name]) await boss.schedule(name, CLOCK_SCHEDULE[name], {})
      }
      await scheduleRates(boss, handlers['refresh-exchange-rates'] !== undefined)
    },
    async send(prisma, name, payload, sendOptions) {
      const bossOptions: SendOptions = {
        ...(sendOptions.startAt ? { startAfter: sendOptions.startAt } : {}),
        ...(sendOptions.key ? { singletonKey: sendOptions.key } : {}),
        ...(sendOptions.group ? { group: { id: sendOptions.group } } : {}),
        db: {
          async executeSql(text: string, values?: unknown[]) {
            const rows = await prisma.$queryRawUnsafe(text, ...(values ?? []))
            return { rows: z.array(z.unknown()).parse(rows) }
          },
        },
      }
      await boss.send(name, payload, bossOptions)
    },
    async rerun(name, id) {
      const answer = retrySchema.parse(await boss.retry(name, id))
      return answer.affected === 1
    },
    isReady: () => ready,
    async stop() {
      ready = false
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}

/** Rates come out around 16:00 in Frankfurt; later runs of a day make up for one that failed, or for late rates. */
async function scheduleRates(boss: PgBoss, isFetched: boolean): Promise<void> {
  if (!isFetched) return boss.unschedule('refresh-exchange-rates')
  await boss.schedule('refresh-exchange-rates', '30 16-23 * * 1-5', {}, { tz: 'Europe/Berlin' })
  await boss.send('refresh-exchange-rates', {})
}

/** Creates queues that are missing, and gives those of an earlier version today's settings. */
async function bringQueuesUpToDate(boss: PgBoss): Promise<void> {
  const known = new Map((await boss.getQueues([...QUEUES])).map((queue) => [queue.name, queue]))
  for (const name of QUEUES) {
    const queue = known.get(name)
    if (!queue) await boss.createQueue(name, { ...QUEUE_SETTINGS, policy: 'standard' })
    else if (!hasSettings(queue)) await boss.updateQueue(name, QUEUE_SETTINGS)
  }
}

function hasSettings(queue: QueueResult): boolean {
  return Object.entries(QUEUE_SETTINGS).every(
    ([setting, value]) => queue[setting as keyof typeof QUEUE_SETTINGS] === value,
  )
}

export function createJobQueue(prisma: PrismaTransaction, sender: JobSender): JobQueue {
  return {
    async enqueue(name, payload, options = {}) {
      await sender.send(prisma, name, payload, options)
    },
  }
}
