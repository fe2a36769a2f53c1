/** What can happen to a debtor's account, as commands of fast-check: each does it for real, and counts it in the model. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { Dispute } from '~/domain/dispute'
import type { AccessLinkId, PaymentId } from '~/domain/ids'
import type { Payer } from '~/domain/payment-order'
import type { SandboxAction } from '~/gateways/sandbox/sandbox-checkout'
import type { AgreeDependencies } from '~/use-cases/agree-settlement-offer'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { correctPayment } from '~/use-cases/correct-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { listPayables } from '~/use-cases/list-payables'
import { lockRate } from '~/use-cases/lock-rate'
import type { SandboxEvent } from '~/use-cases/ports/sandbox-books'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { requestRefund } from '~/use-cases/request-refund'
import { reviewPayment } from '~/use-cases/review-payment'
import { sendRefund } from '~/use-cases/send-refund'
import { startPayment } from '~/use-cases/start-payment'
import type { AccountModel, ToldEvent } from './account-model'
import type { TestDatabase } from './database'
import { EURO, type PaymentHarness } from './payment-harness'

export interface RealAccount {
  test: TestDatabase
  harness: PaymentHarness
  creditor: Creditor
  debtor: Debtor
  payer: Payer
  /** Checkouts by payment, oldest first. */
  started: { id: PaymentId; checkoutId: string; currency: SandboxEvent['amount']['currency'] }[]
  entered: PaymentId[]
  delivered: SandboxEvent[]
  /** Those that are open. */
  disputes: Dispute[]
  /** By which the debtor agrees and promises. */
  linkId: AccessLinkId
  /** Kept methods that a plan can be collected from; none where plans are paid by hand. */
  methodIds: readonly string[]
  /** Prints and keeps what is agreed. */
  papers: Pick<
    AgreeDependencies,
    'documentPrinter' | 'fileStore' | 'publicOrigin' | 'readLogo' | 'writeSettlementAgreement'
  >
  /** Holds the books to the model. */
  verify: (model: AccountModel) => Promise<void>
}

export type Command = fc.AsyncCommand<AccountModel, RealAccount>

const DOLLAR = parseCurrencyCode('USD')!

const ACTIONS: readonly SandboxAction[] = [
  ...(['pay_by_card', 'pay_by_card', 'be_declined', 'pay_by_debit', 'pay_by_debit_that_fails', 'cancel'] as const),
  ...(['refund', 'fail_refund', 'charge_back', 'win_chargeback'] as const),
]

const amount = fc.oneof(fc.integer({ min: 1, max: 120_00 }), fc.constant(285_00))
const which = fc.nat({ max: 20 })

/** A command of one argument; afterwards the books are held to the model. */
export function define<Argument>(
  name: string,
  argument: fc.Arbitrary<Argument>,
  run: (argument: Argument, model: AccountModel, real: RealAccount) => Promise<void>,
): fc.Arbitrary<Command> {
  return argument.map((value) => ({
    check: () => true,
    toString: () => `${name}(${JSON.stringify(value)})`,
    async run(model, real) {
      await run(value, model, real)
      await real.verify(model)
    },
  }))
}

const pay = define(
  'pay',
  fc.record({ amountMinor: amount, usesCredits: fc.boolean(), inDollars: fc.boolean() }),
  async ({ amountMinor, usesCredits, inDollars }, model, real) => {
    const { harness, payer } = real
    const { services } = harness
    const { currencies } = await listPayables(services, payer)
    const dueMinor = currencies[0]?.dueNowMinor ?? 0
    const selection = { kind: 'sum', currency: EURO, amountMinor: Math.min(amountMinor, dueMinor) } as const
    const choice = { selection, credits: usesCredits ? 'all' : 'none' } as const
    const review = await reviewPayment(services, { payer, ...choice })
    if (!review.ok) {
      expect(dueMinor).toBe(0)
      return
    }
    const { order, plan, idempotencyKey } = review.value
    const isExchanged = inDollars && plan.cashMinor > 0
    const locked = isExchanged ? await lockRate(services, { payer, ...choice, currency: DOLLAR }) : null
    const quote = locked?.ok === true && locked.value ? { id: locked.value.id, currency: DOLLAR } : null
    expect(quote !== null).toBe(isExchanged)
    const started = await startPayment(services, { payer, order, idempotencyKey, quote })
    if (!started.ok) throw new Error(JSON.stringify(started.failure))
    if (started.value.kind !== 'gateway') return
    const checkoutId = started.value.url.split('/').at(-1) ?? ''
    const payment = await findByCheckout(real, checkoutId)
    model.open(payment.id, payment.amountMinor, payment.settledMinor)
    expect(payment.settledMinor).toBe(plan.cashMinor)
    real.started.push({ id: payment.id, checkoutId, currency: payment.currency })
  },
)

const act = define(
  'act',
  fc.record({ which, action: fc.constantFrom(...ACTIONS), share: fc.nat({ max: 3 }) }),
  async ({ which: index, action, share }, _model, { started, harness }) => {
    const chosen = pick(started, index)
    if (!chosen) return
    const isPart = share > 0 && (action === 'refund' || action === 'charge_back')
    await harness.act(chosen.checkoutId, action, isPart ? share * 7_00 : undefined)
  },
)

const settleDebit = define('settleDebit', which, async (index, _model, { started, harness }) => {
  const chosen = pick(started, index)
  if (chosen) await harness.provider.settleDebit(chosen.checkoutId)
})

const deliver = define('deliver', which, async (index, model, real) => {
  const event = pick(await real.harness.listUndelivered(), index)
  if (event) await deliverEvent(event, model, real)
})

const repeat = define('repeat', which, async (index, model, real) => {
  const event = pick(real.delivered, index)
  if (event) await deliverEvent(event, model, real)
})

/** Money of whatever amount that comes of a checkout, however it had ended. */
const comeLate = define(
  'comeLate',
  fc.record({ which, amount }),
  async ({ which: index, amount: amountMinor }, model, real) => {
    const { started, harness, test } = real
    const chosen = pick(started, index)
    if (!chosen) return
    const payment = await harness.readPayment({ creditorId: real.creditor.id, id: chosen.id })
    model.tell(chosen.id, { kind: 'succeeded', amountMinor })
    await harness.forge(payment, 'checkout.succeeded', {
      id: `late_${test.ids.uuid()}`,
      amount: { amountMinor, currency: chosen.currency },
    })
    await runWaiting(real)
  },
)

const cancel = define('cancel', which, async (index, _model, { started, harness, payer }) => {
  const chosen = pick(started, index)
  if (chosen) await cancelPayment(harness.services, payer, chosen.id)
})

const wait = define('wait', fc.constantFrom(10, 61), async (minutes, _model, { test, harness }) => {
  test.clock.advance({ minutes })
  await expirePayments(harness.services)
})

/** The creditor asks for money to go back; whether it went, the provider tells. */
const refund = define(
  'refund',
  fc.record({ which, amount: fc.option(amount) }),
  async ({ which: index, amount: amountMinor }, _model, real) => {
    const { harness, creditor, test } = real
    const chosen = pick(real.started, index)
    if (!chosen) return
    await requestRefund(harness.services, {
      ...{ creditorId: creditor.id, paymentId: chosen.id, amountMinor, unappliedCreditId: null },
      ...{ reason: 'returned', idempotencyKey: test.ids.uuid(), requestedBy: 'user:1' },
    })
  },
)

const sendRefunds = define('sendRefunds', fc.constant(null), async (_none, _model, { test, harness }) => {
  for (const job of await takeJobs(test, 'send-refund')) await sendRefund(harness.services, job)
})

const enter = define('enter', amount, async (amountMinor, model, { harness, creditor, debtor, test, entered }) => {
  const recorded = await recordManualPayment(harness.services, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor, way: 'cash' },
    ...{ receivedOn: calendarDay('2026-11-20'), externalReference: null, note: null, invoiceNumbers: null },
    ...{ idempotencyKey: test.ids.uuid(), recordedBy: 'user:1' },
  })
  if (!recorded.ok) throw new Error(recorded.failure.kind)
  model.enter(recorded.value.id, amountMinor)
  entered.push(recorded.value.id)
})

const correct = define(
  'correct',
  fc.record({ which, amount: fc.option(amount) }),
  async ({ which: index, amount: amountMinor }, model, real) => {
    const { harness, creditor, test, entered } = real
    const paymentId = pick(entered, index)
    if (!paymentId) return
    const corrected = await correctPayment(harness.services, {
      ...{ creditorId: creditor.id, paymentId, amountMinor, reason: 'mistake' },
      ...{ idempotencyKey: test.ids.uuid(), requestedBy: 'user:1' },
    })
    if (corrected.ok) model.correct(paymentId, corrected.value.id, corrected.value.amountMinor)
  },
)

/** What happens after a payment was begun, and beside it. */
export const MONEY_COMMANDS: readonly fc.Arbitrary<Command>[] = [
  ...[act, act, act, act, deliver, deliver, deliver, deliver],
  ...[settleDebit, repeat, comeLate, cancel, wait, refund, sendRefunds, enter, correct],
]

/** In the shares in which they come about. */
export const ACCOUNT_COMMANDS: readonly fc.Arbitrary<Command>[] = [pay, pay, pay, ...MONEY_COMMANDS]

/** Whatever the provider has to say is heard. */
export async function deliverAll(model: AccountModel, real: RealAccount): Promise<void> {
  for (const { checkoutId } of real.started) await real.harness.provider.settleDebit(checkoutId)
  for (const job of await takeJobs(real.test, 'send-refund')) await sendRefund(real.harness.services, job)
  for (const event of await real.harness.listUndelivered()) await deliverEvent(event, model, real)
}

async function deliverEvent(event: SandboxEvent, model: AccountModel, real: RealAccount): Promise<void> {
  await real.harness.deliver(event)
  real.delivered.push(event)
  const told = readEvent(event)
  if (told) model.tell(event.paymentId, told)
  await runWaiting(real)
}

function readEvent({ type, amount: { amountMinor }, reversal }: SandboxEvent): ToldEvent | null {
  const reference = reversal?.id ?? ''
  switch (type) {
    case 'checkout.succeeded':
      return { kind: 'succeeded', amountMinor }
    case 'refund.succeeded':
      return { kind: 'refund', status: 'taken', reference, amountMinor }
    case 'refund.failed':
      return { kind: 'refund', status: 'returned', reference, amountMinor }
    case 'chargeback.created':
      return { kind: 'chargeback', status: 'taken', reference, amountMinor }
    case 'chargeback.won':
      return { kind: 'chargeback', status: 'returned', reference, amountMinor }
    default:
      return null
  }
}

/** What had to wait for something is looked at again by jobs. */
async function runWaiting({ test, harness }: RealAccount): Promise<void> {
  for (const { inboxEntryId } of await takeJobs(test, 'process-gateway-event')) {
    await recordGatewayEvent(harness.services, inboxEntryId)
  }
}

/** Payments that nobody began on a page of ours are the model's too: it learns of them here, with their checkouts. */
export async function adoptPayments(model: AccountModel, { test, started }: RealAccount): Promise<void> {
  const payments = await test.inspect<{ id: PaymentId; checkoutId: string | null; charged: number; settled: number }>(
    `select id, gateway_reference as "checkoutId", amount_minor::int as charged, settled_minor::int as settled
      from payment where gateway = 'sandbox' order by created_at, id`,
  )
  for (const { id, checkoutId, charged, settled } of payments) {
    if (!model.payments.has(id)) model.open(id, charged, settled)
    const isKnown = checkoutId === null || started.some((one) => one.checkoutId === checkoutId)
    if (!isKnown) started.push({ id, checkoutId, currency: EURO })
  }
}

export async function takeJobs<Name extends 'process-gateway-event' | 'send-refund' | 'charge-saved-method'>(
  test: TestDatabase,
  name: Name,
) {
  const jobs = await test.listWaitingJobs(name)
  await test.inspect('delete from pgboss.job where name = $1', [name])
  return jobs
}

async function findByCheckout({ test, harness, creditor }: RealAccount, checkoutId: string) {
  const [row] = await test.inspect<{ id: PaymentId }>('select id from payment where gateway_reference = $1', [
    checkoutId,
  ])
  if (!row) throw new Error('the checkout belongs to no payment')
  return harness.readPayment({ creditorId: creditor.id, id: row.id })
}

export function pick<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)]
}
