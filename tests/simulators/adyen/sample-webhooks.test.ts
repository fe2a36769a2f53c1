import { describe, expect, it } from 'vitest'
import { hmacValidator } from '@adyen/api-library'
import { chooseContract } from './contract'
import { isSignedWith, signBody, type NotificationItem } from './notice'
import { hasPublishedData, readPublishedJson } from './published-data'
import { readSampleWebhooks } from './sample-webhooks'

const hmacKey = 'C0FFEE'.repeat(10) + 'ABCD'
const samples = readSampleWebhooks({ hmacKey })
const standard = samples.filter(({ family }) => family === 'standard')
const events = samples.filter(({ family }) => family === 'event')

const SIGNED: Record<string, (item: NotificationItem) => Partial<NotificationItem>> = {
  pspReference: (item) => ({ pspReference: `${item.pspReference}X` }),
  originalReference: (item) => ({ originalReference: `${item.originalReference ?? ''}X` }),
  merchantAccountCode: (item) => ({ merchantAccountCode: `${item.merchantAccountCode}X` }),
  merchantReference: (item) => ({ merchantReference: `${item.merchantReference}X` }),
  'amount.value': ({ amount }) => ({ amount: { ...amount, value: amount.value + 1 } }),
  'amount.currency': ({ amount }) => ({ amount: { ...amount, currency: amount.currency === 'EUR' ? 'USD' : 'EUR' } }),
  eventCode: () => ({ eventCode: 'INVENTED' }),
  success: ({ success }) => ({ success: success === 'true' ? 'false' : 'true' }),
}

const UNSIGNED: Record<string, (item: NotificationItem) => Partial<NotificationItem>> = {
  reason: () => ({ reason: 'something else' }),
  eventDate: () => ({ eventDate: '1999-12-31T23:59:59+01:00' }),
  paymentMethod: () => ({ paymentMethod: 'gold' }),
  additionalData: ({ additionalData }) => ({ additionalData: { ...additionalData, invented: 'yes' } }),
}

describe.skipIf(!hasPublishedData)("Adyen's sample webhooks, signed again", () => {
  it('are all there', () => {
    expect(standard.length).toBeGreaterThanOrEqual(44)
    expect(events.length).toBeGreaterThanOrEqual(7)
    expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length)
  })

  it.each(standard)('$name holds against the library and breaks with any signed field', ({ items }) => {
    expect(items.length).toBeGreaterThan(0)
    for (const item of items) {
      expect(isSignedWith(item, hmacKey)).toBe(true)
      expect(isSignedWith(item, 'AB'.repeat(32))).toBe(false)
      for (const change of Object.values(SIGNED))
        expect(isSignedWith({ ...item, ...change(item) }, hmacKey)).toBe(false)
      for (const change of Object.values(UNSIGNED))
        expect(isSignedWith({ ...item, ...change(item) }, hmacKey)).toBe(true)
    }
  })

  it.each(events)('$name is signed as a whole', ({ body, headers }) => {
    const validator = new hmacValidator()
    const signature = headers['hmacsignature']!
    expect(validator.validateHMACSignature(hmacKey, signature, body)).toBe(true)
    expect(validator.validateHMACSignature(hmacKey, signature, body.replace('test', 'live'))).toBe(false)
  })

  it('stand for the merchant account that is asked for', () => {
    const renamed = readSampleWebhooks({ hmacKey, merchantAccount: 'QuittanceECOM' })
    const items = renamed.flatMap((sample) => sample.items)
    expect(items.every((item) => item.merchantAccountCode === 'QuittanceECOM' && isSignedWith(item, hmacKey))).toBe(
      true,
    )
  })

  it.each(standard.filter(({ name }) => name.startsWith('samples/')))('$name fits the published schema', (sample) => {
    expect(chooseContract('published').checkWebhook(sample.event, JSON.parse(sample.body))).toEqual([])
  })

  it("sign like Adyen's own vector", () => {
    const { vectors } = readPublishedJson('hmac-vectors.json') as {
      vectors: [{ hmacKeyHex: string; dataToSign: string; hmacSignature: string }]
    }
    const [{ hmacKeyHex, dataToSign, hmacSignature }] = vectors
    expect(signBody(dataToSign, hmacKeyHex)['hmacsignature']).toBe(hmacSignature)
  })
})
