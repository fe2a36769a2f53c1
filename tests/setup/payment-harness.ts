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
import { startPayment, type StartPaymentInput } from '~/use-cases/start-payment'
import type { TestDatabase } from './database'

export { findContradictions } from './find-contradictions'

export const EURO = parseCurrencyCode('EUR')!

const WEBHOOK_SECRET = 'a secret for tests alone'

/** And what takes in webhooks. */
interface HarnessServices extends PaymentServices {
  gatewayIntake: GatewayIntake
}

export interface PaymentHarness {
  services: HarnessServices
  provider: SandboxProvider
  books: SandboxBooks
  /** Starts a payment and returns it with its checkout at the sandbox. Throws when it was refused. */
  start(payer: Payer, order: PaymentOrder, key?: string): Promise<StartedAtProvider>
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

/** A payment that has been begun, and its checkout as the provider calls it. */
export interface StartedAtProvider {
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

/** Starts a payment that leads to a provider's page. Throws when it was refused, or nothing is left to pay. */
export async function startAtProvider(
  test: TestDatabase,
  services: PaymentServices,
  input: StartPaymentInput,
): Promise<StartedAtProvider> {
  const started = await startPayment(services, input)
  if (!started.ok) throw new Error(`refused: ${JSON.stringify(started.failure)}`)
  if (started.value.kind !== 'gateway') throw new Error('nothing is left to pay')
  const checkoutId = new URL(started.value.url).pathname.split('/').at(-1) ?? ''
  const [row] = await test.inspect<{ id: PaymentId }>('select id from payment where gateway_reference = $1', [
    checkoutId,
  ])
  if (!row) throw new Error('the checkout belongs to no payment')
  const { creditorId } = input.payer
  const payment = await test.unitOfWork.run({ kind: 'system' }, ({ payments }) => payments.findById(creditorId, row.id))
  if (!payment) throw new Error(`no payment ${row.id}`)
  return { payment, checkoutId }
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
    start: (payer, order, key = ids.uuid()) => startAtProvider(test, services, { payer, order, idempotencyKey: key }),
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
