/**
 * The job queue of a simulated year: jobs are rows of their transaction, as in production, and come due by its clock. What
 * one account causes is done in its order, and accounts beside each other, so that one year is like the other.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'
import type { JobHandlers, JobSender } from '~/data/job-queue.server'
import type { JobName } from '~/use-cases/ports/jobs'

/** A job that failed is tried again at the next look at the queue, as often as in production. */
const MOST_ATTEMPTS = 17

/** A chain of jobs that goes on for longer never ends. */
const MOST_ROUNDS = 200

/** How many accounts move at the same time. */
const SIDE_BY_SIDE = 6

interface Waiting {
  id: string
  name: JobName
  payload: object
  attempts: number
  lane: string
}

interface SimulatedJobs extends JobSender {
  /** Does something of one account: jobs that it causes are of its lane. */
  inLane<Value>(lane: string, work: () => Promise<Value>): Promise<Value>
  /** Runs what is due of a lane, or of all, and what that adds. Throws where a job has no handler, or failed too often. */
  runDue(handlers: JobHandlers, now: Date, lane?: string): Promise<void>
  /** How many attempts failed so far. */
  readonly failedAttempts: number
  /** Names of the jobs that are left. */
  listLeft(): Promise<string[]>
}

export async function createSimulatedJobs(pool: pg.Pool): Promise<SimulatedJobs> {
  await pool.query(`create table if not exists simulated_job (
    id bigint generated always as identity primary key, name text not null, payload jsonb not null,
    start_at timestamptz, key text, lane text not null, attempts int not null default 0)`)
  await pool.query('create index if not exists simulated_job_lane on simulated_job (lane, id)')
  const lanes = new AsyncLocalStorage<string>()
  let failedAttempts = 0
  async function runOne({ id, name, payload, attempts }: Waiting, handlers: JobHandlers): Promise<boolean> {
    const handler = handlers[name] as ((payload: object) => Promise<void>) | undefined
    if (!handler) throw new Error(`nobody does the job ${name}`)
    try {
      await handler(payload)
      await pool.query('delete from simulated_job where id = $1', [id])
      return true
    } catch (error) {
      failedAttempts += 1
      if (attempts + 1 >= MOST_ATTEMPTS) throw new Error(`the job ${name} was given up`, { cause: error })
      await pool.query('update simulated_job set attempts = attempts + 1 where id = $1', [id])
      return false
    }
  }
  return {
    inLane: (lane, work) => lanes.run(lane, work),
    async send(prisma, name, payload, { startAt, key }) {
      const lane = 'debtorId' in payload ? String(payload.debtorId) : (lanes.getStore() ?? '')
      await prisma.$executeRawUnsafe(
        `insert into simulated_job (name, payload, start_at, key, lane)
        select $1, $2::jsonb, $3::timestamptz, $4, $5
        where $4::text is null or not exists (select from simulated_job where name = $1 and key = $4)`,
        ...[name, JSON.stringify(payload), startAt?.toISOString() ?? null, key ?? null, lane],
      )
    },
    async runDue(handlers, now, lane) {
      const failed = new Set<string>()
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        const { rows } = await pool.query<Waiting>(
          `select id::text, name, payload, attempts, lane from simulated_job
          where (start_at is null or start_at <= $1) and id <> all($2::bigint[]) and ($3::text is null or lane = $3)
          order by id limit 1000`,
          [now.toISOString(), [...failed], lane ?? null],
        )
        if (rows.length === 0) return
        const names = [...new Set(rows.map((job) => job.lane))]
        await forEachBeside(names, async (name) => {
          for (const job of rows.filter((one) => one.lane === name)) {
            const isDone = await lanes.run(name, () => runOne(job, handlers))
            if (!isDone) failed.add(job.id)
          }
        })
      }
      throw new Error('the jobs never end')
    },
    get failedAttempts() {
      return failedAttempts
    },
    async listLeft() {
      const { rows } = await pool.query<{ name: string }>('select name from simulated_job order by id')
      return rows.map(({ name }) => name)
    },
  }
}

/** Some at a time, in their order. */
export async function forEachBeside<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const takeOn = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, takeOn))
}
