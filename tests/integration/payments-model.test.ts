/**
 * Random histories of paying: many debtors' clerks, a provider that repeats itself, comes late and takes other amounts,
 * credits, refunds and time. After each step the books must agree with themselves, and in the end with the provider's.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Payer } from '~/domain/payment-order'
import type { SandboxAction } from '~/gateways/sandbox/sandbox-checkout'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { listPayables } from '~/use-cases/list-payables'
import type { SandboxEvent } from '~/use-cases/ports/sandbox-books'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'
import { createPayer, createPaymentHarness, EURO, findContradictions, type Started } from '../setup/payment-harness'

const RUNS = 25
const STEPS = 24

const test = await useTestDatabase()
const harness = createPaymentHarness(test)
const { services } = harness

const ACTIONS: SandboxAction[] = [
  'pay_by_card',
  'pay_by_card',
  'be_declined',
  'pay_by_debit',
  'pay_by_debit_that_fails',
  'cancel',
  'refund',
  'charge_back',
]

const amount = fc.oneof(fc.integer({ min: 1, max: 120_00 }), fc.constant(285_00))
const which = fc.nat({ max: 20 })

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('start' as const), amount, credits: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('act' as const), which, action: fc.constantFrom(...ACTIONS) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle_debit' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), which }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('late' as const), which, amount }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(10, 61) }) },
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

interface History {
  payer: Payer
  started: Started[]
  delivered: SandboxEvent[]
}

it('keeps the books true through any history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: STEPS, size: 'max' }), async (steps) => {
      const history = await begin()
      for (const each of steps) {
        await take(history, each)
        expect(await findContradictions(test)).toEqual([])
      }
      await finish(history)
    }),
    { numRuns: RUNS },
  )
}, 180_000)

async function begin(): Promise<History> {
  await test.reset()
  const creditor = await createCreditor(test)
  const debtor = await createDebtor(test, creditor)
  for (const [index, payableMinor] of [30_00, 55_00, 80_00, 120_00].entries()) {
    await createInvoice(test, debtor, { payableMinor, dueOn: `2026-11-0${((index * 3) % 7) + 1}` })
  }
  await createInvoice(test, debtor, { kind: 'credit_note', payableMinor: 40_00 })
  return { payer: createPayer(creditor, debtor), started: [], delivered: [] }
}

async function take(history: History, step: Step): Promise<void> {
  const { payer, started, delivered } = history
  const chosen = 'which' in step ? started[step.which % Math.max(1, started.length)] : undefined
  switch (step.kind) {
    case 'start': {
      const { currencies } = await listPayables(services, payer)
      const amountMinor = Math.min(step.amount, currencies[0]?.dueNowMinor ?? 0)
      const selection = { kind: 'sum', currency: EURO, amountMinor } as const
      const review = await reviewPayment(services, { payer, selection, credits: step.credits ? 'all' : 'none' })
      if (!review.ok) {
        expect(amountMinor).toBe(0)
        return
      }
      const { order, plan, idempotencyKey } = review.value
      if (plan.cashMinor > 0) started.push(await harness.start(payer, order, idempotencyKey))
      else expect((await startPayment(services, { payer, order, idempotencyKey })).ok).toBe(true)
      return
    }
    case 'act':
      if (chosen) await harness.act(chosen.checkoutId, step.action)
      return
    case 'deliver': {
      const waiting = await harness.listUndelivered()
      const event = waiting[step.which % Math.max(1, waiting.length)]
      if (!event) return
      await harness.deliver(event)
      delivered.push(event)
      return
    }
    case 'settle_debit':
      if (chosen) await harness.provider.settleDebit(chosen.checkoutId)
      return
    case 'repeat': {
      const event = delivered[step.which % Math.max(1, delivered.length)]
      if (event) await harness.deliver(event)
      return
    }
    case 'late':
      if (chosen)
        await harness.forge(chosen.payment, 'checkout.succeeded', {
          amount: { amountMinor: step.amount, currency: EURO },
        })
      return
    case 'cancel':
      if (chosen) await cancelPayment(services, payer, chosen.payment.id)
      return
    case 'wait':
      test.clock.advance({ minutes: step.minutes })
      await expirePayments(services)
  }
}

/** Everything said is heard; then no event is left in doubt, and the outcome log tells the same as the books. */
async function finish({ started }: History): Promise<void> {
  for (const { checkoutId } of started) await harness.provider.settleDebit(checkoutId)
  await harness.deliverAll()
  for (const { inboxEntryId } of await test.listWaitingJobs('process-gateway-event')) {
    await recordGatewayEvent(services, inboxEntryId)
  }
  expect(await findContradictions(test)).toEqual([])
  const doubtful = await test.inspect<{ reference: string }>(
    `select payload ->> 'gatewayReference' as reference from gateway_inbox_entry where result is null or result in ('unknown_payment', 'waiting')`,
  )
  expect(doubtful).toEqual([])
  const [books] = await test.inspect<{ kept: string; reported: string }>(`
    select
      (select coalesce(sum(received_minor - refunded_minor - charged_back_minor), 0) from payment) as kept,
      (select coalesce(sum(case body ->> 'type'
        when 'payment.succeeded' then (body #>> '{data,payment,amountMinor}')::bigint
        when 'payment.refunded' then -(body #>> '{data,payment,reversedMinor}')::bigint
        when 'payment.charged_back' then -(body #>> '{data,payment,reversedMinor}')::bigint
      end), 0) from outcome_event) as reported`)
  expect(books?.reported).toBe(books?.kept)
}
