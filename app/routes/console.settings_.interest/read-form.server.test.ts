/** The form of late interest: the creditor's own rates, as they are typed and written back. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { DEFAULT_INTEREST_POLICY, findInterestPolicyFaults, type InterestPolicy } from '~/domain/interest-policy'
import { getFormatters } from '~/i18n/formatters'
import { readInterestForm, writeInterestEntry } from './read-form.server'

const LOCALES = ['en-GB', 'de', 'ro', 'fy', 'ar']

function fill(policy: InterestPolicy, locale: string): URLSearchParams {
  const { rates, margins, fixedSums, enabled, compensation, billsRemainder, ...fields } = writeInterestEntry(
    policy,
    getFormatters(locale, 'UTC'),
  )
  const ticks = Object.entries({ enabled, compensation, billsRemainder }).filter(([, isOn]) => isOn)
  const writeRows = (kind: string, rows: readonly object[]) =>
    rows.flatMap((row, index) =>
      Object.entries(row).map(([name, value]): [string, string] => [`${kind}-${index}-${name}`, String(value)]),
    )
  return new URLSearchParams([
    ...Object.entries(fields),
    ...ticks.map(([name]) => [name, 'yes'] as [string, string]),
    ...[...writeRows('rate', rates), ...writeRows('margin', margins), ...writeRows('sum', fixedSums)],
  ])
}

const rate = (rateBps: number, source = 'Deutsche Bundesbank') => ({
  ...{ reference: 'de_base_rate' as const, fromOn: calendarDay('2016-07-01'), rateBps, source },
})

describe("the creditor's own rates", () => {
  it.each(LOCALES)('are read in %s as they are written back, below zero too', (locale) => {
    for (const rateBps of [-88, 0, 362, -1250]) {
      const policy = { ...DEFAULT_INTEREST_POLICY, rates: [rate(rateBps)] }
      const read = readInterestForm(fill(policy, locale), locale)
      expect(read.problems).toEqual([])
      expect(read.body.rates).toEqual([rate(rateBps)])
    }
  })

  it.each(['-0,88', '\u22120,88', '-0,88 %'])('are read as typed: %s', (typed) => {
    const form = fill({ ...DEFAULT_INTEREST_POLICY, rates: [rate(1)] }, 'de')
    form.set('rate-0-rate', typed)
    expect(readInterestForm(form, 'de').body.rates).toEqual([rate(-88)])
  })

  it('are refused without a source or entered twice, each beside its field', () => {
    const form = fill({ ...DEFAULT_INTEREST_POLICY, rates: [rate(-88, ' '), rate(-88)] }, 'de')
    const { body, findField } = readInterestForm(form, 'de')
    expect(findInterestPolicyFaults(body).map(({ pointer, code }) => [findField(pointer), code])).toEqual([
      ['rate-1-fromOn', 'duplicate'],
      ['rate-0-source', 'source_missing'],
    ])
  })

  it('are no number where they are none', () => {
    const form = fill({ ...DEFAULT_INTEREST_POLICY, rates: [rate(1)] }, 'de')
    form.set('rate-0-rate', '--1')
    expect(readInterestForm(form, 'de').problems).toEqual([{ fieldId: 'rate-0-rate', code: 'not_a_number' }])
  })
})

describe("the creditor's own figures of a law", () => {
  const margins = [
    { country: 'RO', fromOn: calendarDay('2027-01-01'), marginBps: 1_025, source: 'Legea nr. 1/2027' },
    { country: 'DE', fromOn: calendarDay('2027-07-01'), marginBps: 0, source: 'BGBl. 2027 I' },
  ]
  const sum = {
    ...{ country: 'RO', fromOn: calendarDay('2027-01-01'), source: 'BNR' },
    ...{ currency: parseCurrencyCode('RON')!, belowMinor: null, amountMinor: 203_50 },
  }
  const policy = { ...DEFAULT_INTEREST_POLICY, margins, fixedSums: [{ ...sum, belowMinor: 5_000_00 }, sum] }

  it.each(LOCALES)('are read in %s as they are written back', (locale) => {
    const { problems, body } = readInterestForm(fill(policy, locale), locale)
    expect(problems).toEqual([])
    expect(body).toEqual(policy)
  })

  it('are refused without a source, of no known law, entered twice or out of range, each beside its field', () => {
    const form = fill({ ...policy, margins: [margins[0]!, { ...margins[0]!, source: '' }] }, 'en')
    form.set('margin-0-country', 'US')
    form.set('margin-0-margin', '101')
    form.set('sum-1-below', '5000')
    form.set('sum-1-amount', '100,001')
    form.set('sum-0-source', ' ')
    const { body, problems, findField } = readInterestForm(form, 'en')
    expect(problems).toEqual([])
    expect(findInterestPolicyFaults(body).map(({ pointer, code }) => [findField(pointer), code])).toEqual([
      ['margin-0-country', 'not_a_country'],
      ['margin-0-margin', 'out_of_range'],
      ['margin-1-source', 'source_missing'],
      ['sum-1-fromOn', 'duplicate'],
      ['sum-0-source', 'source_missing'],
      ['sum-1-amount', 'out_of_range'],
    ])
  })

  it('are no figures where they are none', () => {
    const form = fill(policy, 'en')
    form.set('margin-1-fromOn', '')
    form.set('margin-0-margin', 'x')
    form.set('sum-0-currency', 'XQX')
    form.set('sum-1-amount', '1.2.3')
    expect(readInterestForm(form, 'en').problems).toEqual([
      { fieldId: 'margin-0-margin', code: 'not_a_number' },
      { fieldId: 'margin-1-fromOn', code: 'out_of_range' },
      { fieldId: 'sum-0-currency', code: 'unknown_currency' },
      { fieldId: 'sum-1-amount', code: 'bad_amount' },
    ])
  })
})
