import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from './currency'
import type { CreditorId, DebtorId, PaymentId } from './ids'
import {
  applyLifecycleEvent,
  computeKept,
  computeWorth,
  isReversalEventKind,
  type Payment,
  type PaymentEventKind,
} from './payment'
import {
  applyReversalEvent,
  computeAmountWorth,
  computeRefundable,
  type KeptChange,
  type PaymentReversal,
  type ReversalEvent,
} from './payment-reversal'

const EURO = parseCurrencyCode('EUR')!
const NOON = new Date('2026-11-21T12:00:00Z')

function createPayment(overrides: Partial<Payment> = {}): Payment {
  return {
    id: 'p' as PaymentId,
    creditorId: 'c' as CreditorId,
    debtorId: 'd' as DebtorId,
    reference: 'P',
    idempotencyKey: 'k',
    requestSha256: null,
    status: 'created',
    currency: EURO,
    amountMinor: 100,
    settledCurrency: EURO,
    settledMinor: 100,
    quoteId: null,
    origin: 'checkout',
    purpose: null,
    gateway: 'sandbox',
    gatewayReference: null,
    transactionReference: null,
    bankReference: null,
    keepsMethod: false,
    savedMethodId: null,
    redirectUrl: null,
    method: null,
    failureCode: null,
    locale: 'en',
    linkId: null,
    payerName: null,
    payerEmail: null,
    createdAt: NOON,
    expiresAt: NOON,
    succeededAt: null,
    endedAt: null,
    receivedMinor: null,
    refundedMinor: 0,
    chargedBackMinor: 0,
    ...overrides,
  }
}

interface Books {
  payment: Payment
  reversals: PaymentReversal[]
  /** What its settlements sum to, in the invoices' currency. */
  settledMinor: number
  reported: string[]
  waiting: Event[]
}

interface Event {
  kind: PaymentEventKind
  amountMinor: number
  /** Which refund or chargeback. */
  reference: string
}

const emptyBooks = (overrides: Partial<Payment> = {}): Books => ({
  payment: createPayment(overrides),
  reversals: [],
  settledMinor: 0,
  reported: [],
  waiting: [],
})

function asReversalEvent({ kind, amountMinor, reference }: Event): ReversalEvent {
  if (!isReversalEventKind(kind)) throw new Error(`${kind} is about the payment`)
  return { kind, amountMinor, gatewayReference: reference, occurredAt: NOON }
}

/** What the use cases do with the verdicts: an event about money not yet seen coming is looked at again when it came. */
function advance(books: Books, event: Event): Books {
  if (isReversalEventKind(event.kind)) {
    const verdict = applyReversalEvent(books.payment, books.reversals, asReversalEvent(event), event.reference)
    if (verdict.kind === 'waiting') return { ...books, waiting: [...books.waiting, event] }
    if (verdict.kind !== 'change') return books
    const { reversal, change } = verdict
    const { status, refundedMinor, chargedBackMinor } = change
    return {
      ...books,
      payment: { ...books.payment, status, refundedMinor, chargedBackMinor },
      reversals: [...books.reversals.filter(({ id }) => id !== reversal.id), reversal],
      settledMinor: books.settledMinor + change.worthDeltaMinor,
      reported: change.reports ? [...books.reported, change.reports] : books.reported,
    }
  }
  const verdict = applyLifecycleEvent(books.payment.status, event.kind)
  if (verdict.kind !== 'transition') return books
  const status = verdict.transitions[verdict.transitions.length - 1]!.to
  if (status !== 'succeeded') return { ...books, payment: { ...books.payment, status } }
  const payment: Payment = { ...books.payment, status, receivedMinor: event.amountMinor }
  const settled = { ...books, payment, settledMinor: computeWorth(payment, event.amountMinor), waiting: [] }
  return books.waiting.reduce(advance, settled)
}

const change = (list: readonly Event[], books = emptyBooks()) => list.reduce(advance, books)

/** What everybody sees in the end. */
function summarise({ payment, reversals, settledMinor }: Books) {
  const { status, receivedMinor, refundedMinor, chargedBackMinor } = payment
  return {
    ...{ status, receivedMinor, refundedMinor, chargedBackMinor, settledMinor },
    reversals: Object.fromEntries(reversals.map((each) => [each.gatewayReference ?? each.id, each.status])),
  }
}

function permute<Value>(values: readonly Value[]): Value[][] {
  if (values.length <= 1) return [[...values]]
  return values.flatMap((value, index) =>
    permute(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]),
  )
}

const LIFECYCLE: readonly Event[] = [
  { kind: 'payment_processing', amountMinor: 100, reference: '' },
  { kind: 'payment_succeeded', amountMinor: 100, reference: '' },
  { kind: 'payment_refunded', amountMinor: 40, reference: 'refund' },
  { kind: 'payment_refund_failed', amountMinor: 40, reference: 'refund' },
  { kind: 'payment_charged_back', amountMinor: 100, reference: 'dispute' },
  { kind: 'payment_chargeback_won', amountMinor: 100, reference: 'dispute' },
]

describe('all orders of the six events of a life', () => {
  it('end in one state, each event coming once or again and again', () => {
    const orders = permute(LIFECYCLE)
    expect(orders).toHaveLength(720)
    for (const order of orders) {
      const repeated = order.flatMap((event) => [event, event])
      for (const list of [order, repeated, [...order, ...order], [...order, ...order.toReversed()]]) {
        const books = change(list)
        expect(summarise(books)).toEqual({
          status: 'succeeded',
          receivedMinor: 100,
          refundedMinor: 0,
          chargedBackMinor: 0,
          settledMinor: 100,
          reversals: { refund: 'returned', dispute: 'returned' },
        })
        expect(books.waiting).toEqual([])
      }
    }
  })

  it.each([
    ['a refund that stands', [0, 1, 2, 4, 5], { status: 'partially_refunded', refundedMinor: 40, settledMinor: 60 }],
    ['a chargeback that stands', [0, 1, 2, 3, 4], { status: 'charged_back', chargedBackMinor: 100, settledMinor: 0 }],
    ['both', [0, 1, 2, 4], { status: 'charged_back', refundedMinor: 0, chargedBackMinor: 100, settledMinor: 0 }],
  ])('end in one state: %s', (_name, indexes, expected) => {
    for (const order of permute(indexes.map((index) => LIFECYCLE[index]!))) {
      expect(summarise(change(order))).toMatchObject(expected)
    }
  })
})

describe('refunds and chargebacks together', () => {
  const succeeded = change(LIFECYCLE.slice(0, 2))
  const refund = (amountMinor: number, reference = 'refund'): Event => ({
    kind: 'payment_refunded',
    amountMinor,
    reference,
  })

  it('tell a part from the whole, and the same one never counts twice', () => {
    const part = change([refund(40), refund(40)], succeeded)
    expect(part).toMatchObject({ payment: { status: 'partially_refunded', refundedMinor: 40 } })
    expect(part.reported).toEqual(['payment.refunded'])
    expect(change([refund(60, 'rest')], part).payment).toMatchObject({ status: 'refunded', refundedMinor: 100 })
  })

  it('never give back more than came, and the one lost to the other is reported for its own sake', () => {
    const books = change([refund(100), LIFECYCLE[4]!], succeeded)
    expect(books.payment).toMatchObject({ status: 'charged_back', refundedMinor: 0, chargedBackMinor: 100 })
    expect(books.reported).toEqual(['payment.refunded', 'payment.charged_back'])
    const won = change([LIFECYCLE[5]!], books)
    expect(won.payment).toMatchObject({ status: 'refunded', refundedMinor: 100, chargedBackMinor: 0 })
    expect(won.reported.at(-1)).toBe('payment.reinstated')
  })

  it('are found by our own id until the provider has named them', () => {
    const requested: PaymentReversal = {
      ...change([refund(40)], succeeded).reversals[0]!,
      id: 'ours',
      status: 'requested',
      gatewayReference: null,
    }
    const event = { ...asReversalEvent(refund(40)), reversalId: 'ours' }
    const verdict = applyReversalEvent(succeeded.payment, [requested], event, 'new')
    expect(verdict).toMatchObject({ kind: 'change', isNew: false, reversal: { id: 'ours', status: 'taken' } })
    const another = { ...event, gatewayReference: 'second' }
    const named = { ...requested, gatewayReference: 'refund', status: 'taken' as const }
    expect(applyReversalEvent(succeeded.payment, [named], another, 'new')).toMatchObject({ isNew: true })
  })

  it('count even when the request had seemed refused', () => {
    const rejected = { ...change([refund(40)], succeeded).reversals[0]!, status: 'rejected' as const }
    expect(applyReversalEvent(succeeded.payment, [rejected], asReversalEvent(refund(40)), 'new')).toMatchObject({
      reversal: { status: 'taken' },
      change: { refundedMinor: 40 },
    })
  })

  it('leave less to ask back while they are under way', () => {
    const reversals = [
      { status: 'requested', amountMinor: 30 },
      { status: 'pending', amountMinor: 20 },
      { status: 'rejected', amountMinor: 50 },
    ] as const
    expect(computeRefundable({ receivedMinor: 100, refundedMinor: 10, chargedBackMinor: 0 }, reversals)).toBe(40)
    expect(computeRefundable({ receivedMinor: 100, refundedMinor: 0, chargedBackMinor: 90 }, reversals)).toBe(0)
  })
})

describe('whatever goes back and comes again', () => {
  const amounts = fc.record({
    amountMinor: fc.integer({ min: 1, max: 1_000 }),
    settledMinor: fc.integer({ min: 1, max: 5_000 }),
  })
  const event = fc.record({
    kind: fc.constantFrom<PaymentEventKind>(
      'payment_refunded',
      'payment_refund_failed',
      'payment_charged_back',
      'payment_chargeback_won',
    ),
    amountMinor: fc.integer({ min: 1, max: 1_200 }),
    reference: fc.constantFrom('1', '2', '3', '4', '5'),
  })

  it('is conserved in both currencies', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 1_500 }), fc.array(event), (pay, receivedMinor, list) => {
        const success: Event = { kind: 'payment_succeeded', amountMinor: receivedMinor, reference: '' }
        let books = advance(emptyBooks(pay), success)
        for (const each of list) {
          books = advance(books, each)
          const { payment } = books
          const keptMinor = computeKept(payment)
          expect(keptMinor).toBeGreaterThanOrEqual(0)
          expect(payment.refundedMinor).toBeGreaterThanOrEqual(0)
          expect(payment.chargedBackMinor).toBeGreaterThanOrEqual(0)
          expect(books.settledMinor).toBe(computeWorth(payment, keptMinor))
          if (keptMinor === 0) expect(books.settledMinor).toBe(0)
          expect(payment.status === 'succeeded').toBe(payment.refundedMinor + payment.chargedBackMinor === 0)
        }
      }),
    )
  })

  it('ends the same in every order, whatever is repeated', () => {
    // A refund or chargeback is of one kind and amount, however many events tell of it.
    const reversal = fc.record({
      isChargeback: fc.boolean(),
      amountMinor: fc.integer({ min: 1, max: 150 }),
      told: fc.constantFrom('taken', 'returned', 'both'),
    })
    const list = fc.array(reversal, { minLength: 1, maxLength: 4 }).map((reversals) =>
      reversals.flatMap(({ isChargeback, amountMinor, told }, index): Event[] => {
        const taken = isChargeback ? 'payment_charged_back' : 'payment_refunded'
        const returned = isChargeback ? 'payment_chargeback_won' : 'payment_refund_failed'
        const kinds = told === 'both' ? ([taken, returned] as const) : ([told === 'taken' ? taken : returned] as const)
        return kinds.map((kind) => ({ kind, amountMinor, reference: `${index}` }))
      }),
    )
    const orders = list.chain((events) =>
      fc.tuple(
        fc.shuffledSubarray([...LIFECYCLE.slice(0, 2), ...events], { minLength: events.length + 2 }),
        fc.shuffledSubarray([...LIFECYCLE.slice(0, 2), ...events, ...events], { minLength: events.length * 2 + 2 }),
      ),
    )
    fc.assert(
      fc.property(orders, ([once, twice]) => {
        expect(summarise(change(twice))).toEqual(summarise(change(once)))
      }),
    )
  })

  it('is reported by the way the money went', () => {
    fc.assert(
      fc.property(fc.array(event), (list) => {
        let books = change(LIFECYCLE.slice(0, 2))
        for (const each of list) {
          const verdict = applyReversalEvent(books.payment, books.reversals, asReversalEvent(each), each.reference)
          if (verdict.kind === 'change') assertReported(verdict.change, verdict.reversal)
          books = advance(books, each)
        }
      }),
    )
  })

  function assertReported({ keptDeltaMinor, reports }: KeptChange, { kind }: PaymentReversal) {
    if (keptDeltaMinor > 0) expect(reports).toBe('payment.reinstated')
    if (keptDeltaMinor < 0) expect(reports).toBe(kind === 'chargeback' ? 'payment.charged_back' : 'payment.refunded')
  }
})

describe('the part of a payment that an unapplied credit stands for', () => {
  it('is the most that can go back without touching anything else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.nat(1_000),
        fc.nat(6_000),
        (amountMinor, settledMinor, goneMinor, worthMinor) => {
          const receivedMinor = amountMinor
          const refundedMinor = Math.min(goneMinor, receivedMinor)
          const payment = { amountMinor, settledMinor, receivedMinor, refundedMinor, chargedBackMinor: 0 }
          const keptMinor = computeKept(payment)
          const amount = computeAmountWorth(payment, worthMinor)
          const takes = (minor: number) => computeWorth(payment, keptMinor) - computeWorth(payment, keptMinor - minor)
          expect(takes(amount)).toBeLessThanOrEqual(worthMinor)
          if (amount < keptMinor) expect(takes(amount + 1)).toBeGreaterThan(worthMinor)
        },
      ),
    )
  })
})
