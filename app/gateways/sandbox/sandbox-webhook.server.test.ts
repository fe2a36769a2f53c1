import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import { parseEnvironment } from '~/platform/env.server'
import type { SandboxBooks, SandboxEvent } from '~/use-cases/ports/sandbox-books'
import { createSandboxProvider } from './sandbox-provider.server'
import { SIGNATURE_HEADER, signSandboxBody } from './sandbox-signature.server'
import { readSandboxWebhook, writeSandboxBody } from './sandbox-webhook.server'

const secret = 'a secret for tests alone'
const now = new Date('2026-11-21T10:00:00Z')

const event: SandboxEvent = {
  id: 'sandbox_event_1',
  checkoutId: 'sandbox_1',
  paymentId: '01900000-0000-7000-8000-000000000001',
  type: 'refund.succeeded',
  amount: createMoney(12_34, parseCurrencyCode('EUR')!),
  method: 'card',
  failureCode: null,
  reversal: { id: 'sandbox_reversal_1', reversalId: '01900000-0000-7000-8000-000000000002' },
  occurredAt: new Date('2026-11-21T09:59:58.123Z'),
}

const body = writeSandboxBody(event)

function read(rawBody: string, header: string | null, at = now) {
  return readSandboxWebhook(rawBody, new Headers(header === null ? {} : { [SIGNATURE_HEADER]: header }), {
    secret,
    now: at,
  })
}

describe('a sandbox webhook', () => {
  it('arrives as it was sent', () => {
    expect(read(body, signSandboxBody(body, secret, now))).toEqual({
      ok: true,
      value: [
        {
          gateway: 'sandbox',
          eventId: 'sandbox_event_1',
          kind: 'payment_refunded',
          gatewayReference: 'sandbox_1',
          paymentId: event.paymentId,
          occurredAt: event.occurredAt,
          amount: event.amount,
          method: 'card',
          reversal: { gatewayReference: 'sandbox_reversal_1', reversalId: '01900000-0000-7000-8000-000000000002' },
        },
      ],
    })
  })

  it('is refused when a byte of it differs, or another secret signed it', () => {
    const header = signSandboxBody(body, secret, now)
    expect(read(body.replace('1234', '1235'), header)).toMatchObject({ failure: { kind: 'bad_signature' } })
    expect(read(body, signSandboxBody(body, 'another', now))).toMatchObject({ failure: { kind: 'bad_signature' } })
    expect(read(body, header.replace(/^t=\d+/, 't=1'))).toMatchObject({ failure: { kind: 'bad_signature' } })
  })

  it('is refused after five minutes, and when it comes from the future', () => {
    const header = signSandboxBody(body, secret, now)
    expect(read(body, header, new Date('2026-11-21T10:05:00Z')).ok).toBe(true)
    expect(read(body, header, new Date('2026-11-21T10:05:01Z'))).toMatchObject({ failure: { kind: 'stale' } })
    expect(read(body, header, new Date('2026-11-21T09:54:59Z'))).toMatchObject({ failure: { kind: 'stale' } })
  })

  it.each([null, '', 't=1', 'v1=00', 't=1,v1=zz', 't=x,v1='])('is refused with the header %j', (header) => {
    expect(read(body, header)).toMatchObject({ failure: { kind: 'malformed' } })
  })

  it.each(['', '[]', '{"id":1}', body.replace('EUR', 'XXX'), body.replace('1234', '-1'), body.replace('1234', '0')])(
    'is refused though signed when it says %j',
    (rawBody) => {
      const answer = read(rawBody, signSandboxBody(rawBody, secret, now))
      expect(answer).toMatchObject({ failure: { kind: 'malformed' } })
    },
  )
})

describe('the sandbox beside live keys', () => {
  it.each([
    { STRIPE_SECRET_KEY: 'sk_live_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' },
    { STRIPE_SECRET_KEY: 'rk_live_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' },
    { ADYEN_ENVIRONMENT: 'LIVE' },
  ])('does not come into being (%j)', (variables) => {
    const services = {
      books: {} as SandboxBooks,
      clock: { now: () => now },
      ids: { uuid: () => '', secret: () => '', reference: () => '' },
      appUrl: '',
      webhookUrl: '',
      webhookSecret: secret,
    }
    expect(() => createSandboxProvider(parseEnvironment(variables), services)).toThrow('live payment keys')
  })
})
