/**
 * The double's objects beside the examples that Stripe publishes. Those are not part of this project, and of an older
 * version of the API than the SDK; what the two versions do not share is named here.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { startStripeSimulator } from './stripe-simulator'
import type { StripeSimulator } from './stripe-simulator'
import { connect, describeSession } from './test-client'

const FILE = path.resolve('../shared/data/stripe/fixtures3.json')
const fixtures = existsSync(FILE)
  ? z
      .object({ resources: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(readFileSync(FILE, 'utf8')))
  : null

/** Members that are only there on request, or for what the double does not do. */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  charge: ['refunds'],
}

let simulator: StripeSimulator

beforeAll(async () => {
  simulator = await startStripeSimulator()
  const stripe = connect(simulator)
  const customer = (await stripe.customers.create({ email: 'clerk@debtor.example' })).id
  const keep = { setup_future_usage: 'off_session' as const }
  const { id } = await stripe.checkout.sessions.create(describeSession({ customer, payment_intent_data: keep }))
  simulator.payer.payByCard(id)
  const paid = simulator.read('checkout.session', id).payment_intent ?? ''
  await stripe.refunds.create({ payment_intent: paid, amount: 100 })
  simulator.bank.openDispute(paid)
  const debit = await stripe.checkout.sessions.create(describeSession({ customer, payment_intent_data: keep }))
  simulator.payer.payByDebit(debit.id, 'sepa_debit')
  await stripe.setupIntents.create({ customer })
})

afterAll(() => simulator.close())

// Skipped where the published examples are not at hand.
it
  .skipIf(!fixtures)
  .each([
    ...(['checkout.session', 'payment_intent', 'setup_intent', 'payment_method', 'charge', 'refund'] as const),
    ...(['dispute', 'balance_transaction', 'customer', 'mandate'] as const),
  ])('%s has the members of the published one', (name) => {
  const [object] = simulator.readAll(name)
  const published = Object.keys(fixtures?.resources[name] ?? {})
  expect(published.length).toBeGreaterThan(5)
  const missing = published.filter((member) => !(member in object!))
  expect(missing).toEqual(ABSENT[name] ?? [])
})
