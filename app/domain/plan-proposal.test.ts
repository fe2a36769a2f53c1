import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { InvoiceId } from './ids'
import { PLAN_FREQUENCIES } from './instalment-schedule'
import type { PlanEnvelope } from './plan-policy'
import { readPlanProposalForm, writePlanProposalFields } from './plan-proposal-form'
import { shapePlanProposal, type PlanShape, type ProposalGround } from './plan-proposal'

const EUR = parseCurrencyCode('EUR')!
const startOn = calendarDay('2026-11-22')

const envelope: PlanEnvelope = {
  mostInstalments: 6,
  mostDays: 200,
  frequencies: ['monthly', 'two_weekly'],
  leastInstalmentMinor: 50_00,
  leastDownPaymentBps: 1_000,
  mostDaysToFirst: 30,
  feeMinor: 10_00,
  yearlyRateBps: 600,
  interestMethod: 'declining_balance',
  autopay: 'required',
  mostDateMoves: 1,
  mostMoveDays: 14,
  graceDays: 5,
  missesUntilDefault: 2,
  retryDays: [],
  noticeDays: 3,
}
const ground: ProposalGround = {
  currency: EUR,
  invoices: [
    { invoiceId: 'a' as InvoiceId, number: 'INV/1 ä', amountMinor: 600_00 },
    { invoiceId: 'b' as InvoiceId, number: 'INV-2', amountMinor: 400_00 },
  ],
  startOn,
  permitted: { envelope, band: { leastTotalMinor: 500_00, mostTotalMinor: 2_000_00 } },
  policyVersion: 3,
}
const inside: PlanShape = {
  downPaymentMinor: 100_00,
  frequency: 'monthly',
  instalmentCount: 6,
  firstOn: calendarDay('2026-11-30'),
  isAutopay: true,
}

function shape(change: Partial<PlanShape>, on: Partial<ProposalGround> = {}) {
  return shapePlanProposal({ ...ground, ...on }, { ...inside, ...change })
}

describe('shapePlanProposal', () => {
  it('shapes a plan inside the envelope, with all it costs', () => {
    const shaped = shape({})
    expect(shaped).toMatchObject({
      ok: true,
      value: {
        principalMinor: 1_000_00,
        feeMinor: 10_00,
        downPaymentMinor: 100_00,
        anchorDay: 30,
        policyVersion: 3,
        verdict: { kind: 'inside' },
      },
    })
    if (!shaped.ok) return
    const { schedule, totalMinor, interestMinor } = shaped.value
    expect(schedule.map(({ dueOn }) => dueOn).join(' ')).toBe(
      '2026-11-22 2026-11-30 2026-12-30 2027-01-30 2027-02-28 2027-03-30 2027-04-30',
    )
    expect(totalMinor).toBe(1_000_00 + 10_00 + interestMinor)
    expect(schedule.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(totalMinor)
  })

  it.each([
    [{ downPaymentMinor: 99_99 }, {}, { code: 'down_payment_too_small', limitMinor: 100_00, askedMinor: 99_99 }],
    [{ instalmentCount: 7 }, {}, { code: 'too_many_instalments', limit: 6, asked: 7 }],
    [{ frequency: 'weekly' }, {}, { code: 'frequency_not_offered', offered: ['monthly', 'two_weekly'] }],
    [{ firstOn: addDays(startOn, 31) }, {}, { code: 'first_too_late', limit: 30, asked: 31 }],
    [{ isAutopay: false }, {}, { code: 'autopay_needed' }],
    [
      {},
      { permitted: { envelope, band: { leastTotalMinor: 1_000_01, mostTotalMinor: null } } },
      { code: 'total_below', limitMinor: 1_000_01, askedMinor: 1_000_00 },
    ],
    [
      {},
      { permitted: { envelope, band: { leastTotalMinor: 1, mostTotalMinor: 999_99 } } },
      { code: 'total_above', limitMinor: 999_99, askedMinor: 1_000_00 },
    ],
    [
      {},
      { permitted: { envelope: { ...envelope, mostDays: 158 }, band: ground.permitted.band } },
      { code: 'too_long', limit: 158, asked: 159 },
    ],
  ] as const)('is outside for one reason: %j', (change, on, reason) => {
    expect(shape(change, on)).toMatchObject({ ok: true, value: { verdict: { kind: 'outside', reasons: [reason] } } })
  })

  it('says every reason at once, and the smallest instalment that it has', () => {
    const shaped = shape({ downPaymentMinor: 800_00, instalmentCount: 10, isAutopay: false, frequency: 'quarterly' })
    expect(shaped.ok && shaped.value.verdict).toMatchObject({
      kind: 'outside',
      reasons: [
        { code: 'too_many_instalments' },
        { code: 'instalment_too_small', limitMinor: 50_00 },
        { code: 'too_long' },
        { code: 'frequency_not_offered' },
        { code: 'autopay_needed' },
      ],
    })
  })

  it.each([
    [{ downPaymentMinor: 1_000_00 }, { field: 'downPayment', code: 'out_of_range', mostMinor: 999_99 }],
    [{ instalmentCount: 0 }, { field: 'instalments', code: 'out_of_range', most: 260 }],
    [{ firstOn: startOn }, { field: 'firstOn', code: 'not_after_start', startOn }],
    [{ firstOn: addDays(startOn, 367) }, { field: 'firstOn', code: 'too_late', mostDays: 366 }],
  ] as const)('shapes nothing from the impossible: %j', (change, fault) => {
    expect(shape(change)).toEqual({ ok: false, failure: [fault] })
  })

  it('shapes nothing from nothing', () => {
    expect(shape({}, { invoices: [] })).toEqual({
      ok: false,
      failure: [{ field: 'invoices', code: 'nothing_selected' }],
    })
  })

  it('is the same plan again when its fields come back', () => {
    const shapes = fc.record({
      downPaymentMinor: fc.integer({ min: 0, max: 900_00 }),
      frequency: fc.constantFrom(...PLAN_FREQUENCIES),
      instalmentCount: fc.integer({ min: 1, max: 60 }),
      firstOn: fc.integer({ min: 1, max: 300 }).map((days) => addDays(startOn, days)),
      isAutopay: fc.boolean(),
    })
    fc.assert(
      fc.property(shapes, (wanted) => {
        const shaped = shape(wanted)
        if (!shaped.ok) throw new Error(JSON.stringify(shaped.failure))
        const fields = new URLSearchParams(writePlanProposalFields(shaped.value).map(([name, value]) => [name, value]))
        const read = readPlanProposalForm(new URLSearchParams(fields.toString()))
        expect(read?.shape).toEqual(wanted)
        expect(read?.invoices).toEqual(ground.invoices.map(({ number, amountMinor }) => ({ number, amountMinor })))
        expect(read?.shown).toEqual({ startOn, policyVersion: 3, totalMinor: shaped.value.totalMinor })
        expect(shapePlanProposal(ground, read!.shape)).toEqual(shaped)
      }),
    )
  })

  it.each([
    'currency=EUR&invoice=A&amount=&downPayment=0&frequency=monthly&instalments=2&firstOn=2026-12-01&startOn=2026-11-22&policyVersion=1&total=5',
    'currency=EUR&invoice=A&amount=1&invoice=A&amount=1&downPayment=0&frequency=monthly&instalments=2&firstOn=2026-12-01&startOn=2026-11-22&policyVersion=1&total=5',
    'currency=EUR&invoice=A&amount=1&downPayment=0&frequency=daily&instalments=2&firstOn=2026-12-01&startOn=2026-11-22&policyVersion=1&total=5',
    'currency=EUR&invoice=A&amount=1&downPayment=0&frequency=monthly&instalments=2&firstOn=2026-02-30&startOn=2026-11-22&policyVersion=1&total=5',
  ])('reads nothing from fields that no page posts: %s', (fields) => {
    expect(readPlanProposalForm(new URLSearchParams(fields))).toBeNull()
  })
})
