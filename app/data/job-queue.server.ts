/** Jobs on pg-boss, in the same database and, when added by a use case, in the same transaction. */
import { PgBoss, type Job, type QueueResult, type SendOptions } from 'pg-boss'
import { z } from 'zod'
import type { JobName, JobPayloads, JobQueue } from '~/use-cases/ports/jobs'
import type { Database, PrismaTransaction } from './database.server'

/**
 * A job whose handler threw is tried again over about a day, at first after seconds. A webhook's own retries are its
 * delivery's, not the job's.
 *
 * A job whose process died says nothing any more: it is taken for dead after `heartbeatSeconds` (its process renews it
 * in half that time, however long the handler runs) and is then tried again like one that threw.
 */
const QUEUE_SETTINGS = {
  retryLimit: 16,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 14_400,
  heartbeatSeconds: 15,
} as const

/** How often each process looks for jobs of processes that died. pg-boss itself would look once a minute. */
const SUPERVISION = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 } as const

const QUEUES: readonly JobName[] = [
  'process-gateway-event',
  'expire-payments',
  'deliver-webhook',
  'replay-webhooks',
  'send-mail',
  'sandbox-deliver-event',
  'sandbox-settle-debit',
]

export type JobHandlers = { [Name in JobName]?: (payload: JobPayloads[Name]) => Promise<void> }

/** Adds jobs through the given SQL connection. */
export interface JobSender {
  send(
    prisma: PrismaTransaction,
    name: JobName,
    payload: object,
    options: { startAt?: Date; key?: string },
  ): Promise<void>
}

export interface JobRunner extends JobSender {
  /** Creates pg-boss's own tables and the queues. Every process calls it once before it adds or takes jobs. */
  start(): Promise<void>
  /** Begins to take jobs. */
  work(handlers: JobHandlers): Promise<void>
  isReady(): boolean
  stop(): Promise<void>
}

export function createJobRunner(
  database: Database,
  onError: (error: unknown) => void,
  options: { pollingSeconds?: number } = {},
): JobRunner {
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
        let worker = ''
        worker = await boss.work(
          name,
          { pollingIntervalSeconds: options.pollingSeconds ?? 0.5, batchSize: 1 },
          async (jobs: Job[]) => {
            // Where there was one job there may be more: the next is looked for at once, not at the next poll.
            boss.notifyWorker(worker)
            for (const job of jobs) await run(job.data)
          },
        )
      }
      if (handlers['expire-payments']) await boss.schedule('expire-payments', '* * * * *', {})
    },
    async send(prisma, name, payload, sendOptions) {
      const bossOptions: SendOptions = {
        ...(sendOptions.startAt ? { startAfter: sendOptions.startAt } : {}),
        ...(sendOptions.key ? { singletonKey: sendOptions.key } : {}),
        db: {
          async executeSql(text: string, values?: unknown[]) {
            const rows = await prisma.$queryRawUnsafe(text, ...(values ?? []))
            return { rows: z.array(z.unknown()).parse(rows) }
          },
        },
      }
      await boss.send(name, payload, bossOptions)
    },
    isReady: () => ready,
    async stop() {
      ready = false
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
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
