import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import {
  DEFAULT_STATEMENT_QUERY,
  parseStatementQuery,
  STATEMENT_SORTS,
  STATEMENT_TABS,
  writeStatementQuery,
} from './statement-query'

const read = (text: string) => parseStatementQuery(new URLSearchParams(text))

describe('parseStatementQuery', () => {
  it('is the open items by due date when nothing is asked', () => {
    expect(read('')).toEqual({ query: DEFAULT_STATEMENT_QUERY, problems: [] })
    expect(read('q=&from=&to=&page=&status=')).toEqual({ query: DEFAULT_STATEMENT_QUERY, problems: [] })
  })

  it.each([
    ['status=late', 'status'],
    ['sort=customer', 'sort'],
    ['page=0', 'page'],
    ['page=1e3', 'page'],
    ['page=99999999999999999999', 'page'],
    ['from=2026-02-30', 'from'],
    ['to=yesterday', 'to'],
    ['currency=XXX', 'currency'],
    ['total=XXX', 'total'],
    [`q=${'x'.repeat(101)}`, 'q'],
    ['q=%00', 'q'],
  ])('names and ignores %s', (text, problem) => {
    expect(read(text)).toEqual({ query: DEFAULT_STATEMENT_QUERY, problems: [problem] })
  })

  it('drops a period that ends before it begins', () => {
    const { query, problems } = read('from=2026-11-21&to=2026-11-20&q=RE')
    expect(problems).toEqual(['period'])
    expect(query).toEqual({ ...DEFAULT_STATEMENT_QUERY, search: 'RE' })
  })

  it('never throws', () => {
    const parameters = fc.array(
      fc.tuple(fc.constantFrom('status', 'sort', 'page', 'q', 'from', 'to', 'currency', 'total'), fc.string()),
    )
    fc.assert(fc.property(parameters, (pairs) => void parseStatementQuery(new URLSearchParams(pairs))))
  })
})

describe('writeStatementQuery', () => {
  it('is read back as it was', () => {
    const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays(calendarDay('2020-01-01'), days))
    const query = fc.record({
      tab: fc.constantFrom(...STATEMENT_TABS),
      sort: fc.constantFrom(...STATEMENT_SORTS),
      page: fc.integer({ min: 1, max: 999 }),
      search: fc.string({ maxLength: 40 }).map((text) => text.replaceAll('\0', '').trim()),
      from: fc.option(day),
      to: fc.option(day),
      currency: fc.option(fc.constantFrom('EUR', 'RON').map((code) => parseCurrencyCode(code)!)),
      totalIn: fc.option(fc.constantFrom('own' as const, parseCurrencyCode('CHF')!)),
    })
    fc.assert(
      fc.property(query, (wanted) => {
        fc.pre(wanted.from === null || wanted.to === null || wanted.from <= wanted.to)
        expect(read(writeStatementQuery(wanted).slice(1))).toEqual({ query: wanted, problems: [] })
      }),
    )
  })
})
