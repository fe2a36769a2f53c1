/** Paying in tests: the use cases over the sandbox provider, with every webhook in the test's hands. */
import { expect } from 'vitest'
import { createGatewayIntake } from '~/data/gateway-intake.server'
import { createSandboxBooks } from '~/data/sandbox-books.server'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import type { Debtor } from '~/domain/debtor'
import type { OutcomeEventBody } from '~/domain/outcome-event'
import type { PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import type { Payment } from '~/domain/payment'
import type { Payer, PaymentOrder } from '~/domain/payment-order'
import type { SandboxAction } from '~/gateways/sandbox/sandbox-checkout'
import { createSandboxProvider, type SandboxProvider } from '~/gateways/sandbox/sandbox-provider.server'
import { SIGNATURE_HEADER, signSandboxBody } from '~/gateways/sandbox/sandbox-signature.server'
import { writeSandboxBody } from '~/gateways/sandbox/sandbox-webhook.server'
import { parseEnvironment } from '~/platform/env.server'
import { acceptGatewayWebhook } from '~/use-cases/accept-gateway-webhook'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { GatewayEventResult } from '~/use-cases/ports/gateway-inbox'
import type { GatewayIntake } from '~/use-cases/ports/gateway-intake'
import type { SandboxBooks, SandboxEvent, SandboxEventType } from '~/use-cases/ports/sandbox-books'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { startPayment } from '~/use-cases/start-payment'
import type { TestDatabase } from './database'

export const EURO = parseCurrencyCode('EUR')!

const WEBHOOK_SECRET = 'a secret for tests alone'

/** And what takes in webhooks. */
export interface HarnessServices extends PaymentServices {
  gatewayIntake: GatewayIntake
}

export interface PaymentHarness {
  services: HarnessServices
  provider: SandboxProvider
  books: SandboxBooks
  /** Starts a payment and returns it with its checkout at the sandbox. Throws when it was refused. */
  start(payer: Payer, order: PaymentOrder, key?: string): Promise<Started>
  act(checkoutId: string, action: SandboxAction, refundMinor?: number): Promise<void>
  /** Events the sandbox has to deliver and has not yet, oldest first. */
  listUndelivered(): Promise<SandboxEvent[]>
  /** Has an event come in as a signed webhook, and be processed. */
  deliver(event: SandboxEvent): Promise<GatewayEventResult>
  /** Delivers whatever there is. */
  deliverAll(): Promise<void>
  /** Sends what the sandbox never said. */
  forge(payment: Payment, type: SandboxEventType, overrides?: Partial<SandboxEvent>): Promise<GatewayEventResult>
  sendWebhook(event: SandboxEvent): Promise<string>
  readPayment(payment: Pick<Payment, 'creditorId' | 'id'>): Promise<Payment>
}

export interface Started {
  payment: Payment
  checkoutId: string
}

export function createPayer(creditor: Creditor, debtor: Debtor, overrides: Partial<Payer> = {}): Payer {
  return {
    creditorId: creditor.id,
    debtorId: debtor.id,
    linkId: null,
    scope: ['view', 'pay'],
    name: 'Greta Lüders',
    email: 'greta@debtor.example',
    locale: 'de',
    ...overrides,
  }
}

export function createPaymentHarness(test: TestDatabase, webhookUrl = 'http://127.0.0.1:9/none'): PaymentHarness {
  const books = createSandboxBooks(test.database, test.jobs)
  const appUrl = 'https://portal.example'
  const provider = createSandboxProvider(parseEnvironment({ SANDBOX_DEBIT_DELAY_MS: '0' }), {
    books,
    clock: test.clock,
    ids: test.ids,
    appUrl,
    webhookUrl,
    webhookSecret: WEBHOOK_SECRET,
  })
  const { unitOfWork, clock, ids } = test
  const services: HarnessServices = {
    gatewayIntake: createGatewayIntake(test.database.pool),
    unitOfWork,
    clock,
    ids,
    gateways: new Map([['sandbox', provider.gateway]]),
    codeHasher: test.codeHasher,
    appUrl,
  }

  const readPayment = async ({ creditorId, id }: Pick<Payment, 'creditorId' | 'id'>) => {
    const payment = await unitOfWork.run({ kind: 'system' }, ({ payments }) => payments.findById(creditorId, id))
    if (!payment) throw new Error(`no payment ${id}`)
    return payment
  }

  const sendWebhook = async (event: SandboxEvent) => {
    const rawBody = writeSandboxBody(event)
    const headers = new Headers({ [SIGNATURE_HEADER]: signSandboxBody(rawBody, WEBHOOK_SECRET, clock.now()) })
    const accepted = await acceptGatewayWebhook(services, { gateway: provider.gateway, rawBody, headers })
    expect(accepted).toMatchObject({ ok: true })
    const [entry] = await test.inspect<{ id: string }>('select id from gateway_inbox_entry where event_id = $1', [
      event.id,
    ])
    if (!entry) throw new Error('the event is not in the inbox')
    return entry.id
  }

  const harness: PaymentHarness = {
    services,
    provider,
    books,
    sendWebhook,
    readPayment,
    async start(payer, order, key = ids.uuid()) {
      const started = await startPayment(services, { payer, order, idempotencyKey: key })
      if (!started.ok) throw new Error(`refused: ${JSON.stringify(started.failure)}`)
      if (started.value.kind !== 'gateway') throw new Error('nothing is left to pay')
      const checkoutId = started.value.url.split('/').at(-1) ?? ''
      const [row] = await test.inspect<{ id: PaymentId }>('select id from payment where gateway_reference = $1', [
        checkoutId,
      ])
      if (!row) throw new Error('the checkout belongs to no payment')
      return { payment: await readPayment({ creditorId: payer.creditorId, id: row.id }), checkoutId }
    },
    async act(checkoutId, action, refundMinor) {
      const done = await provider.act(checkoutId, action, refundMinor === undefined ? {} : { refundMinor })
      expect(done.ok).toBe(true)
    },
    async listUndelivered() {
      const rows = await test.inspect<{ id: string }>(
        'select id from sandbox_event where delivered_at is null order by created_at, id',
      )
      const events = await Promise.all(rows.map(({ id }) => books.findEvent(id)))
      return events.filter((event) => event !== null)
    },
    async deliver(event) {
      const result = await recordGatewayEvent(services, await sendWebhook(event))
      await test.inspect('update sandbox_event set delivered_at = now() where id = $1', [event.id])
      return result
    },
    async deliverAll() {
      for (const event of await harness.listUndelivered()) await harness.deliver(event)
    },
    forge(payment, type, overrides = {}) {
      return harness.deliver({
        id: `forged_${ids.uuid()}`,
        checkoutId: payment.gatewayReference ?? '',
        paymentId: payment.id,
        type,
        amount: createMoney(payment.amountMinor, payment.currency),
        method: 'card',
        failureCode: null,
        reversal: null,
        occurredAt: clock.now(),
        ...overrides,
      })
    },
  }
  return harness
}

/**
 * Holds the books to what must be true at every moment, for every invoice, credit and payment in the database. Returns
 * what is wrong; empty when nothing is.
 */
export async function findContradictions(test: TestDatabase): Promise<unknown[]> {
  return test.inspect(`
    select 'invoice: payable = open + allocations' as rule, i.number as subject
    from invoice i where i.kind = 'invoice' and i.payable_minor <> i.open_minor +
      (select coalesce(sum(a.amount_minor), 0) from allocation a where a.creditor_id = i.creditor_id and a.invoice_id = i.id)
    union all
    select 'credit note: payable = open + uses', i.number
    from invoice i where i.kind = 'credit_note' and i.payable_minor <> i.open_minor +
      (select coalesce(sum(a.amount_minor), 0) from allocation a where a.credit_note_id = i.id)
    union all
    select 'invoice: pending = reservations', i.number
    from invoice i where i.pending_minor <>
      (select coalesce(sum(n.amount_minor), 0) from payment_intent n where n.creditor_id = i.creditor_id and n.invoice_id = i.id and n.reserved)
    union all
    select 'invoice: pending + disputed within open', i.number
    from invoice i where i.pending_minor + i.disputed_minor > i.open_minor
    union all
    select 'invoice: claimed = open disputes, and disputed is of it what is open and in no payment', i.number
    from invoice i where i.disputed_minor <> least(i.claimed_minor, i.open_minor - i.pending_minor)
      or exists (select from dispute d where d.invoice_id = i.id) and i.claimed_minor <>
        (select coalesce(sum(d.claimed_minor), 0) from dispute d where d.invoice_id = i.id and d.ended_at is null)
    union all
    select 'dispute: granted = its credit note', d.reference
    from dispute d left join invoice n on n.id = d.credit_note_id where coalesce(d.granted_minor, 0) <> coalesce(n.payable_minor, 0)
    union all
    select 'dispute: claimed = its lines, and as much is held back until it ends', d.reference
    from dispute d join dispute_hold h on h.dispute_id = d.id where d.claimed_minor <>
      (select sum(l.claimed_minor) from dispute_line l where l.dispute_id = d.id)
      or h.amount_minor <> d.claimed_minor or h.until_at is distinct from d.ended_at
    union all
    select 'invoice: settled on a day exactly when nothing is open', i.number
    from invoice i where (i.settled_on is null) <> (i.open_minor > 0)
    union all
    select 'only payments under way reserve', p.reference
    from payment p where p.status not in ('created', 'pending', 'processing')
      and exists (select from payment_intent n where n.payment_id = p.id and n.reserved)
    union all
    select 'payment: worth of what is kept = on invoices + unapplied credit, used or not', p.reference
    from payment p where
      case when coalesce(p.received_minor, 0) = 0 then 0 else
        round(round(p.received_minor::numeric * p.settled_minor / p.amount_minor) *
          (p.received_minor - p.refunded_minor - p.charged_back_minor) / p.received_minor) end <>
      (select coalesce(sum(a.amount_minor), 0) from allocation a where a.payment_id = p.id and a.kind = 'cash') +
      (select coalesce(sum(u.open_minor), 0) from unapplied_credit u where u.payment_id = p.id) +
      (select coalesce(sum(a.amount_minor), 0) from allocation a
        join unapplied_credit u on u.id = a.unapplied_credit_id where u.payment_id = p.id)
    union all
    select 'payment: what went back = its reversals, chargebacks first', p.reference
    from payment p, lateral (select
      coalesce(sum(r.amount_minor) filter (where r.kind = 'chargeback'), 0) as chargebacks,
      coalesce(sum(r.amount_minor) filter (where r.kind <> 'chargeback'), 0) as refunds
      from payment_reversal r where r.payment_id = p.id and r.status = 'taken') taken
    where p.charged_back_minor <> least(coalesce(p.received_minor, 0), taken.chargebacks)
      or p.refunded_minor <> least(coalesce(p.received_minor, 0) - p.charged_back_minor, taken.refunds)
    union all
    select 'payment: nothing is written off where nothing of it settles', p.reference
    from payment p join allocation w on w.payment_id = p.id and w.kind = 'write_off'
    group by p.reference, p.id, w.invoice_id having sum(w.amount_minor) <> 0 and not exists (
      select from allocation a where a.invoice_id = w.invoice_id and a.kind <> 'write_off' and a.amount_minor > 0)
    union all
    select 'payment: its last transition is its status', p.reference
    from payment p where p.status <> 'created' and not exists
      (select from payment_transition t where t.payment_id = p.id and t.to_status = p.status)
    union all
    select 'credit application: amount = its allocations', c.reference
    from credit_application c where c.amount_minor <>
      (select coalesce(sum(a.amount_minor), 0) from allocation a where a.application_id = c.id and a.reverses_id is null)`)
}

/** An order of amounts by invoice number, in euro. */
export function orderOf(items: Record<string, number>, credits: PaymentOrder['credits'] = []): PaymentOrder {
  return {
    currency: EURO,
    items: Object.entries(items).map(([number, amountMinor]) => ({ number, amountMinor })),
    credits,
  }
}

export async function readInvoice(test: TestDatabase, number: string) {
  const [row] = await test.inspect<{ open: string; pending: string; settled_on: string | null }>(
    'select open_minor as open, pending_minor as pending, settled_on::text from invoice where number = $1',
    [number],
  )
  return { open: Number(row?.open), pending: Number(row?.pending), settledOn: row?.settled_on }
}

/** What the creditor was told, in order. */
export async function listReported(test: TestDatabase): Promise<OutcomeEventBody[]> {
  const rows = await test.inspect<{ body: OutcomeEventBody }>('select body from outcome_event order by sequence')
  return rows.map((row) => row.body)
}

/** What is left of each unapplied credit, oldest first. */
export async function listUnapplied(test: TestDatabase): Promise<number[]> {
  const rows = await test.inspect<{ open: string }>('select open_minor as open from unapplied_credit order by at, id')
  return rows.map(({ open }) => Number(open))
}
