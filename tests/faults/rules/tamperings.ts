/** Faults made on purpose in a copy of real books, to show that the check would have seen them. */
import type pg from 'pg'
import type { Inspector } from '../inspector'
import { readCollection } from './agreement-books'
import { readBooks, type Books, type Testimony } from './books'
import type { Rule } from './verify-books'

interface Tampering {
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
/** What a settlement let go with the money that was paid for it, and nothing of that went back. */
const LET_GO = `select a.id from allocation a join settlement_offer o on o.payment_id = a.payment_id
  where o.status = 'fulfilled' and a.kind = 'write_off' and a.reverses_id is null
    and not exists (select from allocation r where r.reverses_id = a.id) order by a.id limit 1`
const LAST_EVENT = `select id from outcome_event order by creditor_id, sequence desc limit 1`
const RECEIPT = `select id from pgboss.job where name = 'send-mail' and data ->> 'kind' = 'receipt' order by id limit 1`

/** Statements that tell of events, or settle invoices, once more. */
const repeatEvents = (where: string) => `
  insert into outcome_event (creditor_id, sequence, id, type, debtor_id, occurred_at, body, previous_hash, hash)
  select creditor_id, sequence + 1000000, gen_random_uuid(), type, debtor_id, occurred_at, body, previous_hash, hash
  from outcome_event where ${where}`
const repeatAllocations = (where: string) => `
  insert into allocation (id, creditor_id, debtor_id, invoice_id, kind, amount_minor, payment_id, at)
  select gen_random_uuid(), creditor_id, debtor_id, invoice_id, kind, amount_minor, payment_id, at
  from allocation where ${where}`

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
    sql: repeatAllocations(`payment_id = (${SETTLED})`),
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
    sql: `update invoice set open_minor = case when open_minor > 0 then open_minor - 1 else 1 end
      where id = (select id from invoice where kind = 'credit_note' order by open_minor desc limit 1)`,
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
  {
    what: 'an instalment collected twice',
    rule: 'instalment-once',
    change: (books) => ({
      ...books,
      payments: books.payments.flatMap((payment) =>
        readCollection(payment) && payment.status === 'succeeded'
          ? [payment, { ...payment, id: 'another' }]
          : [payment],
      ),
    }),
  },
  {
    what: 'a collected instalment that pays something else',
    rule: 'instalment-once',
    sql: `update allocation set invoice_id = (select id from invoice where kind = 'credit_note' limit 1)
      where payment_id = (select id from payment where status = 'succeeded' and idempotency_key like 'plan %' order by id limit 1)`,
  },
  {
    what: 'an instalment that is paid and not said to be',
    rule: 'plan-balance',
    sql: `update instalment set paid_minor = paid_minor - 1 where (plan_id, number) = (select n.plan_id, n.number from instalment n
      join payment_plan p on p.id = n.plan_id where n.status = 'paid' and p.status in ('agreed', 'active', 'completed') limit 1)`,
  },
  {
    what: 'a settlement that lets go of its share twice',
    rule: 'settlement-once',
    sql: repeatAllocations(`id = (${LET_GO})`),
  },
  {
    what: 'a settlement that lets go of nothing',
    rule: 'settlement-once',
    sql: `delete from allocation where id = (${LET_GO})`,
  },
  {
    what: 'a write-off that is told of twice',
    rule: 'write-off-told',
    sql: repeatEvents(`body #>> '{data,payment,id}' = (select payment_id::text from allocation where id = (${LET_GO}))
        and type = 'payment.succeeded'`),
  },
  {
    what: 'a promise that is decided twice',
    rule: 'agreement-events',
    sql: repeatEvents(`type in ('promise.kept', 'promise.broken') limit 1`),
  },
  {
    what: 'a settlement that was agreed twice',
    rule: 'agreement-events',
    sql: `insert into settlement_offer_entry
      select (jsonb_populate_record(entry, jsonb_build_object('id', gen_random_uuid()))).*
      from settlement_offer_entry as entry where step = 'agreed' limit 1`,
  },
  {
    what: 'an instalment that is told to be paid twice',
    rule: 'agreement-events',
    sql: repeatEvents(`type = 'instalment.paid' limit 1`),
  },
  {
    what: 'a promise that nobody decides',
    rule: 'decided',
    sql: `update promise_to_pay set status = 'open', ended_at = null where status <> 'canceled'`,
  },
  {
    what: 'a plan that was agreed and is gone',
    rule: 'confirmed',
    sql: `delete from payment_plan`,
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
    sql: repeatEvents(`type = 'payment.succeeded' limit 1`),
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
    what: 'events that no provider sent',
    rule: 'inbox',
    change: (books) => changeProviders(books, { events: [] }),
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
