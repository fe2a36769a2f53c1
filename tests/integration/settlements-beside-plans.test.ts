/** Invoices of an agreed settlement that the debtor then pays by instalments: the settlement's money counts all the same. */
import { expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import type { AccessLinkId } from '~/domain/ids'
import { decideSettlementOffers } from '~/use-cases/decide-settlement-offers'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, findContradictions, readInvoice } from '../setup/payment-harness'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()

it('what is left to instalments is let go once the settlement’s sum has come by them', async () => {
  const invoice = await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
  const now = test.clock.now()
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ settlementOffers }) =>
    settlementOffers.insert({
      ...{ ...account, id: test.ids.uuid(), reference: test.ids.reference(), status: 'agreed', currency: EURO },
      ...{ owedMinor: 400_00, offeredMinor: 300_00, graceDays: 3, openedBy: 'debtor', locale: 'de', linkId: null },
      ...{ payByOn: calendarDay('2026-11-30'), answerByOn: calendarDay('2026-11-30'), email: null },
      ...{ openedAt: now, agreedAt: now, documentId: null, documentSha256: null, documentName: null },
      ...{ language: 'de', paymentId: null, planId: null, endedAt: null, endedReason: null },
      consent: {
        ...{ name: null, email: 'greta@debtor.example', codeId: test.ids.uuid(), clientHint: null, agreedAt: now },
        linkId: test.ids.uuid() as AccessLinkId,
      },
      invoices: [{ invoiceId: invoice.id, amountMinor: 400_00, waivedMinor: 100_00 }],
    }),
  )
  const plan = await agreePlan(test, creditor, debtor, ['A'])
  const { checkoutId } = await harness.start(payer, {
    currency: EURO,
    items: [{ number: 'A', amountMinor: 300_00 }],
    credits: [],
    purpose: { kind: 'plan', id: plan.id },
  })
  await harness.act(checkoutId, 'pay_by_card')
  await harness.deliverAll()
  expect(await decideSettlementOffers(test)).toBe(1)
  expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
  expect(await test.inspect('select status from payment_plan')).toEqual([{ status: 'completed' }])
  expect(await findContradictions(test)).toEqual([])
})
