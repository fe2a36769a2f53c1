/** What a provider tells of a charge of a kept method whose own answer never came. */
import { beforeEach, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import { carryOutCharge, chargeSavedMethod } from '~/use-cases/charge-saved-method'
import type { GatewayEvent } from '~/use-cases/ports/payment-gateway'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { createInvoice } from '../factories/invoices'
import { answerWith, createScriptedGateway } from '../factories/scripted-gateway'
import { keepMethod } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'
import { orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

beforeEach(async () => {
  for (const number of ['A', 'K']) await createInvoice(test, debtor, { number, payableMinor: 100_00 })
})

/** A charge that was asked for and never answered: the process died, or the connection did. */
async function chargeWithoutAnswer() {
  const kept = await keepMethod(test, harness, payer, 'K')
  const opened = await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, (transaction) =>
    chargeSavedMethod(services, transaction, {
      ...{ creditorId: creditor.id, debtorId: debtor.id, savedMethodId: kept.id, order: orderOf({ A: 60_00 }) },
      ...{ idempotencyKey: 'one', locale: 'de' },
    }),
  )
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  const payment = await harness.readPayment({ creditorId: creditor.id, id: opened.value })
  const gateway = createScriptedGateway('sandbox', { charge: () => answerWith('uncertain') })
  const using = { ...services, gateways: new Map([['sandbox', gateway]]) }
  await expect(carryOutCharge(using, payment)).rejects.toThrow('has not answered')
  return payment
}

const kinds = ['payment_processing', 'payment_failed'] as const

it.each([
  ['in order', kinds],
  ['the other way round', kinds.toReversed()],
])('is believed of a debit that was on its way and failed, told %s', async (_, order) => {
  const payment = await chargeWithoutAnswer()
  const tell = async (kind: GatewayEvent['kind']) => {
    const id = test.ids.uuid()
    const event: GatewayEvent = {
      ...{ gateway: 'sandbox', eventId: kind, kind, paymentId: payment.id, occurredAt: test.clock.now() },
      ...{ gatewayReference: 'charge_1', transactionReference: 'charge_1' },
      amount: createMoney(60_00, parseCurrencyCode('EUR')!),
    }
    await test.unitOfWork.run({ kind: 'system' }, ({ gatewayInbox }) =>
      gatewayInbox.insert(id, event, test.clock.now()),
    )
    await recordGatewayEvent(services, id)
  }
  for (const kind of order) await tell(kind)
  // Those that were woken.
  for (const { inboxEntryId } of await test.listWaitingJobs('process-gateway-event')) {
    await recordGatewayEvent(services, inboxEntryId)
  }
  expect(await harness.readPayment(payment)).toMatchObject({ status: 'failed' })
  expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 0 })
})
