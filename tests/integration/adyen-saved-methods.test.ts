/** Methods kept at Adyen: with consent on its page, charged later without the payer, and forgotten. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { PaymentId } from '~/domain/ids'
import type { SavedMethod } from '~/domain/saved-method'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { expirePayments } from '~/use-cases/expire-payments'
import { removeMethodAtProvider, removeSavedMethod } from '~/use-cases/remove-saved-method'
import { createInvoice } from '../factories/invoices'
import { useAdyenAccount } from '../setup/adyen-account'
import { orderOf, readInvoice } from '../setup/payment-harness'
import { createMethodKeeper } from '../setup/provider-kept-method'

const account = await useAdyenAccount()
const { test, debtor, payer, process, takeJobs, readPayment } = account
const { keepingServices, consent, listKept, openCharge } = createMethodKeeper(account)

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
})

/** Pays A on a page that keeps the method. */
async function payAndKeep({ hasAgreed = true } = {}): Promise<SavedMethod | undefined> {
  const started = await account.start(orderOf({ A: 100_00 }), {}, keepingServices())
  if (hasAgreed) await consent(started)
  account.adyen().shopper.authorise(started.checkoutId)
  await process()
  return (await listKept())[0]
}

async function keep(): Promise<SavedMethod> {
  const kept = await payAndKeep()
  if (!kept) throw new Error('nothing was kept')
  return kept
}

const chargesOf = (id: PaymentId) => account.adyen().booksOf(`${id}:charge`)

describe('a method kept at Adyen', () => {
  it('is known by what its owner recognises, and belongs to nobody who could be recognised', async () => {
    expect(await payAndKeep()).toMatchObject({
      gateway: 'adyen',
      kind: 'card',
      label: 'Visa •••• 1111',
      expiresOn: '2030-03-31',
      customerReference: debtor.id,
      status: 'active',
    })
  })

  it('is kept though its webhook comes before the payment’s', async () => {
    const { webhooks } = account.adyen()
    const told = webhooks.all.length
    webhooks.configure({ mode: 'hold' })
    await payAndKeep()
    await webhooks.replay(({ family, number }) => family === 'token' && number > told)
    expect(await process()).toEqual(['unknown_payment'])
    await webhooks.release({ copies: 2 })
    await process()
    expect(await listKept()).toHaveLength(1)
  })

  it('is taken away again at Adyen where nobody had agreed', async () => {
    expect(await payAndKeep({ hasAgreed: false })).toBeUndefined()
    const jobs = await takeJobs('remove-saved-method')
    expect(jobs).toHaveLength(1)
    for (const job of jobs) await removeMethodAtProvider(account.services(), job)
    const { operation } = account.adyen().requests.at(-1)!
    expect(operation).toBe('deleteStoredPaymentMethod')
    await process()
    expect(await listKept()).toEqual([])
  })

  it('is charged without the payer, once, though Adyen’s answer was lost', async () => {
    const address = await openCharge(await keep())
    account.adyen().faults.next('timeout_after', { operation: 'pay' })
    await expect(carryOutCharge(account.services(), address)).rejects.toThrow('has not answered')
    await carryOutCharge(account.services(), address)
    await carryOutCharge(account.services(), address)
    await process()
    expect(chargesOf(address.id)).toMatchObject([{ status: 'authorised', capturedMinor: 50_00 }])
    expect(await readPayment(address)).toMatchObject({
      status: 'succeeded',
      receivedMinor: 50_00,
      gatewayReference: chargesOf(address.id)[0]!.pspReference,
    })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0, pending: 0 })
  })

  it('is charged once though the webhook comes before the answer does', async () => {
    const address = await openCharge(await keep())
    account.adyen().faults.next('reset_after', { operation: 'pay' })
    await expect(carryOutCharge(account.services(), address)).rejects.toThrow('has not answered')
    await process()
    expect(await readPayment(address)).toMatchObject({ status: 'succeeded' })
    await carryOutCharge(account.services(), address)
    await process()
    expect(chargesOf(address.id)).toHaveLength(1)
    expect(await readPayment(address)).toMatchObject({ status: 'succeeded', receivedMinor: 50_00 })
  })

  it('that the bank declines ends the payment and gives the invoice free', async () => {
    const kept = await keep()
    account.adyen().answerNextCharges('Refused')
    const address = await openCharge(kept)
    await carryOutCharge(account.services(), address)
    await process()
    expect(await readPayment(address)).toMatchObject({ status: 'failed', failureCode: 'card_declined' })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 50_00, pending: 0 })
  })

  it.each([
    ['authorise', 'succeeded'],
    ['refuse', 'failed'],
  ] as const)('whose bank answers later (%s) is under way until then', async (answer, status) => {
    const kept = await keep()
    account.adyen().answerNextCharges('Pending')
    const address = await openCharge(kept)
    await carryOutCharge(account.services(), address)
    await process()
    expect(await readPayment(address)).toMatchObject({ status: 'processing' })
    account.adyen().bank[answer](chargesOf(address.id)[0]!.pspReference)
    await process()
    expect(await readPayment(address)).toMatchObject({ status })
  })

  it('is forgotten there when it is removed here, and here when it is there', async () => {
    const kept = await keep()
    expect(await removeSavedMethod(account.services(), payer, kept.id)).toBe(true)
    for (const job of await takeJobs('remove-saved-method')) await removeMethodAtProvider(account.services(), job)
    expect(await process()).toEqual(['already_applied'])
    expect(await listKept()).toEqual([])
  })

  it('that its owner removes at Adyen is removed here', async () => {
    const kept = await keep()
    await account.gateway().removeSavedMethod!(kept)
    expect(await process()).toEqual(['applied'])
    expect(await listKept()).toEqual([])
  })
})

describe('a charge for which the bank wants the payer', () => {
  async function mail() {
    const kept = await keep()
    account.adyen().answerNextCharges('AuthenticationRequired')
    const address = await openCharge(kept)
    await carryOutCharge(account.services(), address)
    await process()
    return { address, payment: await readPayment(address) }
  }

  it('leads by mail to a payment link, on which it is paid', async () => {
    const { address, payment } = await mail()
    expect(payment).toMatchObject({ status: 'pending', gatewayReference: expect.stringMatching(/^PL/) as string })
    expect(payment.redirectUrl).toContain(account.adyen().origin)
    expect(await takeJobs('send-mail')).toMatchObject([{ kind: 'receipt' }, { kind: 'payment-to-confirm' }])
    const { pspReference } = account.adyen().shopper.authorise(payment.gatewayReference!)
    await process()
    expect(await readPayment(address)).toMatchObject({ status: 'succeeded', transactionReference: pspReference })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0, pending: 0 })
  })

  it('cannot be paid there any more once the debtor has canceled it', async () => {
    const { payment } = await mail()
    expect(await cancelPayment(account.services(), payer, payment.id)).toEqual({ ok: true, value: 'canceled' })
    expect(() => account.adyen().shopper.authorise(payment.gatewayReference!)).toThrow('expired')
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 50_00, pending: 0 })
  })

  it('awaits its outcome when it was paid while the debtor canceled', async () => {
    account.adyen().webhooks.configure({ mode: 'deliver' })
    const { address, payment } = await mail()
    account.adyen().webhooks.configure({ mode: 'hold' })
    account.adyen().shopper.authorise(payment.gatewayReference!)
    expect(await cancelPayment(account.services(), payer, payment.id)).toEqual({ ok: true, value: 'awaiting_outcome' })
    await account.adyen().webhooks.release()
    await process()
    expect((await readPayment(address)).status).toBe('succeeded')
  })

  it('ends with its time, at Adyen too', async () => {
    const { address, payment } = await mail()
    test.clock.advance({ hours: 25 })
    expect(await expirePayments(account.services())).toBe(1)
    expect((await readPayment(address)).status).toBe('expired')
    expect(() => account.adyen().shopper.authorise(payment.gatewayReference!)).toThrow('expired')
  })
})
