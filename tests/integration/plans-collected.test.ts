/** Plans whose instalments a kept method pays: agreed with it, collected, and owed again when a debit comes back late. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import type { PaymentId, PlanId } from '~/domain/ids'
import type { SandboxAction } from '~/gateways/sandbox/sandbox-checkout'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { proposePlan } from '~/use-cases/propose-plan'
import { readPlan } from '~/use-cases/read-plans'
import { runPlans } from '~/use-cases/run-plans'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { keepMethod } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'
import { findContradictions, listReported, readInvoice } from '../setup/payment-harness'
import { createPlanServices, issuePlanLink, preparePosted, publishBand } from '../setup/plan-account'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
const { fileStore } = await useImports(test)
const planServices = { ...test, ...createPlanServices(test, fileStore) }
const account = { creditorId: creditor.id, debtorId: debtor.id }

/** The debtor reads and agrees to four instalments of 100.00 that its kept method pays from 21 December on. */
async function agree(actions: readonly SandboxAction[]) {
  await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
  await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
  const { id: savedMethodId } = await keepMethod(test, harness, payer, 'K', actions)
  await publishBand(test, creditor, { autopay: 'required' })
  const link = await issuePlanLink(test, creditor, debtor)
  const shape = { firstOn: calendarDay('2026-12-21'), isAutopay: true, savedMethodId }
  const posted = await preparePosted(planServices, creditor, link, ['A'], shape)
  const proposed = await proposePlan(planServices, posted)
  if (!proposed.ok) throw new Error(JSON.stringify(proposed.failure))
  return { plan: proposed.value, savedMethodId, posted }
}

const view = async (id: PlanId) => {
  const found = await readPlan(test, account, id)
  if (!found) throw new Error('no such plan')
  return found
}

const readInstalments = async (id: PlanId) =>
  (await view(id)).instalments.map(({ status, paidMinor }) => [status, paidMinor])

/** At this instant everything that is due is done; returns the checkouts that were begun. */
async function runAt(at: string): Promise<string[]> {
  test.clock.set(at)
  await runPlans(services)
  const started: string[] = []
  for (const { paymentId } of await test.listWaitingJobs('charge-saved-method')) {
    const id = paymentId as PaymentId
    await carryOutCharge(services, { ...account, id })
    const { gatewayReference } = await harness.readPayment({ creditorId: creditor.id, id })
    if (gatewayReference !== null) started.push(gatewayReference)
  }
  await harness.deliverAll()
  return started
}

const listNotices = async () =>
  (await test.listWaitingJobs('send-mail')).flatMap((job) =>
    job.kind === 'plan-notice' ? [`${job.notice} ${job.number ?? 'plan'}`] : [],
  )

describe('a plan agreed with a kept method', () => {
  it('keeps the consent to it, and is charged on each day without another word', async () => {
    const { plan, savedMethodId } = await agree(['pay_by_card'])
    expect(plan).toMatchObject({ status: 'agreed', autopay: true, savedMethodId })
    expect(plan.consent?.name).toBe('Greta Lüders')
    expect(plan.consent?.email).toContain('greta@')
    const announced = await runAt('2026-12-16T12:00:00Z')
    expect(announced).toEqual([])
    expect(await listNotices()).toContain('upcoming 1')
    for (const day of ['2026-12-21', '2027-01-21', '2027-02-21', '2027-03-21']) await runAt(`${day}T06:00:00Z`)
    expect((await view(plan.id)).plan.status).toBe('completed')
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    const origins = await test.inspect(`select distinct origin from payment where purpose_kind = 'plan'`)
    expect(origins).toEqual([{ origin: 'saved_method' }])
  })

  it('is not agreed without the method that it is to be paid by', async () => {
    const { posted } = await agree(['pay_by_card'])
    const again = { ...posted, idempotencyKey: test.ids.uuid() }
    const without = { ...again, consent: { ...again.consent, savedMethodId: null } }
    expect((await proposePlan(planServices, without)).ok).toBe(false)
  })
})

describe('a debit that comes back after it had succeeded', () => {
  it('leaves its instalment owed again, and the plan in force', async () => {
    const { plan } = await agree(['pay_by_debit'])
    const [checkoutId] = await runAt('2026-12-21T06:00:00Z')
    if (checkoutId === undefined) throw new Error('nothing was collected')
    expect((await readInstalments(plan.id))[0]).toEqual(['processing', 0])
    await harness.provider.settleDebit(checkoutId)
    await harness.deliverAll()
    expect((await readInstalments(plan.id))[0]).toEqual(['paid', 100_00])
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 300_00 })

    // The bank returns it weeks after: an R-transaction, which providers tell as a chargeback.
    test.clock.set('2027-01-12T09:00:00Z')
    await harness.act(checkoutId, 'charge_back')
    await harness.deliverAll()
    expect(await readInstalments(plan.id)).toEqual([
      ['due', 0],
      ['scheduled', 0],
      ['scheduled', 0],
      ['scheduled', 0],
    ])
    expect((await view(plan.id)).plan.status).toBe('active')
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 400_00, pending: 0 })
    expect(await test.inspect(`select planned_minor::int as planned from invoice where number = 'A'`)).toEqual([
      { planned: 400_00 },
    ])
    expect(await listNotices()).toContain('owed_again 1')
    expect((await listReported(test)).map(({ type }) => type)).toContain('payment.charged_back')
    expect(await findContradictions(test)).toEqual([])
  })
})
