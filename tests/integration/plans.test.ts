/** Plans as they are proposed, talked over and agreed. */
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/actor'
import type { AccessLink } from '~/domain/access-link'
import { calendarDay } from '~/domain/calendar-day'
import { writePlanCalendar } from '~/documents/calendar/write-plan-calendar.server'
import { renderMail } from '~/emails/render-mail.server'
import { LANGUAGES } from '~/i18n/languages'
import { acceptCounter, acceptPlan } from '~/use-cases/agree-plan'
import { counterPlan, sayToPlan } from '~/use-cases/answer-plan'
import { preparePlan } from '~/use-cases/prepare-plan'
import { preparePlanMail } from '~/use-cases/prepare-plan-mail'
import { proposePlan } from '~/use-cases/propose-plan'
import { readAgreement, readPlan } from '~/use-cases/read-plans'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { listReported } from '../setup/payment-harness'
import {
  createPlanServices,
  issuePlanLink,
  preparePosted,
  publishBand,
  requestPlanCode,
  visitBy,
} from '../setup/plan-account'
import { readPdfBytes } from '../setup/read-pdf'

const { test, creditor, debtor } = await usePaymentAccount()
const { fileStore } = await useImports(test)
const services = { ...test, ...createPlanServices(test, fileStore) }
const account = { creditorId: creditor.id, debtorId: debtor.id }
const FIRST_ON = calendarDay('2026-12-21')
const clerk: Actor = { side: 'creditor', creditorId: creditor.id, author: 'user:clara', name: 'Clara Clerk' }

let link: AccessLink

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 600_00 })
  await publishBand(test, creditor, { mostInstalments: 6, feeMinor: 10_00, yearlyRateBps: 600 })
  link = await issuePlanLink(test, creditor, debtor)
})

const post = (shape: Partial<Parameters<typeof preparePosted>[4]> = {}, numbers = ['A', 'B']) =>
  preparePosted(services, creditor, link, numbers, { firstOn: FIRST_ON, ...shape })

async function propose(shape: Parameters<typeof post>[0] = {}) {
  const proposed = await proposePlan(services, await post(shape))
  if (!proposed.ok) throw new Error(JSON.stringify(proposed.failure))
  return proposed.value
}

async function view(id: string) {
  const found = await readPlan(test, account, id)
  if (!found) throw new Error('no such plan')
  return found
}

async function readPlanned(number: string) {
  const [row] = await test.inspect<{ open: number; planned: number }>(
    'select open_minor::int as open, planned_minor::int as planned from invoice where number = $1',
    [number],
  )
  return row
}

const reportedTypes = async () => (await listReported(test)).map(({ type }) => type)

describe('a plan inside what the creditor permits', () => {
  it('is agreed at once, with its charges invoiced and its invoices left to the instalments', async () => {
    const plan = await propose()
    expect(plan.status).toBe('agreed')
    const { instalments, invoices, entries } = await view(plan.id)
    expect(plan.totalMinor).toBe(1_000_00 + 10_00 + plan.interestMinor)
    expect(plan.interestMinor).toBeGreaterThan(0)
    expect(instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(plan.totalMinor)
    expect(invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(plan.totalMinor)
    expect(invoices.at(-1)).toMatchObject({ number: plan.reference, amountMinor: 10_00 + plan.interestMinor })
    expect(entries.map(({ step, author }) => [step, author])).toEqual([
      ['proposed', `link:${link.id}`],
      ['agreed', 'policy'],
    ])
    for (const number of ['A', 'B', plan.reference]) {
      const invoice = await readPlanned(number)
      expect(invoice?.planned).toBe(invoice?.open)
      expect(invoice?.planned).toBeGreaterThan(0)
    }
    expect(await reportedTypes()).toEqual(['plan.proposed', 'plan.agreed'])
  })

  it('keeps who consented, to which words, and the document as it was issued', async () => {
    const plan = await propose()
    const [contact] = await test.inspect<{ email: string }>('select email from contact')
    expect(plan.consent).toMatchObject({ name: 'Greta Lüders', email: contact?.email, linkId: link.id })
    expect(plan.consent?.text).toContain(debtor.name)
    const agreement = await readAgreement(services, account, plan.id)
    if (!agreement) throw new Error('no agreement')
    expect(createHash('sha256').update(agreement.content).digest('hex')).toBe(plan.documentSha256)
    const { text } = await readPdfBytes(agreement.content)
    expect(text).toContain(plan.reference)
    expect(text).toContain('Ratenzahlungsvereinbarung')
    expect(text).toContain(contact?.email)
    const [issued] = await test.inspect<{ kind: string; sha256: Buffer }>('select kind, sha256 from issued_document')
    expect([issued?.kind, issued?.sha256.toString('hex')]).toEqual(['plan_agreement', plan.documentSha256])
  })

  it('is made once by one form', async () => {
    const posted = await post()
    const both = await Promise.all([proposePlan(services, posted), proposePlan(services, posted)])
    const again = await proposePlan(services, posted)
    const ids = [...both, again].map((result) => (result.ok ? result.value.id : result.failure.kind))
    expect(new Set(ids).size).toBe(1)
    expect(await test.inspect('select 1 from payment_plan')).toHaveLength(1)
  })

  it('takes a right code, and counts wrong ones', async () => {
    const posted = await post({ code: '000000' })
    const code = await requestPlanCode(services, posted.visitor)
    const wrong = code === '000000' ? '000001' : '000000'
    const refused = await proposePlan(services, { ...posted, consent: { ...posted.consent, code: wrong } })
    expect(refused).toEqual({ ok: false, failure: { kind: 'code', fault: 'wrong' } })
    expect(await test.inspect('select attempts from one_time_code where attempts = 1')).toHaveLength(1)
    expect(await test.inspect('select 1 from payment_plan')).toHaveLength(0)
    expect((await proposePlan(services, { ...posted, consent: { ...posted.consent, code } })).ok).toBe(true)
  })

  it('is not made when it is another than was read', async () => {
    const posted = await post()
    await publishBand(test, creditor, { mostInstalments: 6, feeMinor: 20_00, yearlyRateBps: 600 })
    expect(await proposePlan(services, posted)).toEqual({ ok: false, failure: { kind: 'terms_changed' } })
  })

  it('needs a link for the whole account that permits it', async () => {
    const posted = await post()
    const visitor = { ...posted.visitor, scope: ['view', 'pay'] as const }
    expect(await proposePlan(services, { ...posted, visitor })).toEqual({ ok: false, failure: { kind: 'not_allowed' } })
  })
})

describe('two plans over the same invoices at once', () => {
  it('one is agreed, and the other is told which invoices are planned', async () => {
    const [first, second] = [await post(), await post({ instalmentCount: 3 })]
    // Each in a session of its own, as two people would.
    const code = await requestPlanCode(services, {
      ...second.visitor,
      sessionId: '01900000-0000-7000-8000-0000000000cd',
    })
    const other = {
      ...second,
      visitor: { ...second.visitor, sessionId: '01900000-0000-7000-8000-0000000000cd' },
      consent: { ...second.consent, code },
    }
    const firstCode = await requestPlanCode(services, first.visitor)
    const results = await Promise.all([
      proposePlan(services, { ...first, consent: { ...first.consent, code: firstCode } }),
      proposePlan(services, other),
    ])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: 'invoices', numbers: ['A', 'B'] } })
    expect((await readPlanned('A'))?.planned).toBe(400_00)
    expect(await test.inspect(`select 1 from payment_plan where status = 'agreed'`)).toHaveLength(1)
  })

  it('of two clerks who accept at once one succeeds, and the other gets a clear answer', async () => {
    const outside = { instalmentCount: 8 }
    const [one, two] = [await propose(outside), await propose(outside)]
    const accept = (plan: typeof one, author: string) =>
      acceptPlan(services, {
        ...{ creditorId: creditor.id, planId: plan.id, entryId: test.ids.uuid(), version: plan.version },
        ...{ text: '', author, name: null },
      })
    const results = await Promise.all([accept(one, 'user:clara'), accept(two, 'user:hanno')])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: 'invoices', numbers: ['A', 'B'] } })
    expect(await test.inspect(`select 1 from payment_plan where status = 'proposed'`)).toHaveLength(1)
    expect((await readPlanned('B'))?.planned).toBe(600_00)
  })
})

describe('a plan outside what the creditor permits', () => {
  const input = (plan: { id: string; version: number }) => ({
    ...{ creditorId: creditor.id, planId: plan.id, entryId: test.ids.uuid(), version: plan.version },
    ...{ text: '', author: 'user:clara', name: 'Clara Clerk' },
  })

  it('waits for the creditor, whose yes puts it in force as the debtor agreed to it', async () => {
    const plan = await propose({ instalmentCount: 8 })
    expect([plan.status, plan.documentSha256]).toEqual(['proposed', null])
    expect((await readPlanned('A'))?.planned).toBe(0)
    const [proposed] = await listReported(test)
    expect(proposed?.data.plan?.outside).toEqual(['too_many_instalments'])
    test.clock.advance({ days: 2 })
    const accepted = await acceptPlan(services, input(plan))
    if (!accepted.ok) throw new Error(JSON.stringify(accepted.failure))
    expect(accepted.value).toMatchObject({ status: 'agreed', agreedBy: 'user:clara', totalMinor: plan.totalMinor })
    expect(accepted.value.consent).toEqual(plan.consent)
    expect(await reportedTypes()).toEqual(['plan.proposed', 'plan.agreed'])
  })

  it('is not accepted once it was changed, nor after its first day', async () => {
    const plan = await propose({ instalmentCount: 8 })
    expect(await acceptPlan(services, { ...input(plan), version: 7 })).toMatchObject({
      failure: { kind: 'changed_meanwhile' },
    })
    test.clock.advance({ days: 40 })
    expect(await acceptPlan(services, input(plan))).toMatchObject({ failure: { kind: 'first_day_over' } })
  })

  it('is countered with other terms, to which the debtor agrees by a code', async () => {
    const plan = await propose({ instalmentCount: 8 })
    const shape = {
      downPaymentMinor: 100_00,
      frequency: 'monthly',
      instalmentCount: 6,
      firstOn: FIRST_ON,
      isAutopay: false,
    } as const
    const countered = await counterPlan(services, {
      ...{
        actor: clerk,
        planId: plan.id,
        entryId: test.ids.uuid(),
        text: 'Six are possible.',
        version: plan.version,
        shape,
      },
      charges: { feeMinor: 0 },
    })
    if (!countered.ok) throw new Error(JSON.stringify(countered.failure))
    expect(countered.value).toMatchObject({ status: 'countered', consent: null, feeMinor: 0, downPaymentMinor: 100_00 })
    const visitor = visitBy(link, 'ro')
    const read = await preparePlan(services, {
      ...{ visitor, of: { planId: plan.id }, savedMethodId: null, language: { language: 'ro', formatLocale: 'ro' } },
    })
    if (!read.ok) throw new Error(read.failure.kind)
    const consent = {
      seenSha256: read.value.sha256,
      code: await requestPlanCode(services, visitor),
      savedMethodId: null,
    }
    const agreed = await acceptCounter(services, { ...input(countered.value), visitor, consent })
    if (!agreed.ok) throw new Error(JSON.stringify(agreed.failure))
    expect(agreed.value).toMatchObject({ status: 'agreed', language: 'ro', agreedBy: 'user:clara' })
    const { instalments } = await view(plan.id)
    expect(instalments).toHaveLength(7)
    expect(instalments[0]).toMatchObject({ number: 0, amountMinor: 100_00 })
    const agreement = await readAgreement(services, account, plan.id)
    expect((await readPdfBytes(agreement!.content)).text).toContain('Acord de plată în rate')
    expect(await reportedTypes()).toEqual(['plan.proposed', 'plan.countered', 'plan.agreed'])
  })

  it('is declined with a reason, or withdrawn, and is over then', async () => {
    const [one, two] = [await propose({ instalmentCount: 8 }), await propose({ instalmentCount: 9 })]
    const step = { entryId: test.ids.uuid(), text: 'Too long.' }
    expect(
      await sayToPlan(services, { actor: clerk, planId: one.id, ...step, text: '', step: 'declined' }),
    ).toMatchObject({
      failure: { kind: 'text_missing' },
    })
    expect(await sayToPlan(services, { actor: clerk, planId: one.id, ...step, step: 'declined' })).toMatchObject({
      value: { status: 'declined', endedReason: 'declined' },
    })
    const { linkId, scope, name } = visitBy(link)
    const actor: Actor = { side: 'debtor', ...account, linkId, scope, name }
    expect(
      await sayToPlan(services, { actor, planId: two.id, entryId: test.ids.uuid(), text: '', step: 'withdrawn' }),
    ).toMatchObject({ value: { status: 'withdrawn' } })
    expect(await acceptPlan(services, input(two))).toMatchObject({ failure: { kind: 'not_now' } })
    expect(await reportedTypes()).toEqual(['plan.proposed', 'plan.proposed', 'plan.declined', 'plan.withdrawn'])
  })
})

describe('mails about plans', () => {
  it('go to both sides with the agreement, in every language', async () => {
    const plan = await propose()
    const jobs = (await test.listWaitingJobs('send-mail')).filter((job) => job.kind === 'plan-step')
    expect(jobs.map(({ reader }) => reader).sort()).toEqual(['creditor', 'debtor'])
    for (const job of jobs) {
      const content = await preparePlanMail(services, job)
      if (!content) throw new Error('nobody to tell')
      expect(createHash('sha256').update(content.agreement!.content).digest('hex')).toBe(plan.documentSha256)
      for (const locale of LANGUAGES) {
        const mail = renderMail({ ...content, locale }, null)
        expect(mail.subject).toContain(plan.reference)
        expect(mail.text).toContain(content.url)
      }
    }
  })

  it('tells the debtor of a counter-proposal with a link that leads to it', async () => {
    const plan = await propose({ instalmentCount: 8 })
    await sayToPlan(services, {
      ...{ actor: clerk, planId: plan.id, entryId: test.ids.uuid(), text: 'Why eight?', step: 'said' },
    })
    const job = (await test.listWaitingJobs('send-mail')).findLast((each) => each.kind === 'plan-step')
    if (job?.kind !== 'plan-step') throw new Error('no mail')
    const content = await preparePlanMail(services, job)
    expect(content).toMatchObject({ to: 'greta@debtor.example', reader: 'debtor', agreement: null })
    expect(content?.url).toMatch(new RegExp(`^https://pay\\.example/l/[\\w-]{43}\\?plan=${plan.id}$`))
  })
})

describe('who may see plans', () => {
  it('shows nobody a plan who sees a part of the account alone, nor another debtor', async () => {
    const plan = await propose()
    const seen = await test.unitOfWork.run({ kind: 'debtor', ...account, limitedBy: link.id }, ({ plans }) =>
      plans.find(creditor.id, plan.id),
    )
    expect(seen).toBe(null)
    const other = { creditorId: creditor.id, debtorId: test.ids.uuid() as typeof debtor.id }
    expect(await readPlan(test, other, plan.id)).toBe(null)
  })
})

describe('the calendar of a plan', () => {
  it('has a whole day for each instalment that is to be paid', async () => {
    const plan = await propose()
    const { instalments } = await view(plan.id)
    const text = writePlanCalendar(
      { creditor, plan, instalments, url: `https://pay.example/plans/${plan.id}`, writtenAt: test.clock.now() },
      { language: 'en', formatLocale: 'en-GB' },
    )
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(4)
    expect(text).toContain('DTSTART;VALUE=DATE:20261221')
    expect(text).toContain('DTSTART;VALUE=DATE:20270321')
    expect(text).toContain(`UID:${plan.id}-1@quittance`)
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  })
})
