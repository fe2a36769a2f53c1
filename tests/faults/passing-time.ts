/**
 * The passing of time in the portal's database while the portal works in it. Each statement locks one row, or one plan
 * before its instalments as the portal does, so that neither ever waits for the other in a circle.
 */
import type pg from 'pg'

interface Passing {
  /** The rows that time passes for, by their ids. */
  each: string
  /** `$1`: the id. `$2`: how much of time, in the unit of the list it is in. */
  change: string
}

const UNDECIDED = `status in ('created', 'pending', 'processing')`
const UNDECIDED_OFFER = `status in ('proposed', 'offered', 'agreed')`

/** In hours: of payments that nobody has ended, refunds that nobody has answered, and requests whose process died. */
const HOURS: readonly Passing[] = [
  {
    each: `select id from payment where ${UNDECIDED}`,
    change: `update payment set created_at = created_at - make_interval(hours => $2), expires_at = expires_at - make_interval(hours => $2)
      where id = $1 and ${UNDECIDED}`,
  },
  {
    each: `select id from payment_reversal where status = 'requested'`,
    change: `update payment_reversal set created_at = created_at - make_interval(hours => $2)
      where id = $1 and status = 'requested'`,
  },
  {
    each: `select key as id from api_idempotency where status is null`,
    change: `update api_idempotency set created_at = created_at - make_interval(hours => $2) where key = $1 and status is null`,
  },
]

/** In days: of an agreement, as if it had been made earlier; and codes that were mailed a while ago are forgotten. */
const DAYS: readonly Passing[] = [
  {
    each: `select id from payment_plan`,
    change: `update instalment set due_on = due_on - $2::int, original_due_on = original_due_on - $2::int,
      noticed_at = noticed_at - make_interval(days => $2), next_attempt_at = next_attempt_at - make_interval(days => $2)
      where plan_id = (select id from payment_plan where id = $1 for update)`,
  },
  {
    each: `select id from promise_to_pay where status = 'open'`,
    change: `update promise_to_pay set promised_on = promised_on - $2::int, grace_until_on = grace_until_on - $2::int
      where id = $1 and status = 'open'`,
  },
  {
    each: `select id from settlement_offer where ${UNDECIDED_OFFER}`,
    change: `update settlement_offer set pay_by_on = pay_by_on - $2::int, answer_by_on = answer_by_on - $2::int
      where id = $1 and ${UNDECIDED_OFFER}`,
  },
  {
    each: `select id from one_time_code where created_at between now() - interval '3 days' and now() - interval '20 seconds'`,
    change: `update one_time_code set created_at = created_at - make_interval(days => $2) where id = $1`,
  },
]

export function passHours(pool: pg.Pool, hours: number): Promise<void> {
  return pass(pool, HOURS, hours)
}

export function passDays(pool: pg.Pool, days: number): Promise<void> {
  return pass(pool, DAYS, days)
}

async function pass(pool: pg.Pool, passings: readonly Passing[], count: number): Promise<void> {
  for (const { each, change } of passings) {
    const { rows } = await pool.query<{ id: string }>(each)
    for (const { id } of rows) await pool.query(change, [id, count])
  }
}
