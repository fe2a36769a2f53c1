/** Collections of instalments that come to nothing between being opened and being charged. */
import { expect, it } from 'vitest'
import type { PaymentId } from '~/domain/ids'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { runPlans } from '~/use-cases/run-plans'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { keepMethod } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

it('one whose method was removed before it was charged is tried again, and the debtor is told', async () => {
  await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
  await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
  const kept = await keepMethod(test, harness, payer, 'K')
  await agreePlan(test, creditor, debtor, ['A'], { savedMethodId: kept.id })
  test.clock.set('2026-12-21T06:00:00Z')
  await runPlans(services)
  await test.inspect(`update saved_method set ended_at = now(), status = 'removed'`)
  for (const { paymentId } of await test.listWaitingJobs('charge-saved-method')) {
    const address = { creditorId: creditor.id, debtorId: debtor.id, id: paymentId as PaymentId }
    await carryOutCharge(services, address)
  }
  const [first] = await test.inspect('select status, attempts, payment_id from instalment order by number limit 1')
  expect(first).toEqual({ status: 'retrying', attempts: 1, payment_id: null })
  const told = (await test.listWaitingJobs('send-mail')).flatMap((job) =>
    job.kind === 'plan-notice' ? [job.notice] : [],
  )
  expect(told).toContain('collection_failed')
})
