import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ATTEMPT_OUTCOMES,
  chooseAttemptKind,
  judgeEventByAttempts,
  mayAskAnotherGateway,
  mayHaveCharged,
  type AttemptState,
} from './payment-attempt'

const attempt = (overrides: Partial<AttemptState>): AttemptState => ({
  kind: 'charge',
  gateway: 'sandbox',
  outcome: null,
  gatewayReference: null,
  ...overrides,
})

describe('asking another gateway', () => {
  it('is allowed only while nothing can have been done', () => {
    const outcomes = fc.array(fc.constantFrom(null, ...ATTEMPT_OUTCOMES))
    fc.assert(
      fc.property(outcomes, (list) => {
        const sure = list.every((outcome) => outcome === 'unavailable')
        expect(mayAskAnotherGateway(list.map((outcome) => ({ outcome })))).toBe(sure)
      }),
    )
  })
})

describe('a charge of a kept method', () => {
  it('becomes a page only when the bank asked for the payer', () => {
    const kept = { savedMethodId: 'one' }
    expect(chooseAttemptKind({ savedMethodId: null }, [])).toBe('checkout')
    expect(chooseAttemptKind(kept, [attempt({ outcome: 'uncertain' }), attempt({ outcome: 'unavailable' })])).toBe(
      'charge',
    )
    expect(chooseAttemptKind(kept, [attempt({ outcome: 'authentication_required' })])).toBe('checkout')
  })

  it('stands in doubt until any repetition of it was answered', () => {
    expect(mayHaveCharged([])).toBe(false)
    expect(mayHaveCharged([attempt({})])).toBe(true)
    expect(mayHaveCharged([attempt({ outcome: 'uncertain' }), attempt({ outcome: 'unavailable' })])).toBe(true)
    expect(mayHaveCharged([attempt({ outcome: 'uncertain' }), attempt({ outcome: 'made' })])).toBe(false)
    expect(mayHaveCharged([attempt({}), attempt({ outcome: 'authentication_required' })])).toBe(false)
    expect(mayHaveCharged([attempt({ kind: 'checkout' })])).toBe(false)
  })
})

const UNNAMED = { gatewayReference: null, status: 'created' } as const

describe('an event', () => {
  const failed = { kind: 'payment_failed', references: ['pi_1'] } as const
  const superseded = attempt({ outcome: 'authentication_required', gatewayReference: 'pi_1' })

  it('about a charge that a page took the place of means nothing, unless money came', () => {
    expect(judgeEventByAttempts(UNNAMED, [superseded], failed)).toBe('ignored')
    expect(judgeEventByAttempts(UNNAMED, [superseded], { ...failed, kind: 'payment_canceled' })).toBe('ignored')
    expect(judgeEventByAttempts(UNNAMED, [superseded], { ...failed, references: ['cs_2'] })).toBeNull()
    expect(judgeEventByAttempts(UNNAMED, [superseded], { ...failed, kind: 'payment_succeeded' })).toBeNull()
  })

  it('about a page that another took the place of means nothing, unless money came', () => {
    const made = attempt({ kind: 'checkout', outcome: 'made', gatewayReference: 'pi_1' })
    expect(judgeEventByAttempts({ ...UNNAMED, gatewayReference: 'cs_2' }, [made], failed)).toBe('ignored')
    expect(judgeEventByAttempts({ ...UNNAMED, gatewayReference: 'pi_1' }, [made], failed)).toBeNull()
    expect(
      judgeEventByAttempts({ ...UNNAMED, gatewayReference: 'cs_2' }, [made], { ...failed, kind: 'payment_succeeded' }),
    ).toBeNull()
  })

  it('of failure waits while a charge is being asked for', () => {
    expect(judgeEventByAttempts(UNNAMED, [attempt({})], failed)).toBe('waiting')
    expect(judgeEventByAttempts(UNNAMED, [attempt({})], { ...failed, kind: 'payment_processing' })).toBeNull()
    expect(judgeEventByAttempts(UNNAMED, [attempt({})], { ...failed, kind: 'payment_succeeded' })).toBeNull()
    expect(judgeEventByAttempts(UNNAMED, [attempt({ kind: 'checkout' })], failed)).toBeNull()
  })

  it('of failure means what it says once the provider has told that the charge is on its way', () => {
    expect(judgeEventByAttempts({ ...UNNAMED, status: 'processing' }, [attempt({})], failed)).toBeNull()
  })
})
