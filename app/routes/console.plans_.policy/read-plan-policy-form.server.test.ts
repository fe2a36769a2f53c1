import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { findPlanPolicyFaults, type PlanPolicy } from '~/domain/plan-policy'
import { getFormatters } from '~/i18n/formatters'
import { writePlanPolicyEntry } from './describe-plan-policy.server'
import { readPlanPolicyForm } from './read-plan-policy-form.server'

const EUR = parseCurrencyCode('EUR')!

const policy: PlanPolicy = {
  bands: [
    {
      currency: EUR,
      leastTotalMinor: 200_00,
      mostTotalMinor: 12_345_67,
      mostInstalments: 6,
      mostDays: 190,
      frequencies: ['weekly', 'monthly'],
      leastInstalmentMinor: 50_00,
      leastDownPaymentBps: 1_050,
      mostDaysToFirst: 31,
      feeMinor: 12_50,
      yearlyRateBps: 625,
      interestMethod: 'flat',
      autopay: 'required',
      mostDateMoves: 1,
      mostMoveDays: 14,
      graceDays: 7,
      missesUntilDefault: 2,
      retryDays: [3, 6],
      noticeDays: 3,
    },
  ],
  overrides: [
    { debtor: 'D 1/ä', currency: EUR, isPermitted: true, change: { mostInstalments: 24, autopay: 'optional' } },
    { debtor: 'D-2', currency: EUR, isPermitted: false, change: {} },
  ],
}

/** What a browser posts of the fields as they are filled. */
function post(entry: ReturnType<typeof writePlanPolicyEntry>): URLSearchParams {
  const form = new URLSearchParams()
  for (const [kind, rows] of [
    ['band', entry.bands],
    ['override', entry.overrides],
  ] as const) {
    for (const [index, row] of rows.entries()) {
      for (const [name, value] of Object.entries(row as unknown as Record<string, string | string[]>)) {
        for (const one of Array.isArray(value) ? value : [value]) form.append(`${kind}-${index}-${name}`, one)
      }
    }
  }
  return form
}

describe('the form of the plan policy', () => {
  it.each(['en', 'de', 'ro', 'fy', 'ar'])('posted as it was filled means the same policy, in %s', (locale) => {
    const form = post(writePlanPolicyEntry(policy, getFormatters(locale, 'UTC')))
    const read = readPlanPolicyForm(form, locale)
    expect(read.problems).toEqual([])
    expect(read.body).toEqual(policy)
  })

  it('leads from every fault to its field, whichever rows are empty', () => {
    const form = new URLSearchParams({
      'band-0-currency': '',
      'band-1-currency': 'EUR',
      'band-1-leastTotal': '100',
      'band-1-mostTotal': '50',
      'override-3-debtor': 'D-1',
      'override-3-currency': 'EUR',
      'override-3-graceDays': '99',
    })
    const { body, problems, findField } = readPlanPolicyForm(form, 'en')
    expect(problems).toEqual([])
    expect(findPlanPolicyFaults(body).map(({ pointer }) => findField(pointer))).toEqual([
      'band-1-mostTotal',
      'band-1-mostInstalments',
      'band-1-mostDays',
      'band-1-frequencies',
      'override-3-graceDays',
    ])
  })

  it('says what cannot be read beside its field', () => {
    const form = new URLSearchParams({
      'band-0-currency': 'EUR',
      'band-0-leastTotal': 'much',
      'band-0-mostInstalments': 'six',
      'band-0-yearlyRateBps': '6,2,5',
      'override-0-debtor': 'D-1',
      'override-0-currency': 'XYZ',
    })
    expect(readPlanPolicyForm(form, 'en').problems).toEqual([
      { fieldId: 'band-0-mostInstalments', code: 'not_a_number' },
      { fieldId: 'band-0-yearlyRateBps', code: 'not_a_number' },
      { fieldId: 'band-0-leastTotal', code: 'bad_amount' },
      { fieldId: 'override-0-currency', code: 'unknown_currency' },
    ])
  })
})
