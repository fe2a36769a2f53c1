import { beforeEach, describe, expect, it } from 'vitest'
import { createVisitReader } from '~/data/access-repository.server'
import { addDays, calendarDay, dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import type { Debtor } from '~/domain/debtor'
import { shapePlan, shapePostedPlan } from '~/domain/plan-ground'
import { permitsAnyPlan, type PlanBand, type PlanPolicy } from '~/domain/plan-policy'
import { readPlanProposalForm, writePlanProposalFields } from '~/domain/plan-proposal-form'
import { hashSecret } from '~/use-cases/hash-secret'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { keepPlanPolicyDraft, removePlanPolicyDraft } from '~/use-cases/keep-plan-policy-draft'
import { openAccessLink } from '~/use-cases/open-access-link'
import { publishPlanPolicy } from '~/use-cases/publish-plan-policy'
import { readPlanOffer } from '~/use-cases/read-plan-offer'
import { readPlanPolicies } from '~/use-cases/read-plan-policies'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const EUR = parseCurrencyCode('EUR')!

const BAND: PlanBand = {
  currency: EUR,
  leastTotalMinor: 100_00,
  mostTotalMinor: null,
  mostInstalments: 6,
  mostDays: 200,
  frequencies: ['monthly'],
  leastInstalmentMinor: 50_00,
  leastDownPaymentBps: 0,
  mostDaysToFirst: 30,
  feeMinor: 0,
  yearlyRateBps: 500,
  interestMethod: 'declining_balance',
  autopay: 'optional',
  mostDateMoves: 1,
  mostMoveDays: 14,
  graceDays: 5,
  missesUntilDefault: 2,
  retryDays: [2, 4],
  noticeDays: 3,
}
const policy = (change: Partial<PlanBand> = {}): PlanPolicy => ({ bands: [{ ...BAND, ...change }], overrides: [] })

let creditor: Creditor
let debtor: Debtor

beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test)
  debtor = await createDebtor(test, creditor)
})

function publish(body: PlanPolicy, more: { effectiveOn?: string; basedOn?: number; draftId?: string } = {}) {
  return publishPlanPolicy(test, {
    ...{ creditorId: creditor.id, body, publishedBy: 'user:1' },
    effectiveOn: more.effectiveOn === undefined ? null : calendarDay(more.effectiveOn),
    basedOn: more.basedOn ?? null,
    draftId: more.draftId ?? null,
  })
}
const today = () => dayOfInstant(test.clock.now(), creditor.timeZone)
const offer = () => readPlanOffer(test, { creditorId: creditor.id, debtorId: debtor.id })

describe('a published policy', () => {
  it('counts from midnight of its day in the creditor’s time zone on, and not a millisecond before', async () => {
    await createInvoice(test, debtor, { payableMinor: 600_00 })
    await publish(policy())
    const day = addDays(today(), 3)
    expect(await publish(policy({ mostInstalments: 2 }), { effectiveOn: day })).toMatchObject({
      ok: true,
      value: { version: 2 },
    })
    const { ahead } = await readPlanPolicies(test, { creditorId: creditor.id })
    const begin = ahead[0]!.effectiveAt
    expect(dayOfInstant(begin, creditor.timeZone)).toBe(day)
    test.clock.advance({ seconds: (begin.getTime() - test.clock.now().getTime()) / 1000 - 1 })
    expect((await offer()).policyVersion).toBe(1)
    test.clock.advance({ seconds: 1 })
    expect((await offer()).policyVersion).toBe(2)
  })

  it('is one alone when two are published from the same version at once', async () => {
    const published = await Promise.all(
      [2, 3, 4].map((count) => publish(policy({ mostInstalments: count }), { basedOn: 0 })),
    )
    expect(published.filter(({ ok }) => ok)).toHaveLength(1)
    expect(published.filter((one) => !one.ok && one.failure.kind === 'changed_meanwhile')).toHaveLength(2)
  })

  it('replaces what was published for the same day', async () => {
    const effectiveOn = addDays(today(), 3)
    await publish(policy())
    await publish(policy({ mostInstalments: 2 }), { effectiveOn })
    await publish(policy({ mostInstalments: 4 }), { effectiveOn })
    const { ahead } = await readPlanPolicies(test, { creditorId: creditor.id })
    expect(ahead.map(({ version }) => version)).toEqual([3])
    test.clock.advance({ days: 4 })
    expect((await offer()).policy.bands[0]?.mostInstalments).toBe(4)
  })

  it('cannot begin in the past, nor say what counts anyway', async () => {
    expect(await publish(policy(), { effectiveOn: addDays(today(), -1) })).toEqual({
      ok: false,
      failure: { kind: 'effective_in_the_past', earliestOn: today() },
    })
    await publish(policy())
    expect(await publish(policy())).toMatchObject({ ok: true, value: { version: 1 } })
  })

  it('ends the draft that it was', async () => {
    const save = { creditorId: creditor.id, id: null, name: 'Winter', body: policy(), savedBy: 'user:1', basedOn: null }
    const draft = await keepPlanPolicyDraft(test, save)
    if (!draft.ok) throw new Error(draft.failure.kind)
    expect(await keepPlanPolicyDraft(test, save)).toEqual({ ok: false, failure: { kind: 'name_taken' } })
    expect(
      await keepPlanPolicyDraft(test, { ...save, id: draft.value.id, body: policy({ feeMinor: 5_00 }), basedOn: 7 }),
    ).toEqual({ ok: false, failure: { kind: 'changed_meanwhile', revision: 1 } })
    await publish(policy(), { draftId: draft.value.id })
    expect((await readPlanPolicies(test, { creditorId: creditor.id })).drafts).toEqual([])
    expect(await removePlanPolicyDraft(test, { creditorId: creditor.id, id: draft.value.id })).toBe(false)
  })

  it('is no other creditor’s', async () => {
    await publish(policy())
    const other = await createCreditor(test, { slug: 'other' })
    expect(await readPlanPolicies(test, { creditorId: other.id })).toMatchObject({ inForce: null, versions: [] })
  })
})

describe('what a debtor may plan', () => {
  it('is what is due now: not what is disputed, under way or planned', async () => {
    await publish(policy())
    await createInvoice(test, debtor, { number: 'A', payableMinor: 500_00, pendingMinor: 100_00 })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 300_00, plannedMinor: 300_00 })
    const { currencies } = await offer()
    expect(currencies.map(({ invoices, totalMinor }) => [invoices.map(({ number }) => number), totalMinor])).toEqual([
      [['A'], 400_00],
    ])
  })

  it('is nothing without a policy, or for a debtor that is excepted', async () => {
    await createInvoice(test, debtor, { payableMinor: 500_00 })
    expect((await offer()).currencies).toEqual([])
    const excepted = { debtor: debtor.externalId, currency: EUR, isPermitted: false, change: {} }
    await publish({ ...policy(), overrides: [excepted] })
    expect((await offer()).currencies).toEqual([])
  })

  it('is proposed as it was shown, and shown again once anything about it has changed', async () => {
    await publish(policy())
    await createInvoice(test, debtor, { number: 'A', payableMinor: 500_00 })
    const shape = {
      downPaymentMinor: 0,
      frequency: 'monthly' as const,
      instalmentCount: 3,
      firstOn: addDays(today(), 10),
      isAutopay: false,
    }
    const shaped = shapePlan(await offer(), { currency: EUR, numbers: ['A'], shape })
    if (!shaped.ok) throw new Error(shaped.failure.kind)
    const fields = new URLSearchParams(writePlanProposalFields(shaped.value).map(([name, value]) => [name, value]))
    const form = readPlanProposalForm(fields)!
    expect(shapePostedPlan(await offer(), form)).toEqual(shaped)

    test.clock.advance({ days: 1 })
    expect(shapePostedPlan(await offer(), form)).toMatchObject({ ok: false, failure: { kind: 'changed' } })
    const forged = { ...form, invoices: [{ number: 'A', amountMinor: 1_00 }] }
    expect(shapePostedPlan(await offer(), forged)).toMatchObject({ ok: false, failure: { kind: 'changed' } })
    expect(shapePostedPlan(await offer(), { ...form, invoices: [{ number: 'Z', amountMinor: 1 }] })).toEqual({
      ok: false,
      failure: { kind: 'invoices_not_due', numbers: ['Z'] },
    })
  })
})

describe('the sections of an account', () => {
  async function findOffered(): Promise<boolean | undefined> {
    const issued = await issueAccessLink(
      { ...test, publicOrigin: 'https://portal.example' },
      {
        ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: ['view'] },
        ...{ lifetimeHours: 24, locale: null, recipient: null, issuedBy: 'cli' },
      },
    )
    if (!issued.ok) throw new Error(issued.failure)
    const token = issued.value.url.split('/').at(-1) ?? ''
    const opened = await openAccessLink(test, { token, clientHint: null })
    if (!opened.ok) throw new Error(opened.failure)
    const reader = createVisitReader(test.database.reader)
    const visit = await reader.findVisit(hashSecret(opened.value.sessionToken), test.clock.now())
    return visit?.creditor.offersPlans
  }

  const override = (isPermitted: boolean, code = EUR) => ({
    ...{ debtor: debtor.externalId, currency: code, isPermitted, change: {} },
  })

  it('have plans where, and only where, the policy in force permits the debtor any', async () => {
    const USD = parseCurrencyCode('USD')!
    const cases: (() => PlanPolicy)[] = [
      () => ({ bands: [], overrides: [] }),
      () => policy(),
      () => ({ ...policy(), overrides: [override(false)] }),
      () => ({ ...policy(), overrides: [override(true)] }),
      () => ({ ...policy(), overrides: [override(false, USD)] }),
      () => ({ bands: [BAND, { ...BAND, currency: USD }], overrides: [override(false)] }),
      () => ({ bands: [BAND, { ...BAND, currency: USD }], overrides: [override(false), override(false, USD)] }),
    ]
    expect(await findOffered()).toBe(false)
    for (const make of cases) {
      const body = make()
      await publish(body)
      test.clock.advance({ minutes: 1 })
      expect(await findOffered(), JSON.stringify(body.overrides)).toBe(permitsAnyPlan(body, debtor.externalId))
    }
  })
})
