import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CreditorId } from './ids'
import { judgeAttempt, listSigningSecrets, RETRY_DELAYS_MS, type WebhookEndpoint } from './webhook-delivery'

const whole = { random: 0, scale: 1 }

describe('judging an attempt', () => {
  it('takes any 2xx for delivered, at whichever attempt', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 299 }), fc.integer({ min: 1, max: 20 }), (status, attempts) => {
        expect(judgeAttempt({ kind: 'answered', status }, attempts, whole)).toEqual({ kind: 'delivered' })
      }),
    )
  })

  it('disables the endpoint on 410 alone', () => {
    expect(judgeAttempt({ kind: 'answered', status: 410 }, 1, whole)).toEqual({ kind: 'disable' })
    expect(judgeAttempt({ kind: 'answered', status: 404 }, 1, whole)).toMatchObject({ kind: 'retry' })
  })

  it('spreads ten attempts over 75 hours and 35 minutes, then parks', () => {
    const delays: number[] = []
    for (let attempts = 1; ; attempts += 1) {
      const verdict = judgeAttempt({ kind: 'failed', error: 'ECONNREFUSED' }, attempts, whole)
      if (verdict.kind !== 'retry') {
        expect(verdict).toEqual({ kind: 'park' })
        expect(attempts).toBe(10)
        break
      }
      delays.push(verdict.delayMs)
    }
    expect(delays).toEqual(RETRY_DELAYS_MS.slice(1))
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe((75 * 3600 + 35 * 60 + 5) * 1000)
  })

  it('stretches a delay by a tenth at most, never shortens it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom(301, 400, 404, 500, 503),
        (attempts, random, status) => {
          const verdict = judgeAttempt({ kind: 'answered', status }, attempts, { random, scale: 1 })
          const base = RETRY_DELAYS_MS[attempts]!
          expect(verdict.kind).toBe('retry')
          if (verdict.kind === 'retry') {
            expect(verdict.delayMs).toBeGreaterThanOrEqual(base)
            expect(verdict.delayMs).toBeLessThanOrEqual(base * 1.1)
          }
        },
      ),
    )
  })

  it('waits as long as the receiver asks, up to a day', () => {
    const ask = (retryAfterSeconds: number) =>
      judgeAttempt({ kind: 'answered', status: 503, retryAfterSeconds }, 1, whole)
    expect(ask(120)).toEqual({ kind: 'retry', delayMs: 120_000 })
    expect(ask(1)).toEqual({ kind: 'retry', delayMs: 5_000 })
    expect(ask(10 ** 9)).toEqual({ kind: 'retry', delayMs: 86_400_000 })
  })
})

describe('signing secrets', () => {
  const endpoint: WebhookEndpoint = {
    id: 'e',
    creditorId: 'c' as CreditorId,
    url: 'https://example.com',
    secrets: ['whsec_new', 'whsec_old'],
    previousSecretsExpireAt: new Date('2026-11-22T00:00:00Z'),
    createdAt: new Date('2026-11-01T00:00:00Z'),
    disabledAt: null,
    disabledReason: null,
  }

  it('are all of them during a rotation and the newest afterwards', () => {
    expect(listSigningSecrets(endpoint, new Date('2026-11-21T23:59:59Z'))).toEqual(['whsec_new', 'whsec_old'])
    expect(listSigningSecrets(endpoint, new Date('2026-11-22T00:00:00Z'))).toEqual(['whsec_new'])
  })
})
