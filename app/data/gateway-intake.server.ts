/**
 * A webhook is answered once its events are kept, and a provider sends thousands in a minute: here they are kept, with
 * their jobs, in one statement of its own transaction. The inbox is outside row-level security.
 */
import type pg from 'pg'
import type { GatewayIntake } from '~/use-cases/ports/gateway-intake'
import { toInboxPayload } from './gateway-inbox.server'

/** The job is the row that pg-boss itself writes for this queue; a test compares the two. */
const TAKE = `
  with given as (
    select * from json_to_recordset($1::json) as event
      (id uuid, gateway text, event_id text, gateway_reference text, transaction_reference text, payload jsonb)
  ), entry as (
    insert into gateway_inbox_entry
      (id, gateway, event_id, gateway_reference, transaction_reference, payload, received_at)
    select id, gateway, event_id, gateway_reference, transaction_reference, payload, $2::timestamptz
    from given order by gateway, event_id
    on conflict (gateway, event_id) do nothing
    returning id
  )
  insert into pgboss.job (name, data, expire_seconds, deletion_seconds, keep_until, retry_limit, retry_delay,
    retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
  select queue.name, jsonb_build_object('inboxEntryId', entry.id), queue.expire_seconds, queue.deletion_seconds,
    now() + queue.retention_seconds * interval '1s', queue.retry_limit, queue.retry_delay, queue.retry_backoff,
    queue.retry_delay_max, queue.policy, queue.dead_letter, queue.heartbeat_seconds
  from entry, pgboss.queue where queue.name = 'process-gateway-event'`

export function createGatewayIntake(pool: pg.Pool): GatewayIntake {
  return {
    async take(entries, receivedAt) {
      if (entries.length === 0) return 0
      const rows = entries.map(({ id, event }) => ({
        id,
        gateway: event.gateway,
        event_id: event.eventId,
        gateway_reference: event.gatewayReference ?? null,
        transaction_reference: event.transactionReference ?? null,
        payload: toInboxPayload(event),
      }))
      const values = [JSON.stringify(rows), receivedAt.toISOString()]
      const { rowCount } = await pool.query({ name: 'take gateway events', text: TAKE, values })
      return rowCount ?? 0
    },
  }
}
