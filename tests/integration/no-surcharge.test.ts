/** What is charged is the sum of the invoices, by whatever way it is paid (docs/decisions/0009-no-surcharge.md). */
import { expect, it } from 'vitest'
import type { PaymentId } from '~/domain/ids'
import type { WayChoice } from '~/domain/way-choice'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import type { PaymentServices } from '~/use-cases/payment-services'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { keepMethod } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
creditor.gateways = ['sandbox', 'bank-transfer']

const services: PaymentServices = {
  ...harness.services,
  gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()]]),
}

async function review(number: string) {
  const reviewed = await reviewPayment(services, {
    payer,
    selection: { kind: 'invoices', items: [{ number }] },
    credits: 'none',
  })
  if (!reviewed.ok || reviewed.value.options === null) throw new Error(JSON.stringify(reviewed))
  return { ...reviewed.value, options: reviewed.value.options }
}

it('every way that is offered charges the sum that was reviewed', async () => {
  await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
  await createInvoice(test, debtor, { number: 'A', payableMinor: 333_37 })
  await keepMethod(test, harness, payer, 'K')
  const { ways } = (await review('A')).options
  const choices: (WayChoice | null)[] = [
    null,
    ...ways.ways.map(({ method }): WayChoice => ({ kind: 'method', method })),
    ...ways.saved.map(({ id }): WayChoice => ({ kind: 'saved', savedMethodId: id })),
  ]
  expect(ways.ways.map(({ method }) => method)).toEqual(expect.arrayContaining(['card', 'sepa_debit', 'bank_transfer']))
  expect(ways.saved).toHaveLength(1)

  for (const [index, way] of choices.entries()) {
    const number = `A-${index}`
    await createInvoice(test, debtor, { number, payableMinor: 333_37 })
    const { order, idempotencyKey, options } = await review(number)
    expect(options.charged).toEqual({ amountMinor: 333_37, currency: 'EUR' })
    expect(await startPayment(services, { payer, order, idempotencyKey, way })).toMatchObject({ ok: true })
    const [row] = await test.inspect<{ id: PaymentId; asked: string | null }>(
      `select payment.id, sandbox_checkout.amount_minor as asked from payment
        left join sandbox_checkout on sandbox_checkout.payment_id = payment.id where payment.idempotency_key = $1`,
      [idempotencyKey],
    )
    const payment = await harness.readPayment({ creditorId: creditor.id, id: row!.id })
    const charged = { currency: 'EUR', amountMinor: 333_37, settledCurrency: 'EUR', settledMinor: 333_37 }
    expect(payment, JSON.stringify(way)).toMatchObject(charged)
    if (payment.gateway === 'sandbox') expect(Number(row?.asked)).toBe(333_37)
  }
})
