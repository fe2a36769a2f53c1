/**
 * The SQL of the statement and of the balance forward. Each is one statement that answers one JSON value, so that a page
 * costs one round trip and one row to decode.
 */
import { AGEING_THRESHOLDS_DAYS } from '~/domain/ageing'
import { MOVEMENT_PAGE_SIZE, type PeriodQuery } from '~/domain/balance-forward'
import {
  STATEMENT_PAGE_SIZE,
  type StatementQuery,
  type StatementSort,
  type StatementTab,
} from '~/domain/statement-query'
import type { DebtorAccount, ReadingContext } from '~/use-cases/ports/statement-reader'
import type { ReadQuery } from './database.server'
import { DISCOUNT_TERMS, writeDiscountCondition } from './discount-candidates'
import { DUE_NOW } from './invoice-money'

const OF_ACCOUNT = 'creditor_id = $1 and debtor_id = $2'

export const TAB_CONDITIONS: Readonly<Record<StatementTab, string>> = {
  open: 'open_minor > 0',
  overdue: `open_minor > 0 and kind = 'invoice' and due_on < $3 and ${DUE_NOW} > 0`,
  paid: 'open_minor = 0',
  all: 'true',
}

/** Credits are negative amounts of the account. */
const SIGNED_PAYABLE = `case kind when 'invoice' then payable_minor else -payable_minor end`

const SORT_ORDERS: Readonly<Record<StatementSort, string>> = {
  due: 'due_on, number',
  '-due': 'due_on desc, number desc',
  issue: 'issue_on, number',
  '-issue': 'issue_on desc, number desc',
  number: 'number',
  '-number': 'number desc',
  amount: `${SIGNED_PAYABLE}, number`,
  '-amount': `${SIGNED_PAYABLE} desc, number desc`,
}

const COUNTS = Object.entries(TAB_CONDITIONS)
  .map(([tab, condition]) => `count(*) filter (where ${condition}) as "${tab}"`)
  .join(', ')

/** What a debtor was asked for and did, newest first; a checkout that was left without paying is no news. */
const SHOWN_PAYMENTS = `('pending', 'processing', 'succeeded', 'partially_refunded', 'refunded', 'charged_back', 'failed')`

const PAYMENTS_SHOWN = 10
const CREDITS_SHOWN = 50

/** Parameters: 1 creditor, 2 debtor, 3 today, 4 wanted currency, 5 default currency, 6 offset, 7 time zone, then search and period. */
export function writeStatementQuery(account: DebtorAccount, context: ReadingContext, query: StatementQuery): ReadQuery {
  const values: unknown[] = [
    account.creditorId,
    account.debtorId,
    context.today,
    query.currency,
    context.defaultCurrency,
    (query.page - 1) * STATEMENT_PAGE_SIZE,
    context.timeZone,
  ]
  const narrowing: string[] = []
  const shape: string[] = []
  const narrow = (name: string, value: string | null, condition: (place: string) => string) => {
    if (value === null) return
    values.push(value)
    narrowing.push(` and ${condition(`$${values.length}`)}`)
    shape.push(name)
  }
  const pattern = query.search === '' ? null : `%${query.search.replace(/[\\%_]/g, '\\$&')}%`
  narrow('q', pattern, (place) => `(number ilike ${place} or purchase_order ilike ${place})`)
  narrow('from', query.from, (place) => `issue_on >= ${place}`)
  narrow('to', query.to, (place) => `issue_on <= ${place}`)
  return {
    name: ['statement', query.tab, query.sort, ...shape].join(' '),
    text: writeStatementText(query.tab, query.sort, narrowing.join('')),
    values,
  }
}

function writeStatementText(tab: StatementTab, sort: StatementSort, narrowing: string): string {
  const counts =
    narrowing === ''
      ? `select to_json(book) from book where currency = (select currency from chosen)`
      : `select row_to_json(narrowed) from (
          select ${COUNTS} from invoice where ${OF_ACCOUNT} and currency = (select currency from chosen)${narrowing}
        ) narrowed`
  return `
with book as materialized (
  select currency, ${COUNTS} from invoice where ${OF_ACCOUNT} group by currency
), chosen as materialized (
  select coalesce(
    (select currency from book where currency = $4::text),
    (select currency from book order by open desc, currency = $5::text desc, currency limit 1),
    $5::text) as currency
)
select json_build_object(
  'currencies', (select coalesce(json_agg(currency order by currency), '[]') from book),
  'currency', (select currency from chosen),
  'counts', (${counts}),
  'groups', (select coalesce(json_agg(g), '[]') from (
    select currency, width_bucket($3::date - due_on, array[${AGEING_THRESHOLDS_DAYS.join()}]) as bucket,
      count(*) as count, sum(open_minor) as "openMinor", sum(disputed_minor) as "disputedMinor",
      sum(pending_minor) as "pendingMinor", sum(planned_minor) as "plannedMinor", sum(${DUE_NOW}) as "dueNowMinor", min(due_on) filter (where ${DUE_NOW} > 0) as "oldestDueOn"
    from invoice where ${OF_ACCOUNT} and kind = 'invoice' and open_minor > 0 group by 1, 2) g),
  'nextDues', (select coalesce(json_agg(n), '[]') from (
    select distinct on (currency) currency, due_on as "dueOn", sum(${DUE_NOW}) as "dueNowMinor"
    from invoice where ${OF_ACCOUNT} and kind = 'invoice' and open_minor > 0 and due_on >= $3
    group by currency, due_on having sum(${DUE_NOW}) > 0 order by currency, due_on) n),
  'creditSums', (select coalesce(json_agg(s), '[]') from (
    select currency, sum(open_minor) as "openMinor" from (
      select currency, open_minor from invoice where ${OF_ACCOUNT} and kind = 'credit_note' and open_minor > 0
      union all select currency, open_minor from unapplied_credit where ${OF_ACCOUNT} and open_minor > 0) c
    group by currency) s),
  'items', (select coalesce(json_agg(i), '[]') from (
    select kind, number, issue_on as "issueOn", due_on as "dueOn", purchase_order as "purchaseOrder",
      payable_minor as "payableMinor", open_minor as "openMinor", disputed_minor as "disputedMinor",
      pending_minor as "pendingMinor", planned_minor as "plannedMinor", settled_on as "settledOn"
    from invoice
    where ${OF_ACCOUNT} and currency = (select currency from chosen) and ${TAB_CONDITIONS[tab]}${narrowing}
    order by ${SORT_ORDERS[sort]} limit ${STATEMENT_PAGE_SIZE} offset $6) i),
  'credits', (select coalesce(json_agg(c), '[]') from (
    select 'credit_note' as kind, currency, number as label, null as "paymentId", issue_on as "on",
      payable_minor as "amountMinor", open_minor as "openMinor"
    from invoice where ${OF_ACCOUNT} and kind = 'credit_note' and open_minor > 0
    union all
    select 'unapplied_credit', u.currency, p.reference, p.id, (u.at at time zone $7)::date,
      u.amount_minor, u.open_minor
    from unapplied_credit u join payment p on p.creditor_id = u.creditor_id and p.id = u.payment_id
    where u.creditor_id = $1 and u.debtor_id = $2 and u.open_minor > 0
    order by "on", label limit ${CREDITS_SHOWN}) c),
  'payments', (select coalesce(json_agg(p), '[]') from (
    select id, reference, status, currency, coalesce(received_minor, amount_minor) as "amountMinor",
      (coalesce(succeeded_at, ended_at, created_at) at time zone $7)::date as "on"
    from payment where ${OF_ACCOUNT} and status in ${SHOWN_PAYMENTS}
    order by created_at desc limit ${PAYMENTS_SHOWN}) p),
  'discountable', (select coalesce(json_agg(i.id), '[]') from ${DISCOUNT_TERMS} t, invoice i
    where i.creditor_id = $1 and i.debtor_id = $2 and i.open_minor > 0 and ${writeDiscountCondition('$3')}),
  'pausedUntilOn', (select max(until_on) from reminder_pause where ${OF_ACCOUNT} and until_on >= $3::date
    and ended_at is null)
) as answer`
}

/**
 * What moves the account. Money is counted when it came and when it went back; how it was spread over documents moves
 * nothing, and neither does a credit that is used. What went back is in the outcome log, which has each step's amount.
 */
export const MOVEMENTS = `
  select currency, issue_on as "on", 1 as rank, kind, number as reference, null::uuid as payment_id,
    ${SIGNED_PAYABLE} as amount
  from invoice where ${OF_ACCOUNT} and payable_minor <> 0
  union all
  select settled_currency, (succeeded_at at time zone $3)::date, 2, 'payment', reference, id,
    -round(received_minor::numeric * settled_minor / amount_minor)::bigint
  from payment where ${OF_ACCOUNT} and received_minor is not null
  union all
  select coalesce(about ->> 'settledCurrency', about ->> 'currency'), (occurred_at at time zone $3)::date, 3,
    case type when 'payment.refunded' then 'refund' when 'payment.reinstated' then 'reinstatement' else 'chargeback' end,
    about ->> 'reference', (about ->> 'id')::uuid, moved.amount
  from outcome_event, lateral (select body #> '{data,payment}' as about) of_payment,
    lateral (select coalesce((about ->> 'reversedSettledMinor')::bigint, (about ->> 'reversedMinor')::bigint,
      -(about ->> 'reinstatedSettledMinor')::bigint, -(about ->> 'reinstatedMinor')::bigint) as amount) moved
  where ${OF_ACCOUNT} and type in ('payment.refunded', 'payment.charged_back', 'payment.reinstated')
    and moved.amount is not null
  union all
  select i.currency, (a.at at time zone $3)::date, 4, a.kind, i.number, a.payment_id, -a.amount_minor
  from allocation a join invoice i on i.creditor_id = a.creditor_id and i.id = a.invoice_id
  where a.creditor_id = $1 and a.debtor_id = $2 and a.kind in ('discount', 'write_off')`

const BALANCE_FORWARD = `
with movement as materialized (${MOVEMENTS}
), chosen as materialized (
  select coalesce(
    (select currency from movement where currency = $4::text limit 1),
    (select currency from movement group by currency order by currency = $5::text desc, count(*) desc, currency limit 1),
    $5::text) as currency
), period as materialized (
  select *, row_number() over (order by "on", rank, reference, amount) as place
  from movement where currency = (select currency from chosen) and "on" between $6 and $7
), opening as (
  select coalesce(sum(amount), 0) as amount
  from movement where currency = (select currency from chosen) and "on" < $6
)
select json_build_object(
  'currencies', (select coalesce(json_agg(distinct currency), '[]') from movement),
  'currency', (select currency from chosen),
  'openingMinor', (select amount from opening),
  'debitMinor', (select coalesce(sum(amount) filter (where amount > 0), 0) from period),
  'creditMinor', (select coalesce(-sum(amount) filter (where amount < 0), 0) from period),
  'movementCount', (select count(*) from period),
  'broughtForwardMinor',
    (select amount from opening) + (select coalesce(sum(amount), 0) from period where place <= $8::bigint),
  'movements', (select coalesce(json_agg(m), '[]') from (
    select kind, "on", reference, payment_id as "paymentId", amount as "amountMinor"
    from period where place > $8::bigint order by place limit ${MOVEMENT_PAGE_SIZE}) m)
) as answer`

/** Parameters: 1 creditor, 2 debtor, 3 time zone, 4 wanted currency, 5 default currency, 6 from, 7 to, 8 offset. */
export function writeBalanceForwardQuery(
  account: DebtorAccount,
  context: ReadingContext,
  query: PeriodQuery,
): ReadQuery {
  return {
    name: 'balance_forward',
    text: BALANCE_FORWARD,
    values: [
      account.creditorId,
      account.debtorId,
      context.timeZone,
      query.currency,
      context.defaultCurrency,
      query.from,
      query.to,
      (query.page - 1) * MOVEMENT_PAGE_SIZE,
    ],
  }
}
