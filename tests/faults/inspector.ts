/** A superuser's look into the victim's database, which comes and goes with PostgreSQL. */
import pg from 'pg'
import type { World } from './world'

/** Jobs that keep coming by the clock. */
const CLOCK_JOBS = ['expire-payments']

const UNFINISHED = `
  select 'job ' || name || ' ' || state || ' ' || coalesce(output::text, '') as unfinished from pgboss.job
    where state < 'completed' and name not like '\\_\\_pgboss%' and name <> all($1)
  union all select 'inbox ' || event_id from gateway_inbox_entry where processed_at is null
  union all select 'sandbox event ' || id from sandbox_event where delivered_at is null
  union all select 'debit ' || id from sandbox_checkout where status = 'processing'
  union all select 'delivery ' || sequence || ' attempts ' || attempt_count from webhook_delivery where status = 'pending'`

export class Inspector {
  private pool: pg.Pool | null = null

  constructor(private readonly world: Pick<World, 'findInspectorUrl'>) {}

  /** What the portal or the sandbox still has to do. */
  async listUnfinished(): Promise<string[]> {
    const pool = await this.open()
    const { rows } = await pool.query<{ unfinished: string }>(UNFINISHED, [CLOCK_JOBS])
    return rows.map((row) => row.unfinished)
  }

  /** Does nothing to a checkout that has ended, or while the database is away. */
  async inflateCheckout(id: string, byMinor: number): Promise<void> {
    try {
      const pool = await this.open()
      const sql = `update sandbox_checkout set amount_minor = amount_minor + $2 where id = $1 and status = 'open'`
      await pool.query(sql, [id, byMinor])
    } catch (error) {
      if (error instanceof Error && 'code' in error) return
      throw error
    }
  }

  /** Runs `work` in a transaction whose every change is undone. */
  async runInScratch<Value>(work: (client: pg.PoolClient) => Promise<Value>): Promise<Value> {
    const client = await (await this.open()).connect()
    try {
      await client.query('begin')
      return await work(client)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  async close(): Promise<void> {
    const pool = this.pool
    this.pool = null
    await pool?.end()
  }

  private async open(): Promise<pg.Pool> {
    if (!this.pool) {
      this.pool = new pg.Pool({ connectionString: await this.world.findInspectorUrl(), max: 2 })
      this.pool.on('error', () => undefined)
    }
    return this.pool
  }
}
