/** The SQL of what is taken away of an account: batches by keyset, each one statement that answers one JSON value. */
import type { DocumentFilter, DocumentRecord, ExportPeriod } from '~/domain/account-export'
import {
  EXPORT_BATCH_SIZE,
  type LineRecord,
  type PaperFilter,
  type PaperRecord,
} from '~/use-cases/ports/account-export-reader'
import type { DebtorAccount, ReadingContext } from '~/use-cases/ports/statement-reader'
import type { ReadQuery } from './database.server'
import { MOVEMENTS, TAB_CONDITIONS } from './statement-queries'

/** `$1` is the creditor, `$2` the debtor, in every query here. */
function writeBatch(rows: string): string {
  return `
select json_build_object(
  'version', (select version from debtor_version where creditor_id = $1 and debtor_id = $2),
  'rows', (select coalesce(json_agg(r), '[]') from (${rows}) r)
) as answer`
}

/** Documents, and money that is left of payments: to a debtor both are in its account. */
const BOOK = `
  select id, kind, number, currency, issue_on, due_on, purchase_order, payable_minor, open_minor, disputed_minor,
    pending_minor, planned_minor, settled_on
  from invoice where creditor_id = $1 and debtor_id = $2
  union all
  select u.id, 'unapplied_credit', p.reference, u.currency, (u.at at time zone $4)::date, (u.at at time zone $4)::date,
    null, u.amount_minor, u.open_minor, 0, 0, 0, null
  from unapplied_credit u join payment p on p.creditor_id = u.creditor_id and p.id = u.payment_id
  where u.creditor_id = $1 and u.debtor_id = $2 and u.open_minor > 0`

/** Parameters: 3 today, 4 time zone, 5 to 8 after which, 9 currency, 10 search pattern, 11 and 12 days of issue. */
export function writeDocumentsQuery(
  account: DebtorAccount,
  { today, timeZone }: ReadingContext,
  { tab, search, from, to, currency }: DocumentFilter,
  after: Pick<DocumentRecord, 'currency' | 'dueOn' | 'number' | 'id'> | null,
): ReadQuery {
  const pattern = search === '' ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return {
    name: `export_documents ${tab}`,
    text: writeBatch(`
      select id, kind, number, currency, issue_on as "issueOn", due_on as "dueOn", purchase_order as "purchaseOrder",
        payable_minor as "payableMinor", open_minor as "openMinor", disputed_minor as "disputedMinor",
        pending_minor as "pendingMinor", planned_minor as "plannedMinor", settled_on as "settledOn"
      from (${BOOK}) book
      where (${TAB_CONDITIONS[tab]}) and $3::date is not null
        and ($5::text is null or (currency, due_on, number, id) > ($5::text, $6::date, $7::text, $8::uuid))
        and ($9::text is null or currency = $9::text)
        and ($10::text is null or number ilike $10::text or purchase_order ilike $10::text)
        and ($11::date is null or issue_on >= $11::date)
        and ($12::date is null or issue_on <= $12::date)
      order by currency, due_on, number, id limit ${EXPORT_BATCH_SIZE}`),
    values: [
      ...[account.creditorId, account.debtorId, today, timeZone],
      ...[after?.currency, after?.dueOn, after?.number, after?.id],
      ...[currency, pattern, from, to],
    ],
  }
}

/** Documents by their place in `$3`, so that lines come in the order of the documents. */
const LISTED = `unnest($3::uuid[]) with ordinality as listed (id, place)`

export function writeLinesQuery(
  account: DebtorAccount,
  documentIds: readonly string[],
  after: Pick<LineRecord, 'documentId' | 'position'> | null,
): ReadQuery {
  return {
    name: 'export_lines',
    text: writeBatch(`
      select l.invoice_id as "documentId", l.position, l.line_id as "lineId", l.name,
        l.details ->> 'description' as description, l.details ->> 'sellerItemId' as "sellerItemId",
        l.details ->> 'buyerItemId' as "buyerItemId", l.quantity::text, l.unit_code as "unitCode",
        l.unit_price::text as "unitPrice", l.tax_percent::text as "taxPercent", l.net_minor as "netMinor"
      from ${LISTED}
      join invoice_line l on l.creditor_id = $1 and l.debtor_id = $2 and l.invoice_id = listed.id
      where (listed.place, l.position) > ($4::bigint, $5::int)
      order by listed.place, l.position limit ${EXPORT_BATCH_SIZE}`),
    values: [
      ...[account.creditorId, account.debtorId, writeIds(documentIds)],
      ...(after === null ? [0, 0] : [documentIds.indexOf(after.documentId) + 1, after.position]),
    ],
  }
}

export function writeFilesQuery(account: DebtorAccount, documentIds: readonly string[]): ReadQuery {
  const file = `f.filename, f.media_type as "mediaType", f.byte_size as "byteSize", f.sha256`
  return {
    name: 'export_files',
    text: writeBatch(`
      select * from (
        select listed.place, 0 as position, d.id as "documentId", 'original' as role, ${file}
        from ${LISTED}
        join invoice d on d.creditor_id = $1 and d.debtor_id = $2 and d.id = listed.id
        join stored_file f on f.creditor_id = d.creditor_id and f.id = d.source_file_id
        union all
        select listed.place, a.position, a.invoice_id, 'attachment', ${file}
        from ${LISTED}
        join invoice_attachment a on a.creditor_id = $1 and a.debtor_id = $2 and a.invoice_id = listed.id
        join stored_file f on f.creditor_id = a.creditor_id and f.id = a.file_id
      ) files order by place, position`),
    values: [account.creditorId, account.debtorId, writeIds(documentIds)],
  }
}

/** An array as PostgreSQL reads it; ids are UUIDs and need no quoting. */
function writeIds(ids: readonly string[]): string {
  return `{${ids.join()}}`
}

function listPeriodValues(account: DebtorAccount, { timeZone }: ReadingContext, { from, to, currency }: ExportPeriod) {
  return [account.creditorId, account.debtorId, timeZone, currency, from, to]
}

/** Parameters: 3 time zone, 4 currency, 5 and 6 the period. */
export function writePeriodBalancesQuery(
  account: DebtorAccount,
  context: ReadingContext,
  period: ExportPeriod,
): ReadQuery {
  return {
    name: 'export_balances',
    text: writeBatch(`
      select currency,
        coalesce(sum(amount) filter (where "on" < $5::date), 0) as "openingMinor",
        coalesce(sum(amount) filter (where "on" >= $5::date and amount > 0), 0) as "debitMinor",
        coalesce(-sum(amount) filter (where "on" >= $5::date and amount < 0), 0) as "creditMinor",
        coalesce(sum(amount), 0) as "closingMinor"
      from (${MOVEMENTS}) movement
      where "on" <= $6::date and ($4::text is null or currency = $4::text)
      group by currency order by currency`),
    values: listPeriodValues(account, context, period),
  }
}

/** Parameters: 3 time zone, 4 currency, 5 and 6 the period, 7 after which place. */
export function writeMovementsQuery(
  account: DebtorAccount,
  context: ReadingContext,
  period: ExportPeriod,
  after: number,
): ReadQuery {
  return {
    name: 'export_movements',
    text: writeBatch(`
      select place, currency, kind, "on", reference, payment_id as "paymentId", amount as "amountMinor"
      from (
        select *, row_number() over (order by currency, "on", rank, reference, amount, kind, payment_id) as place
        from (${MOVEMENTS}) movement
        where "on" between $5::date and $6::date and ($4::text is null or currency = $4::text)
      ) period
      where place > $7::bigint order by place limit ${EXPORT_BATCH_SIZE}`),
    values: [...listPeriodValues(account, context, period), after],
  }
}

/** Of a payment that came there is a receipt, whatever became of it; of a transfer an advice until it is given up. */
const PAPERS = `
  select 'receipt' as kind, id, reference, settled_currency as currency, succeeded_at as at, succeeded_at as until
  from payment where creditor_id = $1 and debtor_id = $2 and succeeded_at is not null
    and status in ('succeeded', 'partially_refunded', 'refunded', 'charged_back')
  union all
  select 'receipt', id, reference, currency, at, at
  from credit_application where creditor_id = $1 and debtor_id = $2 and payment_id is null
  union all
  select 'remittance_advice', id, reference, settled_currency, created_at, created_at
  from payment where creditor_id = $1 and debtor_id = $2 and origin = 'bank_transfer'
    and status not in ('created', 'failed', 'canceled', 'expired')
  union all
  select 'dispute_file', id, reference, currency, opened_at, coalesce(ended_at, 'infinity')
  from dispute where creditor_id = $1 and debtor_id = $2
  union all
  select 'demand_letter', id, reference,
    (select min(r.currency) from reminder r where r.creditor_id = n.creditor_id and r.notice_id = n.id), created_at, created_at
  from reminder_notice n where creditor_id = $1 and debtor_id = $2 and letter_file_id is not null`

/** Parameters: 3 time zone, 4 kind, 5 currency, 6 and 7 the period, 8 and 9 after which, 10 how many. */
export function writePapersQuery(
  account: DebtorAccount,
  { timeZone }: ReadingContext,
  { kind, period }: PaperFilter,
  { after, limit }: { after: Pick<PaperRecord, 'at' | 'id'> | null; limit: number },
): ReadQuery {
  return {
    name: 'export_papers',
    text: writeBatch(`
      select kind, id, reference, at::text as "at", (at at time zone $3)::date as "on"
      from (${PAPERS}) paper
      where ($4::text is null or kind = $4::text) and ($5::text is null or currency = $5::text)
        and ($6::date is null or (until at time zone $3)::date >= $6::date)
        and ($7::date is null or (at at time zone $3)::date <= $7::date)
        and ($8::timestamptz is null or (at, id) < ($8::timestamptz, $9::uuid))
      order by paper.at desc, id desc limit $10::int`),
    values: [
      ...[account.creditorId, account.debtorId, timeZone, kind, period?.currency, period?.from, period?.to],
      ...[after?.at, after?.id, limit],
    ],
  }
}
