/** Stripe's own books: what no webhook told is found in them, and so is what Stripe keeps for itself. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createMoney } from '~/domain/money'
import { learnPaymentDetails } from '~/use-cases/learn-payment-details'
import { reconcilePayments } from '~/use-cases/reconcile-payments'
import { startReconciliation } from '~/use-cases/start-reconciliation'
import { createInvoice } from '../factories/invoices'
import { EURO, orderOf, readInvoice } from '../setup/payment-harness'
import { useStripeAccount } from '../setup/stripe-account'

const account = await useStripeAccount()
const { test, creditor, debtor, start, process, readPayment, nameIntent } = account

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
})

async function reconcile() {
  const [run] = await startReconciliation(account.services(), { creditorId: creditor.id, startedBy: 'test' })
  return reconcilePayments(account.services(), { creditorId: creditor.id, runId: run!.id })
}

const loseWebhooks = () => account.stripe().webhooks.behave({ seed: 1, losses: 1 })

describe('what no webhook told', () => {
  it('is found when Stripe is asked, once', async () => {
    loseWebhooks()
    const { payment, checkoutId } = await start(orderOf({ A: 100_00 }))
    expect(await reconcile()).toMatchObject({ checkedCount: 1, correctedCount: 0, unansweredCount: 0 })
    account.stripe().payer.payByDebit(checkoutId, 'sepa_debit')
    expect(await reconcile()).toMatchObject({ correctedCount: 1 })
    expect((await readPayment(payment)).status).toBe('processing')
    account.stripe().bank.completeDebit(nameIntent(checkoutId))
    await account.gateway().refund({
      paymentId: payment.id,
      reversalId: test.ids.uuid(),
      idempotencyKey: test.ids.uuid(),
      gatewayReference: checkoutId,
      transactionReference: null,
      amount: createMoney(40_00, EURO),
      reason: 'agreed',
    })
    for (const { id } of account.stripe().readAll('refund')) account.stripe().bank.completeRefund(id)
    expect(await reconcile()).toMatchObject({ correctedCount: 1 })
    expect(await readPayment(payment)).toMatchObject({ status: 'partially_refunded', refundedMinor: 40_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 40_00, pending: 0 })
    expect(await reconcile()).toMatchObject({ correctedCount: 0 })
    // What was lost comes after all, and changes nothing.
    await account.stripe().webhooks.deliver()
    await process()
    expect(await readPayment(payment)).toMatchObject({ status: 'partially_refunded', refundedMinor: 40_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 40_00, pending: 0 })
  })

  it('is not found while Stripe does not answer', async () => {
    loseWebhooks()
    const { checkoutId } = await start(orderOf({ A: 100_00 }))
    account.stripe().payer.payByCard(checkoutId)
    account.stripe().faults.next('rate_limited')
    expect(await reconcile()).toMatchObject({ unansweredCount: 1, correctedCount: 0 })
    expect(await reconcile()).toMatchObject({ correctedCount: 1 })
  })
})

describe('what Stripe keeps for itself', () => {
  it('is kept apart from what was paid', async () => {
    const { payment, checkoutId } = await start(orderOf({ A: 100_00 }))
    account.stripe().payer.payByCard(checkoutId)
    await process()
    const { creditorId, debtorId, id: paymentId } = payment
    await learnPaymentDetails(account.services(), { creditorId, debtorId, paymentId, attempt: 1 })
    const settled = await test.unitOfWork.run({ kind: 'creditor', creditorId }, ({ paymentSettlements }) =>
      paymentSettlements.findByPayment(creditorId, paymentId),
    )
    // 1.5 % and 25 cents, as the double has it.
    expect(settled).toMatchObject({
      gross: { amountMinor: 100_00 },
      fee: { amountMinor: 1_75 },
      net: { amountMinor: 98_25 },
    })
    expect(await readPayment(payment)).toMatchObject({ receivedMinor: 100_00 })
  })
})
