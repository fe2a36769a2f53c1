import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { InvoiceId } from '~/domain/ids'
import type { ProposalGround } from '~/domain/plan-proposal'
import { getFormatters } from '~/i18n/formatters'
import { readPlanEntry, readPlanQuery } from './plan-entry'

const ground: ProposalGround = {
  currency: parseCurrencyCode('EUR')!,
  invoices: [{ invoiceId: 'a' as InvoiceId, number: 'A', amountMinor: 1_200_00 }],
  startOn: calendarDay('2026-11-22'),
  policyVersion: 1,
  permitted: {
    band: { leastTotalMinor: 1, mostTotalMinor: null },
    envelope: {
      mostInstalments: 12,
      mostDays: 400,
      frequencies: ['monthly'],
      leastInstalmentMinor: 1,
      leastDownPaymentBps: 1_000,
      mostDaysToFirst: 30,
      feeMinor: 0,
      yearlyRateBps: 0,
      interestMethod: 'declining_balance',
      autopay: 'required',
      mostDateMoves: 0,
      mostMoveDays: 0,
      graceDays: 5,
      missesUntilDefault: 2,
      retryDays: [],
      noticeDays: 3,
    },
  },
}

const read = (query: string, locale = 'de') =>
  readPlanEntry(new URLSearchParams(query), ground, getFormatters(locale, 'UTC'))

describe('readPlanQuery', () => {
  it.each([
    ['', null],
    ['which=all&invoice=A', null],
    ['invoice=A&invoice=B&invoice=A', ['A', 'B']],
    ['which=chosen', []],
    ['which=chosen&invoice=A%00&invoice=', []],
  ])('%s takes %j', (query, numbers) => {
    expect(readPlanQuery(new URLSearchParams(query)).numbers).toEqual(numbers)
  })
})

describe('readPlanEntry', () => {
  it('suggests a plan where nothing was said', () => {
    expect(read('currency=EUR')).toEqual({
      entry: {
        downPayment: '120,00',
        frequency: 'monthly',
        instalments: '6',
        each: '',
        firstOn: '2026-12-06',
        isAutopay: true,
      },
      shape: {
        downPaymentMinor: 120_00,
        frequency: 'monthly',
        instalmentCount: 6,
        firstOn: '2026-12-06',
        isAutopay: true,
      },
      problems: [],
    })
  })

  it('reads amounts as they are typed, and leaves autopay out where its box is empty', () => {
    const { shape } = read('frequency=monthly&instalments=3&firstOn=2026-12-01&down=1.000,50')
    expect(shape).toMatchObject({ downPaymentMinor: 1_000_50, instalmentCount: 3, isAutopay: false })
  })

  it('reads the fields that a proposal posts, in minor units', () => {
    const { entry, shape } = read('frequency=weekly&instalments=3&firstOn=2026-12-01&downPayment=100050&autopay=1')
    expect(shape).toMatchObject({ downPaymentMinor: 1_000_50, frequency: 'weekly', isAutopay: true })
    expect(entry.downPayment).toBe('1.000,50')
  })

  it('finds the number of instalments for what can be paid each time', () => {
    const { entry, shape } = read('frequency=monthly&instalments=3&firstOn=2026-12-01&each=100')
    expect(shape?.instalmentCount).toBe(12)
    expect(entry.instalments).toBe('12')
  })

  it('reads Arabic digits', () => {
    expect(read('frequency=monthly&instalments=١٢&firstOn=2026-12-01', 'ar-EG').shape?.instalmentCount).toBe(12)
  })

  it.each([
    ['instalments=many&firstOn=2026-12-01', [{ field: 'instalments', code: 'not_a_number' }]],
    ['instalments=3&firstOn=soon', [{ field: 'firstOn', code: 'not_a_day' }]],
    ['instalments=3&firstOn=2026-12-01&each=0,01', [{ field: 'each', code: 'never_paid' }]],
    [
      'instalments=3&firstOn=2026-02-30&down=x&each=y',
      [
        { field: 'firstOn', code: 'not_a_day' },
        { field: 'downPayment', code: 'not_an_amount' },
        { field: 'each', code: 'not_an_amount' },
      ],
    ],
  ])('says what is wrong with %s, and keeps what was typed', (query, problems) => {
    const { entry, shape, problems: found } = read(`frequency=monthly&${query}`)
    expect(found).toEqual(problems)
    expect(shape).toBeNull()
    expect(entry.instalments).toBe(new URLSearchParams(query).get('instalments'))
  })
})
