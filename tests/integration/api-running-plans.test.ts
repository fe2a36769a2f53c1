/** The API's operations on plans in force. */
import { beforeEach, expect, it } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import type { PaymentPlan } from '~/domain/payment-plan'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'
import { findContradictions } from '../setup/payment-harness'

const test = await useTestDatabase()
const api = useApiClient(test)
let plan: PaymentPlan
const today = dayOfInstant(test.clock.now(), 'UTC')

beforeEach(async () => {
  await createInvoice(test, api.debtor, { number: 'A', payableMinor: 400_00 })
  plan = await agreePlan(test, api.creditor, api.debtor, ['A'], {
    frequency: 'two_weekly',
    firstOn: addDays(today, 20),
  })
})

const post = (path: string, body: unknown) => api.send(path, { body, headers: { 'idempotency-key': test.ids.uuid() } })

it('moves an instalment, and says up to when it can be', async () => {
  const moved = await post(`/plans/${plan.id}/instalments/2/move`, { toOn: addDays(today, 40) })
  expect(moved.status).toBe(201)
  expect(moved.json).toMatchObject({
    instalments: [{}, { number: 2, dueOn: addDays(today, 40), status: 'moved' }, {}, {}],
  })
  const late = await post(`/plans/${plan.id}/instalments/1/move`, { toOn: addDays(today, 41) })
  expectProblem(late, 409, 'plan-refused')
  expect(late.json).toMatchObject({ reason: 'day-out-of-range', untilOn: addDays(today, 40) })
  expectProblem(
    await post(`/plans/${test.ids.uuid()}/instalments/1/move`, { toOn: addDays(today, 9) }),
    404,
    'unknown-plan',
  )
})

it('ends a plan once, and what was left of it is due again', async () => {
  const ended = await post(`/plans/${plan.id}/end`, { text: 'We agreed otherwise.' })
  expect(ended.json).toMatchObject({ plan: { status: 'canceled' }, instalments: [{ status: 'canceled' }, {}, {}, {}] })
  expectProblem(await post(`/plans/${plan.id}/end`, { text: 'Again.' }), 409, 'plan-step-impossible')
  expect(await test.inspect('select planned_minor::int as planned from invoice')).toEqual([{ planned: 0 }])
  expect(await findContradictions(test)).toEqual([])
})
