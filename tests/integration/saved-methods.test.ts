/** Methods kept with consent, charged later with and without the debtor, and forgotten. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createJobInspector } from '~/data/job-inspector.server'
import type { PaymentId } from '~/domain/ids'
import { succeed } from '~/domain/result'
import type { SavedMethod } from '~/domain/saved-method'
import { carryOutCharge, chargeSavedMethod } from '~/use-cases/charge-saved-method'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { listSavedMethods } from '~/use-cases/list-saved-methods'
import { listStuckWork } from '~/use-cases/list-stuck-work'
import type { PaymentServices } from '~/use-cases/payment-services'
import { prepareConfirmationMail } from '~/use-cases/prepare-confirmation-mail'
import { removeMethodAtProvider, removeSavedMethod } from '~/use-cases/remove-saved-method'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { answerWith, createScriptedGateway } from '../factories/scripted-gateway'
import { keepMethod } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'
import { listReported, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
})

const payBy = (method: SavedMethod, using: PaymentServices = services) =>
  startPayment(using, {
    payer,
    order: orderOf({ A: 100_00 }),
    idempotencyKey: 'one form',
    way: { kind: 'saved', savedMethodId: method.id },
  })

async function findPayment(idempotencyKey = 'one form') {
  const [row] = await test.inspect<{ id: PaymentId }>('select id from payment where idempotency_key = $1', [
    idempotencyKey,
  ])
  return harness.readPayment({ creditorId: creditor.id, id: row!.id })
}

/** How often the sandbox took money for a payment. */
async function countTaken(paymentId: string): Promise<number> {
  const [row] = await test.inspect<{ count: string }>(
    `select count(*) from sandbox_checkout where payment_id = $1 and status = 'succeeded'`,
    [paymentId],
  )
  return Number(row?.count)
}

describe('paying by a kept method, with the debtor there', () => {
  it('is offered on the review, and needs no page', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    const review = await reviewPayment(services, {
      payer,
      selection: { kind: 'invoices', items: [{ number: 'A' }] },
      credits: 'none',
    })
    expect(review).toMatchObject({
      value: { options: { ways: { saved: [{ id: kept.id }], keepable: ['card', 'sepa_debit'] } } },
    })
    expect(await payBy(kept)).toMatchObject({ ok: true, value: { kind: 'status' } })
    const payment = await findPayment()
    expect(payment).toMatchObject({ status: 'processing', origin: 'saved_method', method: 'card' })
    // Sent twice, it is one charge.
    expect(await payBy(kept)).toMatchObject({ ok: true, value: { kind: 'status', id: payment.id } })
    await harness.deliverAll()
    expect(await findPayment()).toMatchObject({ status: 'succeeded', receivedMinor: 100_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    expect(await countTaken(payment.id)).toBe(1)
    // Its supervising job finds nothing to do.
    await carryOutCharge(services, payment)
    expect(await countTaken(payment.id)).toBe(1)
  })

  it('settles a bank debit when the bank says so', async () => {
    const kept = await keepMethod(test, harness, payer, 'K', ['pay_by_debit'])
    expect(kept).toMatchObject({ kind: 'sepa_debit', label: 'SEPA •••• 3201', expiresOn: null })
    await payBy(kept)
    await harness.deliverAll()
    const payment = await findPayment()
    expect(payment).toMatchObject({ status: 'processing' })
    await harness.provider.settleDebit(payment.gatewayReference!)
    await harness.deliverAll()
    expect(await findPayment()).toMatchObject({ status: 'succeeded' })
  })

  it('says so when the bank declines, and frees the invoice', async () => {
    const kept = await keepMethod(test, harness, payer, 'K', ['pay_by_card_declined_later'])
    expect(await payBy(kept)).toMatchObject({ ok: true, value: { kind: 'status' } })
    expect(await findPayment()).toMatchObject({ status: 'failed', failureCode: 'card_declined' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 0 })
    const [event] = await harness.listUndelivered()
    expect(await harness.deliver(event!)).toBe('already_applied')
  })

  it('leads to a page where the bank wants the payer; the first charge is closed before, and only one is ever paid', async () => {
    const kept = await keepMethod(test, harness, payer, 'K', ['pay_by_card_with_authentication', 'authenticate'])
    const started = await payBy(kept)
    if (!started.ok || started.value.kind !== 'gateway') throw new Error(JSON.stringify(started))
    const payment = await findPayment()
    expect(payment).toMatchObject({ status: 'pending', savedMethodId: kept.id })
    const checkouts = await test.inspect<{ id: string; status: string }>(
      'select id, status from sandbox_checkout where payment_id = $1 order by created_at, method_id nulls last',
      [payment.id],
    )
    expect(checkouts.map(({ status }) => status)).toEqual(['canceled', 'open'])
    // What the provider says of the first is of no interest any more.
    const [canceled] = await harness.listUndelivered()
    expect(canceled).toMatchObject({ type: 'checkout.canceled', checkoutId: checkouts[0]!.id })
    expect(await harness.deliver(canceled!)).toBe('ignored')
    expect(await findPayment()).toMatchObject({ status: 'pending' })

    await harness.act(checkouts[1]!.id, 'pay_by_card')
    await harness.deliverAll()
    expect(await findPayment()).toMatchObject({ status: 'succeeded' })
    expect(await countTaken(payment.id)).toBe(1)
    expect((await harness.provider.readPage(checkouts[0]!.id))?.actions).toEqual([])
  })

  it('refuses a method that expired, was removed, or is somebody else’s', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    await test.inspect(`update saved_method set expires_on = '2026-11-20'`)
    expect(await payBy(kept)).toMatchObject({ failure: [{ kind: 'saved_method_unavailable' }] })
    await test.inspect(`update saved_method set expires_on = null`)
    expect(await removeSavedMethod(services, payer, kept.id)).toBe(true)
    expect(await payBy(kept)).toMatchObject({ failure: [{ kind: 'saved_method_unavailable' }] })
    expect(await payBy({ ...kept, id: test.ids.uuid() })).toMatchObject({
      failure: [{ kind: 'saved_method_unavailable' }],
    })
  })
})

/** Opens a charge without the debtor, which a job would carry out. */
async function openCharge(kept: SavedMethod, idempotencyKey = 'instalment 1') {
  const opened = await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, (transaction) =>
    chargeSavedMethod(services, transaction, {
      creditorId: creditor.id,
      debtorId: debtor.id,
      savedMethodId: kept.id,
      order: orderOf({ A: 100_00 }),
      idempotencyKey,
      locale: 'de',
    }),
  )
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  return harness.readPayment({ creditorId: creditor.id, id: opened.value })
}

describe('charging a kept method without the debtor', () => {
  it('is opened with whatever calls for it, carried out by a job, and done once however often that runs', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    const payment = await openCharge(kept)
    expect((await openCharge(kept)).id).toBe(payment.id)
    expect(await test.listWaitingJobs('charge-saved-method')).toEqual([
      { creditorId: creditor.id, debtorId: debtor.id, paymentId: payment.id },
    ])
    await Promise.all([carryOutCharge(services, payment), carryOutCharge(services, payment)])
    await carryOutCharge(services, payment)
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', origin: 'saved_method' })
    expect(await countTaken(payment.id)).toBe(1)
  })

  it('mails a link to the payment when the bank wants the payer', async () => {
    const kept = await keepMethod(test, harness, payer, 'K', ['pay_by_card_with_authentication', 'authenticate'])
    const payment = await openCharge(kept)
    await carryOutCharge(services, payment)
    const pending = await harness.readPayment(payment)
    expect(pending).toMatchObject({ status: 'pending', expiresAt: new Date('2026-11-22T10:00:00Z') })
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 100_00 })
    const mail = (await test.listWaitingJobs('send-mail')).find(({ kind }) => kind === 'payment-to-confirm')
    if (mail?.kind !== 'payment-to-confirm') throw new Error('no mail waits')
    const content = await prepareConfirmationMail({ ...test, publicOrigin: 'https://portal.example' }, mail)
    if (content?.kind !== 'payment-to-confirm') throw new Error('there is nothing to send')
    expect(content.url).toMatch(new RegExp(`^https://portal\\.example/l/[\\w-]{43}\\?payment=${payment.id}$`))
    // Carried out again, it is the same page.
    await carryOutCharge(services, payment)
    expect(await harness.readPayment(payment)).toEqual(pending)

    await harness.act(pending.gatewayReference!, 'pay_by_card')
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded' })
    expect(await countTaken(payment.id)).toBe(1)
    expect(await prepareConfirmationMail({ ...test, publicOrigin: '' }, mail)).toBeNull()
  })

  it('tells the contact when the bank declines', async () => {
    const kept = await keepMethod(test, harness, payer, 'K', ['pay_by_card_declined_later'])
    const payment = await openCharge(kept)
    await carryOutCharge(services, payment)
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'failed' })
    const mails = (await test.listWaitingJobs('send-mail')).filter(({ kind }) => kind === 'payment-failed')
    expect(mails).toHaveLength(1)
    expect((await listReported(test)).at(-1)).toMatchObject({ type: 'payment.failed' })
  })

  it('is repeated, the same request, until there is an answer; meanwhile nobody gives the payment up', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    let isAnswering = false
    const gateway = createScriptedGateway('sandbox', {
      charge: ({ paymentId }) =>
        isAnswering
          ? succeed({ status: 'succeeded', gatewayReference: `charge of ${paymentId}` } as const)
          : answerWith('uncertain'),
    })
    const using: PaymentServices = { ...services, gateways: new Map([['sandbox', gateway]]) }
    const payment = await openCharge(kept)
    await expect(carryOutCharge(using, payment)).rejects.toThrow('has not answered')
    expect(await cancelPayment(using, payer, payment.id)).toMatchObject({ value: 'awaiting_outcome' })
    test.clock.set('2026-11-22T10:00:01Z')
    expect(await expirePayments(using)).toBe(0)
    // A failure that its webhook tells first waits for the provider's own answer.
    const event = { checkoutId: `charge of ${payment.id}`, failureCode: 'card_declined' }
    expect(await harness.forge(payment, 'checkout.failed', event)).toBe('waiting')
    isAnswering = true
    await carryOutCharge(using, payment)
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'processing' })
    expect(gateway.chargeRequests).toHaveLength(2)
    expect(gateway.chargeRequests[1]).toEqual(gateway.chargeRequests[0])
    expect(gateway.chargeRequests[0]).toMatchObject({ idempotencyKey: `${payment.id}:charge` })
  })

  it('is not given up while the provider is down and the payment has time', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    const gateway = createScriptedGateway('sandbox', { charge: () => answerWith('unavailable') })
    const using: PaymentServices = { ...services, gateways: new Map([['sandbox', gateway]]) }
    const payment = await openCharge(kept)
    await expect(carryOutCharge(using, payment)).rejects.toThrow('has not answered')
    test.clock.advance({ hours: 5 })
    expect(await expirePayments(using)).toBe(0)
    await carryOutCharge(services, payment)
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded' })
    expect(await countTaken(payment.id)).toBe(1)
  })

  it('is given up a day after its time when nobody ever answers', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    const gateway = createScriptedGateway('sandbox', { charge: () => answerWith('uncertain') })
    const using: PaymentServices = { ...services, gateways: new Map([['sandbox', gateway]]) }
    const payment = await openCharge(kept)
    await expect(carryOutCharge(using, payment)).rejects.toThrow()
    test.clock.set('2026-11-23T10:00:01Z')
    expect(await expirePayments(using)).toBe(1)
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'expired' })
  })
})

describe('forgetting a method', () => {
  it('ends it here at once, and at the provider by a job', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    expect(await removeSavedMethod(services, payer, kept.id)).toBe(true)
    expect(await removeSavedMethod(services, payer, kept.id)).toBe(false)
    expect(await listSavedMethods(services, payer)).toEqual([])
    const [job] = await test.listWaitingJobs('remove-saved-method')
    await removeMethodAtProvider(services, job!)
    await removeMethodAtProvider(services, job!)
    const [row] = await test.inspect<{ removed_at: Date | null }>('select removed_at from sandbox_method')
    expect(row?.removed_at).not.toBeNull()
  })

  it('stands with the creditor’s stuck work where the provider is not set up any more', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    await removeSavedMethod(services, payer, kept.id)
    const [job] = await test.listWaitingJobs('remove-saved-method')
    const without: PaymentServices = { ...services, gateways: new Map() }
    await expect(removeMethodAtProvider(without, job!)).rejects.toThrow('not configured')
    // As pg-boss leaves a job whose handler threw at every attempt.
    await test.inspect(
      `update pgboss.job set state = 'failed', completed_on = now(), output = '{"message": "not configured"}'
       where name = 'remove-saved-method'`,
    )
    const jobInspector = createJobInspector(test.database, test.jobs)
    expect((await listStuckWork({ ...services, jobInspector }, creditor.id)).jobs).toMatchObject([
      { name: 'remove-saved-method', error: 'not configured' },
    ])
  })

  it('needs the right to pay', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    expect(await removeSavedMethod(services, { ...payer, scope: ['view'] }, kept.id)).toBe(false)
    expect(await listSavedMethods(services, payer)).toHaveLength(1)
  })
})
