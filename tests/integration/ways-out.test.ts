/** What a debtor that cannot pay now may agree instead: only what the creditor's policies permit it, today. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_PROMISE_POLICY } from '~/domain/promise-policy'
import { DEFAULT_SETTLEMENT_OFFER_POLICY } from '~/domain/settlement-offer-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { makePromise } from '~/use-cases/make-promise'
import { readWaysOut } from '~/use-cases/read-ways-out'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO } from '../setup/payment-harness'
import { publishBand } from '../setup/plan-account'

const { test, creditor, debtor } = await usePaymentAccount()
const account = { creditorId: creditor.id, debtorId: debtor.id }

const read = () => readWaysOut(test, account)

async function permit({ promises = false, settlements = false }: { promises?: boolean; settlements?: boolean }) {
  const change = { creditorId: creditor.id, changedBy: 'user:1', basedOn: null } as const
  const [promise, settlement] = [DEFAULT_PROMISE_POLICY, DEFAULT_SETTLEMENT_OFFER_POLICY]
  await changePolicy(test, { ...change, kind: 'promise', body: { ...promise, isOffered: promises } })
  await changePolicy(test, { ...change, kind: 'settlement-offer', body: { ...settlement, isOffered: settlements } })
}

describe('who cannot pay now', () => {
  it('is pointed to nothing that the creditor does not offer, and to nothing where nothing is due', async () => {
    await permit({ promises: true, settlements: true })
    await publishBand(test, creditor)
    expect(await read()).toEqual([])
    await permit({})
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00, dueOn: '2026-11-01' })
    expect(await read()).toEqual([{ currency: EURO, plans: true, promises: false, settlements: false }])
  })

  it('is pointed to a settlement where one of its invoices is late enough', async () => {
    await permit({ settlements: true })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00, dueOn: '2026-11-01' })
    expect(await read()).toEqual([])
    await createInvoice(test, debtor, { number: 'B', payableMinor: 100_00, dueOn: '2026-06-01' })
    expect(await read()).toEqual([{ currency: EURO, plans: false, promises: false, settlements: true }])
  })

  it('is not pointed to a second promise, nor to anything over what a plan will pay', async () => {
    await permit({ promises: true, settlements: true })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00, dueOn: '2026-06-01' })
    expect(await read()).toMatchObject([{ promises: true, settlements: true }])
    const made = await makePromise(test, {
      ...account,
      ...{ promiseId: test.ids.uuid(), currency: EURO, invoiceNumbers: null, amountMinor: 100_00 },
      ...{ promisedOn: calendarDay('2026-11-28'), note: '' },
      maker: { side: 'creditor', author: 'user:1', name: 'Hella' },
    })
    expect(made).toMatchObject({ ok: true })
    expect(await read()).toMatchObject([{ promises: false, settlements: true }])
    await agreePlan(test, creditor, debtor, ['A'])
    expect(await read()).toEqual([])
  })

  it('sees each currency by itself, the one with more invoices first', async () => {
    await permit({ promises: true })
    await publishBand(test, creditor)
    await createInvoice(test, debtor, { number: 'A', currency: 'USD', dueOn: '2026-11-01' })
    await createInvoice(test, debtor, { number: 'B', currency: 'EUR', dueOn: '2026-11-01' })
    await createInvoice(test, debtor, { number: 'C', currency: 'EUR', dueOn: '2026-11-01' })
    expect(await read()).toEqual([
      { currency: 'EUR', plans: true, promises: true, settlements: false },
      { currency: 'USD', plans: false, promises: true, settlements: false },
    ])
  })
})
