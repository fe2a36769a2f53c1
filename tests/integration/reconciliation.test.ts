/** Our books beside the provider's: what was missed is made up for, and what differs is kept for somebody. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '~/domain/payment'
import { fail, succeed } from '~/domain/result'
import { learnPaymentDetails } from '~/use-cases/learn-payment-details'
import type { GatewayPaymentState, PaymentGateway } from '~/use-cases/ports/payment-gateway'
import { readReconciliations, resolveDifference } from '~/use-cases/read-reconciliations'
import { reconcilePayments } from '~/use-cases/reconcile-payments'
import { requestRefund } from '~/use-cases/request-refund'
import { sendRefund } from '~/use-cases/send-refund'
import { startNightlyReconciliations, startReconciliation } from '~/use-cases/start-reconciliation'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
const creditorId = creditor.id

async function start(number: string) {
  await createInvoice(test, debtor, { number, payableMinor: 100_00 })
  return harness.start(payer, orderOf({ [number]: 100_00 }))
}

/** Compares at once, with a provider that answers as it is told to. */
async function reconcile(gateway: PaymentGateway = harness.provider.gateway) {
  const parts = { ...services, gateways: new Map([['sandbox', gateway] as const]) }
  const [run] = await startReconciliation(parts, { creditorId, startedBy: 'user:1' })
  if (!run) throw new Error('nothing to compare with')
  return reconcilePayments(parts, { creditorId, runId: run.id })
}

const read = () => readReconciliations(services, { creditorId })

/** The sandbox, saying something else of every payment. */
function answering(change: (state: GatewayPaymentState) => GatewayPaymentState | null): PaymentGateway {
  const { gateway } = harness.provider
  return {
    ...gateway,
    async readPayment(payment) {
      const answer = await gateway.readPayment!(payment)
      return answer.ok && answer.value ? succeed(change(answer.value)) : answer
    },
  }
}

describe('what no webhook told', () => {
  it('is made up for, and a webhook that comes after all finds it done', async () => {
    const { payment, checkoutId } = await start('A')
    await harness.act(checkoutId, 'pay_by_card')
    await harness.act(checkoutId, 'refund', 30_00)
    expect(await reconcile()).toMatchObject({ checkedCount: 1, correctedCount: 1, unansweredCount: 0 })
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'partially_refunded', refundedMinor: 30_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 30_00, pending: 0 })
    const told = (await listReported(test)).map(({ type }) => type)
    expect(told).toEqual(['payment.started', 'payment.succeeded', 'payment.refunded'])
    expect(await read()).toMatchObject({
      open: [],
      resolved: [{ kind: 'missed_event', paymentReference: payment.reference, ours: { status: 'pending' } }],
    })
    for (const event of await harness.listUndelivered()) expect(await harness.deliver(event)).toBe('already_applied')
    expect(await reconcile()).toMatchObject({ checkedCount: 1, correctedCount: 0 })
    expect((await read()).resolved).toHaveLength(1)
  })

  it.each([
    ['be_declined', 'failed'],
    ['cancel', 'canceled'],
  ] as const)('frees the invoice: %s', async (action, status) => {
    const { payment, checkoutId } = await start('A')
    await harness.act(checkoutId, action)
    await reconcile()
    expect(await harness.readPayment(payment)).toMatchObject({ status })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 0 })
  })

  it('is found of payments that had ended here', async () => {
    const { payment, checkoutId } = await start('A')
    await harness.forge(payment, 'checkout.expired')
    await harness.act(checkoutId, 'pay_by_card')
    await reconcile()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded' })
  })

  it('is looked for lately ended payments alone', async () => {
    const { payment } = await start('A')
    await harness.forge(payment, 'checkout.succeeded')
    test.clock.advance({ days: 8 })
    expect(await reconcile()).toMatchObject({ checkedCount: 0 })
  })
})

describe('what moves while it is compared', () => {
  it('is no difference: a webhook that comes between the answer and the look at our own books', async () => {
    const { payment, checkoutId } = await start('A')
    await harness.act(checkoutId, 'pay_by_card')
    const { gateway } = harness.provider
    let isFirst = true
    const quicker: PaymentGateway = {
      ...gateway,
      async readPayment(asked) {
        const answer = await gateway.readPayment!(asked)
        if (isFirst) {
          isFirst = false
          await harness.act(checkoutId, 'refund', 30_00)
          await harness.deliverAll()
        }
        return answer
      },
    }
    await reconcile(quicker)
    expect(await harness.readPayment(payment)).toMatchObject({ refundedMinor: 30_00 })
    expect((await read()).open).toEqual([])
  })

  it('is decided though the process that had learned of it died before', async () => {
    const { payment, checkoutId } = await start('A')
    await harness.act(checkoutId, 'pay_by_card')
    // Learned and kept, and then nothing.
    let dies = false
    const { unitOfWork } = services
    const cut: typeof unitOfWork = {
      run: (scope, work) =>
        dies
          ? Promise.reject(new Error('killed'))
          : unitOfWork.run(scope, work).then((value) => {
              if (scope.kind === 'system') dies = true
              return value
            }),
    }
    const parts = { ...services, unitOfWork: cut, gateways: new Map([['sandbox', harness.provider.gateway] as const]) }
    const [run] = await startReconciliation(services, { creditorId, startedBy: 'user:1' })
    await expect(reconcilePayments(parts, { creditorId, runId: run!.id })).rejects.toThrow('killed')
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'pending' })
    expect(await reconcilePayments(services, { creditorId, runId: run!.id })).toMatchObject({ correctedCount: 1 })
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded' })
    expect((await read()).open).toEqual([])
  })
})

describe('what differs all the same', () => {
  async function paid(): Promise<Payment> {
    const { payment, checkoutId } = await start('A')
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    return payment
  }

  it('is kept once, until somebody says what was done about it, and does not come back', async () => {
    const payment = await paid()
    const other = answering((state) => ({ ...state, received: { amountMinor: 90_00, currency: EURO } }))
    await reconcile(other)
    await reconcile(other)
    const { open } = await read()
    expect(open).toMatchObject([
      {
        kind: 'amount',
        paymentId: payment.id,
        ours: { amountMinor: 100_00 },
        theirs: { amountMinor: 90_00, currency: 'EUR' },
        debtorExternalId: debtor.externalId,
      },
    ])
    const resolution = { creditorId, differenceId: open[0]?.id ?? '', by: 'user:1' }
    expect(await resolveDifference(services, { ...resolution, note: ' ' })).toMatchObject({ failure: 'note_missing' })
    expect((await resolveDifference(services, { ...resolution, note: 'Fee was taken first' })).ok).toBe(true)
    expect(await resolveDifference(services, { ...resolution, note: 'again' })).toMatchObject({ failure: 'not_open' })
    await reconcile(other)
    expect(await read()).toMatchObject({ open: [], resolved: [{ note: 'Fee was taken first', resolvedBy: 'user:1' }] })
  })

  it('is kept once, however many comparisons find it at the same time', async () => {
    const payment = await paid()
    const { unitOfWork, ids, clock } = services
    const other = answering((state) => ({ ...state, received: { amountMinor: 90_00, currency: EURO } }))
    const parts = { ...services, gateways: new Map([['sandbox', other] as const]) }
    const runs = Array.from({ length: 6 }, () => ids.uuid())
    const counts = { checkedCount: 0, correctedCount: 0, unansweredCount: 0 }
    await unitOfWork.run({ kind: 'creditor', creditorId }, async ({ reconciliations }) => {
      for (const id of runs) {
        const begun = { startedBy: 'clock', startedAt: clock.now(), endedAt: null }
        await reconciliations.insertRun({ id, creditorId, gateway: 'sandbox', ...begun, ...counts })
      }
    })
    await Promise.all(runs.map((runId) => reconcilePayments(parts, { creditorId, runId })))
    expect((await read()).open).toMatchObject([{ kind: 'amount', paymentId: payment.id }])
  })

  it('is that the provider does not know the payment, or says that no money came', async () => {
    const payment = await paid()
    await reconcile(answering(() => null))
    await reconcile(answering((state) => ({ ...state, status: 'failed', received: null })))
    expect((await read()).open).toMatchObject([
      { kind: 'status', ours: { status: 'succeeded' }, theirs: {} },
      { kind: 'status', ours: { status: 'succeeded' }, theirs: { status: 'failed' } },
    ])
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded' })
  })

  it('is a refund that only one side has, or of another amount', async () => {
    const payment = await paid()
    const amount = { amountMinor: 10_00, currency: EURO }
    await harness.forge(payment, 'refund.succeeded', { amount, reversal: { id: 'ours', reversalId: null } })
    await harness.forge(payment, 'refund.succeeded', { amount, reversal: { id: 'both', reversalId: null } })
    const both = { kind: 'refund', status: 'taken', occurredAt: test.clock.now() } as const
    await reconcile(
      answering((state) => ({
        ...state,
        reversals: [{ ...both, reversal: { gatewayReference: 'both' }, amount: { ...amount, amountMinor: 11_00 } }],
      })),
    )
    expect((await read()).open).toMatchObject([
      { kind: 'reversal', ours: { amountMinor: 10_00 }, theirs: { amountMinor: 11_00, reference: 'both' } },
      { kind: 'reversal', ours: { reference: 'ours' }, theirs: {} },
    ])
  })

  it('is counted apart when the provider does not answer', async () => {
    await paid()
    const silent: PaymentGateway = {
      ...harness.provider.gateway,
      readPayment: () => Promise.resolve(fail({ kind: 'unavailable', detail: 'no route' })),
    }
    expect(await reconcile(silent)).toMatchObject({ checkedCount: 1, unansweredCount: 1, correctedCount: 0 })
    expect((await read()).open).toEqual([])
  })
})

describe('a refund that nobody asks for any more', () => {
  it('is asked for again', async () => {
    const { payment, checkoutId } = await start('A')
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    const wanted = {
      amountMinor: null,
      unappliedCreditId: null,
      reason: 'r',
      idempotencyKey: 'k',
      requestedBy: 'user:1',
    }
    await requestRefund(services, { creditorId, paymentId: payment.id, ...wanted })
    await test.inspect("delete from pgboss.job where name = 'send-refund'")
    await reconcile()
    expect(await test.listWaitingJobs('send-refund')).toEqual([])
    test.clock.advance({ days: 10 })
    await reconcile()
    const [job] = await test.listWaitingJobs('send-refund')
    expect(job).toMatchObject({ paymentId: payment.id })
    await sendRefund(services, job!)
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'refunded' })
  })
})

describe('comparisons', () => {
  it('are one at a time, and every night for every creditor', async () => {
    const [first] = await startReconciliation(services, { creditorId, startedBy: 'user:1' })
    const [second] = await startReconciliation(services, { creditorId, startedBy: 'key:1' })
    expect(second?.id).toBe(first?.id)
    expect(await test.listWaitingJobs('reconcile-payments')).toHaveLength(1)
    test.clock.advance({ hours: 2 })
    await startNightlyReconciliations(services)
    expect((await read()).runs.map(({ startedBy }) => startedBy)).toEqual(['clock', 'user:1'])
  })
})

describe('the provider’s fee', () => {
  it('is learned after success, apart from what the debtor paid', async () => {
    const { payment, checkoutId } = await start('A')
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    const [job] = await test.listWaitingJobs('learn-payment-details')
    expect(job).toMatchObject({ paymentId: payment.id, attempt: 1 })
    await learnPaymentDetails(services, job!)
    const rows = await test.inspect('select gross_minor::int, fee_minor::int, net_minor::int from payment_settlement')
    expect(rows).toEqual([{ gross_minor: 100_00, fee_minor: 1_40, net_minor: 98_60 }])
    expect(await harness.readPayment(payment)).toMatchObject({ receivedMinor: 100_00 })
  })

  it('comes with the method, where the event of success did not name it', async () => {
    const { payment, checkoutId } = await start('A')
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    await test.inspect('update payment set method = null')
    const [job] = await test.listWaitingJobs('learn-payment-details')
    const gateway = answering((state) => ({ ...state, method: 'card' }))
    await learnPaymentDetails({ ...services, gateways: new Map([['sandbox', gateway] as const]) }, job!)
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', method: 'card' })
  })

  it('is asked for again while the provider does not know it', async () => {
    const { checkoutId } = await start('A')
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    const [job] = await test.listWaitingJobs('learn-payment-details')
    const unsettled = answering((state) => ({ ...state, settlement: null }))
    await learnPaymentDetails({ ...services, gateways: new Map([['sandbox', unsettled] as const]) }, job!)
    expect(await test.listWaitingJobs('learn-payment-details')).toMatchObject([{ attempt: 1 }, { attempt: 2 }])
    expect(await test.inspect('select from payment_settlement')).toEqual([])
  })
})
