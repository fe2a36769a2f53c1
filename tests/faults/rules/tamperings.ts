/** Faults made on purpose in a copy of real books, to show that the check would have seen them. */
import type pg from 'pg'
import type { Inspector } from '../inspector'
import { readBooks, type Books, type Testimony } from './books'
import type { Rule } from './verify-books'

export interface Tampering {
  what: string
  /** The rule that must notice it. */
  rule: Rule
  /** A statement that changes at least one row. */
  sql?: string
  change?: (books: Books) => Books
}

/** Taken by a provider, and nothing of it ever went back. */
const SETTLED = `select p.id from payment p where p.status = 'succeeded' and p.gateway <> 'manual' and not exists
  (select from payment_transition t where t.payment_id = p.id and t.from_status = 'succeeded') order by p.id limit 1`
const LAST_EVENT = `select id from outcome_event order by creditor_id, sequence desc limit 1`
const RECEIPT = `select id from pgboss.job where name = 'send-mail' and data ->> 'kind' = 'receipt' order by id limit 1`

export const TAMPERINGS: readonly Tampering[] = [
  {
    what: 'a captured payment that we know nothing of',
    rule: 'captured',
    sql: `update payment set status = 'pending' where id = (${SETTLED})`,
  },
  {
    what: 'a payment without a capture',
    rule: 'captured',
    change: (books) => changeProviders(books, { payments: books.providers.payments.slice(1) }),
  },
  {
    what: 'an amount that is not the captured one',
    rule: 'captured',
    sql: `update payment set received_minor = received_minor + 1 where id = (${SETTLED})`,
  },
  {
    what: 'money taken twice for one payment',
    rule: 'one-charge',
    change: (books) =>
      changeProviders(books, {
        payments: books.providers.payments.flatMap((payment) => [payment, { ...payment, reference: 'another' }]),
      }),
  },
  {
    what: 'money the provider gave back and we never heard of',
    rule: 'held',
    change: (books) =>
      changeProviders(books, {
        payments: books.providers.payments.map((payment) => ({ ...payment, refundedMinor: payment.refundedMinor + 1 })),
      }),
  },
  {
    what: 'a refund that was carried out twice',
    rule: 'one-refund',
    change: (books) =>
      changeProviders(books, {
        refunds: books.providers.refunds.flatMap((refund) => [refund, { ...refund, reference: 'another' }]),
      }),
  },
  {
    what: 'a refund that nobody asked for',
    rule: 'one-refund',
    change: (books) =>
      changeProviders(books, {
        refunds: books.providers.refunds.map((refund) => ({ ...refund, reversalId: null, reference: 'another' })),
      }),
  },
  {
    what: 'a refund that is never decided',
    rule: 'one-refund',
    sql: `update payment_reversal set status = 'requested' where kind = 'refund' and requested_by is not null`,
  },
  {
    what: 'a settlement that is gone',
    rule: 'applied-once',
    sql: `delete from allocation where payment_id = (${SETTLED})`,
  },
  {
    what: 'a payment applied twice',
    rule: 'applied-once',
    sql: `insert into allocation (id, creditor_id, debtor_id, invoice_id, kind, amount_minor, payment_id, at)
      select gen_random_uuid(), creditor_id, debtor_id, invoice_id, kind, amount_minor, payment_id, at
      from allocation where payment_id = (${SETTLED})`,
  },
  {
    what: 'a refund counted twice',
    rule: 'reversed-once',
    sql: `update payment set refunded_minor = refunded_minor + 1
      where id = (select id from payment where status = 'partially_refunded' limit 1)`,
  },
  {
    what: 'an invoice that is open for more',
    rule: 'invoice-balance',
    sql: `update invoice set open_minor = open_minor + 1
      where id = (select id from invoice where kind = 'invoice' and open_minor < payable_minor limit 1)`,
  },
  {
    what: 'a credit note used without a settlement',
    rule: 'invoice-balance',
    sql: `update invoice set open_minor = open_minor - 1 where id = (select id from invoice where kind = 'credit_note' and open_minor > 0 limit 1)`,
  },
  {
    what: 'a reservation never released',
    rule: 'reservations',
    sql: `update payment_intent set reserved = true where payment_id = (${SETTLED})`,
  },
  {
    what: 'a payment that nobody ended',
    rule: 'ended',
    sql: `update payment set status = 'pending' where id = (${SETTLED})`,
  },
  {
    what: 'an amount pending for nobody',
    rule: 'reservations',
    sql: `update invoice set pending_minor = pending_minor + 1 where id = (select id from invoice where kind = 'invoice' and open_minor > pending_minor limit 1)`,
  },
  {
    what: 'more pending than open',
    rule: 'not-negative',
    change: (books) => ({
      ...books,
      invoices: books.invoices.map((invoice) => ({ ...invoice, pendingMinor: invoice.openMinor + 1 })),
    }),
  },
  {
    what: 'an unapplied credit of which more is there than came',
    rule: 'unapplied-credit',
    change: (books) => ({
      ...books,
      unappliedCredits: books.unappliedCredits.map((credit) => ({ ...credit, amountMinor: credit.openMinor - 1 })),
    }),
  },
  {
    what: 'a use of credit of another amount',
    rule: 'credit-application',
    sql: `update credit_application set amount_minor = amount_minor + 1`,
  },
  {
    what: 'a step of a payment that is missing',
    rule: 'history',
    sql: `delete from payment_transition where to_status = 'succeeded'`,
  },
  {
    what: 'a second page for a payment',
    rule: 'one-checkout',
    change: (books) =>
      changeProviders(books, {
        checkouts: books.providers.checkouts.flatMap((checkout) => [checkout, { ...checkout, reference: 'another' }]),
      }),
  },
  {
    what: 'a page that a debtor was sent to, of another payment',
    rule: 'confirmed',
    change: (books) =>
      changeProviders(books, {
        checkouts: books.providers.checkouts.map((checkout) => ({ ...checkout, paymentId: 'another' })),
      }),
  },
  {
    what: 'a refund that was promised and is not there',
    rule: 'confirmed',
    change: (books) => ({
      ...books,
      requests: books.requests.map((request) =>
        request.kind === 'refund' ? { ...request, madeId: 'another' } : request,
      ),
    }),
  },
  {
    what: 'a payment entered twice',
    rule: 'confirmed',
    change: (books) => ({
      ...books,
      requests: books.requests.filter(({ kind }) => kind !== 'manual_payment'),
    }),
  },
  { what: 'an event that is missing', rule: 'chain', sql: `delete from outcome_event where id = (${LAST_EVENT})` },
  {
    what: 'an event that was changed',
    rule: 'chain',
    sql: `update outcome_event set body = jsonb_set(body, '{occurredAt}', '"2026-01-01T00:00:00.000Z"') where id = (${LAST_EVENT})`,
  },
  {
    what: 'an event reported twice',
    rule: 'payment-events',
    sql: `insert into outcome_event (creditor_id, sequence, id, type, debtor_id, occurred_at, body, previous_hash, hash)
      select creditor_id, sequence + 1000000, gen_random_uuid(), type, debtor_id, occurred_at, body, previous_hash, hash
      from outcome_event where type = 'payment.succeeded' limit 1`,
  },
  {
    what: 'an event with another amount',
    rule: 'log-adds-up',
    sql: `update outcome_event set body = jsonb_set(body, '{data,invoices,0,amountMinor}', '1')
      where id = (select id from outcome_event where type = 'payment.succeeded' and jsonb_array_length(body->'data'->'invoices') > 0 limit 1)`,
  },
  {
    what: 'a delivery that was given up',
    rule: 'delivered',
    sql: `update webhook_delivery set status = 'parked' where event_id = (${LAST_EVENT})`,
  },
  {
    what: 'a delivery never made',
    rule: 'delivered',
    sql: `delete from webhook_delivery where event_id = (${LAST_EVENT})`,
  },
  {
    what: 'an event that never arrived',
    rule: 'received',
    change: (books) => ({ ...books, received: books.received.filter(({ id }) => id !== books.received[0]?.id) }),
  },
  {
    what: 'a repetition with another content',
    rule: 'received',
    change: (books) => ({
      ...books,
      received: books.received.flatMap((message) => [message, { ...message, body: `${message.body} ` }]),
    }),
  },
  {
    what: 'a message with a wrong signature',
    rule: 'received',
    change: (books) => ({
      ...books,
      received: books.received.map((message) => ({
        ...message,
        headers: { ...message.headers, 'webhook-signature': 'v1,AAAA' },
      })),
    }),
  },
  {
    what: 'an event of a provider that we do not have',
    rule: 'inbox',
    sql: `delete from gateway_inbox_entry where event_id not like 'reconciled %'`,
  },
  {
    what: 'an event that was not dealt with',
    rule: 'inbox',
    sql: `update gateway_inbox_entry set processed_at = null where id = (select id from gateway_inbox_entry limit 1)`,
  },
  {
    what: 'an event that no provider sent',
    rule: 'inbox',
    change: (books) => changeProviders(books, { events: books.providers.events.slice(1) }),
  },
  {
    what: 'an event that is left to somebody',
    rule: 'inbox',
    sql: `update gateway_inbox_entry set result = 'another_transaction' where id = (select id from gateway_inbox_entry limit 1)`,
  },
  {
    what: 'books that differ from a provider’s',
    rule: 'reconciled',
    change: (books) => ({ ...books, reconciliations: [{ correctedCount: 0, openDifferences: [{ kind: 'amount' }] }] }),
  },
  {
    what: 'a job that failed for good',
    rule: 'jobs',
    sql: `update pgboss.job set state = 'failed' where id = (${RECEIPT})`,
  },
  {
    what: 'a mail asked for twice',
    rule: 'mails',
    sql: `insert into pgboss.job select (jsonb_populate_record(job, jsonb_build_object('id', gen_random_uuid()))).* from pgboss.job where id = (${RECEIPT})`,
  },
  {
    what: 'a mail that was not written',
    rule: 'mails',
    change: (books) => ({ ...books, mails: books.mails.filter((name) => !name.startsWith('receipt-')) }),
  },
]

function changeProviders(books: Books, change: Partial<Books['providers']>): Books {
  return { ...books, providers: { ...books.providers, ...change } }
}

/** The books as the tampering leaves them; the database itself stays as it was. */
export function readTamperedBooks(
  inspector: Inspector,
  testimony: Testimony,
  { sql, change }: Tampering,
): Promise<Books> {
  return inspector.runInScratch(async (client: pg.PoolClient) => {
    // Keys and triggers would refuse some faults, which is well, but not what is looked at here.
    await client.query(`set local session_replication_role = 'replica'`)
    if (sql !== undefined) {
      const { rowCount } = await client.query(sql)
      if (rowCount === null || rowCount === 0) throw new Error(`nothing to tamper with: ${sql}`)
    }
    const books = await readBooks(client, testimony)
    return change ? change(books) : books
  })
}
