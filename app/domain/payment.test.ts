import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyLifecycleEvent,
  computeWorth,
  hasPaymentSucceeded,
  IllegalPaymentTransition,
  LIFECYCLE_EVENT_KINDS,
  PAYMENT_STATUSES,
  takePaymentEdge,
  type LifecycleEventKind,
  type PaymentStatus,
} from './payment'

/** What the use case does with a verdict, as far as the status goes. */
function advance(status: PaymentStatus, kind: LifecycleEventKind): PaymentStatus {
  const verdict = applyLifecycleEvent(status, kind)
  if (verdict.kind !== 'transition') return status
  expect(verdict.transitions[0].from).toBe(status)
  return verdict.transitions[verdict.transitions.length - 1]!.to
}

const run = (...kinds: LifecycleEventKind[]) => kinds.reduce(advance, 'created')

describe('the transition table', () => {
  it('names an outcome for what the creditor must know', () => {
    expect(takePaymentEdge('created', 'pending').reports).toBe('payment.started')
    expect(takePaymentEdge('created', 'succeeded').reports).toBe('payment.succeeded')
    expect(takePaymentEdge('pending', 'processing').reports).toBeNull()
    expect(takePaymentEdge('processing', 'succeeded').reports).toBe('payment.succeeded')
    expect(takePaymentEdge('pending', 'expired').reports).toBe('payment.failed')
    expect(takePaymentEdge('expired', 'succeeded').reports).toBe('payment.succeeded')
  })

  it.each([
    ['succeeded', 'failed'],
    ['succeeded', 'processing'],
    ['processing', 'expired'],
    ['expired', 'pending'],
    ['refunded', 'canceled'],
    ['created', 'processing'],
    ['pending', 'refunded'],
  ] as const)('refuses %s -> %s', (from, to) => {
    expect(() => takePaymentEdge(from, to)).toThrow(IllegalPaymentTransition)
  })
})

describe('events in any order', () => {
  it('reports a payment as started before its outcome when the event overtook the checkout', () => {
    expect(applyLifecycleEvent('created', 'payment_succeeded')).toMatchObject({
      kind: 'transition',
      late: false,
      transitions: [{ reports: 'payment.started' }, { reports: 'payment.succeeded' }],
    })
  })

  it.each([
    ['processing after success', 'payment_succeeded', 'payment_processing'],
    ['failure after success', 'payment_succeeded', 'payment_failed'],
    ['expiry after success', 'payment_succeeded', 'payment_expired'],
    ['processing after failure', 'payment_failed', 'payment_processing'],
    ['expiry while processing', 'payment_processing', 'payment_expired'],
    ['failure after cancelation', 'payment_canceled', 'payment_failed'],
  ] as const)('ignores %s', (_name, first, second) => {
    expect(applyLifecycleEvent(run(first), second)).toEqual({ kind: 'ignored' })
  })

  it.each(['payment_failed', 'payment_canceled', 'payment_expired'] as const)(
    'accepts success after %s and calls it late',
    (ending) => {
      expect(applyLifecycleEvent(run(ending), 'payment_succeeded')).toMatchObject({
        kind: 'transition',
        late: true,
        transitions: [{ to: 'succeeded', reports: 'payment.succeeded' }],
      })
    },
  )
})

describe('whatever a provider sends', () => {
  const events = fc.array(fc.constantFrom(...LIFECYCLE_EVENT_KINDS))

  it('is decided for every status without an error', () => {
    for (const status of PAYMENT_STATUSES) {
      for (const kind of LIFECYCLE_EVENT_KINDS) expect(() => applyLifecycleEvent(status, kind)).not.toThrow()
    }
  })

  it('never forgets that money came, and ends the same when it is repeated', () => {
    fc.assert(
      fc.property(events, (list) => {
        const once = run(...list)
        expect(hasPaymentSucceeded(once)).toBe(list.includes('payment_succeeded'))
        expect(list.reduce(advance, once)).toBe(list.includes('payment_succeeded') ? 'succeeded' : once)
      }),
    )
  })
})

describe('what a payment is worth in the currency of the invoices', () => {
  const payment = fc.record({
    amountMinor: fc.integer({ min: 1, max: 10_000_000_000 }),
    settledMinor: fc.integer({ min: 1, max: 10_000_000_000 }),
  })

  it('is what was asked for where all of it came, whatever the rate', () => {
    fc.assert(
      fc.property(payment, ({ amountMinor, settledMinor }) => {
        expect(computeWorth({ amountMinor, settledMinor, receivedMinor: amountMinor }, amountMinor)).toBe(settledMinor)
        expect(computeWorth({ amountMinor, settledMinor, receivedMinor: amountMinor }, 0)).toBe(0)
      }),
    )
  })

  it('is the amount itself in one currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(10_000), fc.nat(10_000), (asked, first, second) => {
        const [kept, received] = [Math.min(first, second), Math.max(first, second, 1)]
        expect(computeWorth({ amountMinor: asked, settledMinor: asked, receivedMinor: received }, kept)).toBe(kept)
      }),
    )
  })

  it('never grows when less is kept', () => {
    fc.assert(
      fc.property(payment, fc.nat(1_000), fc.nat(1_000), (amounts, first, second) => {
        const received = { ...amounts, receivedMinor: 1_000 }
        const [less, more] = [Math.min(first, second), Math.max(first, second)]
        expect(computeWorth(received, less)).toBeLessThanOrEqual(computeWorth(received, more))
      }),
    )
  })

  it('rounds half away from zero', () => {
    expect(computeWorth({ amountMinor: 3, settledMinor: 5, receivedMinor: 3 }, 2)).toBe(3)
    expect(computeWorth({ amountMinor: 2, settledMinor: 1, receivedMinor: 1 }, 1)).toBe(1)
  })
})
