/**
 * Random histories of an account whose invoices promise discounts, by each rule and tax mode: payments of parts and of all,
 * with credits, by card and by hand, refunds, chargebacks that are won, and days that pass. After each step discount, money,
 * credit and write-off are what was settled, and the log adds up to the balances.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import {
  DEFAULT_DISCOUNT_POLICY,
  DISCOUNT_CORRECTIONS,
  DISCOUNT_RULES,
  DISCOUNT_TAX_MODES,
} from '~/domain/discount-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'
import { createPayer, createPaymentHarness, EURO, findContradictions, listReported } from '../setup/payment-harness'

const RUNS = Number(process.env['QUITTANCE_MODEL_RUNS'] ?? 12)

const test = await useTestDatabase()
const harness = createPaymentHarness(test)
const { services } = harness

const NUMBERS = ['A', 'B', 'C'] as const

const step = fc.oneof(
  fc.record({
    kind: fc.constant('pay' as const),
    numbers: fc.uniqueArray(fc.constantFrom(...NUMBERS), { minLength: 1 }),
    share: fc.constantFrom(100, 100, 60, 33),
    credits: fc.constantFrom('all' as const, 'none' as const),
    succeeds: fc.constantFrom(true, true, false),
  }),
  fc.record({ kind: fc.constant('enter' as const), number: fc.constantFrom(...NUMBERS), discounted: fc.boolean() }),
  fc.record({ kind: fc.constant('refund' as const), share: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constantFrom('charge_back' as const, 'win_chargeback' as const) }),
  fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 6 }) }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

it(
  'discount, money, credit and write-off are what was settled, whatever happens',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...DISCOUNT_RULES),
        fc.constantFrom(...DISCOUNT_TAX_MODES),
        fc.constantFrom(...DISCOUNT_CORRECTIONS),
        fc.array(step, { minLength: 4, maxLength: 14 }),
        async (rule, taxMode, correction, steps) => {
          const play = await begin({ rule, taxMode, correction })
          for (const one of steps) {
            await play(one)
            expect(await findContradictions(test)).toEqual([])
          }
          await verifyLog()
        },
      ),
      { numRuns: RUNS },
    )
  },
  RUNS * 20_000,
)

async function begin(wanted: Pick<typeof DEFAULT_DISCOUNT_POLICY, 'rule' | 'taxMode' | 'correction'>) {
  await test.reset()
  const creditor = await createCreditor(test)
  const debtor = await createDebtor(test, creditor)
  const today = dayOfInstant(test.clock.now(), creditor.timeZone)
  const tiers = [
    { deadlineOn: addDays(today, 4), rateBps: 333 },
    { deadlineOn: addDays(today, 9), rateBps: 150 },
  ]
  for (const [index, number] of NUMBERS.entries()) {
    const payableMinor = [119_00, 33_33, 7_77][index] ?? 1_00
    await createInvoice(test, debtor, { number, payableMinor, dueOn: addDays(today, 30), discounts: tiers })
  }
  await createInvoice(test, debtor, { number: 'N', kind: 'credit_note', payableMinor: 20_00 })
  const body = { ...DEFAULT_DISCOUNT_POLICY, ...wanted }
  await changePolicy(services, { creditorId: creditor.id, kind: 'discount', body, changedBy: 'system', basedOn: null })
  const payer = createPayer(creditor, debtor)
  const checkouts: { checkoutId: string; amountMinor: number }[] = []

  const pay = async ({ numbers, share, credits, succeeds }: Extract<Step, { kind: 'pay' }>) => {
    const due = await readDue()
    const items = numbers
      .map((number) => ({ number, amountMinor: Math.ceil(((due.get(number) ?? 0) * share) / 100) }))
      .filter(({ amountMinor }) => amountMinor > 0)
    if (items.length === 0) return
    const selection = { kind: 'invoices', items } as const
    const reviewed = await reviewPayment(services, { payer, selection, credits })
    if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
    const { order, plan } = reviewed.value
    // What is settled is what is paid, credited and let go.
    expect(plan.settledMinor).toBe(plan.cashMinor + plan.creditMinor + plan.concessionMinor)
    const key = test.ids.uuid()
    const started = await startPayment(services, { payer, order, idempotencyKey: key })
    if (!started.ok) throw new Error(JSON.stringify(started.failure))
    if (started.value.kind !== 'gateway') return
    const checkoutId = started.value.url.split('/').at(-1) ?? ''
    await harness.act(checkoutId, succeeds ? 'pay_by_card' : 'cancel')
    await harness.deliverAll()
    if (succeeds) checkouts.push({ checkoutId, amountMinor: plan.cashMinor })
  }

  return async (one: Step): Promise<void> => {
    switch (one.kind) {
      case 'wait':
        test.clock.advance({ days: one.days })
        return
      case 'pay':
        return pay(one)
      case 'enter': {
        const dueMinor = (await readDue()).get(one.number) ?? 0
        const amountMinor = one.discounted ? dueMinor - Math.round((dueMinor * 333) / 10_000) : dueMinor
        if (amountMinor <= 0) return
        await recordManualPayment(services, {
          ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor },
          ...{ way: 'bank_transfer', receivedOn: dayOfInstant(test.clock.now(), creditor.timeZone) },
          ...{ externalReference: null, note: null, invoiceNumbers: [one.number] },
          ...{ idempotencyKey: test.ids.uuid(), recordedBy: 'user:1' },
        })
        return
      }
      default: {
        const last = checkouts.at(-1)
        if (!last) return
        const amountMinor = one.kind === 'refund' ? Math.ceil((last.amountMinor * one.share) / 100) : undefined
        // Nothing is left to go back, or nothing was charged back: the provider refuses, as it may.
        const done = await harness.provider.act(
          last.checkoutId,
          one.kind,
          amountMinor === undefined ? {} : { refundMinor: amountMinor },
        )
        if (done.ok) await harness.deliverAll()
      }
    }
  }
}

async function readDue(): Promise<Map<string, number>> {
  const rows = await test.inspect<{ number: string; due: number }>(
    `select number, (open_minor - pending_minor - disputed_minor)::int as due from invoice where kind = 'invoice'`,
  )
  return new Map(rows.map(({ number, due }) => [number, due]))
}

/** Each invoice is open for what the log does not say was settled; each discount is told once more with its terms. */
async function verifyLog(): Promise<void> {
  const events = await listReported(test)
  const moved = new Map<string, number>()
  const [told, described] = [new Map<string, number>(), new Map<string, number>()]
  const add = (sums: Map<string, number>, number: string, minor: number) =>
    sums.set(number, (sums.get(number) ?? 0) + minor)
  for (const { data } of events) {
    for (const { number, kind, amountMinor, settledBy } of data.invoices ?? []) {
      if (kind !== 'invoice') continue
      add(moved, number, amountMinor)
      if (settledBy === 'discount') add(told, number, amountMinor)
    }
    if (data.discount) add(described, data.discount.invoice, data.discount.amountMinor)
  }
  const rows = await test.inspect<{ number: string; settled: number }>(
    `select number, (payable_minor - open_minor)::int as settled from invoice where kind = 'invoice'`,
  )
  for (const { number, settled } of rows) expect(moved.get(number) ?? 0, number).toBe(settled)
  expect([...described].sort()).toEqual([...told].sort())
}
