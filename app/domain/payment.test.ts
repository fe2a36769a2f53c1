import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyGatewayEvent,
  computeKept,
  hasPaymentSucceeded,
  IllegalPaymentTransition,
  PAYMENT_STATUSES,
  takePaymentEdge,
  type PaymentEvent,
  type PaymentEventKind,
  type PaymentStatus,
} from './payment'

const RECEIVED = 100

interface State {
  status: PaymentStatus
  receivedMinor: number | null
  refundedMinor: number
  chargedBackMinor: number
}

const created: State = { status: 'created', receivedMinor: null, refundedMinor: 0, chargedBackMinor: 0 }

/** What the use case does with a verdict, as far as the payment itself goes. */
function advance(state: State, event: PaymentEvent): State {
  const verdict = applyGatewayEvent(state, event)
  if (verdict.kind !== 'transition') return state
  const last = verdict.transitions[verdict.transitions.length - 1]!
  expect(verdict.transitions[0].from).toBe(state.status)
  const chargeback = event.kind === 'payment_charged_back'
  return {
    status: last.to,
    receivedMinor: last.to === 'succeeded' ? event.amountMinor : state.receivedMinor,
    refundedMinor: state.refundedMinor + (chargeback ? 0 : verdict.reversedMinor),
    chargedBackMinor: state.chargedBackMinor + (chargeback ? verdict.reversedMinor : 0),
  }
}

const event = (kind: PaymentEventKind, amountMinor = RECEIVED): PaymentEvent => ({ kind, amountMinor })

const run = (...kinds: PaymentEventKind[]) => kinds.reduce((state, kind) => advance(state, event(kind)), created)

describe('the transition table', () => {
  it('names an outcome for what the creditor must know', () => {
    expect(takePaymentEdge('created', 'pending').reports).toBe('payment.started')
    expect(takePaymentEdge('pending', 'processing').reports).toBeNull()
    expect(takePaymentEdge('processing', 'succeeded').reports).toBe('payment.succeeded')
    expect(takePaymentEdge('pending', 'expired').reports).toBe('payment.failed')
    expect(takePaymentEdge('expired', 'succeeded').reports).toBe('payment.succeeded')
    expect(takePaymentEdge('succeeded', 'charged_back').reports).toBe('payment.charged_back')
  })

  it.each([
    ['succeeded', 'failed'],
    ['succeeded', 'processing'],
    ['processing', 'expired'],
    ['expired', 'pending'],
    ['refunded', 'succeeded'],
    ['created', 'succeeded'],
    ['pending', 'refunded'],
  ] as const)('refuses %s -> %s', (from, to) => {
    expect(() => takePaymentEdge(from, to)).toThrow(IllegalPaymentTransition)
  })
})

describe('events in any order', () => {
  it('reports a payment as started before its outcome when the event overtook the checkout', () => {
    const verdict = applyGatewayEvent(created, event('payment_succeeded'))
    expect(verdict).toMatchObject({
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
    expect(applyGatewayEvent(run(first), event(second))).toEqual({ kind: 'ignored' })
  })

  it.each(['payment_failed', 'payment_canceled', 'payment_expired'] as const)(
    'accepts success after %s and calls it late',
    (ending) => {
      expect(applyGatewayEvent(run(ending), event('payment_succeeded'))).toMatchObject({
        kind: 'transition',
        late: true,
        transitions: [{ to: 'succeeded', reports: 'payment.succeeded' }],
      })
    },
  )

  it('keeps a refund that came before its payment', () => {
    expect(applyGatewayEvent(run('payment_processing'), event('payment_refunded'))).toEqual({ kind: 'waiting' })
  })

  it('tells a part from the whole when money goes back', () => {
    const part = advance(run('payment_succeeded'), event('payment_refunded', 40))
    expect(part).toMatchObject({ status: 'partially_refunded', refundedMinor: 40 })
    expect(advance(part, event('payment_refunded', 60))).toMatchObject({ status: 'refunded', refundedMinor: 100 })
    expect(advance(part, event('payment_charged_back', 999))).toMatchObject({
      status: 'charged_back',
      chargedBackMinor: 60,
    })
    expect(applyGatewayEvent(run('payment_succeeded', 'payment_refunded'), event('payment_refunded'))).toEqual({
      kind: 'already_applied',
    })
  })
})

describe('whatever a provider sends', () => {
  const kinds: PaymentEventKind[] = [
    'payment_processing',
    'payment_succeeded',
    'payment_failed',
    'payment_canceled',
    'payment_expired',
    'payment_refunded',
    'payment_charged_back',
  ]
  const events = fc.array(fc.record({ kind: fc.constantFrom(...kinds), amountMinor: fc.integer({ min: 1, max: 150 }) }))

  it('is decided for every status without an error', () => {
    for (const status of PAYMENT_STATUSES) {
      for (const kind of kinds) {
        const receivedMinor = hasPaymentSucceeded(status) ? RECEIVED : null
        const state = { status, receivedMinor, refundedMinor: 0, chargedBackMinor: 0 }
        expect(() => applyGatewayEvent(state, event(kind))).not.toThrow()
      }
    }
  })

  it('never gives back more than came, and never forgets that money came', () => {
    fc.assert(
      fc.property(events, (list) => {
        let state = created
        for (const each of list) {
          const before = state
          state = advance(state, each)
          expect(computeKept(state)).toBeGreaterThanOrEqual(0)
          if (hasPaymentSucceeded(before.status)) {
            expect(hasPaymentSucceeded(state.status)).toBe(true)
            expect(state.receivedMinor).toBe(before.receivedMinor)
          }
        }
        expect(hasPaymentSucceeded(state.status)).toBe(list.some((each) => each.kind === 'payment_succeeded'))
      }),
    )
  })

  it('ends the same when lifecycle events are repeated', () => {
    const lifecycle = fc.array(fc.constantFrom(...kinds.slice(0, 5)))
    fc.assert(
      fc.property(lifecycle, (list) => {
        const once = run(...list)
        expect(list.reduce((state, kind) => advance(state, event(kind)), once).status).toBe(
          list.includes('payment_succeeded') ? 'succeeded' : once.status,
        )
      }),
    )
  })
})
