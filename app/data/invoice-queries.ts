/** The SQL of one document of an account, and of its files. */
import type { DebtorAccount, DocumentAddress, ReadingContext } from '~/use-cases/ports/statement-reader'
import type { ReadQuery } from './database.server'
import { DISCOUNT_TERMS, writeDiscountCondition } from './discount-candidates'

/** An invoice before a credit note of the same number, where the address does not say which. */
const FIND_DOCUMENT = `
  select * from invoice
  where creditor_id = $1 and debtor_id = $2 and number = $3 and ($4::text is null or kind = $4)
  order by kind desc limit 1`

const FILE_JSON = `json_build_object('filename', f.filename, 'mediaType', f.media_type, 'byteSize', f.byte_size)`

/** More of one invoice are on the page of all disputes. */
const DISPUTES_SHOWN = 20

const FIND_INVOICE = `
select json_build_object(
  'kind', d.kind, 'number', d.number, 'issueOn', d.issue_on, 'dueOn', d.due_on, 'currency', d.currency,
  'purchaseOrder', d.purchase_order, 'payableMinor', d.payable_minor, 'openMinor', d.open_minor,
  'pendingMinor', d.pending_minor, 'disputedMinor', d.disputed_minor,
  'plannedMinor', d.planned_minor, 'settledOn', d.settled_on,
  'mayBeDiscounted', (select coalesce(${writeDiscountCondition('$6')}, false) from ${DISCOUNT_TERMS} t, (select d.*) i),
  'importedOn', (d.imported_at at time zone $5)::date, 'document', d.details,
  'lines', (select coalesce(json_agg(json_build_object(
      'lineId', line_id, 'name', name, 'quantity', quantity::text, 'unitCode', unit_code, 'unitPrice', unit_price::text,
      'netMinor', net_minor, 'taxPercent', tax_percent::text, 'details', details) order by position), '[]')
    from invoice_line where creditor_id = $1 and invoice_id = d.id),
  'settlements', (select coalesce(json_agg(json_build_object(
      'kind', a.kind, 'amountMinor', a.amount_minor, 'at', a.at, 'paymentId', p.id, 'paymentReference', p.reference,
      'otherNumber', o.number) order by a.at, a.id), '[]')
    from (
      select * from allocation where creditor_id = $1 and invoice_id = d.id
      union all
      select * from allocation
      where creditor_id = $1 and debtor_id = $2 and d.kind = 'credit_note' and credit_note_id = d.id) a
    left join unapplied_credit u on u.creditor_id = a.creditor_id and u.id = a.unapplied_credit_id
    left join payment p on p.creditor_id = a.creditor_id and p.id = coalesce(a.payment_id, u.payment_id)
    left join invoice o on o.creditor_id = a.creditor_id
      and o.id = case when a.invoice_id = d.id then a.credit_note_id else a.invoice_id end),
  'pendingPayments', (select coalesce(json_agg(json_build_object(
      'id', p.id, 'reference', p.reference, 'amountMinor', t.amount_minor, 'createdAt', p.created_at)
      order by p.created_at), '[]')
    from payment_intent t join payment p on p.creditor_id = t.creditor_id and p.id = t.payment_id
    where t.creditor_id = $1 and t.invoice_id = d.id and t.reserved and d.pending_minor > 0),
  'disputes', (select coalesce(json_agg(s order by s."openedAt" desc, s.id), '[]') from (
    select c.id, c.reference, c.status, c.currency, c.claimed_minor as "claimedMinor", c.granted_minor as "grantedMinor",
      c.reason_code as "reason", c.action_code as "action", c.opened_by_name as "openedByName",
      c.opened_at as "openedAt", c.answer_due_at as "answerDueAt", c.ended_at as "endedAt", n.number as "creditNoteNumber"
    from dispute c left join invoice n on n.creditor_id = c.creditor_id and n.id = c.credit_note_id
    where c.creditor_id = $1 and c.invoice_id = d.id
    order by c.opened_at desc, c.id limit ${DISPUTES_SHOWN}) s),
  'original', (select ${FILE_JSON} from stored_file f where f.creditor_id = $1 and f.id = d.source_file_id),
  'attachments', (select coalesce(json_agg(json_build_object('id', t.id, 'reference', t.reference,
      'description', t.description, 'url', t.url, 'file', case when f.id is not null then ${FILE_JSON} end)
      order by t.position), '[]')
    from invoice_attachment t left join stored_file f on f.creditor_id = t.creditor_id and f.id = t.file_id
    where t.creditor_id = $1 and t.invoice_id = d.id)
) as answer
from (${FIND_DOCUMENT}) d`

const STORED_FILE_JSON = `json_build_object(
  'filename', f.filename, 'mediaType', f.media_type, 'byteSize', f.byte_size, 'sha256', f.sha256) as answer`

const FIND_ORIGINAL = `
select ${STORED_FILE_JSON}
from (${FIND_DOCUMENT}) d join stored_file f on f.creditor_id = d.creditor_id and f.id = d.source_file_id`

const FIND_ATTACHMENT = `
select ${STORED_FILE_JSON}
from (${FIND_DOCUMENT}) d
join invoice_attachment t on t.creditor_id = d.creditor_id and t.invoice_id = d.id and t.id = $5
join stored_file f on f.creditor_id = t.creditor_id and f.id = t.file_id`

function describeAddress(account: DebtorAccount, { number, kind }: DocumentAddress): unknown[] {
  return [account.creditorId, account.debtorId, number, kind]
}

/** Parameters: 1 creditor, 2 debtor, 3 number, 4 kind, 5 time zone, 6 today. */
export function writeInvoiceQuery(
  account: DebtorAccount,
  address: DocumentAddress,
  { timeZone, today }: Pick<ReadingContext, 'timeZone' | 'today'>,
): ReadQuery {
  const values = [...describeAddress(account, address), timeZone, today]
  return { name: 'find_invoice', text: FIND_INVOICE, values }
}

export function writeOriginalQuery(account: DebtorAccount, address: DocumentAddress): ReadQuery {
  return { name: 'find_original', text: FIND_ORIGINAL, values: describeAddress(account, address) }
}

export function writeAttachmentQuery(account: DebtorAccount, address: DocumentAddress, id: string): ReadQuery {
  return { name: 'find_attachment', text: FIND_ATTACHMENT, values: [...describeAddress(account, address), id] }
}
