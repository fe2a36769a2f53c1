/** A superuser's look into the portal's database, which comes and goes with PostgreSQL; and the passing of time. */
import pg from 'pg'
import { nameDatabase } from '../setup/postgres.global'
import { passDays, passHours } from './passing-time'
import type { World } from './portal/world'

/** Where rates are not fetched, nobody takes them. */
const LEFT_ALONE = ['refresh-exchange-rates']

const UNFINISHED = `
  select 'job ' || name || ' ' || state || ' ' || coalesce(output::text, '') as unfinished from pgboss.job
    where state < 'completed' and name not like '\\_\\_pgboss%' and name <> all($1)
      and not (name = 'learn-payment-details' and state = 'created' and start_after > now() + interval '1 hour')
  union all select 'inbox ' || event_id from gateway_inbox_entry where processed_at is null
  union all select 'delivery ' || sequence || ' attempts ' || attempt_count from webhook_delivery where status = 'pending'`

const IS_CLOCK_AT_WORK = `exists (select from pgboss.job where name = 'expire-payments' and state < 'completed')`

/**
 * Whatever waits for its next try, or for its hour, waits no more. The waits of eight attempts are more than four
 * minutes, so that what was tried so often waits at least for what the clock does every minute.
 */
const HURRY = `
  update pgboss.job set start_after = now()
    where start_after > now() and name not like '\\_\\_pgboss%' and name <> all($1)
      and ((state = 'retry' and (retry_count < 8 or name = 'expire-payments' or not ${IS_CLOCK_AT_WORK}))
        or (state = 'created' and start_after < now() + interval '1 hour'))`

const IS_CLOCK_WANTED = `
  select exists (select from pgboss.job where state = 'retry' and retry_count >= 8) and not ${IS_CLOCK_AT_WORK} as "isWanted"`

/** The waits of eighteen attempts are about a day, which is as long as a payment by a kept method is open. */
const END_OF_DAY = `
  update payment set expires_at = least(expires_at, now())
    where status = 'created' and id in (select (data ->> 'paymentId')::uuid from pgboss.job
      where name = 'charge-saved-method' and state = 'retry' and retry_count >= 18)`

/** What the clock has done of agreements, every hour. */
const DAILY_JOBS = ['run-plans', 'decide-promises', 'decide-settlement-offers']

export class Inspector {
  private pool: pg.Pool | null = null
  private url = ''

  constructor(private readonly world: Pick<World, 'postgres'>) {}

  /** What the portal still has to do. */
  async listUnfinished(): Promise<string[]> {
    const { rows } = await this.open().query<{ unfinished: string }>(UNFINISHED, [LEFT_ALONE])
    return rows.map((row) => row.unfinished)
  }

  async countUnfinished(): Promise<number> {
    const sql = `select count(*)::int as count from (${UNFINISHED}) as unfinished`
    const { rows } = await this.open().query<{ count: number }>(sql, [LEFT_ALONE])
    return rows[0]?.count ?? 0
  }

  /**
   * Jobs that wait for a later moment are due now. One that has been tried often would have waited for many minutes, in
   * which the clock ends payments whose time is over; without it such a job would use up its attempts in seconds.
   */
  async hurry(): Promise<void> {
    await this.open().query(END_OF_DAY)
    // What is tried now is tried beside the clock; its next try comes after it.
    const { rows } = await this.open().query<{ isWanted: boolean }>(IS_CLOCK_WANTED)
    await this.open().query(HURRY, [LEFT_ALONE])
    if (rows[0]?.isWanted === true) await this.runClockJob('expire-payments')
  }

  /** Hours pass for whatever is not decided; a payment that somebody is asked for by mail waits for a day. */
  async passTime(hours = 2): Promise<void> {
    await passHours(this.open(), hours)
  }

  /** Days pass for promises, settlements and plans, and the clock sees to them. */
  async passDays(days: number): Promise<void> {
    await passDays(this.open(), days)
    for (const name of DAILY_JOBS) await this.runClockJob(name)
  }

  /** Payments that are not decided. */
  async countUnderWay(): Promise<number> {
    const { rows } = await this.open().query<{ count: number }>(
      `select count(*)::int as count from payment where status in ('created', 'pending', 'processing')`,
    )
    return rows[0]?.count ?? 0
  }

  /** As the clock does every minute. */
  async runClockJob(name: string): Promise<void> {
    await this.open().query(
      `insert into pgboss.job (name, data, retry_limit, retry_delay, retry_backoff, expire_seconds, heartbeat_seconds, policy)
       select name, '{}', retry_limit, retry_delay, retry_backoff, expire_seconds, heartbeat_seconds, policy
       from pgboss.queue where name = $1`,
      [name],
    )
  }

  /** Runs `work` in a transaction whose every change is undone. */
  async runInScratch<Value>(work: (client: pg.PoolClient) => Promise<Value>): Promise<Value> {
    const client = await this.open().connect()
    try {
      await client.query('begin')
      return await work(client)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  async close(): Promise<void> {
    const { pool } = this
    this.pool = null
    await pool?.end()
  }

  private open(): pg.Pool {
    const { url, superuserUrl } = this.world.postgres
    const wanted = nameDatabase(superuserUrl, new URL(url).pathname.slice(1))
    if (this.pool && this.url !== wanted) {
      void this.pool.end().catch(() => undefined)
      this.pool = null
    }
    if (!this.pool) {
      this.url = wanted
      this.pool = new pg.Pool({ connectionString: wanted, max: 2 })
      this.pool.on('error', () => undefined)
    }
    return this.pool
  }
}
