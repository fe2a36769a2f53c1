import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it, vi } from 'vitest'
import { acceptGatewayWebhook } from '~/use-cases/accept-gateway-webhook'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, createPayer, createPaymentHarness, orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

const times = <Value>(count: number, make: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)))

const count = async (table: string) =>
  Number((await test.inspect<{ count: string }>(`select count(*) from ${table}`))[0]?.count)

describe('the same form, sent many times at once', () => {
  it('starts one payment with one checkout, and everybody is sent to it', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const input = { payer, order: orderOf({ A: 119_00 }), idempotencyKey: 'one form' }
    const results = await times(20, () => startPayment(services, input))
    const urls = results.map((result) => (result.ok && result.value.kind === 'gateway' ? result.value.url : result))
    expect(new Set(urls).size).toBe(1)
    expect(await count('payment')).toBe(1)
    expect(await count('sandbox_checkout')).toBe(1)
    expect(await count('outcome_event')).toBe(1)
  })

  it('uses a credit once', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const note = await createInvoice(test, debtor, { number: 'C', kind: 'credit_note', payableMinor: 100_00 })
    const order = orderOf({ A: 40_00 }, [{ kind: 'credit_note', id: note.id, amountMinor: 40_00 }])
    const results = await times(12, () => startPayment(services, { payer, order, idempotencyKey: 'one form' }))
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
    expect(await count('allocation')).toBe(1)
    expect(await count('credit_application')).toBe(1)
  })
})

describe('different forms about the same invoices', () => {
  it('never reserve more than is open, and the others are told who was first', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const clerks = await times(10, (index) =>
      startPayment(services, {
        payer: createPayer(creditor, debtor, { name: `Clerk ${index}` }),
        order: orderOf({ A: 40_00 }),
        idempotencyKey: `form ${index}`,
      }),
    )
    const refused = clerks.flatMap((result) => (result.ok ? [] : result.failure))
    expect(clerks.filter((result) => result.ok)).toHaveLength(2)
    expect(refused).toHaveLength(8)
    for (const { heldBy = [] } of refused) {
      expect(heldBy.length).toBeGreaterThan(0)
      expect(heldBy[0]?.payerName).toMatch(/^Clerk/)
    }
  })

  it('do not lock each other out whatever the order of their invoices', async () => {
    await times(6, (index) => createInvoice(test, debtor, { number: `N${index}`, payableMinor: 1_000 }))
    const results = await times(24, (index) => {
      const numbers = Array.from({ length: 6 }, (_, offset) => `N${(index + offset * (index % 2 === 0 ? 1 : 5)) % 6}`)
      const items = numbers.map((number) => ({ number, amountMinor: 10 }))
      return startPayment(services, {
        payer,
        order: { currency: EURO, items, credits: [] },
        idempotencyKey: `${index}`,
      })
    })
    expect(results.every((result) => result.ok)).toBe(true)
    const [row] = await test.inspect<{ pending: string }>('select sum(pending_minor) as pending from invoice')
    expect(Number(row?.pending)).toBe(24 * 60)
  })

  it('compete for one credit without overdrawing it', async () => {
    await times(4, (index) => createInvoice(test, debtor, { number: `N${index}`, payableMinor: 50_00 }))
    const note = await createInvoice(test, debtor, { number: 'C', kind: 'credit_note', payableMinor: 100_00 })
    const results = await times(4, (index) =>
      startPayment(services, {
        payer,
        order: orderOf({ [`N${index}`]: 50_00 }, [{ kind: 'credit_note', id: note.id, amountMinor: 50_00 }]),
        idempotencyKey: `${index}`,
      }),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(2)
    expect(results.flatMap((result) => (result.ok ? [] : result.failure))).toMatchObject([
      { kind: 'credit_unavailable', params: { left: { amountMinor: 0 } } },
      { kind: 'credit_unavailable' },
    ])
  })
})

describe('events, repeated, reordered and at the same time', () => {
  it('takes a repeated webhook once', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    const [event] = await harness.listUndelivered()
    const entries = await times(10, () => harness.sendWebhook(event!))
    expect(new Set(entries).size).toBe(1)
    expect(await test.listWaitingJobs('process-gateway-event')).toHaveLength(1)
    const results = await times(8, () => recordGatewayEvent(services, entries[0]!))
    expect(new Set(results)).toEqual(new Set(['applied']))
    expect(await count('allocation')).toBe(1)
    expect(await test.listWaitingJobs('send-mail')).toHaveLength(1)
    expect(await count('outcome_event')).toBe(2)
  })

  it('settles once when different events say the same', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment } = await harness.start(payer, orderOf({ A: 119_00 }))
    const results = await times(8, () => harness.forge(payment, 'checkout.succeeded'))
    expect(results.filter((result) => result === 'applied')).toHaveLength(1)
    expect(results.filter((result) => result === 'already_applied')).toHaveLength(7)
    expect(await count('allocation')).toBe(1)
  })

  it('comes to the same end in every order of processing, failure and success', async () => {
    const types = ['checkout.processing', 'checkout.failed', 'checkout.succeeded'] as const
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ] as const
    for (const [index, order] of orders.entries()) {
      await createInvoice(test, debtor, { number: `N${index}` })
      const { payment } = await harness.start(payer, orderOf({ [`N${index}`]: 119_00 }))
      for (const position of order) await harness.forge(payment, types[position])
      expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', receivedMinor: 119_00 })
    }
    expect(await test.inspect('select number from invoice where open_minor > 0 or pending_minor > 0')).toEqual([])
  })

  it('survives success, cancelation, expiry and new payments in the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const number = `R${round}`
      await createInvoice(test, debtor, { number, payableMinor: 100_00 })
      const { payment, checkoutId } = await harness.start(payer, orderOf({ [number]: 100_00 }))
      test.clock.advance({ minutes: 61 })
      await Promise.all([
        harness.forge(payment, 'checkout.succeeded'),
        harness.forge(payment, 'checkout.processing'),
        cancelPayment(services, payer, payment.id),
        expirePayments(services),
        startPayment(services, { payer, order: orderOf({ [number]: 60_00 }), idempotencyKey: number }),
        harness.provider.act(checkoutId, 'cancel'),
      ])
      expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', receivedMinor: 100_00 })
    }
  })

  it('refuses a webhook whose signature is wrong or old, and keeps nothing of it', async () => {
    const gateway = harness.provider.gateway
    const send = (headers: Record<string, string>) =>
      acceptGatewayWebhook(services, { gateway, rawBody: '{}', headers: new Headers(headers) })
    expect(await send({})).toMatchObject({ ok: false, failure: { kind: 'malformed' } })
    const wrong = `t=${Math.floor(test.clock.now().getTime() / 1000)},v1=${'0'.repeat(64)}`
    expect(await send({ 'sandbox-signature': wrong })).toMatchObject({ failure: { kind: 'bad_signature' } })
    expect(await count('gateway_inbox_entry')).toBe(0)
  })

  it('keeps an event about a payment nobody knows', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment } = await harness.start(payer, orderOf({ A: 119_00 }))
    const foreign = { checkoutId: 'another', paymentId: test.ids.uuid() }
    expect(await harness.forge(payment, 'checkout.succeeded', foreign)).toBe('unknown_payment')
    // Our own id does not lend a payment to another checkout.
    expect(await harness.forge(payment, 'checkout.succeeded', { checkoutId: 'another' })).toBe('unknown_payment')
    expect(await test.inspect('select result from gateway_inbox_entry')).toEqual([
      { result: 'unknown_payment' },
      { result: 'unknown_payment' },
    ])
  })
})

describe('over HTTP, by jobs', () => {
  it('delivers what the sandbox says until it is taken, and settles a debit in its time', async () => {
    let refusals = 1
    const server = createServer((request, response) => {
      void (async () => {
        const rawBody = await text(request)
        if (refusals > 0) {
          refusals -= 1
          response.writeHead(503).end()
          return
        }
        const headers = new Headers({ 'sandbox-signature': String(request.headers['sandbox-signature']) })
        const accepted = await acceptGatewayWebhook(services, { gateway: harness.provider.gateway, rawBody, headers })
        response.writeHead(accepted.ok ? 204 : 400).end()
      })()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      const { provider } = createPaymentHarness(test, `http://127.0.0.1:${port}/webhooks/sandbox`)
      await createInvoice(test, debtor, { number: 'A' })
      const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
      await harness.act(checkoutId, 'pay_by_debit')
      const [first] = await harness.listUndelivered()
      await expect(provider.deliverEvent(first!.id)).rejects.toThrow('503')
      await test.jobs.work({
        'sandbox-deliver-event': ({ eventId }) => provider.deliverEvent(eventId),
        'sandbox-settle-debit': (job) => provider.settleDebit(job.checkoutId),
        'process-gateway-event': async ({ inboxEntryId }) => {
          await recordGatewayEvent(services, inboxEntryId)
        },
      })
      await vi.waitFor(async () => expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded' }), {
        timeout: 15_000,
        interval: 100,
      })
      expect(await harness.listUndelivered()).toEqual([])
    } finally {
      server.close()
    }
  })
})
