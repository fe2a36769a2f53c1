/** A superuser's look into the portal's database, which comes and goes with PostgreSQL; and the passing of time. */
import pg from 'pg'
import { nameDatabase } from '../setup/postgres.global'
import type { World } from './portal/world'

/** Where rates are not fetched, nobody takes them. */
const LEFT_ALONE = ['refresh-exchange-rates']

const UNFINISHED = `
  select 'job ' || name || ' ' || state || ' ' || coalesce(output::text, '') as unfinished from pgboss.job
    where state < 'completed' and name not like '\\_\\_pgboss%' and name <> all($1)
      and not (name = 'learn-payment-details' and state = 'created' and start_after > now() + interval '1 hour')
  union all select 'inbox ' || event_id from gateway_inbox_entry where processed_at is null
  union all select 'delivery ' || sequence || ' attempts ' || attempt_count from webhook_delivery where status = 'pending'`

/** Whatever waits for its next try, or for its hour, waits no more. */
const HURRY = `
  update pgboss.job set start_after = now()
    where start_after > now() and name not like '\\_\\_pgboss%' and name <> all($1)
      and (state = 'retry' or (state = 'created' and start_after < now() + interval '1 hour'))`

/** Of payments that nobody has ended, refunds that nobody has answered, and requests whose process died. */
const AGE = [
  `update payment set created_at = created_at - interval '2 hours', expires_at = expires_at - interval '2 hours'
    where status in ('created', 'pending', 'processing')`,
  `update payment_reversal set created_at = created_at - interval '2 hours' where status = 'requested'`,
  `update api_idempotency set created_at = created_at - interval '1 hour' where status is null`,
]

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

  /** Jobs that wait for a later moment are due now. */
  async hurry(): Promise<void> {
    await this.open().query(HURRY, [LEFT_ALONE])
  }

  /** Two hours pass for whatever is not decided. */
  async passTime(): Promise<void> {
    for (const statement of AGE) await this.open().query(statement)
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
