/** Jobs on pg-boss, in the same database and, when added by a use case, in the same transaction. */
import { PgBoss, type Job, type SendOptions } from 'pg-boss'
import { z } from 'zod'
import type { JobName, JobPayloads, JobQueue } from '~/use-cases/ports/jobs'
import type { Database, PrismaTransaction } from './database.server'

/** Retries of a job whose handler threw: about a day in all. A webhook's own retries are its delivery's, not the job's. */
const RETRY = { retryLimit: 12, retryDelay: 5, retryBackoff: true, retryDelayMax: 14_400 } as const

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
        const result = await database.pool.query(text, values)
        return { rows: result.rows }
      },
    },
    supervise: true,
    schedule: true,
  })
  boss.on('error', onError)
  let ready = false
  return {
    async start() {
      await boss.start()
      for (const name of QUEUES) await boss.createQueue(name, { ...RETRY, policy: 'standard' })
      ready = true
    },
    async work(handlers) {
      for (const name of QUEUES) {
        const handler = handlers[name]
        if (!handler) continue
        const run = handler as (payload: object) => Promise<void>
        await boss.work(
          name,
          { pollingIntervalSeconds: options.pollingSeconds ?? 0.5, batchSize: 1 },
          async (jobs: Job<object>[]) => {
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

export function createJobQueue(prisma: PrismaTransaction, sender: JobSender): JobQueue {
  return {
    async enqueue(name, payload, options = {}) {
      await sender.send(prisma, name, payload, options)
    },
  }
}
