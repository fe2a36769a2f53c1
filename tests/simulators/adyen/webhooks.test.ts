import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startHarness, type Harness } from './harness'
import { isSignedWith, type NotificationItem } from './notice'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.close())

/** PSP references in the order the merchant received them. */
function listReceived(): string[] {
  return harness.merchant.received.flatMap(({ body }) =>
    (JSON.parse(body) as { notificationItems: { NotificationRequestItem: NotificationItem }[] }).notificationItems.map(
      ({ NotificationRequestItem: item }) => item.pspReference,
    ),
  )
}

async function payMany(count: number): Promise<string[]> {
  const references: string[] = []
  for (let left = count; left > 0; left -= 1) references.push(await harness.payNew())
  return references
}

it('is called live when it is', async () => {
  harness.adyen.settings.isLive = true
  harness.adyen.webhooks.configure({ mode: 'hold' })
  await payMany(2)
  await harness.adyen.webhooks.release({ batch: 2 })
  expect(harness.merchant.received.map(({ body }) => (JSON.parse(body) as { live: string }).live)).toEqual(['true'])
})

it('signs what Adyen signs', async () => {
  const pspReference = await harness.payNew()
  await harness.adyen.webhooks.settled()
  const { body } = harness.merchant.received[0]!
  const notification = JSON.parse(body) as { notificationItems: [{ NotificationRequestItem: NotificationItem }] }
  const item = notification.notificationItems[0].NotificationRequestItem
  expect(item).toMatchObject({
    pspReference,
    eventCode: 'AUTHORISATION',
    success: 'true',
    merchantReference: 'P-1',
    merchantAccountCode: harness.adyen.merchantAccount,
    amount: { currency: 'EUR', value: 1000 },
    paymentMethod: 'visa',
  })
  expect(isSignedWith(item, harness.adyen.hmacKey)).toBe(true)
  expect(isSignedWith(item, 'AB'.repeat(32))).toBe(false)
  expect(isSignedWith({ ...item, amount: { ...item.amount, value: 1 } }, harness.adyen.hmacKey)).toBe(false)
})

describe('delivery', () => {
  it('repeats until it is accepted', async () => {
    harness.adyen.webhooks.configure({ retryAfterMs: 1 })
    harness.merchant.answerWith((response, count) => void response.writeHead(count < 2 ? 503 : 200).end())
    const pspReference = await harness.payNew()
    await harness.adyen.webhooks.settled()
    expect(listReceived()).toEqual([pspReference, pspReference, pspReference])
    expect(harness.adyen.webhooks.all[0]!.attempts).toEqual([503, 503, 200])
  })

  it('gives up in the end', async () => {
    harness.adyen.webhooks.configure({ retryAfterMs: 1, attemptsMost: 3 })
    harness.merchant.answerWith((response) => void response.writeHead(500).end())
    await harness.payNew()
    await harness.adyen.webhooks.settled()
    expect(harness.adyen.webhooks.all[0]!.attempts).toEqual([500, 500, 500])
  })

  it('survives a merchant that cannot be reached', async () => {
    harness.adyen.webhooks.configure({ retryAfterMs: 1, attemptsMost: 2 })
    harness.adyen.webhooks.sendTo('http://127.0.0.1:1/webhooks/adyen')
    await harness.payNew()
    await harness.adyen.webhooks.settled()
    expect(harness.adyen.webhooks.all[0]!.attempts).toEqual([null, null])
  })

  it('sends twice, and late', async () => {
    harness.adyen.webhooks.configure({ copies: 2, delayMs: 100 })
    const pspReference = await harness.payNew()
    expect(listReceived()).toEqual([])
    await harness.adyen.webhooks.settled()
    expect(listReceived()).toEqual([pspReference, pspReference])
  })

  it('loses what it is told to, and can still send it', async () => {
    harness.adyen.webhooks.configure({ mode: 'drop' })
    const [first, second] = await payMany(2)
    await harness.adyen.webhooks.release()
    expect(listReceived()).toEqual([])
    await harness.adyen.webhooks.replay((webhook) => webhook.pspReference === second)
    expect(listReceived()).toEqual([second])
    expect(first).toBeDefined()
  })

  it('holds webhooks back and releases them in another order, the same for the same seed', async () => {
    harness.adyen.webhooks.configure({ mode: 'hold' })
    const references = await payMany(6)
    expect(listReceived()).toEqual([])
    await harness.adyen.webhooks.release({ order: 'shuffled', seed: 7 })
    const shuffled = listReceived()
    expect(shuffled).not.toEqual(references)
    expect(shuffled.toSorted()).toEqual(references.toSorted())

    harness.merchant.received.length = 0
    await harness.adyen.webhooks.replay(() => true, { order: 'shuffled', seed: 7 })
    expect(listReceived()).toEqual(shuffled)
    harness.merchant.received.length = 0
    await harness.adyen.webhooks.replay(() => true, { order: 'reversed' })
    expect(listReceived()).toEqual(references.toReversed())
  })

  it('sends many at a time, each four times', async () => {
    harness.adyen.webhooks.configure({ mode: 'hold' })
    const references = await payMany(8)
    let open = 0
    let most = 0
    harness.merchant.answerWith((response) => {
      open += 1
      most = Math.max(most, open)
      setTimeout(() => {
        open -= 1
        response.writeHead(200).end()
      }, 5)
    })
    await harness.adyen.webhooks.release({ order: 'shuffled', seed: 3, copies: 4, connections: 16 })
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(16)
    expect(listReceived().toSorted()).toEqual(references.flatMap((each) => [each, each, each, each]).toSorted())
  })

  it('puts several into one request', async () => {
    harness.adyen.webhooks.configure({ mode: 'hold' })
    const references = await payMany(5)
    await harness.adyen.webhooks.release({ batch: 2 })
    expect(harness.merchant.received).toHaveLength(3)
    expect(listReceived()).toEqual(references)
  })

  it('is disturbed by chance, the same for the same seed', async () => {
    const outcomes: string[] = []
    for (const seed of [5, 5, 6]) {
      const from = harness.adyen.webhooks.all.length
      harness.adyen.webhooks.disturb({ seed, drop: 0.3, repeat: 0.3, delayMsMost: 5 })
      await payMany(20)
      await harness.adyen.webhooks.settled()
      outcomes.push(
        harness.adyen.webhooks.all
          .slice(from)
          .map(({ attempts }) => attempts.length)
          .join(''),
      )
    }
    expect(outcomes[0]).toBe(outcomes[1])
    expect(outcomes[2]).not.toBe(outcomes[0])
    expect(new Set(outcomes[0])).toEqual(new Set('012'))
  })

  it('holds what has nowhere to go', async () => {
    harness.adyen.webhooks.sendTo(null)
    const pspReference = await harness.payNew()
    harness.adyen.webhooks.sendTo(harness.merchant.url)
    await harness.adyen.webhooks.release()
    expect(listReceived()).toEqual([pspReference])
  })
})

it('says on closing when the simulator itself was led into something wrong', async () => {
  const own = await startHarness()
  const { url } = await own.checkout.PaymentsApi.sessions(own.describeSession({ allowedPaymentMethods: ['ideal'] }))
  // No browser sends a method that the page does not show.
  const body = new URLSearchParams({ action: 'authorise', method: 'visa' })
  expect((await fetch(url!, { method: 'POST', body })).status).toBe(500)
  await expect(own.close()).rejects.toThrow('does not offer visa')
  await own.merchant.close()
})
