import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import { composeBody, signBody, signItem, type NotificationItem } from '../../../tests/simulators/adyen/notice'
import { readAdyenWebhook, type AdyenWebhook } from './adyen-webhook.server'

const hmacKey = '0123456789ABCDEF'.repeat(4)
const olderKey = 'FEDCBA9876543210'.repeat(4)
const strangeKey = 'AB'.repeat(32)
const now = new Date('2026-11-22T10:00:00Z')
const paymentId = '01900000-0000-7000-8000-000000000001'
const reversalId = '01900000-0000-7000-8000-000000000002'
const charge = `${paymentId}:charge`
const EUR = parseCurrencyCode('EUR')!

const settings = {
  hmacKeys: [hmacKey, olderKey],
  merchantAccount: 'QuittanceECOM',
  isLive: false,
  capture: 'automatic',
  now,
} as const

const item: NotificationItem = {
  additionalData: {},
  amount: { currency: 'EUR', value: 100_00 },
  eventCode: 'AUTHORISATION',
  eventDate: '2026-11-22T10:59:58+01:00',
  merchantAccountCode: 'QuittanceECOM',
  merchantReference: paymentId,
  paymentMethod: 'visa',
  pspReference: 'QFQTPCQ8HXSKGK82',
  reason: '1234:7777:12/2012',
  success: 'true',
}

const modification = { pspReference: 'BCDFGHJKLMNPQRST', originalReference: item.pspReference } as const

function read(
  items: readonly NotificationItem[],
  overrides: Partial<Parameters<typeof readAdyenWebhook>[2]> = {},
): ReturnType<typeof readAdyenWebhook> {
  return readAdyenWebhook(composeBody(items, 'false'), new Headers(), { ...settings, ...overrides })
}

function eventsOf(webhook: ReturnType<typeof readAdyenWebhook>) {
  if (!webhook.ok) throw new Error(webhook.failure.detail)
  if (webhook.value.kind !== 'payments') throw new Error('a webhook of tokens')
  return webhook.value.events
}

const readSigned = (
  changes: Partial<NotificationItem>,
  overrides: Partial<Parameters<typeof readAdyenWebhook>[2]> = {},
) => eventsOf(read([signItem({ ...item, ...changes }, hmacKey)], overrides))

const about = { transactionReference: item.pspReference, paymentId }
const shared = { gateway: 'adyen', occurredAt: now, amount: createMoney(100_00, EUR) }

describe('what Adyen says of a payment', () => {
  it('has the instant of its receipt and nothing that is not signed', () => {
    expect(readSigned({})).toEqual([
      { ...shared, ...about, eventId: 'AUTHORISATION:QFQTPCQ8HXSKGK82:true', kind: 'payment_succeeded' },
    ])
  })

  it.each<[string, Partial<NotificationItem>, object[]]>([
    ['success', {}, [{ ...about, kind: 'payment_succeeded' }]],
    ['an attempt refused on a page', { success: 'false' }, [{ ...about, kind: 'payment_failed', isAttempt: true }]],
    [
      'a charge',
      { merchantReference: charge },
      [{ ...about, kind: 'payment_succeeded', gatewayReference: item.pspReference }],
    ],
    [
      'a charge refused',
      { merchantReference: charge, success: 'false' },
      [{ ...about, kind: 'payment_failed', failureCode: 'card_declined', gatewayReference: item.pspReference }],
    ],
    ['a debit under way', { eventCode: 'PENDING' }, [{ ...about, kind: 'payment_processing' }]],
    ['an attempt given up', { eventCode: 'OFFER_CLOSED' }, [{ ...about, kind: 'payment_failed', isAttempt: true }]],
    ['a capture, which was automatic', { ...modification, eventCode: 'CAPTURE' }, []],
    ['a capture too many', { ...modification, eventCode: 'CAPTURE', success: 'false' }, []],
    [
      'a capture that failed',
      { ...modification, eventCode: 'CAPTURE_FAILED' },
      [
        {
          ...about,
          kind: 'payment_charged_back',
          reversal: { gatewayReference: modification.pspReference, reason: 'capture_failed' },
        },
      ],
    ],
    [
      'an authorisation not captured',
      { eventCode: 'EXPIRE' },
      [
        {
          ...about,
          kind: 'payment_charged_back',
          reversal: { gatewayReference: `${item.pspReference}:expired`, reason: 'authorisation_expired' },
        },
      ],
    ],
    [
      'an authorisation canceled',
      { ...modification, eventCode: 'CANCELLATION' },
      [{ ...about, kind: 'payment_refunded', reversal: { gatewayReference: modification.pspReference } }],
    ],
    [
      'a technical cancel',
      { ...modification, eventCode: 'TECHNICAL_CANCEL' },
      [{ ...about, kind: 'payment_refunded', reversal: { gatewayReference: modification.pspReference } }],
    ],
    ['a cancel refused', { ...modification, eventCode: 'CANCELLATION', success: 'false' }, []],
    [
      'a cancel or refund',
      { ...modification, eventCode: 'CANCEL_OR_REFUND' },
      [{ ...about, kind: 'payment_refunded', reversal: { gatewayReference: modification.pspReference } }],
    ],
    [
      'a refund of ours',
      { ...modification, eventCode: 'REFUND', merchantReference: `${paymentId}:${reversalId}` },
      [{ ...about, kind: 'payment_refunded', reversal: { gatewayReference: modification.pspReference, reversalId } }],
    ],
    [
      'a refund of ours refused',
      { ...modification, eventCode: 'REFUND', merchantReference: `${paymentId}:${reversalId}`, success: 'false' },
      [
        {
          ...about,
          kind: 'payment_refund_failed',
          reversal: { gatewayReference: modification.pspReference, reversalId },
        },
      ],
    ],
    ...(['REFUND_FAILED', 'REFUNDED_REVERSED'] as const).map(
      (eventCode): [string, Partial<NotificationItem>, object[]] => [
        `a refund that came back (${eventCode})`,
        { ...modification, eventCode },
        [{ ...about, kind: 'payment_refund_failed', reversal: { gatewayReference: modification.pspReference } }],
      ],
    ),
    [
      'a chargeback',
      { ...modification, eventCode: 'CHARGEBACK' },
      [
        {
          ...about,
          kind: 'payment_charged_back',
          reversal: { gatewayReference: modification.pspReference, reason: 'chargeback' },
        },
      ],
    ],
    [
      'a chargeback reversed',
      { ...modification, eventCode: 'CHARGEBACK_REVERSED' },
      [{ ...about, kind: 'payment_chargeback_won', reversal: { gatewayReference: modification.pspReference } }],
    ],
    [
      'the second chargeback of a dispute, which is another one',
      { ...modification, eventCode: 'SECOND_CHARGEBACK' },
      [
        {
          ...about,
          kind: 'payment_charged_back',
          reversal: { gatewayReference: `${modification.pspReference}:second`, reason: 'second_chargeback' },
        },
      ],
    ],
    [
      'a chargeback that names no payment, found by our own id',
      { eventCode: 'CHARGEBACK', pspReference: 'DISPUTE' },
      [{ paymentId, kind: 'payment_charged_back', reversal: { gatewayReference: 'DISPUTE', reason: 'chargeback' } }],
    ],
    [
      'a refund by Adyen’s own pages, found by the payment',
      { ...modification, eventCode: 'REFUND', merchantReference: 'by hand' },
      [
        {
          transactionReference: item.pspReference,
          kind: 'payment_refunded',
          reversal: { gatewayReference: modification.pspReference },
        },
      ],
    ],
    ['a dispute that takes nothing', { ...modification, eventCode: 'NOTIFICATION_OF_CHARGEBACK' }, []],
    ['a payment of another shop', { merchantReference: 'ORDER-1' }, []],
    ['nothing', { amount: { currency: 'EUR', value: 0 } }, []],
    ['an event of tomorrow', { eventCode: 'CONSTRUCTOR' }, []],
  ])('reads %s', (_, changes, events) => {
    expect(readSigned(changes).map(({ eventId: _id, ...event }) => event)).toEqual(
      events.map((event) => ({ ...shared, ...event })),
    )
  })

  it.each<[string, Partial<NotificationItem>, object[]]>([
    ['what was authorised', {}, [{ ...about, kind: 'payment_processing', needsCapture: true }]],
    ['a capture', { ...modification, eventCode: 'CAPTURE' }, [{ ...about, kind: 'payment_succeeded' }]],
    [
      'a capture refused',
      { ...modification, eventCode: 'CAPTURE', success: 'false' },
      [{ ...about, kind: 'payment_failed', failureCode: 'capture_failed' }],
    ],
    ['a cancel', { ...modification, eventCode: 'CANCELLATION' }, [{ ...about, kind: 'payment_canceled' }]],
    [
      'a cancel or refund, which may be either',
      { ...modification, eventCode: 'CANCEL_OR_REFUND' },
      [
        { ...about, kind: 'payment_refunded', reversal: { gatewayReference: modification.pspReference } },
        { ...about, kind: 'payment_canceled' },
      ],
    ],
    [
      'what was not captured in time',
      { eventCode: 'EXPIRE' },
      [{ ...about, kind: 'payment_failed', failureCode: 'authorisation_expired' }],
    ],
  ])('reads %s where the portal captures', (_, changes, events) => {
    const read = readSigned(changes, { capture: 'manual' })
    expect(read.map(({ eventId: _id, ...event }) => event)).toEqual(events.map((event) => ({ ...shared, ...event })))
    expect(new Set(read.map(({ eventId }) => eventId)).size).toBe(read.length)
  })

  it('counts an amount as Adyen does', () => {
    const amount = { currency: 'CLP', value: 5_000_00 }
    expect(readSigned({ amount })).toMatchObject([{ amount: { amountMinor: 5_000, currency: 'CLP' } }])
  })

  it('is not taken for nothing where an amount cannot be kept', () => {
    const fraction = signItem({ ...item, amount: { currency: 'CLP', value: 50 } }, hmacKey)
    expect(read([fraction])).toMatchObject({ failure: { kind: 'malformed' } })
    // What another shop refunds must not hold up the rest.
    const foreign = { ...modification, eventCode: 'REFUND', merchantReference: 'ORDER-1' }
    expect(readSigned({ ...foreign, amount: { currency: 'BIF', value: 50 } })).toEqual([])
  })
})

describe('the signature of an item', () => {
  it('stands before whatever somebody may send', () => {
    const anyItem = fc.record(
      Object.fromEntries(
        Object.entries(item).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.jsonValue())]),
      ),
    )
    const anyBody = fc.oneof(
      fc.jsonValue(),
      fc.record({ notificationItems: fc.array(fc.record({ NotificationRequestItem: anyItem }), { minLength: 1 }) }),
    )
    fc.assert(
      fc.property(anyBody, (body) => {
        const isEmpty = JSON.stringify(body) === '{"notificationItems":[]}'
        expect(readAdyenWebhook(JSON.stringify(body), new Headers(), settings).ok).toBe(isEmpty)
      }),
    )
  })

  it('is of any of our keys', () => {
    expect(eventsOf(read([signItem(item, olderKey)]))).toHaveLength(1)
    expect(read([signItem(item, strangeKey)])).toMatchObject({ failure: { kind: 'bad_signature' } })
    expect(read([item])).toMatchObject({ failure: { kind: 'bad_signature' } })
    expect(read([{ ...item, additionalData: { hmacSignature: '' } }])).toMatchObject({ ok: false })
  })

  it('is needed of every item', () => {
    const good = signItem(item, hmacKey)
    const other = signItem({ ...item, pspReference: 'OTHER' }, hmacKey)
    expect(eventsOf(read([good, other]))).toHaveLength(2)
    expect(read([good, { ...other, success: 'false' }])).toMatchObject({ failure: { kind: 'bad_signature' } })
  })

  const signed: Record<string, Partial<NotificationItem>> = {
    pspReference: { pspReference: 'OTHER' },
    originalReference: { originalReference: 'OTHER' },
    merchantAccountCode: { merchantAccountCode: 'Other' },
    merchantReference: { merchantReference: reversalId },
    'amount.value': { amount: { currency: 'EUR', value: 1 } },
    'amount.currency': { amount: { currency: 'USD', value: 100_00 } },
    eventCode: { eventCode: 'CHARGEBACK' },
    success: { success: 'false' },
  }
  it.each(Object.entries(signed))('breaks when %s is changed', (_, change) => {
    expect(read([{ ...signItem(item, hmacKey), ...change }])).toMatchObject({ failure: { kind: 'bad_signature' } })
  })

  const unsigned: Record<string, Partial<NotificationItem>> = {
    reason: { reason: 'Refused' },
    eventDate: { eventDate: '1999-12-31T23:59:59+01:00' },
    paymentMethod: { paymentMethod: 'gold' },
    additionalData: {},
  }
  it.each(Object.entries(unsigned))('does not cover %s, which changes nothing', (_, change) => {
    const genuine = signItem(item, hmacKey)
    const additionalData = { ...genuine.additionalData, checkoutSessionId: 'CS0000000000000000', captureDelay: '9' }
    expect(eventsOf(read([{ ...genuine, additionalData, ...change }]))).toEqual(eventsOf(read([genuine])))
  })

  it('does not let one value be read as two', () => {
    // All of these are signed alike: joined by colons, nothing tells where one ends.
    const genuine = signItem({ ...item, merchantReference: `${paymentId}:${reversalId}` }, hmacKey)
    const moved = [
      {
        ...genuine,
        originalReference: `:QuittanceECOM`,
        merchantAccountCode: paymentId,
        merchantReference: reversalId,
      },
      { ...genuine, pspReference: `${item.pspReference}:`, originalReference: 'QuittanceECOM' },
    ]
    for (const forged of moved) expect(read([forged])).toMatchObject({ ok: false })
  })

  it('of another merchant account is genuine and not ours', () => {
    expect(eventsOf(read([signItem({ ...item, merchantAccountCode: 'Other' }, hmacKey)]))).toEqual([])
  })

  it.each(['', '[]', 'null', '{}', '{"notificationItems":{}}', '{"notificationItems":[{}]}'])(
    'is looked for in vain in %j',
    (body) => {
      expect(readAdyenWebhook(body, new Headers(), settings)).toMatchObject({ ok: false })
    },
  )
})

describe('a webhook about a kept method', () => {
  const notice = {
    createdAt: '2026-11-22T10:59:58+01:00',
    environment: 'test',
    eventId: item.pspReference,
    type: 'recurring.token.created',
    data: {
      merchantAccount: 'QuittanceECOM',
      shopperReference: 'DEBTOR',
      storedPaymentMethodId: 'M5N7TQ4TG5PFWR50',
      type: 'visastandarddebit',
      operation: 'created',
    },
  }

  function readToken(content: object, { key = hmacKey, sent = JSON.stringify(content), isLive = false } = {}) {
    const headers = new Headers(signBody(JSON.stringify(content), key))
    return readAdyenWebhook(sent, headers, { ...settings, isLive })
  }

  it('is signed as a whole', () => {
    const read = readToken(notice)
    expect(read).toMatchObject({ ok: true, value: { kind: 'token', notification: { type: notice.type } } })
    expect(readToken(notice, { key: olderKey }).ok).toBe(true)
    expect(readToken(notice, { key: strangeKey })).toMatchObject({ failure: { kind: 'bad_signature' } })
    const changed = JSON.stringify(notice).replace('DEBTOR', 'OTHERS')
    expect(readToken(notice, { sent: changed })).toMatchObject({ failure: { kind: 'bad_signature' } })
    const unsigned = readAdyenWebhook(JSON.stringify(notice), new Headers(), settings)
    expect(unsigned).toMatchObject({ failure: { kind: 'malformed' } })
  })

  it('of another kind is genuine and of no interest', () => {
    const other = readToken({ type: 'recurring.token.updated', environment: 'test' })
    expect(other).toEqual({ ok: true, value: { kind: 'token', notification: null } satisfies AdyenWebhook })
    expect(readToken({ type: 'recurring.token.created' })).toMatchObject({ failure: { kind: 'malformed' } })
  })

  it('of the other environment is refused', () => {
    expect(readToken(notice, { isLive: true })).toMatchObject({ failure: { kind: 'malformed' } })
  })

  it('of another merchant account is not ours', () => {
    const others = { ...notice, data: { ...notice.data, merchantAccount: 'Other' } }
    const read = readToken(others)
    expect(read).toEqual({ ok: true, value: { kind: 'token', notification: null } satisfies AdyenWebhook })
  })
})
