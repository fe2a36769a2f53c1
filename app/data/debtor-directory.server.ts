import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { isCurrencyCode } from '~/domain/currency'
import type { DebtorSummary, WorklistFilter, WorklistSort } from '~/domain/debtor-summary'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { assertMinor } from '~/domain/money'
import type { DebtorDirectory } from '~/use-cases/ports/debtor-directory'
import type { ReadQuery, ScopedReader } from './database.server'
import { DUE_NOW } from './invoice-money'

const minorSchema = z.number().transform(assertMinor)

const daySchema = z.string().transform((text, context) => {
  const day = parseCalendarDay(text)
  if (day === null) context.addIssue('not a calendar day')
  return day ?? z.NEVER
})

const summarySchema = z.object({
  id: z.string().transform((id) => id as DebtorId),
  externalId: z.string(),
  name: z.string(),
  countryCode: z.string().nullable(),
  locale: z.string().nullable(),
  balances: z.array(
    z.object({
      currency: z.string().refine(isCurrencyCode),
      openMinor: minorSchema,
      overdueMinor: minorSchema,
      disputedMinor: minorSchema,
      pendingMinor: minorSchema,
      plannedMinor: minorSchema,
      creditMinor: minorSchema,
      unappliedCreditMinor: minorSchema,
      balanceMinor: minorSchema,
    }),
  ),
  oldestOverdueOn: daySchema.nullable(),
  lastEvent: z
    .object({
      sequence: z.number(),
      type: z.string(),
      occurredAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    })
    .nullable(),
})

export function createDebtorDirectory(reader: ScopedReader): DebtorDirectory {
  async function read(creditorId: CreditorId, query: ReadQuery): Promise<DebtorSummary[]> {
    const rows = await reader.read<{ summary: unknown }>({ kind: 'creditor', creditorId }, query)
    return rows.map((row) => summarySchema.parse(row.summary))
  }
  return {
    listAfter: (creditorId, now, { after, limit }) =>
      read(creditorId, {
        name: 'directory_after',
        text: writeSummaries(
          `select * from debtor where creditor_id = $1 and external_id > $3 order by external_id limit $4`,
          'external_id',
        ),
        values: [creditorId, now, after ?? '', limit],
      }),
    async findByExternalId(creditorId, now, externalId) {
      const [summary] = await read(creditorId, {
        name: 'directory_one',
        text: writeSummaries(`select * from debtor where creditor_id = $1 and external_id = $3`, 'external_id'),
        values: [creditorId, now, externalId],
      })
      return summary ?? null
    },
    async listWorklist(creditorId, now, { search, filter, sort, offset, limit }) {
      const rows = await reader.read<{ summary: unknown; total: number }>(
        { kind: 'creditor', creditorId },
        {
          name: `worklist_${filter}_${sort}`,
          text: writeSummaries(writeWorklist(filter, sort), WORKLIST_ORDER[sort], 'total_count::int as total'),
          values: [creditorId, now, toPattern(search), offset, limit],
        },
      )
      return {
        debtors: rows.map((row) => summarySchema.parse(row.summary)),
        totalCount: rows[0]?.total ?? 0,
      }
    },
  }
}

/** `%`, `_` and the escape itself are looked for as they stand. */
function toPattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`
}

const WORKLIST_ORDER: Readonly<Record<WorklistSort, string>> = {
  overdue: 'oldest_overdue_on nulls last, lower(name), external_id',
  name: 'lower(name), external_id',
  activity: 'last_sequence desc nulls last, lower(name), external_id',
}

const WORKLIST_CONDITION: Readonly<Record<WorklistFilter, string>> = {
  all: 'true',
  overdue: 'oldest_overdue_on is not null',
  credit: `exists (select from invoice where creditor_id = $1 and debtor_id = matched.id and kind = 'credit_note' and open_minor > 0)
    or exists (select from unapplied_credit where creditor_id = $1 and debtor_id = matched.id and open_minor > 0)`,
}

function writeWorklist(filter: WorklistFilter, sort: WorklistSort): string {
  return `
    select *, count(*) over () as total_count
    from (
      select debtor.*,
        (select min(due_on) from invoice where creditor_id = $1 and debtor_id = debtor.id and kind = 'invoice'
          and open_minor > 0 and ${DUE_NOW} > 0 and due_on < (select day from today)) as oldest_overdue_on,
        (select max(sequence) from outcome_event where creditor_id = $1 and debtor_id = debtor.id) as last_sequence
      from debtor
      where creditor_id = $1 and (name ilike $3 or external_id ilike $3)
    ) matched
    where ${WORKLIST_CONDITION[filter]}
    order by ${WORKLIST_ORDER[sort]} offset $4 limit $5`
}

/** Adds to the debtors that `debtors` selects where they stand and what happened last. $1 is the creditor, $2 now. */
function writeSummaries(debtors: string, order: string, more = ''): string {
  return `
    with today as (select ($2::timestamptz at time zone time_zone)::date as day from creditor where id = $1),
    listed as (${debtors})
    select json_build_object(
        'id', listed.id, 'externalId', listed.external_id, 'name', listed.name,
        'countryCode', listed.country_code, 'locale', listed.locale,
        'balances', account.balances, 'oldestOverdueOn', account.oldest_overdue_on,
        'lastEvent', (
          select json_build_object('sequence', sequence, 'type', type, 'occurredAt', occurred_at)
          from outcome_event where creditor_id = $1 and debtor_id = listed.id order by sequence desc limit 1)
      ) as summary${more === '' ? '' : `, ${more}`}
    from listed, lateral (
      select coalesce(json_agg(json_build_object(
          'currency', currency, 'openMinor', open_minor, 'overdueMinor', overdue_minor,
          'disputedMinor', disputed_minor, 'pendingMinor', pending_minor,
          'plannedMinor', planned_minor, 'creditMinor', credit_minor,
          'unappliedCreditMinor', unapplied_minor, 'balanceMinor', open_minor - credit_minor - unapplied_minor
        ) order by currency), '[]') as balances, min(oldest_overdue_on) as oldest_overdue_on
      from (
        select currency, sum(open_minor) as open_minor, sum(overdue_minor) as overdue_minor,
          sum(disputed_minor) as disputed_minor, sum(pending_minor) as pending_minor, sum(planned_minor) as planned_minor,
          sum(credit_minor) as credit_minor, sum(unapplied_minor) as unapplied_minor,
          min(due_on) filter (where overdue_minor > 0) as oldest_overdue_on
        from (
          select currency, due_on, disputed_minor, pending_minor, planned_minor, 0 as unapplied_minor,
            case kind when 'invoice' then open_minor else 0 end as open_minor,
            case when kind = 'invoice' and due_on < (select day from today) then ${DUE_NOW} else 0 end as overdue_minor,
            case kind when 'invoice' then 0 else open_minor end as credit_minor
          from invoice where creditor_id = $1 and debtor_id = listed.id and open_minor > 0
          union all
          select currency, null, 0, 0, 0, open_minor, 0, 0, 0
          from unapplied_credit where creditor_id = $1 and debtor_id = listed.id and open_minor > 0
        ) item group by currency
      ) balance
    ) account
    order by ${order.replace('oldest_overdue_on', 'account.oldest_overdue_on')}`
}
