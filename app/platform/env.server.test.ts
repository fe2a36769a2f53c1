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
