/** Everything that was written down about the money, read at one moment, as plain rows. Amounts are minor units. */
import type pg from 'pg'
import type { OutcomeEventBody } from '~/domain/outcome-event'
import type { PaymentStatus } from '~/domain/payment'
import type { Testimony } from './campaign'

export interface PaymentRow {
  id: string
  creditorId: string
  debtorId: string
  idempotencyKey: string
  status: PaymentStatus
  amountMinor: number
  receivedMinor: number | null
  refundedMinor: number
  chargedBackMinor: number
  gatewayReference: string | null
}

export interface AllocationRow {
  id: string
  invoiceId: string
  kind: string
  amountMinor: number
  paymentId: string | null
  creditNoteId: string | null
  unappliedCreditId: string | null
  reversesId: string | null
  applicationId: string | null
}

export interface InvoiceRow {
  id: string
  creditorId: string
  kind: 'invoice' | 'credit_note'
  number: string
  payableMinor: number
  openMinor: number
  pendingMinor: number
}

export interface UnappliedCreditRow {
  id: string
  paymentId: string
  amountMinor: number
  openMinor: number
}

export interface CheckoutRow {
  id: string
  paymentId: string
  amountMinor: number
  status: string
  refundedMinor: number
}

export interface OutcomeEventRow {
  id: string
  creditorId: string
  sequence: number
  body: OutcomeEventBody
  previousHash: string
  hash: string
}

export interface TransitionRow {
  paymentId: string
  fromStatus: PaymentStatus
  toStatus: PaymentStatus
  gatewayEventId: string | null
}

export interface JobRow {
  name: string
  state: string
  data: Record<string, string>
}

export interface Books extends Testimony {
  payments: PaymentRow[]
  intents: { paymentId: string; invoiceId: string; amountMinor: number; reserved: boolean }[]
  transitions: TransitionRow[]
  allocations: AllocationRow[]
  unappliedCredits: UnappliedCreditRow[]
  applications: { id: string; creditorId: string; idempotencyKey: string; amountMinor: number }[]
  invoices: InvoiceRow[]
  checkouts: CheckoutRow[]
  sandboxEvents: { id: string; checkoutId: string; type: string; deliveredAt: string | null }[]
  inbox: { gateway: string; eventId: string; processedAt: string | null; result: string | null }[]
  outcomeEvents: OutcomeEventRow[]
  logHeads: { creditorId: string; sequence: number; hash: string }[]
  endpoints: { id: string; creditorId: string; url: string; secrets: string[] }[]
  deliveries: { endpointId: string; eventId: string; status: string }[]
  jobs: JobRow[]
}

export async function readBooks(client: pg.ClientBase, testimony: Testimony): Promise<Books> {
  /** The columns in the names that they have here; as JSON, so that amounts come as numbers. */
  const read = async <Row>(from: string, columns: readonly (keyof Row & string)[], order = '1'): Promise<Row[]> => {
    const list = columns.map((column) => `${toColumn(column)} as "${column}"`).join(', ')
    const sql = `select coalesce(json_agg(to_json(row)), '[]') as rows from (select ${list} from ${from} order by ${order}) as row`
    const { rows } = await client.query<{ rows: Row[] }>(sql)
    return rows[0]?.rows ?? []
  }
  return {
    ...testimony,
    payments: await read('payment', [
      'id',
      'creditorId',
      'debtorId',
      'idempotencyKey',
      'status',
      'amountMinor',
      'receivedMinor',
      'refundedMinor',
      'chargedBackMinor',
      'gatewayReference',
    ]),
    intents: await read('payment_intent', ['paymentId', 'invoiceId', 'amountMinor', 'reserved']),
    transitions: await read('payment_transition', ['paymentId', 'fromStatus', 'toStatus', 'gatewayEventId']),
    allocations: await read('allocation', [
      'id',
      'invoiceId',
      'kind',
      'amountMinor',
      'paymentId',
      'creditNoteId',
      'unappliedCreditId',
      'reversesId',
      'applicationId',
    ]),
    unappliedCredits: await read('unapplied_credit', ['id', 'paymentId', 'amountMinor', 'openMinor']),
    applications: await read('credit_application', ['id', 'creditorId', 'idempotencyKey', 'amountMinor']),
    invoices: await read('invoice', [
      'id',
      'creditorId',
      'kind',
      'number',
      'payableMinor',
      'openMinor',
      'pendingMinor',
    ]),
    checkouts: await read('sandbox_checkout', ['id', 'paymentId', 'amountMinor', 'status', 'refundedMinor']),
    sandboxEvents: await read('sandbox_event', ['id', 'checkoutId', 'type', 'deliveredAt']),
    inbox: await read('gateway_inbox_entry', ['gateway', 'eventId', 'processedAt', 'result']),
    outcomeEvents: await read(
      'outcome_event',
      ['id', 'creditorId', 'sequence', 'body', 'previousHash', 'hash'],
      'creditor_id, sequence',
    ),
    logHeads: await read('outcome_log_head', ['creditorId', 'sequence', 'hash']),
    endpoints: await read('webhook_endpoint', ['id', 'creditorId', 'url', 'secrets']),
    deliveries: await read('webhook_delivery', ['endpointId', 'eventId', 'status']),
    jobs: await read(`pgboss.job where name not like '\\_\\_pgboss%'`, ['name', 'state', 'data']),
  }
}

function toColumn(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
