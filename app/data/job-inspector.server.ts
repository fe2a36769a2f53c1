import { z } from 'zod'
import type { DataScope } from '~/use-cases/ports/unit-of-work'
import type { FailedJob, JobInspector } from '~/use-cases/ports/job-inspector'
import type { Database } from './database.server'
import type { JobRunner } from './job-queue.server'

const jobSchema = z.object({
  id: z.string(),
  name: z.string(),
  queuedAt: z.date(),
  failedAt: z.date(),
  attemptCount: z.number(),
  error: z.string().nullable(),
  paymentId: z.string().nullable(),
})

/** A job about an event names the creditor by way of the payment that the event is about, which row-level security hides. */
const LIST_FAILED = `
select j.id, j.name, j.created_on as "queuedAt", coalesce(j.completed_on, j.created_on) as "failedAt",
  j.retry_count + 1 as "attemptCount", coalesce(j.output ->> 'message', j.output #>> '{value,message}') as error,
  coalesce(j.data ->> 'paymentId', p.id::text) as "paymentId"
from pgboss.job j
  left join gateway_inbox_entry e on j.name = 'process-gateway-event' and e.id::text = j.data ->> 'inboxEntryId'
  left join lateral (
    select p.id, p.creditor_id from payment p where p.gateway = e.gateway and (p.gateway_reference = e.gateway_reference
      or p.transaction_reference = e.transaction_reference or p.id::text = e.payload ->> 'paymentId') limit 1) p on true
where j.state = 'failed' and ($1::text is null or j.data ->> 'creditorId' = $1 or p.creditor_id::text = $1)
order by j.completed_on desc, j.id limit $2`

const COUNT_FAILED = `select name, failed_count as count from pgboss.queue where failed_count > 0 order by name`

export function createJobInspector({ reader }: Pick<Database, 'reader'>, jobs: Pick<JobRunner, 'rerun'>): JobInspector {
  return {
    async listFailed(of, limit) {
      const scope: DataScope = of === 'all' ? { kind: 'system' } : { kind: 'creditor', creditorId: of }
      const values = [of === 'all' ? null : of, limit]
      const rows = await reader.read<FailedJob>(scope, { name: 'list_failed_jobs', text: LIST_FAILED, values })
      return rows.map((row) => jobSchema.parse(row))
    },
    countFailed: () =>
      reader.readUnscoped<{ name: string; count: number }>({
        name: 'count_failed_jobs',
        text: COUNT_FAILED,
        values: [],
      }),
    rerun: ({ name, id }) => jobs.rerun(name, id),
  }
}
