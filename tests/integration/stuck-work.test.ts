/** Work that does not go on by itself: seen by whoever it concerns, and begun again. */
import { describe, expect, it } from 'vitest'
import { createJobInspector } from '~/data/job-inspector.server'
import type { GatewayEvent } from '~/use-cases/ports/payment-gateway'
import { countStuckWork, listStuckWork, rerunJob, retrySetAsideEvent } from '~/use-cases/list-stuck-work'
import { startReconciliation } from '~/use-cases/start-reconciliation'
import { takeGatewayEvent } from '~/use-cases/take-gateway-event'
import { createCreditor } from '../factories/creditors'
import { createInvoice } from '../factories/invoices'
import { createScriptedGateway } from '../factories/scripted-gateway'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
const jobInspector = createJobInspector(test.database, test.jobs)
const stuck = { ...services, jobInspector }

async function start() {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  return harness.start(payer, orderOf({ A: 100_00 }))
}

/** As pg-boss leaves a job whose handler threw at every attempt. */
async function failJob(name: string) {
  await test.inspect(
    `update pgboss.job set state = 'failed', completed_on = now(), retry_count = 16,
     output = '{"message": "the provider did not answer"}' where name = $1`,
    [name],
  )
  const [job] = await test.inspect<{ id: string }>('select id from pgboss.job where name = $1', [name])
  return job?.id ?? ''
}

describe('a job that was given up', () => {
  it('is shown to its creditor alone, and tried again when that is wanted', async () => {
    const { checkoutId } = await start()
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    const id = await failJob('learn-payment-details')
    const [payment] = await test.inspect<{ id: string }>('select id from payment')
    expect((await listStuckWork(stuck, creditor.id)).jobs).toMatchObject([
      {
        ...{ id, name: 'learn-payment-details', attemptCount: 17, error: 'the provider did not answer' },
        paymentId: payment?.id,
      },
    ])
    const stranger = await createCreditor(test)
    expect((await listStuckWork(stuck, stranger.id)).jobs).toEqual([])
    expect(await rerunJob(stuck, stranger.id, id)).toMatchObject({ failure: 'not_failed' })
    expect((await rerunJob(stuck, creditor.id, id)).ok).toBe(true)
    expect(await rerunJob(stuck, creditor.id, id)).toMatchObject({ failure: 'not_failed' })
    expect(await test.inspect('select state from pgboss.job where id = $1', [id])).toEqual([{ state: 'retry' }])
  })

  it('belongs to the creditor of the payment that its event is about, decided or not', async () => {
    const { payment } = await start()
    await harness.sendWebhook({
      ...{ id: 'e', checkoutId: payment.gatewayReference ?? '', paymentId: payment.id, type: 'checkout.succeeded' },
      ...{ amount: { amountMinor: 100_00, currency: EURO }, method: null, failureCode: null, reversal: null },
      occurredAt: test.clock.now(),
    })
    const id = await failJob('process-gateway-event')
    expect((await listStuckWork(stuck, creditor.id)).jobs).toMatchObject([{ id, paymentId: payment.id }])
    expect((await listStuckWork(stuck, (await createCreditor(test)).id)).jobs).toEqual([])
    expect((await listStuckWork(stuck, 'all')).jobs).toHaveLength(1)
  })
})

describe('a payment whose outcome nobody tells', () => {
  const deaf = { ...stuck, gateways: new Map([['sandbox' as const, createScriptedGateway('sandbox')]]) }

  /** The provider said that it is under way, and nothing more. */
  async function startProcessing(method: string) {
    const { payment } = await start()
    await harness.forge(payment, 'checkout.processing')
    await test.inspect('update payment set method = $1', [method])
    return payment
  }

  const listIds = async (of: typeof creditor.id | 'all', services: typeof stuck = deaf) =>
    (await listStuckWork(services, of)).payments.map(({ id }) => id)

  it('by card stands an hour after its time, with its creditor and whoever runs the portal, and is counted', async () => {
    const payment = await startProcessing('card')
    test.clock.set(payment.expiresAt.toISOString())
    test.clock.advance({ hours: 1 })
    expect(await listIds(creditor.id)).toEqual([])
    test.clock.advance({ seconds: 1 })
    expect(await listIds(creditor.id)).toEqual([payment.id])
    expect(await listIds('all')).toEqual([payment.id])
    expect(await listIds((await createCreditor(test)).id)).toEqual([])
    expect((await countStuckWork(deaf)).payments).toEqual([{ gateway: 'sandbox', count: 1 }])
    await harness.forge(payment, 'checkout.succeeded')
    expect(await listIds(creditor.id)).toEqual([])
  })

  it.each([
    ['sepa_debit', 10],
    ['bacs_debit', 12],
    ['a method of the provider’s own', 14],
  ])('by %s stands after %i days', async (method, days) => {
    const payment = await startProcessing(method)
    test.clock.set(payment.expiresAt.toISOString())
    test.clock.advance({ days })
    expect(await listIds(creditor.id)).toEqual([])
    test.clock.advance({ seconds: 1 })
    expect(await listIds(creditor.id)).toEqual([payment.id])
  })

  it('is reconciliation’s where the provider can be asked, and nobody’s business while the payer may still pay', async () => {
    const payment = await startProcessing('card')
    expect(await listIds(creditor.id)).toEqual([])
    test.clock.advance({ days: 30 })
    expect(await listIds(creditor.id, stuck)).toEqual([])
    expect(await startReconciliation(stuck, { creditorId: creditor.id, startedBy: 'clock' })).toHaveLength(1)
    // A provider that is not configured any more cannot be asked either.
    const without = { ...stuck, gateways: new Map() }
    expect(await listIds(creditor.id, without)).toEqual([payment.id])
    expect(await startReconciliation(without, { creditorId: creditor.id, startedBy: 'clock' })).toEqual([])
    expect(await startReconciliation(deaf, { creditorId: creditor.id, startedBy: 'clock' })).toEqual([])
  })
})

describe('an event that was set aside', () => {
  const about = (reference: string): GatewayEvent => ({
    gateway: 'sandbox',
    eventId: `about ${reference}`,
    kind: 'payment_refunded',
    gatewayReference: reference,
    occurredAt: test.clock.now(),
    amount: { amountMinor: 1_00, currency: EURO },
    reversal: { gatewayReference: 'r' },
  })

  it('is shown once it has waited for too long, and decided anew when that is wanted', async () => {
    const { payment } = await start()
    expect(await takeGatewayEvent(services, about(payment.gatewayReference ?? ''))).toBe('waiting')
    expect((await listStuckWork(stuck, creditor.id)).events).toEqual([])
    test.clock.advance({ hours: 2 })
    const { events } = await listStuckWork(stuck, creditor.id)
    expect(events).toMatchObject([{ result: 'waiting', paymentId: payment.id }])
    const before = (await test.listWaitingJobs('process-gateway-event')).length
    expect((await retrySetAsideEvent(services, creditor.id, events[0]?.id ?? '')).ok).toBe(true)
    expect(await test.listWaitingJobs('process-gateway-event')).toHaveLength(before + 1)
    const stranger = await createCreditor(test)
    expect(await retrySetAsideEvent(services, stranger.id, events[0]?.id ?? '')).toMatchObject({
      failure: 'not_set_aside',
    })
  })

  it('that is about nobody’s payment is for whoever runs the portal, and counted', async () => {
    expect(await takeGatewayEvent(services, about('nobody’s'))).toBe('unknown_payment')
    expect((await listStuckWork(stuck, creditor.id)).events).toEqual([])
    expect((await listStuckWork(stuck, 'all')).events).toMatchObject([{ result: 'unknown_payment', paymentId: null }])
    const counts = await test.unitOfWork.run({ kind: 'system' }, ({ gatewayInbox }) =>
      gatewayInbox.countSetAside(test.clock.now()),
    )
    expect(counts).toEqual([{ result: 'unknown_payment', count: 1 }])
  })
})
