/** Plans that begin with the creditor's terms: offered once, read, agreed to by a code, declined, or taken back. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { AccessLink } from '~/domain/access-link'
import type { Actor } from '~/domain/actor'
import { calendarDay } from '~/domain/calendar-day'
import type { PaymentPlan } from '~/domain/payment-plan'
import type { PlanShape } from '~/domain/plan-proposal'
import { renderMail } from '~/emails/render-mail.server'
import { LANGUAGES } from '~/i18n/languages'
import { acceptCounter } from '~/use-cases/agree-plan'
import { counterPlan, sayToPlan } from '~/use-cases/answer-plan'
import { offerPlan, previewPlanOffer, type OfferPlanInput } from '~/use-cases/offer-plan'
import { preparePlan } from '~/use-cases/prepare-plan'
import { preparePlanMail } from '~/use-cases/prepare-plan-mail'
import { listPlans, readPlan } from '~/use-cases/read-plans'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, findContradictions, listReported } from '../setup/payment-harness'
import { createPlanServices, issuePlanLink, publishBand, requestPlanCode, visitBy } from '../setup/plan-account'

const { test, creditor, debtor } = await usePaymentAccount()
const { fileStore } = await useImports(test)
const services = { ...test, ...createPlanServices(test, fileStore) }
const account = { creditorId: creditor.id, debtorId: debtor.id }
const clerk: Actor = { side: 'creditor', creditorId: creditor.id, author: 'user:clara', name: 'Clara Clerk' }
const SHAPE: PlanShape = {
  ...({ downPaymentMinor: 100_00, frequency: 'monthly', instalmentCount: 6, isAutopay: false } as const),
  firstOn: calendarDay('2026-12-21'),
}

let link: AccessLink

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 600_00 })
  link = await issuePlanLink(test, creditor, debtor)
})

const describeOffer = (input: Partial<OfferPlanInput> = {}): OfferPlanInput => ({
  ...{ ...account, currency: EURO, invoiceNumbers: ['A', 'B'], shape: SHAPE, charges: {} },
  ...{ idempotencyKey: test.ids.uuid(), author: 'user:clara', name: 'Clara Clerk', text: 'Would six do?' },
  ...input,
})

async function offer(input: Partial<OfferPlanInput> = {}): Promise<PaymentPlan> {
  const offered = await offerPlan(services, describeOffer(input))
  if (!offered.ok) throw new Error(JSON.stringify(offered.failure))
  return offered.value
}

const answerOf = (plan: PaymentPlan) => ({
  ...{ creditorId: creditor.id, planId: plan.id, entryId: test.ids.uuid(), version: plan.version, text: '' },
})

/** What the page of the offer posts after the terms were read. */
async function readAndConsent(plan: PaymentPlan) {
  const visitor = visitBy(link, 'ro')
  const read = await preparePlan(services, {
    ...{ visitor, of: { planId: plan.id }, savedMethodId: null, language: { language: 'ro', formatLocale: 'ro' } },
  })
  if (!read.ok) throw new Error(read.failure.kind)
  const code = await requestPlanCode(services, visitor)
  return { ...answerOf(plan), visitor, consent: { seenSha256: read.value.sha256, code, savedMethodId: null } }
}

const reportedTypes = async () => (await listReported(test)).map(({ type }) => type)

const readPlanned = () => test.inspect('select planned_minor::int as planned from invoice order by number')

describe('an offered plan', () => {
  it('waits for the debtor, with nothing left to instalments until then', async () => {
    const plan = await offer()
    expect(plan).toMatchObject({
      ...{ status: 'countered', proposedBy: 'creditor', proposerName: 'Clara Clerk', consent: null, language: 'de' },
      ...{ totalMinor: 1_000_00, feeMinor: 0, interestMinor: 0, policyVersion: 0 },
    })
    expect(await readPlanned()).toEqual([{ planned: 0 }, { planned: 0 }])
    const [event] = await listReported(test)
    expect(event).toMatchObject({
      type: 'plan.proposed',
      data: { plan: { id: plan.id, status: 'countered', side: 'creditor', step: 'proposed', text: 'Would six do?' } },
    })
    const view = await readPlan(test, account, plan.id)
    expect(view?.entries.map(({ step, side, author }) => [step, side, author])).toEqual([
      ['proposed', 'creditor', 'user:clara'],
    ])
    const waiting = { state: 'debtor', order: 'age', offset: 0, limit: 9 } as const
    expect((await listPlans(test, account, waiting)).count).toBe(1)
  })

  it('is agreed to by a code, in the language it was read in', async () => {
    const plan = await offer()
    const input = await readAndConsent(plan)
    const wrong = { ...input, entryId: test.ids.uuid(), consent: { ...input.consent, seenSha256: '0'.repeat(64) } }
    expect(await acceptCounter(services, wrong)).toMatchObject({ failure: { kind: 'terms_changed' } })
    const agreed = await acceptCounter(services, input)
    if (!agreed.ok) throw new Error(JSON.stringify(agreed.failure))
    expect(agreed.value).toMatchObject({ status: 'agreed', language: 'ro', agreedBy: 'user:clara' })
    expect(await readPlanned()).toEqual([{ planned: 400_00 }, { planned: 600_00 }])
    expect(await reportedTypes()).toEqual(['plan.proposed', 'plan.agreed'])
    expect(await findContradictions(test)).toEqual([])
  })

  it('is made once by one form, however often it comes at once', async () => {
    const input = describeOffer()
    const made = await Promise.all([1, 2, 3].map(() => offerPlan(services, input)))
    expect(new Set(made.map((each) => (each.ok ? each.value.id : each.failure.kind))).size).toBe(1)
    expect(await test.inspect('select 1 from payment_plan')).toHaveLength(1)
    expect(await reportedTypes()).toEqual(['plan.proposed'])
    expect(await offerPlan(services, { ...input, text: 'Or seven?' })).toMatchObject({
      failure: { kind: 'key_reused' },
    })
  })

  it('is agreed to once by one form that comes twice at once', async () => {
    const input = await readAndConsent(await offer())
    const results = await Promise.all([acceptCounter(services, input), acceptCounter(services, input)])
    for (const result of results) expect(result).toMatchObject({ value: { status: 'agreed' } })
    expect(await reportedTypes()).toEqual(['plan.proposed', 'plan.agreed'])
  })

  it('is agreed to or taken back, where both are tried at once', async () => {
    const plan = await offer()
    const input = await readAndConsent(plan)
    const [agreed, ended] = await Promise.all([
      acceptCounter(services, input),
      sayToPlan(services, { actor: clerk, ...answerOf(plan), step: 'withdrawn', text: 'Too late.' }),
    ])
    expect([agreed.ok, ended.ok].filter(Boolean)).toHaveLength(1)
    expect(agreed.ok ? ended : agreed).toMatchObject({ failure: { kind: 'not_now' } })
    expect((await readPlan(test, account, plan.id))?.plan.status).toBe(agreed.ok ? 'agreed' : 'withdrawn')
    expect(await findContradictions(test)).toEqual([])
  })

  it('is declined by the debtor without a reason, or taken back with one', async () => {
    const visitor: Actor = { ...visitBy(link), side: 'debtor' }
    const [one, two] = [await offer(), await offer({ invoiceNumbers: ['A'] })]
    const step = (plan: PaymentPlan) => ({ planId: plan.id, entryId: test.ids.uuid() })
    expect(await sayToPlan(services, { actor: visitor, ...step(one), step: 'withdrawn', text: '' })).toMatchObject({
      failure: { kind: 'not_now' },
    })
    expect(await sayToPlan(services, { actor: visitor, ...step(one), step: 'declined', text: '' })).toMatchObject({
      value: { status: 'declined' },
    })
    expect(await sayToPlan(services, { actor: clerk, ...step(two), step: 'withdrawn', text: '' })).toMatchObject({
      failure: { kind: 'text_missing' },
    })
    expect(await sayToPlan(services, { actor: clerk, ...step(two), step: 'withdrawn', text: 'Sorry.' })).toMatchObject({
      value: { status: 'withdrawn' },
    })
    expect(await reportedTypes()).toEqual(['plan.proposed', 'plan.proposed', 'plan.declined', 'plan.withdrawn'])
  })

  it('is changed before it is answered; what was read before is not agreed to', async () => {
    const plan = await offer()
    const input = await readAndConsent(plan)
    const changed = await counterPlan(services, {
      ...{ actor: clerk, ...answerOf(plan), text: 'Or four.', shape: { ...SHAPE, instalmentCount: 4 } },
    })
    expect(changed).toMatchObject({ value: { status: 'countered', version: 2 } })
    expect(await acceptCounter(services, input)).toMatchObject({ failure: { kind: 'changed_meanwhile' } })
  })
})

describe('the terms of an offer', () => {
  it('are those of the policy but for what the creditor says, and never bounded by it', async () => {
    await publishBand(test, creditor, { mostInstalments: 3, feeMinor: 10_00, yearlyRateBps: 600, graceDays: 9 })
    expect(await offer()).toMatchObject({ feeMinor: 10_00, policyVersion: 1, terms: { envelope: { graceDays: 9 } } })
    const free = await offer({ charges: { feeMinor: 0, yearlyRateBps: 0 } })
    expect(free).toMatchObject({ feeMinor: 0, interestMinor: 0, totalMinor: 1_000_00 })
  })

  it('come to what the preview says, which keeps nothing', async () => {
    const terms = describeOffer({ charges: { feeMinor: 6_00, yearlyRateBps: 1_000 } })
    const previewed = await previewPlanOffer(services, terms)
    if (!previewed.ok) throw new Error(previewed.failure.kind)
    expect(await test.inspect('select 1 from payment_plan')).toEqual([])
    const plan = await offer(terms)
    expect(plan.totalMinor).toBe(previewed.value.totalMinor)
    expect(previewed.value.schedule.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(plan.totalMinor)
  })

  it('say what is wrong with them', async () => {
    expect(await offerPlan(services, describeOffer({ invoiceNumbers: ['A', 'Z'] }))).toEqual({
      ...{ ok: false, failure: { kind: 'invoices', numbers: ['Z'] } },
    })
    const soon = { ...SHAPE, firstOn: calendarDay('2026-11-21'), downPaymentMinor: 1_000_00 }
    expect(await offerPlan(services, describeOffer({ shape: soon }))).toMatchObject({
      failure: { kind: 'shape', faults: [{ field: 'downPayment' }, { field: 'firstOn', code: 'not_after_start' }] },
    })
    expect(await test.inspect('select 1 from payment_plan')).toEqual([])
  })
})

describe('the mails of an offer', () => {
  it('tell the debtor in its language, with a link that opens on it', async () => {
    const plan = await offer()
    const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'plan-step')
    if (job?.kind !== 'plan-step') throw new Error('no mail waits')
    expect(job).toMatchObject({ reader: 'debtor', planId: plan.id })
    for (const locale of LANGUAGES) {
      const content = await preparePlanMail(services, job)
      if (!content) throw new Error('nobody is told')
      expect(content.url).toContain(`plan=${plan.id}`)
      const { subject, text } = renderMail({ ...content, locale }, null)
      expect(subject).toContain(plan.reference)
      expect(text).toContain(creditor.name)
      expect(text).toContain('Would six do?')
    }
  })

  it('tell each side what the other did with it', async () => {
    const plan = await offer()
    const visitor: Actor = { ...visitBy(link), side: 'debtor' }
    await sayToPlan(services, { actor: visitor, ...answerOf(plan), step: 'declined', text: 'No, thank you.' })
    const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'plan-step')
    if (job?.kind !== 'plan-step') throw new Error('no mail waits')
    const content = await preparePlanMail(services, job)
    const { subject } = renderMail({ ...content!, locale: 'en' }, null)
    expect(subject).toBe(`Payment plan ${plan.reference} declined by ${debtor.name}`)
  })
})
