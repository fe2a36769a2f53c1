/** Refunds, chargebacks and debits that are given back. */
import { describe, expect, it } from 'vitest'
import { createMoney } from '~/domain/money'
import { EUR, useStripeGateway } from '../../../tests/setup/stripe-gateway'

const { simulator, gateway, createId, openCheckout, readEvents, kindsOf, read, nameIntent } = await useStripeGateway()

describe('money that goes back', () => {
  async function pay() {
    const checkout = await openCheckout()
    simulator.payer.payByCard(checkout.gatewayReference)
    const transactionReference = nameIntent(checkout.gatewayReference)
    const refund = (amountMinor: number, reversalId = createId()) =>
      gateway.refund({
        paymentId: checkout.request.paymentId,
        reversalId,
        idempotencyKey: reversalId,
        gatewayReference: checkout.gatewayReference,
        transactionReference,
        amount: createMoney(amountMinor, EUR),
        reason: 'agreed',
      })
    return { ...checkout, transactionReference, refund }
  }

  it('goes in parts, each once, and never more than came', async () => {
    const { request, gatewayReference, refund } = await pay()
    const reversalId = createId()
    const first = await refund(40_00, reversalId)
    expect(await refund(40_00, reversalId)).toEqual(first)
    expect((await refund(110_00)).ok).toBe(true)
    expect(await refund(1)).toMatchObject({ failure: { kind: 'rejected' } })
    const reported = (await readEvents(request)).filter(({ kind }) => kind === 'payment_refunded')
    const byReversal = new Map(reported.map((event) => [event.reversal?.gatewayReference, event.amount.amountMinor]))
    expect([...byReversal.values()]).toEqual([40_00, 110_00])
    expect(reported[0]?.reversal?.reversalId).toBe(reversalId)
    expect((await read(gatewayReference))?.reversals).toMatchObject([
      { kind: 'refund', status: 'taken', amount: { amountMinor: 110_00 } },
      { kind: 'refund', status: 'taken', amount: { amountMinor: 40_00 } },
    ])
  })

  it('finds what was paid by the checkout alone', async () => {
    const { request, gatewayReference } = await pay()
    const refunded = await gateway.refund({
      paymentId: request.paymentId,
      reversalId: createId(),
      idempotencyKey: createId(),
      gatewayReference,
      transactionReference: null,
      amount: createMoney(1_00, EUR),
      reason: 'agreed',
    })
    expect(refunded.ok).toBe(true)
  })

  it('may come again', async () => {
    const { request, gatewayReference, refund } = await pay()
    const refunded = await refund(40_00)
    if (!refunded.ok) throw new Error('refused')
    simulator.bank.failRefund(refunded.value.gatewayReference)
    expect(await kindsOf(request)).toContain('payment_refund_failed')
    expect((await read(gatewayReference))?.reversals).toMatchObject([{ kind: 'refund', status: 'returned' }])
  })

  it('is uncertain while nobody answers, and goes once', async () => {
    const { gatewayReference, refund } = await pay()
    const reversalId = createId()
    simulator.faults.next('timeout_after', { on: 'POST /v1/refunds', times: 3 })
    expect(await refund(40_00, reversalId)).toMatchObject({ failure: { kind: 'uncertain' } })
    expect((await refund(40_00, reversalId)).ok).toBe(true)
    expect((await read(gatewayReference))?.reversals).toHaveLength(1)
  })

  it.each(['won', 'lost'] as const)('by a chargeback that is %s', async (decision) => {
    const { request, gatewayReference, transactionReference } = await pay()
    const { id } = simulator.bank.openDispute(transactionReference)
    simulator.bank.decideDispute(id, decision)
    const kinds = new Set(await kindsOf(request))
    expect(kinds.has('payment_charged_back')).toBe(true)
    expect(kinds.has('payment_chargeback_won')).toBe(decision === 'won')
    expect((await read(gatewayReference))?.reversals).toMatchObject([
      { kind: 'chargeback', status: decision === 'won' ? 'returned' : 'taken', reversal: { gatewayReference: id } },
    ])
  })

  it.each(['dispute', 'failed_charge'] as const)('by a debit given back late, told as a %s', async (as) => {
    const { request, gatewayReference } = await openCheckout({ methods: ['sepa_debit'] })
    simulator.payer.payByDebit(gatewayReference, 'sepa_debit')
    const intent = nameIntent(gatewayReference)
    simulator.bank.completeDebit(intent)
    simulator.bank.failLate(intent, { as })
    const events = await readEvents(request)
    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set(['payment_processing', 'payment_succeeded', 'payment_charged_back']),
    )
    expect(events.at(-1)).toMatchObject({ amount: createMoney(150_00, EUR), reversal: { reason: 'late_failure' } })
    expect(await read(gatewayReference)).toMatchObject({
      status: 'succeeded',
      received: createMoney(150_00, EUR),
      reversals: [{ kind: 'chargeback', status: 'taken', amount: createMoney(150_00, EUR) }],
    })
  })
})

it('tells of a debit that was taken back what was, though a refund of before fails after it', async () => {
  const { request, gatewayReference } = await openCheckout({ methods: ['sepa_debit'] })
  simulator.payer.payByDebit(gatewayReference, 'sepa_debit')
  const intent = nameIntent(gatewayReference)
  simulator.bank.completeDebit(intent)
  simulator.bank.setRefundOutcome('pending')
  await gateway.refund({
    ...{ paymentId: request.paymentId, reversalId: createId(), idempotencyKey: createId() },
    ...{ gatewayReference, transactionReference: intent, amount: createMoney(50_00, EUR) },
    reason: 'agreed',
  })
  simulator.bank.failLate(intent, { as: 'failed_charge' })
  const refund = simulator.readAll('refund').find(({ payment_intent: of }) => of === intent)
  simulator.bank.failRefund(refund!.id)
  const state = await read(gatewayReference)
  expect(state?.reversals).toMatchObject([
    { kind: 'refund', status: 'returned', amount: createMoney(50_00, EUR) },
    { kind: 'chargeback', status: 'taken', amount: createMoney(100_00, EUR) },
  ])
})
