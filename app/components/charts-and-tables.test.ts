/** Whoever does not see a chart has its figures in the table beside it: the page shows both, and they say the same. */
import { createElement, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { describe, expect, it } from 'vitest'
import { ageItems } from '~/domain/ageing'
import { addDays, calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { DEFAULT_DISCOUNT_POLICY } from '~/domain/discount-policy'
import type { InvoiceId } from '~/domain/ids'
import { createLateClaim } from '~/domain/late-interest'
import { listPayoffs, type Payoff } from '~/domain/payoff'
import { findSettlementDiscount } from '~/domain/settlement-discount'
import { getFormatters } from '~/i18n/formatters'
import { getTranslations } from '~/i18n/translator.server'
import { PayoffPage } from './payoff/payoff-page'
import { PositionCard } from './position-card'

const EURO = parseCurrencyCode('EUR')!
const TODAY = calendarDay('2026-04-10')
const format = getFormatters('en', 'UTC')

const render = (page: ReactElement) =>
  renderToStaticMarkup(createElement(I18nextProvider, { i18n: getTranslations('en') }, page))

const readAll = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match.slice(1))
const readText = (html = '') => html.replace(/<[^>]*>/g, '').trim()
const readMinor = (text: string | undefined) => Number(readText(text).replace(/[^\d-]/g, ''))

/** The rows of each table's body: the text of every cell. */
function readTables(html: string): string[][][] {
  return readAll(html, /<tbody>(.*?)<\/tbody>/gs).map(([body = '']) =>
    readAll(body, /<tr>(.*?)<\/tr>/gs).map(([row = '']) =>
      readAll(row, /<t[hd][^>]*>(.*?)<\/t[hd]>/gs).map(([cell]) => readText(cell)),
    ),
  )
}

/** 1,000.00, due in twenty days: 2 % less in the first ten, and a fixed sum and interest of Germany's law after the last. */
function listAmounts(): Payoff[] {
  const dueOn = addDays(TODAY, 20)
  const invoice = {
    ...{ id: 'R-1' as InvoiceId, kind: 'invoice' as const, number: 'R-1', issueOn: addDays(TODAY, -10), dueOn },
    ...{ currency: EURO, payableMinor: 1_000_00, openMinor: 1_000_00, pendingMinor: 0, disputedMinor: 0 },
    ...{ plannedMinor: 0, settledOn: null },
  }
  const taxed = { netMinor: 1_000_00, taxMinor: 0 }
  const facts = {
    ...{ ...taxed, terms: [{ rateBps: 200, deadlineOn: addDays(TODAY, 10) }], paidSinceMinor: 0, discountedMinor: 0 },
    ...{ correctionsMinor: 0, holds: [], slides: false },
  }
  return listPayoffs(
    [{ invoice, claim: createLateClaim({ currency: EURO, dueOn, openMinor: 1_000_00 }) }],
    {
      interest: {
        ...{
          enabled: true,
          interest: { kind: 'statute' },
          statute: 'DE',
          compensation: true,
          dueFromOn: null,
          ...{ rates: [], margins: [], fixedSums: [] },
        },
      },
      findDiscount(about, settledMinor, on) {
        const policy = DEFAULT_DISCOUNT_POLICY
        const discount = findSettlementDiscount({ invoice: about, facts, policy }, settledMinor, on)
        return discount && { ...discount, ...taxed }
      },
    },
    { fromOn: TODAY, throughOn: addDays(TODAY, 30), currency: EURO },
  )
}

describe('the payoff', () => {
  const payoffs = listAmounts()
  const html = render(
    createElement(PayoffPage, {
      ...{ creditorName: 'Moor Supplies', mayPay: true, mayQuote: false, refusedDay: null, format },
      view: {
        ...{ today: TODAY, throughOn: addDays(TODAY, 30), latestOn: addDays(TODAY, 60), quoteUntilOn: TODAY },
        ...{ currency: EURO, currencies: [EURO], choosable: [], chosen: null, payoffs, hasInterest: true, quotes: [] },
        payHref: '/pay/review',
      },
    }),
  )
  const [steps = [], days = []] = readTables(html)

  it('lists every day that its line runs through, at the height of its amount', () => {
    const [[points = '']] = readAll(html, /<polyline points="([^"]*)"/g) as [string[]]
    const heights = points.split(' ').map((point) => Number(point.split(',')[1]))
    expect(heights).toHaveLength(2 * payoffs.length)
    expect(days.map(([day]) => day)).toEqual(payoffs.map(({ on }) => format.day(on)))
    const totals = days.map((row) => readMinor(row.at(-1)))
    const [least, most] = [Math.min(...totals), Math.max(...totals)]
    const [lowest, highest] = [Math.max(...heights), Math.min(...heights)]
    totals.forEach((totalMinor, index) => {
      const share = (lowest - heights[2 * index]!) / (lowest - highest)
      expect(share, days[index]?.[0]).toBeCloseTo((totalMinor - least) / (most - least), 2)
      expect(heights[2 * index + 1]).toBe(heights[2 * index])
    })
    expect(totals[0]).toBe(980_00)
    expect(totals[10]).toBe(980_00)
    expect(totals[11]).toBe(1_000_00)
  })

  // 1,000.00 x 10.27 % x 1 / 365 and x 10 / 365.
  it('lists the days on which the amount changes, with what they are made of and why', () => {
    expect(steps.map((row) => [row[0], row.at(-2), row.at(-1)])).toEqual([
      ['Apr 10, 2026', '€980.00', 'Today'],
      ['Apr 21, 2026', '€1,000.00', 'A discount has ended'],
      ['May 1, 2026', '€1,040.28', 'Late interest begins, A fixed sum for recovery costs is added'],
      ['May 10, 2026', '€1,042.81', 'Last day shown'],
    ])
    for (const [, principal, discount, interest, compensation, total] of steps) {
      const parts = [principal, discount, interest, compensation].map(readMinor)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(readMinor(total))
    }
  })

  it('says in words where its line begins and ends, as the table does', () => {
    const [[label = '']] = readAll(html, /<svg role="img" aria-label="([^"]*)"/g) as [string[]]
    const [first, last] = [steps[0], steps.at(-1)]
    expect(label).toBe(`From ${first?.at(-2)} on ${first?.[0]} to ${last?.at(-2)} on ${last?.[0]}.`)
  })
})

describe('the ages of a statement', () => {
  const ageing = ageItems([
    { bucket: 'not_due', count: 3, openMinor: 500_00 },
    { bucket: 'days_1_30', count: 1, openMinor: 250_00 },
    { bucket: 'days_over_90', count: 2, openMinor: 250_00 },
  ])
  const html = render(
    createElement(PositionCard, {
      position: {
        ...{ currency: EURO, count: 6, openMinor: 1_000_00, disputedMinor: 0, pendingMinor: 0, plannedMinor: 0 },
        ...{ dueNowMinor: 1_000_00, overdueMinor: 500_00, notYetDueMinor: 500_00, creditMinor: 0 },
        ...{ balanceMinor: 1_000_00, oldestOverdueOn: addDays(TODAY, -100), nextDue: null, ageing },
      },
      ...{ saving: null, today: TODAY, named: false, mayPay: false, listHref: null, format },
      ways: {
        inCurrency: () => ({ payoff: false, compare: false, plan: false, promise: false, offer: false }),
      } as never,
    }),
  )
  const [rows = []] = readTables(html)

  it('stand in the table, each as wide a part of the bar as it is of the sum', () => {
    expect(rows).toEqual([
      [expect.any(String), '3', '€500.00'],
      [expect.any(String), '1', '€250.00'],
      [expect.any(String), '0', '€0.00'],
      [expect.any(String), '0', '€0.00'],
      [expect.any(String), '2', '€250.00'],
    ])
    const widths = readAll(html, /<rect class="a(\d)" x="[\d.]+%" width="([\d.]+)%"/g)
    const totalMinor = rows.reduce((sum, row) => sum + readMinor(row[2]), 0)
    expect(widths.map(([bucket, width]) => [Number(bucket), Number(width)])).toEqual(
      rows.flatMap((row, index) => (readMinor(row[2]) === 0 ? [] : [[index, (readMinor(row[2]) / totalMinor) * 100]])),
    )
    const [[foot = '']] = readAll(html, /<tfoot>(.*?)<\/tfoot>/gs) as [string[]]
    expect(readAll(foot, /<td>(.*?)<\/td>/g).flat()).toEqual(['6', '€1,000.00'])
  })
})
