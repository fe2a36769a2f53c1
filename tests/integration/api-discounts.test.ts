/** Settlement discounts over the API: what is permitted, what a debtor can save, and what a payment took. */
import { expect, it } from 'vitest'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

const POLICY = { tiers: [{ days: 40, rateBps: 200 }], correction: 'credit_note' }

it('permits what is put, tells what can be saved, and what was taken, with its note', async () => {
  const put = await api.send('/policies/discount', { method: 'PUT', body: POLICY })
  expect(put.status, put.text).toBe(200)
  expect(put.json).toMatchObject({ version: 1, policy: { ...POLICY, rule: 'full_only', sliding: null } })

  await createInvoice(test, api.debtor, {
    number: 'R-1',
    payableMinor: 119_00,
    issueOn: '2026-10-15',
    dueOn: '2026-12-14',
  })
  const offered = await api.send(`${api.debtorPath}/discounts`)
  expect(offered.json).toEqual({
    transferDays: 4,
    offers: [
      {
        ...{ number: 'R-1', currency: 'EUR', dueNowMinor: 119_00 },
        deadlines: [{ deadlineOn: '2026-11-24', amountMinor: 2_38, source: 'policy', rateBps: 200 }],
      },
    ],
  })

  const entered = await api.send(`${api.debtorPath}/payments`, {
    body: { currency: 'EUR', amountMinor: 116_62, way: 'bank_transfer', receivedOn: '2026-11-18' },
  })
  expect(entered.status, entered.text).toBe(201)
  const { id } = entered.json as { id: string }
  expect((await api.send(`/payments/${id}`)).json).toMatchObject({
    invoices: [{ number: 'R-1', cashMinor: 116_62, discountMinor: 2_38, openMinor: 0 }],
    discounts: [
      {
        ...{ number: 'R-1', amountMinor: 2_38, source: 'policy', noteNumber: 'R-1-D1', taxMode: 'included' },
        tax: [{ category: 'S', percent: '19', netMinor: 2_00, taxMinor: 38 }],
      },
    ],
  })
  const { events } = (await api.send('/events?after=0')).json as { events: { type: string; data: unknown }[] }
  expect(events.at(-1)).toMatchObject({
    type: 'discount.taken',
    data: { discount: { invoice: 'R-1', amountMinor: 2_38, noteNumber: 'R-1-D1' } },
  })
  const note = await api.send('/discount-notes/R-1-D1')
  expect(note.status, note.text).toBe(200)
  expect(note.text).toContain('<cbc:PayableAmount currencyID="EUR">2.38</cbc:PayableAmount>')
  expectProblem(await api.send('/discount-notes/R-1-D7'), 404, 'unknown-discount-note')
  expect((await api.send(`${api.debtorPath}/discounts`)).json).toMatchObject({ offers: [] })
})

it('points at what is wrong with a policy', async () => {
  const refused = await api.send('/policies/discount', {
    method: 'PUT',
    body: {
      tiers: [{ days: 10, rateBps: 9_000 }],
      sliding: { yearlyRateBps: 800, leastDays: 3, mostRateBps: 200, debtors: [] },
    },
  })
  expectProblem(refused, 422, 'policy-refused')
  expect(refused.json).toMatchObject({
    errors: [{ pointer: '/tiers/0/rateBps' }, { pointer: '/sliding/debtors' }],
  })
})
