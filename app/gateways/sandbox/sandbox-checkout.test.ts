import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import type { SandboxCheckout } from '~/use-cases/ports/sandbox-books'
import { actOnCheckout, getCurrentStatus, listSandboxActions, SANDBOX_ACTIONS, settleDebit } from './sandbox-checkout'

const now = new Date('2026-11-21T10:00:00Z')

const open: SandboxCheckout = {
  id: 'sandbox_1',
  paymentId: '01900000-0000-7000-8000-000000000001',
  idempotencyKey: 'key',
  amount: createMoney(100, parseCurrencyCode('EUR')!),
  description: 'Muster GmbH',
  merchantName: 'Muster GmbH',
  locale: 'de',
  returnUrl: 'https://portal.example/payments/1',
  status: 'open',
  method: null,
  failureCode: null,
  createdAt: now,
  expiresAt: new Date('2026-11-21T11:00:00Z'),
  settlesAt: null,
  settlesAs: null,
  refundedMinor: 0,
  reversals: [],
  methods: [],
  keptFor: null,
  methodId: null,
  behaviour: 'succeeds',
}

const options = { now, debitDelayMs: 5_000, newReversalId: 'r' }

describe('a sandbox checkout', () => {
  it('needs a second step where authentication is asked for, and says nothing before it', () => {
    const asked = actOnCheckout(open, 'pay_by_card_with_authentication', options)!
    expect(asked.event).toBeNull()
    expect(actOnCheckout(asked.checkout, 'fail_authentication', options)).toMatchObject({
      checkout: { status: 'failed', failureCode: 'authentication_failed' },
      event: { type: 'checkout.failed' },
    })
    expect(actOnCheckout(asked.checkout, 'authenticate', options)?.event).toEqual({
      type: 'checkout.succeeded',
      amountMinor: 100,
    })
  })

  it('settles a debit once, in its time, as it was given', () => {
    const given = actOnCheckout(open, 'pay_by_debit_that_fails', options)!.checkout
    expect(given.settlesAt).toEqual(new Date('2026-11-21T10:00:05Z'))
    const settled = settleDebit(given)!
    expect(settled).toMatchObject({ checkout: { status: 'failed' }, event: { type: 'checkout.failed' } })
    expect(settleDebit(settled.checkout)).toBeNull()
  })

  it('offers nothing once its time is over', () => {
    const late = new Date('2026-11-21T11:00:00Z')
    expect(getCurrentStatus(open, late)).toBe('expired')
    expect(listSandboxActions(open, late)).toEqual([])
    expect(actOnCheckout(open, 'pay_by_card', { ...options, now: late })).toBeNull()
  })

  it('offers what belongs to the methods that were asked for, and to keeping them', () => {
    const list = (overrides: Partial<SandboxCheckout>) => listSandboxActions({ ...open, ...overrides }, now)
    expect(list({ methods: ['card'] })).not.toContain('pay_by_debit')
    expect(list({ methods: ['sepa_debit'] })).toEqual(['pay_by_debit', 'pay_by_debit_that_fails', 'cancel'])
    expect(list({})).not.toContain('pay_by_card_declined_later')
    expect(list({ keptFor: 'somebody' })).toContain('pay_by_card_declined_later')
  })

  it('takes exactly what is pressed among what it offers, and never gives back more than it took', () => {
    const press = fc.record({
      action: fc.constantFrom(...SANDBOX_ACTIONS),
      refundMinor: fc.integer({ min: -5, max: 130 }),
    })
    fc.assert(
      fc.property(fc.array(press), (presses) => {
        let checkout = open
        for (const [index, { action, refundMinor }] of presses.entries()) {
          const offered = listSandboxActions(checkout, now).includes(action)
          const change = actOnCheckout(checkout, action, { ...options, refundMinor, newReversalId: `${index}` })
          if (!offered) expect(change).toBeNull()
          if (change) checkout = change.checkout
          expect(checkout.refundedMinor).toBeGreaterThanOrEqual(0)
          expect(checkout.refundedMinor).toBeLessThanOrEqual(100)
          const taken = checkout.reversals.filter(({ status }) => status === 'taken')
          expect(checkout.refundedMinor).toBe(taken.reduce((sum, { amountMinor }) => sum + amountMinor, 0))
        }
      }),
    )
  })
})
