/** A plan that is paid off early by transfer: what counts is the order, where the money needed no longer than banks do. */
import { expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { formatMinorAsDecimal } from '~/domain/money'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { makeCamt, makeCamtDetail, makeCamtEntry } from '~/ingest/testing/sample-camt'
import { loadBankStatement } from '~/use-cases/load-bank-statement'
import { orderTransfers } from '~/use-cases/order-transfers'
import type { PaymentServices } from '~/use-cases/payment-services'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, findContradictions } from '../setup/payment-harness'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
creditor.gateways = ['sandbox', 'bank-transfer']

const services: PaymentServices = {
  ...harness.services,
  gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()]]),
}
const { fileStore } = await useImports(test)

/** Orders the payoff on the day of the agreement, 2026-11-21, and books it on another, and says what is left of the plan then. */
async function payOff(bookedOn: string) {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 1_200_00 })
  const plan = await agreePlan(test, creditor, debtor, ['A'], {
    envelope: { yearlyRateBps: 1_200 },
    instalmentCount: 12,
  })
  const ordered = await orderTransfers(services, {
    payer,
    order: {
      currency: EURO,
      items: [{ number: 'A', amountMinor: 1_200_00 }],
      credits: [],
      purpose: { kind: 'plan', id: plan.id },
    },
    ...{ idempotencyKey: test.ids.uuid(), isSeparate: false, executionOn: calendarDay('2026-11-24') },
    payerIban: null,
  })
  if (!ordered.ok || ordered.value.kind !== 'file') throw new Error(JSON.stringify(ordered))
  const entries = ordered.value.file.transfers.map(({ amount, reference, endToEndId }) =>
    makeCamtEntry({
      ...{ amount: formatMinorAsDecimal(amount.amountMinor, amount.currency), bookedOn },
      details: makeCamtDetail({ text: reference, endToEndId }),
    }),
  )
  test.clock.set(`${bookedOn}T12:00:00Z`)
  const loaded = await loadBankStatement(
    { ...services, bankStatementReader: createBankStatementReader(), fileStore },
    {
      creditorId: creditor.id,
      file: { filename: 'bank.xml', content: Buffer.from(makeCamt({ message: '053', entries })) },
      loadedBy: 'user:1',
    },
  )
  expect(loaded).toMatchObject({ ok: true })
  expect(await findContradictions(test)).toEqual([])
  const [row] = await test.inspect<{ status: string; left: number }>(`
    select p.status, (select sum(amount_minor - paid_minor)::int from instalment) as left from payment_plan p`)
  return row!
}

it('saves all of the interest where it arrives as soon as banks bring it', async () => {
  expect(await payOff('2026-11-24')).toEqual({ status: 'completed', left: 0 })
})

it('saves no more than the days that are left where it arrives later', async () => {
  // 12 % of 365 days: 30 on the first 100.00, 45 on the rest (17.26), and on that what the days to the last one earn.
  expect(await payOff('2027-01-05')).toEqual({ status: 'agreed', left: 19_32 })
})
