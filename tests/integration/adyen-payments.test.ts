/** Paying by Adyen from the form to the books: through our use cases, the real SDK and /webhooks/adyen. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { requestRefund } from '~/use-cases/request-refund'
import { sendRefund } from '~/use-cases/send-refund'
import { createInvoice } from '../factories/invoices'
import { composeBody, signItem } from '../simulators/adyen/notice'
import { listReported, listUnapplied, orderOf, readInvoice, type StartedAtProvider } from '../setup/payment-harness'
import { useAdyenAccount } from '../setup/adyen-account'

const account = await useAdyenAccount()
const { test, debtor, payer, start, process, takeJobs, readPayment } = account

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
})

const both = orderOf({ A: 100_00, B: 50_00 })

interface Paid extends StartedAtProvider {
  /** Adyen's reference of the payment. */
  psp: string
}

async function pay(): Promise<Paid> {
  const started = await start(both)
  const { pspReference } = account.adyen().shopper.authorise(started.checkoutId)
  await process()
  return { ...started, psp: pspReference }
}

const reported = async () => (await listReported(test)).map(({ type }) => type)
const bookOf = ({ payment }: StartedAtProvider) => account.adyen().booksOf(payment.id)

async function refund({ payment }: StartedAtProvider, amountMinor: number): Promise<void> {
  const requested = await requestRefund(account.services(), {
    creditorId: payment.creditorId,
    paymentId: payment.id,
    amountMinor,
    unappliedCreditId: null,
    reason: 'agreed',
    requestedBy: 'user:1',
    idempotencyKey: test.ids.uuid(),
  })
  expect(requested.ok).toBe(true)
  for (const job of await takeJobs('send-refund')) await sendRefund(account.services(), job)
}

describe('a payment by Adyen', () => {
  it('settles what it names when it was paid, and is reported once', async () => {
    const { payment, checkoutId } = await start(both)
    expect(payment).toMatchObject({ status: 'pending', gateway: 'adyen', gatewayReference: checkoutId })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 100_00 })
    const { pspReference } = account.adyen().shopper.authorise(checkoutId)
    await process()
    expect(await readPayment(payment)).toMatchObject({
      status: 'succeeded',
      gatewayReference: checkoutId,
      transactionReference: pspReference,
      receivedMinor: 150_00,
    })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0, pending: 0 })
    expect(await reported()).toEqual(['payment.started', 'payment.succeeded'])
  })

  it('that was refused is paid by another card on the same page', async () => {
    const { payment, checkoutId } = await start(both)
    account.adyen().shopper.refuse(checkoutId)
    expect(await process()).toEqual(['attempt_failed'])
    expect((await readPayment(payment)).status).toBe('pending')
    const { pspReference } = account.adyen().shopper.authorise(checkoutId)
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'succeeded', transactionReference: pspReference })
    expect(await test.inspect("select id from gateway_inbox_entry where result = 'attempt_failed'")).toEqual([])
  })

  it('that was given up at a bank stays open until its time is over', async () => {
    const { payment, checkoutId } = await start(both)
    account.adyen().shopper.abandon(checkoutId)
    await process()
    expect((await readPayment(payment)).status).toBe('pending')
    test.clock.advance({ hours: 2 })
    expect(await expirePayments(account.services())).toBe(1)
    expect((await readPayment(payment)).status).toBe('expired')
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 0 })
  })

  it.each([
    ['authorised', 'succeeded', 0],
    ['refused', 'failed', 100_00],
  ] as const)('by a debit that is %s days later', async (ending, status, openMinor) => {
    const { payment, checkoutId } = await start(both)
    const { pspReference } = account.adyen().shopper.payByBank(checkoutId)
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'processing', transactionReference: pspReference })
    test.clock.advance({ days: 3 })
    expect(await expirePayments(account.services())).toBe(0)
    const { bank } = account.adyen()
    if (ending === 'authorised') bank.authorise(pspReference)
    else bank.refuse(pspReference)
    await process()
    expect((await readPayment(payment)).status).toBe(status)
    expect(await readInvoice(test, 'A')).toMatchObject({ open: openMinor, pending: 0 })
  })

  it('by a debit ends the same when its failure is told before it was under way', async () => {
    account.adyen().webhooks.configure({ mode: 'hold' })
    const { payment, checkoutId } = await start(both)
    const { pspReference } = account.adyen().shopper.payByBank(checkoutId)
    account.adyen().bank.refuse(pspReference)
    await account.adyen().webhooks.release({ order: 'reversed' })
    expect(await process()).toEqual(['attempt_failed', 'applied', 'applied'])
    expect((await readPayment(payment)).status).toBe('failed')
  })

  it('canceled here and paid on the page that stayed open is accepted and reported as late', async () => {
    const { payment, checkoutId } = await start(both)
    expect(await cancelPayment(account.services(), payer, payment.id)).toEqual({ ok: true, value: 'canceled' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 0 })
    const again = await pay()
    account.adyen().shopper.authorise(checkoutId)
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'succeeded', receivedMinor: 150_00 })
    expect((await readPayment(again.payment)).status).toBe('succeeded')
    // Nothing was open any more: both invoices were paid by the second payment.
    expect(await listUnapplied(test)).toEqual([150_00])
    expect(await reported()).toEqual([
      ...['payment.started', 'payment.failed', 'payment.started', 'payment.succeeded', 'payment.succeeded'],
    ])
  })

  it('is started once, though Adyen’s answer was lost and the form sent again', async () => {
    account.adyen().faults.next('timeout_after', { operation: 'createSession' })
    const idempotencyKey = test.ids.uuid()
    await expect(start(both, { idempotencyKey })).rejects.toThrow('gateway_uncertain')
    const { payment, checkoutId } = await start(both, { idempotencyKey })
    const asked = account.adyen().requests.filter(({ idempotencyKey: key }) => key?.includes(payment.id))
    expect(asked.map(({ isReplayed }) => isReplayed)).toEqual([false, true])
    account.adyen().shopper.authorise(checkoutId)
    await process()
    expect((await readPayment(payment)).status).toBe('succeeded')
  })

  it('is refused while nobody answers at all, and goes on when Adyen is back', async () => {
    const idempotencyKey = test.ids.uuid()
    await account.adyen().goOffline()
    try {
      await expect(start(both, { idempotencyKey })).rejects.toThrow('gateway_unavailable')
    } finally {
      await account.adyen().comeBack()
    }
    expect((await start(both, { idempotencyKey })).payment.status).toBe('pending')
  })
})

describe('money of Adyen that goes back', () => {
  it('goes in parts', async () => {
    const paid = await pay()
    await refund(paid, 40_00)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'partially_refunded', refundedMinor: 40_00 })
    await refund(paid, 110_00)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'refunded', refundedMinor: 150_00 })
    expect(bookOf(paid)).toMatchObject([{ refundedMinor: 150_00 }])
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00 })
    expect(await reported()).toEqual(['payment.started', 'payment.succeeded', 'payment.refunded', 'payment.refunded'])
  })

  it('goes once though the answer to the refund was lost', async () => {
    const paid = await pay()
    account.adyen().faults.next('timeout_after', { operation: 'refund' })
    await expect(refund(paid, 40_00)).rejects.toThrow('uncertain')
    const [row] = await test.inspect<{ id: string }>('select id from payment_reversal')
    const { creditorId, debtorId, id: paymentId } = paid.payment
    await sendRefund(account.services(), { creditorId, debtorId, paymentId, reversalId: row!.id })
    await process()
    expect(bookOf(paid)).toMatchObject([{ refundedMinor: 40_00 }])
    expect(await readPayment(paid.payment)).toMatchObject({ refundedMinor: 40_00 })
    expect(await test.inspect('select id from payment_reversal')).toHaveLength(1)
  })

  it('does not go where Adyen refuses the refund', async () => {
    const paid = await pay()
    account.adyen().bank.declineNext('refund')
    await refund(paid, 40_00)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'succeeded', refundedMinor: 0 })
    expect(bookOf(paid)).toMatchObject([{ refundedMinor: 0 }])
  })

  it.each(['failRefund', 'reverseRefund'] as const)('comes again (%s)', async (how) => {
    const paid = await pay()
    await refund(paid, 40_00)
    await process()
    account.adyen().bank[how](paid.psp)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'succeeded', refundedMinor: 0 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect((await reported()).at(-1)).toBe('payment.reinstated')
  })

  it('by a chargeback, its reversal, and a second one', async () => {
    const paid = await pay()
    const { bank } = account.adyen()
    const dispute = bank.openDispute(paid.psp)
    await process()
    expect((await readPayment(paid.payment)).status).toBe('succeeded')
    bank.chargeBack(dispute)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'charged_back', chargedBackMinor: 150_00 })
    bank.reverseChargeback(dispute)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'succeeded', chargedBackMinor: 0 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    bank.chargeBackAgain(dispute)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'charged_back', chargedBackMinor: 150_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00 })
  })

  it('where a capture that counted fails at the scheme', async () => {
    const paid = await pay()
    account.adyen().bank.failCapture(paid.psp)
    await process()
    expect(await readPayment(paid.payment)).toMatchObject({ status: 'charged_back', chargedBackMinor: 150_00 })
    expect(JSON.stringify((await listReported(test)).at(-1))).toContain('capture_failed')
  })
})

describe('webhooks of Adyen', () => {
  it.each([1, 2, 3])('end in the same books, shuffled (%i), doubled and at the same time', async (seed) => {
    const { webhooks, shopper, bank } = account.adyen()
    webhooks.configure({ mode: 'hold' })
    const started = await start(both)
    const { pspReference } = shopper.payByBank(started.checkoutId)
    bank.authorise(pspReference)
    const dispute = bank.chargeBack(pspReference, 60_00)
    bank.reverseChargeback(dispute)
    bank.chargeBackAgain(dispute)
    const told = webhooks.all.length
    await webhooks.release({ order: 'shuffled', seed, copies: 3, connections: 6 })
    await webhooks.replay(({ number }) => number > told - 3, { batch: 3 })
    expect(webhooks.all.flatMap(({ attempts }) => attempts).filter((status) => status !== 200)).toEqual([])
    await process({ concurrency: 6 })
    expect(await readPayment(started.payment)).toMatchObject({
      status: 'charged_back',
      receivedMinor: 150_00,
      chargedBackMinor: 60_00,
    })
    expect((await readInvoice(test, 'A')).open + (await readInvoice(test, 'B')).open).toBe(60_00)
    expect((await reported()).filter((type) => type === 'payment.succeeded')).toHaveLength(1)
    const kept = await test.inspect<{ event_id: string }>('select event_id from gateway_inbox_entry')
    expect(new Set(kept.map((entry) => entry.event_id)).size).toBe(kept.length)
  })

  it('are not believed when another signed them, nor when what is signed differs', async () => {
    const { webhooks, shopper, hmacKey } = account.adyen()
    webhooks.configure({ mode: 'hold' })
    const { checkoutId } = await start(both)
    shopper.authorise(checkoutId)
    const { item, body } = webhooks.all.findLast(({ event }) => event === 'AUTHORISATION')!
    // A body that is not read to its end takes its connection with it.
    const headers = { connection: 'close' }
    const post = (body: string, method = 'POST') => fetch(account.webhookUrl(), { method, body, headers })
    expect((await post(composeBody([signItem(item!, 'AB'.repeat(32))], 'false'))).status).toBe(400)
    const { hmacSignature: _none, ...rest } = item!.additionalData!
    expect((await post(composeBody([{ ...item!, additionalData: rest }], 'false'))).status).toBe(400)
    expect((await post(body.replace('15000', '25000'))).status).toBe(400)
    expect((await post('x'.repeat(600_000))).status).toBe(413)
    expect((await post(body, 'PUT')).status).toBe(405)
    expect(await test.inspect('select id from gateway_inbox_entry')).toEqual([])

    // What is not signed may say anything.
    const tampered = {
      ...item!,
      eventDate: '1999-12-31T23:59:59+01:00',
      paymentMethod: 'gold',
      reason: 'Refused',
      additionalData: { ...item!.additionalData, refusalReasonRaw: 'stolen', checkoutSessionId: 'CS0000000000000000' },
    }
    expect(signItem(tampered, hmacKey).additionalData?.['hmacSignature']).toBe(item!.additionalData!['hmacSignature'])
    expect((await post(composeBody([tampered], 'true'))).status).toBe(200)
    await process()
    const [payment] = await test.inspect<{ method: string | null; failure_code: string | null; succeeded_at: Date }>(
      'select method, failure_code, succeeded_at from payment',
    )
    expect(payment).toEqual({ method: null, failure_code: null, succeeded_at: test.clock.now() })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, settledOn: '2026-11-21' })
    // The genuine one says nothing more.
    await webhooks.release()
    expect(await process()).toEqual([])
  })

  it('of another shop on the same account are taken and left alone', async () => {
    const { webhooks, shopper, hmacKey } = account.adyen()
    webhooks.configure({ mode: 'hold' })
    const { checkoutId } = await start(both)
    shopper.authorise(checkoutId)
    const { item } = webhooks.all.findLast(({ event }) => event === 'AUTHORISATION')!
    for (const change of [{ merchantReference: 'ORDER-7' }, { merchantAccountCode: 'OtherECOM' }]) {
      const body = composeBody([signItem({ ...item!, ...change }, hmacKey)], 'false')
      expect((await fetch(account.webhookUrl(), { method: 'POST', body })).status).toBe(200)
    }
    expect(await test.inspect('select id from gateway_inbox_entry')).toEqual([])
  })
})
