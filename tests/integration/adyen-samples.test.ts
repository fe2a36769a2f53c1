/** Every webhook that Adyen publishes as a sample, signed with our key and led to a payment of ours, by its real route. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Payment } from '~/domain/payment'
import { createInvoice } from '../factories/invoices'
import { composeBody, signBody, signItem, type NotificationItem } from '../simulators/adyen/notice'
import { hasPublishedData } from '../simulators/adyen/published-data'
import { readSampleWebhooks, type SampleWebhook } from '../simulators/adyen/sample-webhooks'
import { useAdyenAccount } from '../setup/adyen-account'
import { orderOf, readInvoice } from '../setup/payment-harness'

const account = await useAdyenAccount()
const { test, debtor, start, process, readPayment } = account

const samples = readSampleWebhooks({ hmacKey: '00'.repeat(32) })
const about = (family: SampleWebhook['family']) => samples.filter((sample) => sample.family === family)

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 10_00 })
})

/** What becomes of a payment of EUR 10.00 that succeeded before, by event and its success; absent: nothing at all. */
const OUTCOMES: Readonly<Record<string, Partial<Payment>>> = {
  'CANCELLATION true': { status: 'refunded', refundedMinor: 10_00 },
  'TECHNICAL_CANCEL true': { status: 'refunded', refundedMinor: 10_00 },
  'CANCEL_OR_REFUND true': { status: 'refunded', refundedMinor: 10_00 },
  'REFUND true': { status: 'refunded', refundedMinor: 10_00 },
  'CAPTURE_FAILED true': { status: 'charged_back', chargedBackMinor: 10_00 },
  'EXPIRE true': { status: 'charged_back', chargedBackMinor: 10_00 },
  'CHARGEBACK true': { status: 'charged_back', chargedBackMinor: 10_00 },
  'SECOND_CHARGEBACK true': { status: 'charged_back', chargedBackMinor: 10_00 },
}

/** Those that are kept and change nothing of a payment that succeeded. */
const KEPT = new Set([
  'AUTHORISATION true',
  'OFFER_CLOSED true',
  'REFUND false',
  'REFUND_FAILED true',
  'REFUNDED_REVERSED true',
  'CHARGEBACK_REVERSED true',
])

/** The sample as it would be of this payment; what is not signed stays as it was published. */
function lead(item: NotificationItem, payment: Payment, psp: string): NotificationItem {
  const { merchantAccount, hmacKey } = account.adyen()
  // Of events of the payment itself its reference is the payment's own.
  const isOwn = ['AUTHORISATION', 'OFFER_CLOSED', 'EXPIRE'].includes(item.eventCode)
  return signItem(
    {
      ...item,
      amount: { currency: 'EUR', value: 10_00 },
      merchantAccountCode: merchantAccount,
      merchantReference: payment.id,
      pspReference: isOwn ? psp : item.pspReference,
      ...(item.originalReference === undefined ? {} : { originalReference: psp }),
    },
    hmacKey,
  )
}

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(account.webhookUrl(), { method: 'POST', body, headers })

async function pay(): Promise<{ payment: Payment; psp: string }> {
  const { payment, checkoutId } = await start(orderOf({ A: 10_00 }))
  const { pspReference } = account.adyen().shopper.authorise(checkoutId)
  await process()
  return { payment, psp: pspReference }
}

describe.skipIf(!hasPublishedData)('a sample webhook of Adyen (skipped where ../shared/data/adyen is absent)', () => {
  it.each(about('standard'))('$name, of a payment that succeeded', async ({ items }) => {
    const { payment, psp } = await pay()
    const before = await readPayment(payment)
    const led = items.map((item) => lead(item, payment, psp))
    for (let time = 0; time < 2; time += 1) expect((await post(composeBody(led, 'false'))).status).toBe(200)
    await process()
    const names = led.map(({ eventCode, success }) => `${eventCode} ${success}`)
    const expected = Object.assign({}, ...names.map((name) => OUTCOMES[name] ?? {})) as Partial<Payment>
    expect(await readPayment(payment)).toEqual({ ...before, ...expected })
    const entries = await test.inspect("select id from gateway_inbox_entry where event_id not like 'AUTHORISATION:%'")
    const isRead = names.some((name) => name in OUTCOMES || (KEPT.has(name) && name !== 'AUTHORISATION true'))
    expect(entries).toHaveLength(isRead ? 1 : 0)
    const isGone = 'status' in expected
    expect(await readInvoice(test, 'A')).toMatchObject({ open: isGone ? 10_00 : 0, pending: 0 })
  })

  it.each(about('standard'))('$name, of a payment that is open', async ({ items }) => {
    const { payment } = await start(orderOf({ A: 10_00 }))
    const led = items.map((item) => lead(item, payment, 'QFQTPCQ8HXSKGK82'))
    expect((await post(composeBody(led, 'false'))).status).toBe(200)
    await process()
    const isPaid = led.some(({ eventCode, success }) => eventCode === 'AUTHORISATION' && success === 'true')
    expect((await readPayment(payment)).status).toBe(isPaid ? 'succeeded' : 'pending')
    expect(await readInvoice(test, 'A')).toMatchObject(isPaid ? { open: 0 } : { open: 10_00, pending: 10_00 })
  })

  it.each(about('standard'))('$name, as it was published, is of nobody we know', async ({ items }) => {
    const { hmacKey } = account.adyen()
    const unsigned = composeBody(items, 'false')
    expect((await post(unsigned)).status).toBe(400)
    const signed = composeBody(
      items.map((item) => signItem(item, hmacKey)),
      'false',
    )
    expect((await post(signed)).status).toBe(200)
    expect(await test.inspect('select id from gateway_inbox_entry')).toEqual([])
  })

  it.each(about('event'))(
    '$name is read where it says that a method of ours is kept, or no more',
    async ({ event, body }) => {
      const { merchantAccount, hmacKey } = account.adyen()
      const ours = body.replace('YOUR_MERCHANT_ACCOUNT', merchantAccount)
      expect((await post(ours, signBody(ours, '00'.repeat(32)))).status).toBe(400)
      expect((await post(body, signBody(body, hmacKey))).status).toBe(200)
      expect(await test.inspect('select id from gateway_inbox_entry')).toEqual([])
      expect((await post(ours, signBody(ours, hmacKey))).status).toBe(200)
      const isRead = /^recurring\.token\.(created|alreadyExisting|disabled)$/.test(event)
      expect(await test.inspect('select id from gateway_inbox_entry')).toHaveLength(isRead ? 1 : 0)
      expect(await process()).toEqual(isRead ? [event.endsWith('.disabled') ? 'ignored' : 'unknown_payment'] : [])
    },
  )
})
