/** Paying by Stripe from the form to the receipt: through our use cases, the real SDK and /webhooks/stripe. */
import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMoney } from '~/domain/money'
import { requestRefund } from '~/use-cases/request-refund'
import { sendRefund } from '~/use-cases/send-refund'
import { createInvoice } from '../factories/invoices'
import { EURO, listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'
import { useStripeAccount } from '../setup/stripe-account'

const account = await useStripeAccount()
const { test, creditor, debtor, start, process, readPayment, nameIntent } = account

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
})

const both = orderOf({ A: 100_00, B: 50_00 })

async function payByCard() {
  const started = await start(both)
  account.stripe().payer.payByCard(started.checkoutId)
  await process()
  return { ...started, intent: nameIntent(started.checkoutId) }
}

const reported = async () => (await listReported(test)).map(({ type }) => type)

describe('a payment by Stripe', () => {
  it('settles what it names when it was paid, and is reported once', async () => {
    const { payment, checkoutId } = await start(both)
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 100_00 })
    account.stripe().payer.payByCard(checkoutId)
    await process()
    expect(await readPayment(payment)).toMatchObject({
      status: 'succeeded',
      gatewayReference: checkoutId,
      transactionReference: nameIntent(checkoutId),
      receivedMinor: 150_00,
    })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0, pending: 0 })
    expect(await reported()).toEqual(['payment.started', 'payment.succeeded'])
  })

  it('that was declined is paid by another card on the same page', async () => {
    const { payment, checkoutId } = await start(both)
    account.stripe().payer.payByCard(checkoutId, { decline: 'insufficient_funds' })
    await process()
    expect((await readPayment(payment)).status).toBe('pending')
    account.stripe().payer.payByCard(checkoutId, { authentication: 'passed' })
    await process()
    expect((await readPayment(payment)).status).toBe('succeeded')
  })

  it.each([
    ['succeeds', 'succeeded', 0],
    ['fails', 'failed', 100_00],
  ] as const)('by a debit that %s days later', async (ending, status, openMinor) => {
    const { payment, checkoutId } = await start(both)
    account.stripe().payer.payByDebit(checkoutId, 'sepa_debit')
    await process()
    expect((await readPayment(payment)).status).toBe('processing')
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 100_00 })
    const { bank } = account.stripe()
    if (ending === 'succeeds') bank.completeDebit(nameIntent(checkoutId))
    else bank.failDebit(nameIntent(checkoutId))
    await process()
    expect((await readPayment(payment)).status).toBe(status)
    expect(await readInvoice(test, 'A')).toMatchObject({ open: openMinor, pending: 0 })
  })

  it('that nobody pays expires and gives its invoices free', async () => {
    const { payment, checkoutId } = await start(both)
    account.stripe().expireSession(checkoutId)
    await process()
    expect((await readPayment(payment)).status).toBe('expired')
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 0 })
  })

  it('is started once, though Stripe’s answer was lost and the form sent again', async () => {
    account.stripe().faults.next('timeout_after', { on: 'POST /v1/checkout/sessions', times: 3 })
    const idempotencyKey = test.ids.uuid()
    await expect(start(both, { idempotencyKey })).rejects.toThrow('refused')
    const { payment, checkoutId } = await start(both, { idempotencyKey })
    const sessions = account.stripe().readAll('checkout.session')
    expect(sessions.filter(({ client_reference_id: id }) => id === payment.id).map(({ id }) => id)).toEqual([
      checkoutId,
    ])
  })
})

describe('money of Stripe that goes back', () => {
  const refund = ({ payment, checkoutId, intent }: Awaited<ReturnType<typeof payByCard>>, amountMinor: number) => {
    const reversalId = test.ids.uuid()
    return account.gateway().refund({
      paymentId: payment.id,
      reversalId,
      idempotencyKey: reversalId,
      gatewayReference: checkoutId,
      transactionReference: intent,
      amount: createMoney(amountMinor, EURO),
      reason: 'agreed',
    })
  }

  it('goes in parts', async () => {
    const paid = await payByCard()
    await refund(paid, 40_00)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'partially_refunded', refundedMinor: 40_00 })
    await refund(paid, 110_00)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'refunded', refundedMinor: 150_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 50_00 })
    expect(await reported()).toEqual(['payment.started', 'payment.succeeded', 'payment.refunded', 'payment.refunded'])
  })

  it('goes once though the answer to the refund was lost, and its key is forgotten', async () => {
    const { payment } = await payByCard()
    const request = { creditorId: creditor.id, paymentId: payment.id, amountMinor: 40_00, unappliedCreditId: null }
    const asked = await requestRefund(account.services(), {
      ...request,
      ...{ reason: 'agreed', idempotencyKey: test.ids.uuid(), requestedBy: 'user:1' },
    })
    expect(asked).toMatchObject({ ok: true })
    const [job] = await test.listWaitingJobs('send-refund')
    const double = account.stripe()
    double.webhooks.behave({ seed: 1, losses: 1 })
    double.faults.next('timeout_after', { on: 'POST /v1/refunds', times: 3 })
    await expect(sendRefund(account.services(), job!)).rejects.toThrow('has not answered')
    const listRefunds = () => double.readAll('refund').filter(({ metadata }) => metadata?.['paymentId'] === payment.id)
    expect(listRefunds()).toHaveLength(1)
    // By then Stripe is asked before it is told to.
    test.clock.advance({ hours: 25 })
    const before = double.requests.length
    await sendRefund(account.services(), job!)
    await sendRefund(account.services(), job!)
    expect(double.requests.slice(before).map(({ method }) => method)).not.toContain('POST')
    expect(listRefunds()).toHaveLength(1)
    await double.webhooks.deliver(double.webhooks.events.slice(-4))
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'partially_refunded', refundedMinor: 40_00 })
    const book = double.books().find(({ metadata }) => metadata['paymentId'] === payment.id)
    expect(book).toMatchObject({ captured: 150_00, refunded: 40_00 })
  })

  it('comes again when the refund fails later', async () => {
    const paid = await payByCard()
    const refunded = await refund(paid, 40_00)
    await process()
    account.stripe().bank.failRefund(refunded.ok ? refunded.value.gatewayReference : '')
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'succeeded', refundedMinor: 0 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0 })
    expect((await reported()).at(-1)).toBe('payment.reinstated')
  })

  it.each([
    ['won', 'succeeded', 0],
    ['lost', 'charged_back', 150_00],
  ] as const)('by a chargeback that is %s', async (decision, status, openMinor) => {
    const { payment, intent } = await payByCard()
    const { id } = account.stripe().bank.openDispute(intent)
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'charged_back', chargedBackMinor: 150_00 })
    account.stripe().bank.decideDispute(id, decision)
    await process()
    expect((await readPayment(payment)).status).toBe(status)
    const open = (await readInvoice(test, 'A')).open + (await readInvoice(test, 'B')).open
    expect(open).toBe(openMinor)
  })

  it('does not go by an inquiry', async () => {
    const { payment, intent } = await payByCard()
    account.stripe().bank.openDispute(intent, { status: 'warning_needs_response' })
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'succeeded', chargedBackMinor: 0 })
  })

  it.each(['dispute', 'failed_charge'] as const)('by a debit given back late, told as a %s', async (as) => {
    const { payment, checkoutId } = await start(both)
    account.stripe().payer.payByDebit(checkoutId, 'sepa_debit')
    const intent = nameIntent(checkoutId)
    account.stripe().bank.completeDebit(intent)
    await process()
    account.stripe().bank.failLate(intent, { as })
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'charged_back', chargedBackMinor: 150_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00 })
    const events = await listReported(test)
    expect(events.at(-1)).toMatchObject({ type: 'payment.charged_back' })
    expect(JSON.stringify(events.at(-1))).toContain('late_failure')
  })
})

describe('webhooks of Stripe', () => {
  it('end in the same books, reversed, doubled and at the same time', async () => {
    const { stripe: double } = account
    double().webhooks.hold()
    const { payment, checkoutId } = await start(both)
    double().payer.payByDebit(checkoutId, 'sepa_debit')
    double().bank.completeDebit(nameIntent(checkoutId))
    const { id } = double().bank.openDispute(nameIntent(checkoutId), { amount: 60_00 })
    double().bank.decideDispute(id, 'won')
    await double().webhooks.release({ order: 'reversed', copies: 3, concurrency: 6 })
    expect(double().webhooks.deliveries.filter(({ status }) => status !== 200)).toEqual([])
    await process({ concurrency: 6 })
    expect(await readPayment(payment)).toMatchObject({
      status: 'succeeded',
      receivedMinor: 150_00,
      chargedBackMinor: 0,
    })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    expect(await listUnapplied(test)).toEqual([])
    const kept = await test.inspect<{ event_id: string }>('select event_id from gateway_inbox_entry')
    expect(new Set(kept.map((entry) => entry.event_id)).size).toBe(kept.length)
  })

  it('are not believed when another signed them, nor when a byte differs, nor in another mode', async () => {
    const { checkoutId } = await start(both)
    account.stripe().webhooks.hold()
    account.stripe().payer.payByCard(checkoutId)
    const event = account.stripe().webhooks.events.findLast(({ type }) => type === 'checkout.session.completed')!
    const { body, headers } = account.stripe().webhooks.sign(event)
    const post = (text: string, more: Record<string, string> = {}) =>
      fetch(account.webhookUrl(), { method: 'POST', body: text, headers: { ...headers, ...more } })
    expect((await post(body, { 'stripe-signature': 't=1,v1=00' })).status).toBe(400)
    expect((await post(body.replace('15000', '25000'))).status).toBe(400)
    const live = account.stripe().webhooks.sign({ ...event, livemode: true })
    expect((await post(live.body, live.headers)).status).toBe(400)
    expect((await post('x'.repeat(600_000))).status).toBe(413)
    expect((await fetch(account.webhookUrl(), { method: 'PUT', body, headers })).status).toBe(405)
    expect(await test.inspect('select id from gateway_inbox_entry')).toEqual([])
    expect((await post(body)).status).toBe(200)
    await process()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
  })

  it('of another shop on the same account are taken and left alone', async () => {
    const double = account.stripe()
    const event = double.webhooks.events.findLast(({ type }) => type === 'checkout.session.completed')!
    const foreign = { ...(event.data.object as object), metadata: { order: '7' } }
    const { body, headers } = double.webhooks.sign({ ...event, id: 'evt_foreign', data: { object: foreign } })
    expect((await fetch(account.webhookUrl(), { method: 'POST', body, headers })).status).toBe(200)
    expect(await test.inspect('select id from gateway_inbox_entry')).toEqual([])
  })
})

describe('an amount of Stripe that cannot be kept', () => {
  /** As Stripe sends it, for a transaction of anybody's. */
  function sendDispute(transaction: string) {
    const now = Math.floor(test.clock.now().getTime() / 1000)
    const amount = { amount: 50, currency: 'ugx' }
    const dispute = { id: 'dp_1', status: 'needs_response', created: now, reason: 'fraudulent', ...amount }
    const object = { ...dispute, payment_intent: transaction }
    const event = { id: 'evt_dispute', type: 'charge.dispute.created', created: now, livemode: false, data: { object } }
    const payload = JSON.stringify(event)
    const secret = account.stripe().webhookSecret
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: now })
    return fetch(account.webhookUrl(), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
      body: payload,
    })
  }

  it('is nothing to us where another shop on the account disputes it, and is not sent again', async () => {
    expect((await sendDispute('pi_of_another_shop')).status).toBe(200)
    expect(await test.inspect('select from gateway_inbox_entry')).toEqual([])
  })

  it('is refused where it is of a payment of ours, so that somebody hears of it', async () => {
    const { intent } = await payByCard()
    expect((await sendDispute(intent)).status).toBe(400)
  })
})
