/** Plans that were agreed: what becomes of their instalments as the days pass and money comes and goes. */
import { describe, expect, it } from 'vitest'
import type { Actor, DebtorActor } from '~/domain/actor'
import type { PaymentPlan } from '~/domain/payment-plan'
import { sumUnpaid } from '~/domain/plan-progress'
import type { PaymentId } from '~/domain/ids'
import type { PaymentOrder } from '~/domain/payment-order'
import { calendarDay } from '~/domain/calendar-day'
import { renderMail } from '~/emails/render-mail.server'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { cancelPlan, moveInstalment } from '~/use-cases/change-plan'
import { decideDispute } from '~/use-cases/decide-dispute'
import { expirePayments } from '~/use-cases/expire-payments'
import { openDisputes } from '~/use-cases/open-dispute'
import { preparePlanNotice } from '~/use-cases/prepare-plan-notice'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { runPlans } from '~/use-cases/run-plans'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { keepMethod } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, findContradictions, listReported, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

const readPlan = async ({ id }: PaymentPlan) =>
  test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async ({ plans }) => ({
    plan: (await plans.find(creditor.id, id))!,
    instalments: await plans.listInstalments(creditor.id, id),
    shares: await plans.listInvoices(creditor.id, id),
  }))

const readStatuses = async (plan: PaymentPlan) => (await readPlan(plan)).instalments.map(({ status }) => status)

const listTypes = async () => (await listReported(test)).map(({ type }) => type)

const listNotices = async () =>
  (await test.listWaitingJobs('send-mail')).flatMap((job) =>
    job.kind === 'plan-notice' ? [`${job.notice} ${job.number ?? 'plan'}`] : [],
  )

/** Stands for the worker: at this instant, everything that is due is done. */
async function runAt(at: string) {
  test.clock.set(at)
  await runPlans(services)
  const waiting = await test.listWaitingJobs('charge-saved-method')
  for (const { creditorId, debtorId, paymentId } of waiting) {
    await carryOutCharge(services, {
      creditorId: creditorId as typeof creditor.id,
      debtorId: debtorId as typeof debtor.id,
      id: paymentId as PaymentId,
    })
  }
  await harness.deliverAll()
}

const orderFor = (plan: PaymentPlan, items: Record<string, number>): PaymentOrder => ({
  currency: EURO,
  items: Object.entries(items).map(([number, amountMinor]) => ({ number, amountMinor })),
  credits: [],
  purpose: { kind: 'plan', id: plan.id },
})

const receive = (amountMinor: number, invoiceNumbers: string[] | null = null) =>
  recordManualPayment(services, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, idempotencyKey: test.ids.uuid() },
    ...{ currency: EURO, amountMinor, invoiceNumbers, way: 'bank_transfer', externalReference: null, note: null },
    ...{ receivedOn: test.clock.now().toISOString().slice(0, 10) as never, recordedBy: 'test' },
  })

describe('instalments as the days pass', () => {
  it('are announced, become due, are missed after the days of grace, and end the plan', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    const plan = await agreePlan(test, creditor, debtor, ['A'])
    await runAt('2026-12-15T12:00:00Z')
    expect(await listNotices()).toEqual([])
    await runAt('2026-12-16T12:00:00Z')
    await runAt('2026-12-16T13:00:00Z')
    expect(await listNotices()).toEqual(['upcoming 1'])
    // Due on the creditor's day: Berlin is an hour ahead.
    await runAt('2026-12-20T22:59:00Z')
    expect(await readStatuses(plan)).toEqual(['scheduled', 'scheduled', 'scheduled', 'scheduled'])
    await runAt('2026-12-20T23:01:00Z')
    expect(await readStatuses(plan)).toEqual(['due', 'scheduled', 'scheduled', 'scheduled'])
    expect((await readPlan(plan)).plan.status).toBe('active')
    await runAt('2026-12-28T22:00:00Z')
    expect(await readStatuses(plan)).toEqual(['due', 'scheduled', 'scheduled', 'scheduled'])
    await runAt('2026-12-29T12:00:00Z')
    expect(await readStatuses(plan)).toEqual(['missed', 'scheduled', 'scheduled', 'scheduled'])
    await runAt('2027-01-16T12:00:00Z')
    await runAt('2027-01-21T12:00:00Z')
    await runAt('2027-01-29T12:00:00Z')
    expect((await readPlan(plan)).plan).toMatchObject({ status: 'defaulted' })
    expect(await readStatuses(plan)).toEqual(['canceled', 'canceled', 'canceled', 'canceled'])
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 400_00, pending: 0 })
    expect(await test.inspect('select planned_minor::int as planned from invoice')).toEqual([{ planned: 0 }])
    expect(await listTypes()).toEqual(['plan.started', 'instalment.missed', 'instalment.missed', 'plan.defaulted'])
    expect((await listNotices()).toSorted()).toEqual([
      ...['defaulted plan', 'missed 1', 'missed 2', 'upcoming 1', 'upcoming 2'],
    ])
  })

  it('are paid by hand, the oldest first, and complete the plan', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 250_00 })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 150_00 })
    const plan = await agreePlan(test, creditor, debtor, ['A', 'B'])
    const { checkoutId } = await harness.start(payer, orderFor(plan, { A: 150_00 }))
    expect(await readStatuses(plan)).toEqual(['processing', 'processing', 'scheduled', 'scheduled'])
    expect(await findContradictions(test)).toEqual([])
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await readPlan(plan)).instalments).toMatchObject([
      { status: 'paid', paidMinor: 100_00 },
      { status: 'scheduled', paidMinor: 50_00, paymentId: null },
      { status: 'scheduled', paidMinor: 0 },
      { status: 'scheduled', paidMinor: 0 },
    ])
    expect(await listTypes()).toEqual(['payment.started', 'payment.succeeded', 'instalment.paid'])
    const rest = await harness.start(payer, orderFor(plan, { A: 100_00, B: 150_00 }))
    await harness.act(rest.checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await readPlan(plan)).plan.status).toBe('completed')
    expect((await listTypes()).slice(-5)).toEqual([
      ...['instalment.paid', 'instalment.paid', 'instalment.paid', 'plan.started', 'plan.completed'],
    ])
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0, pending: 0 })
  })

  it('get back what a payment that comes to nothing had taken over', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    const plan = await agreePlan(test, creditor, debtor, ['A'])
    const { payment } = await harness.start(payer, orderFor(plan, { A: 100_00 }))
    expect(await cancelPayment(services, payer, payment.id)).toMatchObject({ value: 'canceled' })
    expect(await readStatuses(plan)).toEqual(['scheduled', 'scheduled', 'scheduled', 'scheduled'])
    expect(await test.inspect('select planned_minor::int as planned from invoice')).toEqual([{ planned: 400_00 }])
  })

  it('are paid by a transfer that nobody meant for them', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00, dueOn: '2026-10-01' })
    const plan = await agreePlan(test, creditor, debtor, ['A'])
    expect(await receive(210_00)).toMatchObject({ ok: true })
    expect((await readPlan(plan)).instalments.map(({ paidMinor }) => paidMinor)).toEqual([100_00, 60_00, 0, 0])
  })

  it('owe again what a bank takes back, and are covered again when it comes back', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    const plan = await agreePlan(test, creditor, debtor, ['A'])
    await runAt('2026-12-21T12:00:00Z')
    const { payment, checkoutId } = await harness.start(payer, orderFor(plan, { A: 200_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await readStatuses(plan)).toEqual(['paid', 'paid', 'scheduled', 'scheduled'])
    await harness.act(checkoutId, 'charge_back')
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'charged_back' })
    expect(await readStatuses(plan)).toEqual(['due', 'scheduled', 'scheduled', 'scheduled'])
    expect(await test.inspect('select planned_minor::int as planned from invoice')).toEqual([{ planned: 400_00 }])
    expect(await listNotices()).toContain('owed_again 1')
  })
})

describe('instalments that are collected', () => {
  async function agreeAutopay(actions: Parameters<typeof keepMethod>[4] = ['pay_by_card']) {
    await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    const kept = await keepMethod(test, harness, payer, 'K', actions)
    return agreePlan(test, creditor, debtor, ['A'], { savedMethodId: kept.id })
  }

  it('are charged to the kept method on their day', async () => {
    const plan = await agreeAutopay()
    await runAt('2026-12-21T06:00:00Z')
    await runAt('2026-12-21T07:00:00Z')
    expect(await readStatuses(plan)).toEqual(['paid', 'scheduled', 'scheduled', 'scheduled'])
    await runAt('2027-01-21T06:00:00Z')
    await runAt('2027-02-21T06:00:00Z')
    await runAt('2027-03-21T06:00:00Z')
    expect((await readPlan(plan)).plan.status).toBe('completed')
    expect((await listTypes()).filter((type) => type === 'instalment.paid')).toHaveLength(4)
  })

  it('are tried again on the days of the plan when the charge fails, and then left to the debtor', async () => {
    const plan = await agreeAutopay()
    await test.inspect(`update saved_method set ended_at = now(), status = 'removed'`)
    await runAt('2026-12-21T06:00:00Z')
    expect((await readPlan(plan)).instalments[0]).toMatchObject({ status: 'retrying', attempts: 1 })
    await runAt('2026-12-23T06:00:00Z')
    expect((await readPlan(plan)).instalments[0]).toMatchObject({ status: 'retrying', attempts: 1 })
    await runAt('2026-12-24T06:00:00Z')
    await runAt('2026-12-26T06:00:00Z')
    expect((await readPlan(plan)).instalments[0]).toMatchObject({ status: 'due', attempts: 3 })
    await runAt('2026-12-29T06:00:00Z')
    expect(await readStatuses(plan)).toEqual(['missed', 'scheduled', 'scheduled', 'scheduled'])
    expect(sumUnpaid((await readPlan(plan)).instalments)).toBe(400_00)
  })
})

describe('a charge that comes to nothing', () => {
  it('is tried again after a decline, and the debtor is told each time', async () => {
    await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    const kept = await keepMethod(test, harness, payer, 'K', ['pay_by_card_declined_later'])
    const plan = await agreePlan(test, creditor, debtor, ['A'], { savedMethodId: kept.id })
    await runAt('2026-12-21T06:00:00Z')
    expect((await readPlan(plan)).instalments[0]).toMatchObject({
      ...{ status: 'retrying', attempts: 1, paymentId: null, nextAttemptAt: new Date('2026-12-23T23:00:00Z') },
    })
    expect(await test.inspect('select planned_minor::int as planned from invoice where number = $1', ['A'])).toEqual([
      { planned: 400_00 },
    ])
    expect(await listNotices()).toEqual(expect.arrayContaining(['upcoming 1', 'collection_failed 1']))
    // Meanwhile the debtor pays by hand: nothing is tried any more.
    const { checkoutId } = await harness.start(payer, orderFor(plan, { A: 100_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    await runAt('2026-12-24T06:00:00Z')
    expect((await readPlan(plan)).instalments[0]).toMatchObject({ status: 'paid', attempts: 1 })
    const [count] = await test.inspect('select count(*)::int as count from payment where saved_method_id is not null')
    expect(count).toEqual({ count: 1 })
  })

  it('asks the debtor by a mailed link where the bank wants to see them', async () => {
    await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    const kept = await keepMethod(test, harness, payer, 'K', ['pay_by_card_with_authentication', 'authenticate'])
    const plan = await agreePlan(test, creditor, debtor, ['A'], { savedMethodId: kept.id })
    await runAt('2026-12-21T06:00:00Z')
    expect((await readPlan(plan)).instalments[0]).toMatchObject({ status: 'processing' })
    const mails = (await test.listWaitingJobs('send-mail')).map(({ kind }) => kind)
    expect(mails).toContain('payment-to-confirm')
    // Nobody follows it: after a day it is over, and tried again on the plan's day.
    test.clock.set('2026-12-22T07:00:00Z')
    await expirePayments(services)
    expect((await readPlan(plan)).instalments[0]).toMatchObject({ status: 'retrying', attempts: 1, paymentId: null })
  })
})

describe('what the two sides do to a plan', () => {
  const byCreditor = { side: 'creditor', creditorId: creditor.id, author: 'user:1', name: 'Ada' } as const
  const byDebtor = (): DebtorActor => ({
    ...{ side: 'debtor', creditorId: creditor.id, debtorId: debtor.id, scope: ['agree'], name: null },
    linkId: test.ids.uuid() as NonNullable<typeof payer.linkId>,
  })

  it('moves an instalment as far as was agreed, and no further', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    const plan = await agreePlan(test, creditor, debtor, ['A'])
    const move = (number: number, toOn: string, actor: Actor = byDebtor()) =>
      moveInstalment(services, { actor, planId: plan.id, number, toOn: calendarDay(toOn) })
    expect(await move(1, '2027-01-05')).toMatchObject({
      failure: { kind: 'day_out_of_range', fromOn: '2026-11-22', untilOn: '2027-01-04' },
    })
    expect(await move(1, '2027-01-04')).toMatchObject({ ok: true })
    expect(await move(1, '2027-01-04')).toMatchObject({ ok: true })
    expect(await move(2, '2027-01-30')).toMatchObject({ ok: true })
    expect(await move(3, '2027-02-25')).toMatchObject({ failure: { kind: 'no_moves_left' } })
    expect(await move(3, '2027-02-25', byCreditor)).toMatchObject({ ok: true })
    const logged = await test.inspect<{ action: string; subject: string }>(
      'select action, subject from access_log_entry',
    )
    expect(logged).toEqual(Array(2).fill({ action: 'instalment_moved', subject: plan.reference }))
    expect((await readPlan(plan)).instalments).toMatchObject([
      { dueOn: '2027-01-04', originalDueOn: '2026-12-21', status: 'moved' },
      { dueOn: '2027-01-30', status: 'moved' },
      { dueOn: '2027-02-25', status: 'moved', movedTimes: 0 },
      { status: 'scheduled' },
    ])
    expect(await listTypes()).toEqual(['instalment.moved', 'instalment.moved', 'instalment.moved'])
    await runAt('2026-12-22T12:00:00Z')
    expect(await readStatuses(plan)).toEqual(['moved', 'moved', 'moved', 'scheduled'])
  })

  it('ends it: what is left is due again, and interest that is not earned is credited', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 1_200_00 })
    const plan = await agreePlan(test, creditor, debtor, ['A'], {
      ...{ envelope: { yearlyRateBps: 1_200 }, instalmentCount: 12 },
    })
    const { payment } = await harness.start(payer, orderFor(plan, { A: 100_00 }))
    const end = () => cancelPlan(services, { actor: byCreditor, planId: plan.id, text: 'Agreed otherwise.' })
    expect(await end()).toMatchObject({ failure: { kind: 'being_paid' } })
    await cancelPayment(services, payer, payment.id)
    expect(await end()).toMatchObject({ value: { status: 'canceled' } })
    expect(await end()).toMatchObject({ failure: { kind: 'not_in_force' } })
    const rows = await test.inspect<{ open: number }>(
      `select open_minor::int as open from invoice where kind = 'invoice' and planned_minor = 0 order by number = 'A'`,
    )
    expect(rows).toEqual([{ open: 0 }, { open: 1_200_00 }])
    expect(await listTypes()).toEqual(['payment.started', 'payment.failed', 'plan.canceled', 'credit.applied'])
    expect(await listNotices()).toEqual(['canceled plan'])
  })

  it('takes what is granted of a dispute off what is to be paid', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
    const plan = await agreePlan(test, creditor, debtor, ['A'])
    const opened = await openDisputes(
      { ...services, fileStore: { put: () => Promise.reject(new Error()), get: () => Promise.resolve(null) } },
      {
        disputant: {
          ...{ creditorId: creditor.id, debtorId: debtor.id, linkId: byDebtor().linkId, name: null, email: null },
          ...{ scope: ['view', 'dispute'], locale: 'en' },
        },
        ...{ idempotencyKey: test.ids.uuid(), reason: 'QTY', action: 'CNP', text: 'Too many.', files: [] },
        invoices: [{ number: 'A', lines: [{ position: 1, claim: { kind: 'amount', amountMinor: 150_00 } }] }],
      },
    )
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
    const [dispute] = opened.value
    await decideDispute(services, {
      ...{ creditorId: creditor.id, disputeId: dispute!.id, entryId: test.ids.uuid(), version: dispute!.version },
      ...{ granted: new Map([[1, dispute!.claimedMinor]]), text: 'You are right.', creditNoteNumber: null },
      ...{ decidedBy: 'user:1', name: null },
    })
    expect(sumUnpaid((await readPlan(plan)).instalments)).toBe(400_00 - dispute!.claimedMinor)
    expect(dispute!.claimedMinor).toBeGreaterThan(0)
  })
})

it('tells the debtor in its language, with a link that opens on the plan', async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
  const plan = await agreePlan(test, creditor, debtor, ['A'])
  await runAt('2026-12-16T12:00:00Z')
  const [job] = (await test.listWaitingJobs('send-mail')).filter(({ kind }) => kind === 'plan-notice')
  if (job?.kind !== 'plan-notice') throw new Error('nothing was told')
  const content = (await preparePlanNotice({ ...services, publicOrigin: 'https://portal.example' }, job))!
  const mail = renderMail(content, null)
  expect(mail.subject).toBe('Ihre Rate von 100,00\u00a0€ ist am 21.12.2026 fällig')
  expect(mail.text).toContain(`?plan=${plan.id}`)
  for (const locale of ['en', 'ro', 'fy', 'ar']) {
    expect(renderMail({ ...content, locale }, null).text).toContain(plan.reference)
  }
  // What was paid meanwhile is not asked for.
  await receive(100_00)
  expect(await preparePlanNotice({ ...services, publicOrigin: 'https://portal.example' }, job)).toBe(null)
})

describe('paying off early', () => {
  it('saves the interest of the days that are left, by a credit note', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 1_200_00 })
    const plan = await agreePlan(test, creditor, debtor, ['A'], {
      envelope: { yearlyRateBps: 1_200, feeMinor: 10_00 },
      instalmentCount: 12,
    })
    expect(plan.interestMinor).toBeGreaterThan(0)
    const { shares } = await readPlan(plan)
    const charges = shares.at(-1)!
    // On the day of the agreement no interest is earned: the fee alone is paid.
    const { checkoutId } = await harness.start(payer, orderFor(plan, { A: 1_200_00, [charges.number]: 10_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await readPlan(plan)).plan.status).toBe('completed')
    expect(await readInvoice(test, charges.number)).toMatchObject({ open: 0 })
    const [note] = await test.inspect<{ payable: string; open: string }>(
      `select payable_minor as payable, open_minor as open from invoice where kind = 'credit_note'`,
    )
    expect(note).toEqual({ payable: String(plan.interestMinor), open: '0' })
    expect((await listTypes()).slice(-1)).toEqual(['plan.completed'])
  })
})
