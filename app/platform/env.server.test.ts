import { describe, expect, it } from 'vitest'
import { parseEnvironment } from './env.server'

const stripe = { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' }

describe('the environment of Stripe', () => {
  it('has both secrets or neither', () => {
    expect(parseEnvironment({}).STRIPE_SECRET_KEY).toBeUndefined()
    expect(parseEnvironment(stripe)).toMatchObject({
      STRIPE_SECRET_KEY: 'sk_test_x',
      STRIPE_WEBHOOK_SECRET: ['whsec_x'],
    })
    expect(() => parseEnvironment({ STRIPE_SECRET_KEY: 'sk_test_x' })).toThrow('STRIPE_WEBHOOK_SECRET: required')
    expect(() => parseEnvironment({ STRIPE_WEBHOOK_SECRET: 'whsec_x' })).toThrow('STRIPE_SECRET_KEY: required')
  })

  it('takes two webhook secrets while one replaces the other', () => {
    const env = parseEnvironment({ ...stripe, STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old' })
    expect(env.STRIPE_WEBHOOK_SECRET).toEqual(['whsec_new', 'whsec_old'])
  })

  it.each([
    ['STRIPE_SECRET_KEY', 'pk_test_x'],
    ['STRIPE_SECRET_KEY', 'sk_test_ x'],
    ['STRIPE_WEBHOOK_SECRET', 'we_x'],
    ['STRIPE_WEBHOOK_SECRET', 'whsec_x,'],
    ['STRIPE_API_BASE', 'ftp://127.0.0.1'],
  ])('names %s when it is %j, without saying it', (name, value) => {
    expect(() => parseEnvironment({ ...stripe, [name]: value })).toThrow(name)
    expect(() => parseEnvironment({ ...stripe, [name]: value })).not.toThrow(value)
  })

  it('leads a live key to Stripe alone', () => {
    const double = { STRIPE_API_BASE: 'http://127.0.0.1:12111' }
    expect(parseEnvironment({ ...stripe, ...double }).STRIPE_API_BASE).toBe('http://127.0.0.1:12111')
    for (const STRIPE_SECRET_KEY of ['sk_live_x', 'rk_live_x']) {
      expect(() => parseEnvironment({ ...stripe, ...double, STRIPE_SECRET_KEY })).toThrow('STRIPE_API_BASE')
    }
  })
})

describe('the environment of Adyen', () => {
  const key = '0A'.repeat(32)
  const adyen = { ADYEN_API_KEY: 'AQE', ADYEN_MERCHANT_ACCOUNT: 'QuittanceECOM', ADYEN_HMAC_KEY: key }
  const live = { ...adyen, ADYEN_ENVIRONMENT: 'LIVE', ADYEN_LIVE_URL_PREFIX: '1797a841fbb37ca7-Quittance' }

  it('is whole or nothing', () => {
    expect(parseEnvironment({}).ADYEN_API_KEY).toBeUndefined()
    expect(parseEnvironment(adyen)).toMatchObject({ ADYEN_HMAC_KEY: [key], ADYEN_CAPTURE: 'automatic' })
    for (const missing of Object.keys(adyen)) {
      expect(() => parseEnvironment({ ...adyen, [missing]: '' })).toThrow(`${missing}: required`)
    }
  })

  it('takes the keys of several webhooks, and of one that is replaced', () => {
    const env = parseEnvironment({ ...adyen, ADYEN_HMAC_KEY: `${key}, ${'ff'.repeat(32)}` })
    expect(env.ADYEN_HMAC_KEY).toEqual([key, 'ff'.repeat(32)])
  })

  it('needs the live addresses in the live environment, and leads its key to Adyen alone', () => {
    expect(parseEnvironment(live).ADYEN_LIVE_URL_PREFIX).toBe('1797a841fbb37ca7-Quittance')
    expect(() => parseEnvironment({ ...live, ADYEN_LIVE_URL_PREFIX: '' })).toThrow('ADYEN_LIVE_URL_PREFIX: required')
    expect(() => parseEnvironment({ ...live, ADYEN_API_BASE: 'http://127.0.0.1:1' })).toThrow('ADYEN_API_BASE')
    expect(parseEnvironment({ ...adyen, ADYEN_API_BASE: 'http://127.0.0.1:1' }).ADYEN_API_BASE).toBeDefined()
  })

  // A key that is not all hexadecimal would be cut where it stops being so, down to nothing.
  it.each([
    ['ADYEN_HMAC_KEY', 'not hexadecimal'],
    ['ADYEN_HMAC_KEY', '0A'.repeat(31)],
    ['ADYEN_HMAC_KEY', `${'0A'.repeat(32)},`],
    ['ADYEN_LIVE_URL_PREFIX', 'evil.example/'],
    ['ADYEN_ENVIRONMENT', 'live'],
    ['ADYEN_CAPTURE', 'later'],
    ['ADYEN_API_BASE', 'ftp://127.0.0.1'],
  ])('names %s when it is %j', (name, value) => {
    expect(() => parseEnvironment({ ...adyen, [name]: value })).toThrow(name)
  })
})

describe('exchange rates', () => {
  it('are fetched unless the environment says otherwise', () => {
    expect(parseEnvironment({}).ECB_RATES).toBe('on')
    expect(parseEnvironment({ ECB_RATES: 'off' }).ECB_RATES).toBe('off')
    expect(() => parseEnvironment({ ECB_RATES: 'no' })).toThrow('ECB_RATES')
  })

  it('come from the bank, or from this machine in tests', () => {
    expect(parseEnvironment({ ECB_RATES_URL: 'http://127.0.0.1:9999/daily.xml' }).ECB_RATES_URL).toContain('9999')
    for (const url of ['http://rates.example/', 'https://127.0.0.1.example/', 'http://127.0.0.1@rates.example/', 'x']) {
      expect(() => parseEnvironment({ ECB_RATES_URL: url })).toThrow('ECB_RATES_URL: must be on this machine')
    }
  })
})

describe('the environment of the file store', () => {
  const bucket = { S3_BUCKET: 'quittance-files', S3_REGION: 'eu-central-1' }
  const keys = { S3_ACCESS_KEY_ID: 'AKIAEXAMPLE', S3_SECRET_ACCESS_KEY: 'a secret' }

  it('is the folder, unless a bucket is named', () => {
    expect(parseEnvironment({}).S3_BUCKET).toBeUndefined()
    expect(parseEnvironment({ ...bucket, ...keys })).toMatchObject({ ...bucket, ...keys })
  })

  it('leaves the keys to the role of the machine', () => {
    expect(parseEnvironment(bucket)).not.toHaveProperty('S3_ACCESS_KEY_ID')
  })

  it('is not half a description', () => {
    const whole = { ...bucket, ...keys }
    for (const missing of ['S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']) {
      expect(() => parseEnvironment({ ...whole, [missing]: '' })).toThrow(`${missing}: required`)
    }
    const { S3_BUCKET: _bucket, ...beside } = {
      ...whole,
      S3_ENDPOINT: 'https://files.internal',
      S3_PREFIX: 'quittance',
    }
    for (const [name, value] of Object.entries(beside)) {
      expect(() => parseEnvironment({ [name]: value })).toThrow(`S3_BUCKET: required with ${name}`)
    }
  })

  it.each(['quittance', 'quittance/', ' quittance/ '])('ends the prefix %j in one slash', (S3_PREFIX) => {
    expect(parseEnvironment({ ...bucket, S3_PREFIX }).S3_PREFIX).toBe('quittance/')
  })

  it.each([
    ['S3_BUCKET', 'other/bucket'],
    ['S3_BUCKET', 'b2'],
    ['S3_REGION', 'eu central'],
    ['S3_ENDPOINT', 'files.internal:9000'],
    ['S3_ENDPOINT', 'http://files.internal/bucket'],
    ['S3_ENDPOINT', 'http://key:secret@files.internal'],
    ['S3_PREFIX', '../other'],
    ['S3_PREFIX', '/quittance'],
    ['S3_PREFIX', 'a//b'],
  ])('names %s when it is %j, without saying it', (name, value) => {
    expect(() => parseEnvironment({ ...bucket, [name]: value })).toThrow(name)
    expect(() => parseEnvironment({ ...bucket, [name]: value })).not.toThrow(value)
  })
})
