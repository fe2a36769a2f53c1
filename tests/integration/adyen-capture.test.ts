/** A merchant account that captures by request: what was authorised is money once it was captured. */
import { beforeEach, describe, expect, it } from 'vitest'
import { capturePayment } from '~/use-cases/capture-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { createInvoice } from '../factories/invoices'
import { useAdyenAccount } from '../setup/adyen-account'
import { orderOf, readInvoice } from '../setup/payment-harness'

const account = await useAdyenAccount({ capture: 'manual' })
const { test, debtor, start, process, takeJobs, readPayment } = account

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
})

const authorise = async () => {
  const started = await start(orderOf({ A: 100_00 }))
  const { pspReference: psp } = account.adyen().shopper.authorise(started.checkoutId)
  return { ...started, psp }
}

const bookOf = (psp: string) => account.adyen().books().get(psp)

describe('a payment that is captured by request', () => {
  it('is under way when it was authorised, and succeeds with its capture', async () => {
    account.adyen().webhooks.configure({ mode: 'hold' })
    const { payment, psp } = await authorise()
    await account.adyen().webhooks.release()
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'processing', transactionReference: psp })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 100_00 })
    await account.adyen().webhooks.release()
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'succeeded', receivedMinor: 100_00 })
    expect(bookOf(psp)).toMatchObject({ capturedMinor: 100_00 })
  })

  it('is captured once though the answer was lost', async () => {
    const { payment, psp } = await authorise()
    account.adyen().faults.next('timeout_after', { operation: 'capture' })
    await expect(process()).rejects.toThrow('has not captured')
    const { creditorId, debtorId, id: paymentId } = payment
    await capturePayment(account.services(), { creditorId, debtorId, paymentId, transactionReference: psp })
    await process()
    expect((await readPayment(payment)).status).toBe('succeeded')
    expect(bookOf(psp)).toMatchObject({ capturedMinor: 100_00 })
    expect(
      account.adyen().requests.filter(({ operation, isReplayed }) => operation === 'capture' && !isReplayed),
    ).toHaveLength(2)
  })

  it('fails with a capture that is refused', async () => {
    account.adyen().bank.declineNext('capture')
    const { payment } = await authorise()
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'failed', failureCode: 'capture_failed' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 0 })
  })

  it('is charged back when the scheme refuses the capture later', async () => {
    const { payment, psp } = await authorise()
    await process()
    account.adyen().bank.failCapture(psp)
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'charged_back' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00 })
  })

  it('that was authorised too late is captured and accepted as late', async () => {
    account.adyen().webhooks.configure({ mode: 'hold' })
    const { payment } = await authorise()
    test.clock.advance({ hours: 2 })
    expect(await expirePayments(account.services())).toBe(1)
    account.adyen().webhooks.configure({ mode: 'deliver' })
    await account.adyen().webhooks.release()
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'succeeded', receivedMinor: 100_00 })
    expect(await takeJobs('capture-payment')).toEqual([])
  })

  it('ends in the same books whatever comes first', async () => {
    account.adyen().webhooks.configure({ mode: 'hold' })
    const { payment, psp } = await authorise()
    const { creditorId, debtorId, id: paymentId } = payment
    await capturePayment(account.services(), { creditorId, debtorId, paymentId, transactionReference: psp })
    await account.adyen().webhooks.release({ order: 'reversed', copies: 2 })
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'succeeded', transactionReference: psp })
    expect(bookOf(psp)).toMatchObject({ capturedMinor: 100_00 })
  })
})
