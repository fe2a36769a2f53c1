/** Everything that was written down about the money, read at one moment, as plain rows. Amounts are minor units. */
import type pg from 'pg'
import type { OutcomeEventBody } from '~/domain/outcome-event'
import type { PaymentStatus } from '~/domain/payment'
import type { SentAgreement } from '../actors/agreements'
import type { SentRequest } from '../actors/creditor'
import type { SentForm } from '../actors/debtor'
import type { ReceivedEvent } from '../flaky-receiver'
import type { ProviderBooks } from '../providers/provider'
import { readAgreements, type AgreementBooks } from './agreement-books'

/** What is known from outside the database. */
export interface Testimony {
  /** Of debtors and creditors. */
  forms: SentForm[]
  agreements: SentAgreement[]
  requests: SentRequest[]
  /** What the creditors' receiver was sent. */
  received: ReceivedEvent[]
  /** Names of the files in the folder of mails. */
  mails: string[]
  providers: ProviderBooks
  /** What the last comparison with the providers came to, by creditor. */
  reconciliations: { correctedCount: number; openDifferences: unknown[] }[]
}

export interface PaymentRow {
  id: string
  creditorId: string
  debtorId: string
  idempotencyKey: string
  status: PaymentStatus
  currency: string
  amountMinor: number
  settledCurrency: string
  settledMinor: number
  origin: string
  purposeKind: string | null
  purposeId: string | null
  gateway: string
  gatewayReference: string | null
  transactionReference: string | null
  receivedMinor: number | null
  refundedMinor: number
  chargedBackMinor: number
}

export interface ReversalRow {
  id: string
  paymentId: string
  kind: string
  status: string
  amountMinor: number
  gatewayReference: string | null
  requestedBy: string | null
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

interface InvoiceRow {
  id: string
  creditorId: string
  kind: 'invoice' | 'credit_note'
  number: string
  payableMinor: number
  openMinor: number
  pendingMinor: number
  plannedMinor: number
}

interface UnappliedCreditRow {
  id: string
  paymentId: string
  amountMinor: number
  openMinor: number
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
  at: string
}

interface IntentRow {
  paymentId: string
  invoiceId: string
  amountMinor: number
  /** What is let go with the money. */
  concession: { amountMinor: number } | null
  reserved: boolean
}

interface JobRow {
  name: string
  state: string
  startAfter: string
  /** Null while it is not. */
  completedOn: string | null
  data: Record<string, string>
}

export interface Books extends Testimony, AgreementBooks {
  payments: PaymentRow[]
  reversals: ReversalRow[]
  intents: IntentRow[]
  transitions: TransitionRow[]
  allocations: AllocationRow[]
  unappliedCredits: UnappliedCreditRow[]
  applications: { id: string; creditorId: string; idempotencyKey: string; amountMinor: number }[]
  invoices: InvoiceRow[]
  inbox: { gateway: string; eventId: string; kind: string; processedAt: string | null; result: string | null }[]
  outcomeEvents: OutcomeEventRow[]
  logHeads: { creditorId: string; sequence: number; hash: string }[]
  endpoints: { id: string; creditorId: string; url: string; secrets: string[] }[]
  deliveries: { endpointId: string; eventId: string; status: string }[]
  jobs: JobRow[]
}

/** The columns in the names that they have here; as JSON, so that amounts come as numbers. */
export type RowReader = <Row>(from: string, columns: readonly (keyof Row & string)[], order?: string) => Promise<Row[]>

export async function readBooks(client: pg.ClientBase, testimony: Testimony): Promise<Books> {
  const read: RowReader = async <Row>(from: string, columns: readonly (keyof Row & string)[], order = '1') => {
    const list = columns.map((column) => `${toColumn(column)} as "${column}"`).join(', ')
    const sql = `select coalesce(json_agg(to_json(row)), '[]') as rows from (select ${list} from ${from} order by ${order}) as row`
    const { rows } = await client.query<{ rows: Row[] }>(sql)
    return rows[0]?.rows ?? []
  }
  return {
    ...testimony,
    ...(await readAgreements(read)),
    payments: await read('payment', [
      'id',
      'creditorId',
      'debtorId',
      'idempotencyKey',
      'status',
      'currency',
      'amountMinor',
      'settledCurrency',
      'settledMinor',
      'origin',
      'purposeKind',
      'purposeId',
      'gateway',
      'gatewayReference',
      'transactionReference',
      'receivedMinor',
      'refundedMinor',
      'chargedBackMinor',
    ]),
    reversals: await read('payment_reversal', [
      'id',
      'paymentId',
      'kind',
      'status',
      'amountMinor',
      'gatewayReference',
      'requestedBy',
    ]),
    intents: await read('payment_intent', ['paymentId', 'invoiceId', 'amountMinor', 'concession', 'reserved']),
    transitions: await read('payment_transition', ['paymentId', 'fromStatus', 'toStatus', 'gatewayEventId', 'at']),
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
      'plannedMinor',
    ]),
    inbox: await read(`(select *, payload ->> 'kind' as kind from gateway_inbox_entry) as entry`, [
      'gateway',
      'eventId',
      'kind',
      'processedAt',
      'result',
    ]),
    outcomeEvents: await read(
      'outcome_event',
      ['id', 'creditorId', 'sequence', 'body', 'previousHash', 'hash'],
      'creditor_id, sequence',
    ),
    logHeads: await read('outcome_log_head', ['creditorId', 'sequence', 'hash']),
    endpoints: await read('webhook_endpoint', ['id', 'creditorId', 'url', 'secrets']),
    deliveries: await read('webhook_delivery', ['endpointId', 'eventId', 'status']),
    jobs: await read(`pgboss.job where name not like '\\_\\_pgboss%'`, [
      'name',
      'state',
      'startAfter',
      'completedOn',
      'data',
    ]),
  }
}

function toColumn(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
