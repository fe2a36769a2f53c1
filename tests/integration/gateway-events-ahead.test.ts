/** Events that come before the portal knows the payment they are about, from a provider that does not echo its id. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { GatewayEvent, PaymentGateway } from '~/use-cases/ports/payment-gateway'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { listReported, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, debtor, payer } = await usePaymentAccount()

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
})

/** Starts the payment of A; `meanwhile` runs when the provider has made the checkout and the portal has not noted it. */
function start(meanwhile: (event: GatewayEvent) => Promise<void>) {
  const createCheckout: PaymentGateway['createCheckout'] = async (request) => {
    const checkout = await harness.provider.gateway.createCheckout(request)
    if (checkout.ok) {
      await meanwhile({
        gateway: 'sandbox',
        eventId: 'without-echo',
        kind: 'payment_succeeded',
        gatewayReference: checkout.value.gatewayReference,
        occurredAt: test.clock.now(),
        amount: request.amount,
      })
    }
    return checkout
  }
  const gateways = new Map([['sandbox', { ...harness.provider.gateway, createCheckout }]])
  return startPayment({ ...services, gateways }, { payer, order: orderOf({ A: 100_00 }), idempotencyKey: 'k' })
}

function createSignal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

async function keepEvent(event: GatewayEvent): Promise<string> {
  const id = test.ids.uuid()
  await test.unitOfWork.run({ kind: 'system' }, ({ gatewayInbox }) => gatewayInbox.insert(id, event, test.clock.now()))
  return id
}

describe('an event ahead of its payment', () => {
  it('is set aside, and processed once the checkout is known', async () => {
    let inboxEntryId = ''
    await start(async (event) => {
      inboxEntryId = await keepEvent(event)
      expect(await recordGatewayEvent(services, inboxEntryId)).toBe('unknown_payment')
    })
    expect(await test.listWaitingJobs('process-gateway-event')).toEqual([{ inboxEntryId }])
    expect(await recordGatewayEvent(services, inboxEntryId)).toBe('applied')
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
  })

  it('is not lost when the checkout becomes known between looking for it and setting it aside', async () => {
    const looked = createSignal()
    const known = createSignal()
    let runs = 0
    // The first transaction looks for the payment; the next waits until the checkout has been noted.
    const unitOfWork: UnitOfWork = {
      async run(scope, work) {
        runs += 1
        if (runs === 2) {
          looked.give()
          await known.given
        }
        return test.unitOfWork.run(scope, work)
      },
    }
    const processing: Promise<string>[] = []
    const started = await start(async (event) => {
      processing.push(recordGatewayEvent({ ...services, unitOfWork }, await keepEvent(event)))
      await looked.given
    })
    expect(started.ok).toBe(true)
    known.give()
    expect(await Promise.all(processing)).toEqual(['applied'])
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    expect((await listReported(test)).map(({ type }) => type)).toEqual(['payment.started', 'payment.succeeded'])
  })
})
