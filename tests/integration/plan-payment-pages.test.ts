/** The debtor's pages of a plan in force, asked as a browser asks them: paying of it, and moving an instalment. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { beforeEach, expect, it } from 'vitest'
import type { AccessLinkId } from '~/domain/ids'
import type { PaymentPlan } from '~/domain/payment-plan'
import { readPaymentSelection } from '~/domain/payment-selection-query'
import { PageSlot } from '~/platform/http/page-slot.server'
import { withSessionLimit } from '~/platform/session-limit.server'
import { action as move, loader as showMove } from '~/routes/plans_.$id_.move'
import { loader as pay } from '~/routes/plans_.$id_.pay'
import { moveInstalment } from '~/use-cases/change-plan'
import { readPlanPayments } from '~/use-cases/read-plan-payments'
import { reviewPayment } from '~/use-cases/review-payment'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { usePaymentAccount } from '../setup/payment-account'

const { test, services, creditor, debtor, payer } = await usePaymentAccount()
const linkId = test.ids.uuid() as AccessLinkId
let plan: PaymentPlan

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 1_200_00 })
  plan = await agreePlan(test, creditor, debtor, ['A'], { envelope: { yearlyRateBps: 1_200 } })
})

const app = {
  isSecure: false,
  clock: test.clock,
  readPlanPayments: (...input: [Parameters<typeof readPlanPayments>[1], string]) =>
    readPlanPayments(services, ...input),
  moveInstalment: (input: Parameters<typeof moveInstalment>[1]) => moveInstalment(services, input),
  findVisit: () =>
    Promise.resolve({
      ...{ sessionId: test.ids.uuid(), linkId, scope: ['view', 'pay', 'agree'], locale: 'en', isLimited: false },
      ...{ recipientName: null, recipientEmail: 'greta@debtor.example', version: 1, debtor, creditor },
    }),
}

async function call(handler: unknown, request: Request) {
  const page = new PageSlot()
  request.headers.set('Cookie', `quittance-session=${'x'.repeat(43)}`)
  const given = { request, params: { id: plan.id }, context: { app, page, clientAddress: '203.0.113.7' } }
  const run = handler as (given: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>
  const answer: unknown = await withSessionLimit(() => run(given as never)).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown
    throw thrown
  })
  const response = answer instanceof Response ? answer : null
  const model = page.model as { page?: Record<string, unknown> } | null
  return { status: response?.status ?? page.status, page: model?.page, location: response?.headers.get('Location') }
}

const get = (handler: unknown, query = '') =>
  call(handler, new Request(`http://portal.example/plans/${plan.id}/pay${query}`))

it('offers the next instalment and everything that is left, and leads each to the review', async () => {
  const shown = await get(pay)
  expect(shown).toMatchObject({ status: 200, page: { choices: [{ what: 'next' }, { what: 'all' }] } })
  const all = await get(pay, '?what=all')
  expect(all.status).toBe(303)
  const choice = readPaymentSelection(new URL(`http://x${all.location ?? ''}`).searchParams)
  expect(choice.purpose).toEqual({ kind: 'plan', id: plan.id })
  const review = await reviewPayment(services, { payer, ...choice, selection: choice.selection! })
  // On the day of the agreement no interest is earned.
  expect(review).toMatchObject({ ok: true, value: { plan: { cashMinor: 1_200_00 } } })
  expect(await get(pay, '?what=sum&amount=9.999,00')).toMatchObject({ status: 422 })
  expect(await get(pay, '?what=sum&amount=100.00')).toMatchObject({ status: 303 })
})

it('moves an instalment, and says why it does not', async () => {
  const post = (fields: Record<string, string>) =>
    call(move, new Request('http://portal.example/move', { method: 'POST', body: new URLSearchParams(fields) }))
  expect(await get(showMove)).toMatchObject({ status: 200, page: { movable: [{ number: 1 }, {}, {}, {}] } })
  expect(await post({ number: '1', toOn: 'soon' })).toMatchObject({ status: 422, page: { problems: [{}] } })
  expect(await post({ number: '1', toOn: '2027-06-01' })).toMatchObject({ status: 422 })
  expect(await post({ number: '1', toOn: '2026-12-30' })).toMatchObject({
    ...{ status: 303, location: `/plans/${plan.id}?done=moved` },
  })
})
