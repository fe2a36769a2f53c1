/** Plans in force that take in more invoices: a new version takes the place of the one before, and nothing is lost. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AccessLink } from '~/domain/access-link'
import { addDays, calendarDay } from '~/domain/calendar-day'
import type { PaymentPlan } from '~/domain/payment-plan'
import { hasAddable } from '~/domain/plan-ground'
import { sumUnpaid } from '~/domain/plan-progress'
import { acceptCounter, acceptPlan } from '~/use-cases/agree-plan'
import { counterPlan } from '~/use-cases/answer-plan'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { openDisputes } from '~/use-cases/open-dispute'
import { preparePlan } from '~/use-cases/prepare-plan'
import { proposePlan } from '~/use-cases/propose-plan'
import { readPlanExtension } from '~/use-cases/read-plan-extension'
import { readAgreement, readPlan } from '~/use-cases/read-plans'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, findContradictions, listReported } from '../setup/payment-harness'
import {
  createPlanServices,
  issuePlanLink,
  preparePosted,
  publishBand,
  requestPlanCode,
  visitBy,
} from '../setup/plan-account'
import { readPdfBytes } from '../setup/read-pdf'

const { test, harness, services: paying, creditor, debtor, payer } = await usePaymentAccount()
const { fileStore } = await useImports(test)
const services = { ...test, ...createPlanServices(test, fileStore) }
const account = { creditorId: creditor.id, debtorId: debtor.id }
const BAND = { mostInstalments: 6, feeMinor: 10_00, yearlyRateBps: 600 }

let link: AccessLink

beforeEach(async () => {
  await publishBand(test, creditor, BAND)
  link = await issuePlanLink(test, creditor, debtor)
})

const today = () => calendarDay(test.clock.now().toISOString().slice(0, 10))

type Shape = Partial<Parameters<typeof preparePosted>[4]>

const post = (numbers: string[], shape: Shape = {}) =>
  preparePosted(services, creditor, link, numbers, { firstOn: addDays(today(), 30), ...shape })

async function propose(numbers: string[], shape: Shape = {}): Promise<PaymentPlan> {
  const proposed = await proposePlan(services, await post(numbers, shape))
  if (!proposed.ok) throw new Error(JSON.stringify(proposed.failure))
  return proposed.value
}

async function view({ id }: Pick<PaymentPlan, 'id'>) {
  const found = await readPlan(test, account, id)
  if (!found) throw new Error('no such plan')
  return found
}

const accept = (plan: PaymentPlan, author = 'user:clara') =>
  acceptPlan(services, {
    ...{ creditorId: creditor.id, planId: plan.id, entryId: test.ids.uuid(), version: plan.version },
    ...{ text: '', author, name: null },
  })

const receive = (amountMinor: number, invoiceNumbers: string[]) =>
  recordManualPayment(paying, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, idempotencyKey: test.ids.uuid() },
    ...{ currency: EURO, amountMinor, invoiceNumbers, way: 'bank_transfer', externalReference: null, note: null },
    ...{ receivedOn: today(), recordedBy: 'test' },
  })

const sumCredited = async () => {
  const [row] = await test.inspect<{ sum: number }>(
    `select coalesce(sum(payable_minor), 0)::int as sum from invoice where kind = 'credit_note'`,
  )
  return row!.sum
}

const sumPlanned = async () => {
  const [row] = await test.inspect<{ sum: number }>(`select coalesce(sum(planned_minor), 0)::int as sum from invoice`)
  return row!.sum
}

const reportedTypes = async () => (await listReported(test)).map(({ type }) => type)

/** A plan over A and B, ten days old, and C due beside it. */
async function begin() {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 600_00 })
  const plan = await propose(['A', 'B'])
  test.clock.advance({ days: 10 })
  await createInvoice(test, debtor, { number: 'C', payableMinor: 300_00 })
  return plan
}

describe('a plan in force that takes in an invoice', () => {
  it('gives way at once to a plan over what is left of it and the invoice, inside what is permitted', async () => {
    const old = await begin()
    const before = await sumPlanned()
    expect(before).toBe(old.totalMinor)
    const plan = await propose(['C'], { supersedesId: old.id })
    expect(plan).toMatchObject({ status: 'agreed', supersedesId: old.id, agreedBy: 'policy' })
    const credited = await sumCredited()
    expect(credited).toBeGreaterThan(0)
    expect(credited).toBeLessThan(old.interestMinor)
    expect(plan.principalMinor).toBe(before + 300_00 - credited)
    expect(await sumPlanned()).toBe(plan.totalMinor)

    const [earlier, later] = [await view(old), await view(plan)]
    expect(earlier.plan).toMatchObject({ status: 'superseded', endedReason: 'superseded' })
    expect(earlier.instalments.every(({ status }) => status === 'canceled')).toBe(true)
    expect([earlier.before, earlier.after?.id]).toEqual([null, plan.id])
    expect([later.before?.reference, later.after]).toEqual([old.reference, null])
    // The charges that were earned stay, as an invoice of the new plan.
    expect(later.invoices.map(({ number, amountMinor }) => [number, amountMinor])).toEqual(
      expect.arrayContaining([
        ['A', 400_00],
        ['B', 600_00],
        ['C', 300_00],
        [old.reference, old.feeMinor + old.interestMinor - credited],
        [plan.reference, plan.feeMinor + plan.interestMinor],
      ]),
    )
    const agreement = await readAgreement(services, account, plan.id)
    expect((await readPdfBytes(agreement!.content)).text).toContain(
      `Diese Vereinbarung tritt an die Stelle der Vereinbarung ${old.reference}`,
    )
    const events = await listReported(test)
    expect(events.map(({ type }) => type)).toEqual([
      ...['plan.proposed', 'plan.agreed', 'plan.proposed', 'plan.superseded', 'plan.agreed', 'credit.applied'],
    ])
    expect(events[4]?.data.plan?.supersedes).toBe(old.id)
  })

  it('takes what instalments have not paid, and gives way again', async () => {
    const old = await begin()
    expect(await receive(350_00, ['A'])).toMatchObject({ ok: true })
    const leftMinor = sumUnpaid((await view(old)).instalments)
    const second = await propose(['C'], { supersedesId: old.id })
    expect(second.principalMinor).toBe(leftMinor + 300_00 - (await sumCredited()))
    test.clock.advance({ days: 40 })
    await createInvoice(test, debtor, { number: 'D', payableMinor: 50_00 })
    const [planned, creditedBefore] = [await sumPlanned(), await sumCredited()]
    const third = await propose(['D'], { supersedesId: second.id })
    expect(third.principalMinor).toBe(planned + 50_00 - ((await sumCredited()) - creditedBefore))
    expect((await view(second)).plan.status).toBe('superseded')
  })

  it('stays as it is where nothing is added, or it is of somebody else', async () => {
    const old = await begin()
    await expect(post([], { supersedesId: old.id })).rejects.toThrow('nothing_selected')
    const { id: otherId } = await createDebtor(test, creditor)
    const asked = { creditorId: creditor.id, debtorId: otherId, planId: old.id }
    expect(await readPlanExtension(test, asked)).toEqual({ ok: false, failure: { kind: 'unknown_plan' } })
    const own = await readPlanExtension(test, { ...account, planId: old.id })
    expect(own.ok && hasAddable(own.value)).toBe(true)
    await receive(300_00, ['C'])
    const rest = await readPlanExtension(test, { ...account, planId: old.id })
    expect(rest.ok && hasAddable(rest.value)).toBe(false)
  })
})

it('leaves to a dispute what it claims of an invoice that gets out of the plan', async () => {
  const old = await begin()
  const opened = await openDisputes(
    { ...services, fileStore },
    {
      disputant: {
        ...{ ...account, linkId: link.id, name: null, email: null, scope: ['view', 'dispute'], locale: 'en' },
      },
      ...{ idempotencyKey: test.ids.uuid(), reason: 'QTY', action: 'CNP', text: 'Too many.', files: [] },
      invoices: [{ number: 'A', lines: [{ position: 1, claim: { kind: 'amount', amountMinor: 150_00 } }] }],
    },
  )
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  const claimedMinor = opened.value[0]!.claimedMinor
  const plannedBefore = await sumPlanned()
  const plan = await propose(['C'], { supersedesId: old.id })
  expect(claimedMinor).toBeGreaterThan(0)
  expect(plan.principalMinor).toBe(plannedBefore + 300_00 - (await sumCredited()) - claimedMinor)
  expect(await test.inspect(`select disputed_minor::int as disputed from invoice where number = 'A'`)).toEqual([
    { disputed: claimedMinor },
  ])
})

describe('what keeps a plan from giving way', () => {
  it('is a payment under way for it', async () => {
    const old = await begin()
    const posted = await post(['C'], { supersedesId: old.id })
    const { payment } = await harness.start(payer, {
      ...{ currency: EURO, credits: [], purpose: { kind: 'plan', id: old.id } },
      items: [{ number: 'A', amountMinor: 100_00 }],
    })
    const planned = await sumPlanned()
    expect(await proposePlan(services, posted)).toEqual({ ok: false, failure: { kind: 'being_paid' } })
    expect([(await view(old)).plan.status, await sumPlanned()]).toEqual(['agreed', planned])
    await cancelPayment(paying, payer, payment.id)
    expect(await proposePlan(services, posted)).toMatchObject({ ok: true, value: { status: 'agreed' } })
  })

  it('is another version that took its place at the same moment', async () => {
    const old = await begin()
    const outside = { instalmentCount: 8, supersedesId: old.id }
    const [one, two] = [await propose(['C'], outside), await propose(['C'], { ...outside, instalmentCount: 9 })]
    expect([one.status, (await view(old)).plan.status]).toEqual(['proposed', 'agreed'])
    const results = await Promise.all([accept(one), accept(two, 'user:hanno')])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: 'plan_over' } })
    expect((await view(old)).plan.status).toBe('superseded')
    expect(await test.inspect(`select 1 from payment_plan where status = 'agreed'`)).toHaveLength(1)
    expect((await reportedTypes()).filter((type) => type === 'plan.superseded')).toHaveLength(1)
  })

  it('is a debtor who read other terms, or a wrong code', async () => {
    const old = await begin()
    const posted = await post(['C'], { supersedesId: old.id })
    const beside = { ...posted, wish: { ...posted.wish, supersedesId: null } }
    expect(await proposePlan(services, beside)).toMatchObject({ ok: false, failure: { kind: 'invoices' } })
    const wrong = { ...posted, consent: { ...posted.consent, code: posted.consent.code === '000000' ? '1' : '000000' } }
    expect(await proposePlan(services, wrong)).toMatchObject({ ok: false, failure: { kind: 'code' } })
    expect([(await view(old)).plan.status, await sumCredited()]).toEqual(['agreed', 0])
  })
})

describe('a new version that the creditor decides on', () => {
  it('ends the present plan only when it is accepted', async () => {
    const old = await begin()
    const plan = await propose(['C'], { instalmentCount: 8, supersedesId: old.id })
    expect([(await view(old)).plan.status, (await view(old)).after]).toEqual(['agreed', null])
    expect(await accept(plan)).toMatchObject({ value: { status: 'agreed' } })
    expect((await view(old)).after?.reference).toBe(plan.reference)
    expect(await sumPlanned()).toBe(plan.totalMinor)
  })

  it('is refused when an instalment of the present plan was paid meanwhile, and countered over what is left', async () => {
    const old = await begin()
    const plan = await propose(['C'], { instalmentCount: 8, supersedesId: old.id })
    await receive(250_00, ['A'])
    expect(await accept(plan)).toMatchObject({ failure: { kind: 'invoices' } })
    const countered = await counterPlan(services, {
      ...{ planId: plan.id, entryId: test.ids.uuid(), text: 'Over what is left.', version: plan.version },
      actor: { side: 'creditor', creditorId: creditor.id, author: 'user:clara', name: 'Clara Clerk' },
      shape: {
        ...{ downPaymentMinor: 0, frequency: 'monthly', instalmentCount: 5, isAutopay: false },
        firstOn: addDays(today(), 20),
      },
    })
    if (!countered.ok) throw new Error(JSON.stringify(countered.failure))
    const planned = await sumPlanned()
    const visitor = visitBy(link)
    const read = await preparePlan(services, {
      ...{ visitor, of: { planId: plan.id }, savedMethodId: null, language: { language: 'de', formatLocale: 'de' } },
    })
    if (!read.ok) throw new Error(read.failure.kind)
    expect(JSON.stringify(read.value.text.paper.blocks)).toContain(old.reference)
    const agreed = await acceptCounter(services, {
      ...{ creditorId: creditor.id, planId: plan.id, entryId: test.ids.uuid(), version: countered.value.version },
      ...{ text: '', visitor },
      consent: {
        ...{ seenSha256: read.value.sha256, savedMethodId: null },
        code: await requestPlanCode(services, visitor),
      },
    })
    if (!agreed.ok) throw new Error(JSON.stringify(agreed.failure))
    expect(agreed.value.principalMinor).toBe(planned + 300_00 - (await sumCredited()))
    expect((await view(old)).plan.status).toBe('superseded')
  })
})

it('loses nothing from version to version, whatever is paid between them', async () => {
  const step = fc.record({
    days: fc.integer({ min: 1, max: 50 }),
    paidMinor: fc.integer({ min: 0, max: 150_00 }),
    addedMinor: fc.integer({ min: 1_00, max: 500_00 }),
    instalmentCount: fc.integer({ min: 1, max: 6 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
      await test.reset()
      await createCreditor(test, creditor)
      await createDebtor(test, creditor, debtor)
      await publishBand(test, creditor, BAND)
      link = await issuePlanLink(test, creditor, debtor)
      await createInvoice(test, debtor, { number: 'A', payableMinor: 700_00 })
      let plan = await propose(['A'])
      for (const [index, { days, paidMinor, addedMinor, instalmentCount }] of steps.entries()) {
        test.clock.advance({ days })
        if (paidMinor > 0) expect((await receive(paidMinor, ['A'])).ok).toBe(true)
        const number = `X${index}`
        await createInvoice(test, debtor, { number, payableMinor: addedMinor })
        const [plannedBefore, creditedBefore] = [await sumPlanned(), await sumCredited()]
        const next = await propose([number], { supersedesId: plan.id, instalmentCount })
        const creditedMinor = (await sumCredited()) - creditedBefore
        expect(next.principalMinor).toBe(plannedBefore + addedMinor - creditedMinor)
        expect(await sumPlanned()).toBe(plannedBefore + addedMinor - creditedMinor + next.feeMinor + next.interestMinor)
        expect(await findContradictions(test)).toEqual([])
        plan = next
      }
    }),
    { numRuns: 6 },
  )
})
