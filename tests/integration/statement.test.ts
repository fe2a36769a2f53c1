import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createStatementReader } from '~/data/statement-reader.server'
import { AGEING_BUCKETS, chooseAgeingBucket } from '~/domain/ageing'
import { addDays, calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Debtor } from '~/domain/debtor'
import { computeDueNow } from '~/domain/invoice-balance'
import {
  DEFAULT_STATEMENT_QUERY,
  STATEMENT_PAGE_SIZE,
  STATEMENT_SORTS,
  STATEMENT_TABS,
  type StatementQuery,
  type StatementSort,
  type StatementTab,
} from '~/domain/statement-query'
import { readStatement } from '~/use-cases/read-statement'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice, type InvoiceRow } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const statementReader = createStatementReader(test.database.reader)

const today = calendarDay('2026-11-21')
const context = { today, timeZone: 'Europe/Amsterdam', defaultCurrency: 'EUR', isLimited: false }
const pound = parseCurrencyCode('GBP')!

/** Enough for three pages in one of the currencies, with equal days and amounts among them. */
const ROW_COUNT = 320

const row = fc
  .record({
    kind: fc.constantFrom('invoice' as const, 'invoice' as const, 'invoice' as const, 'credit_note' as const),
    currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'GBP'),
    issued: fc.integer({ min: 0, max: 200 }),
    terms: fc.constantFrom(0, 14, 30, 60),
    payableMinor: fc.integer({ min: 1, max: 400 }).map((amount) => amount * 2_50),
    openShare: fc.constantFrom(0, 0.5, 1, 1, 1),
    heldShare: fc.constantFrom(0, 0, 0.25, 1),
    purchaseOrder: fc.option(fc.constantFrom('PO 100%', 'PO 4500_1', 'Abruf 7', 'po 4500x1')),
  })
  .map(({ issued, terms, payableMinor, openShare, heldShare, ...rest }) => {
    const issueOn = addDays(today, -issued)
    const openMinor = Math.floor(payableMinor * openShare)
    const heldMinor = rest.kind === 'invoice' ? Math.floor(openMinor * heldShare) : 0
    return {
      ...rest,
      issueOn,
      dueOn: addDays(issueOn, terms),
      payableMinor,
      openMinor,
      pendingMinor: heldMinor % 2 === 0 ? heldMinor : 0,
      disputedMinor: heldMinor % 2 === 1 ? heldMinor : 0,
    }
  })

let debtor: Debtor
let rows: InvoiceRow[]

beforeAll(async () => {
  await test.reset()
  const creditor = await createCreditor(test)
  debtor = await createDebtor(test, creditor)
  const neighbour = await createDebtor(test, creditor)
  rows = []
  for (const [index, values] of fc.sample(row, { numRuns: ROW_COUNT, seed: 20261121 }).entries()) {
    const number = `R-${String((index * 7919) % 1000).padStart(3, '0')}${index % 3 === 0 ? '_X' : ''}`
    rows.push(await createInvoice(test, debtor, { ...values, number }))
  }
  await createInvoice(test, neighbour, { number: 'R-NEIGHBOUR', dueOn: '2026-01-01' })
})

const read = (changes: Partial<StatementQuery>) =>
  readStatement({ statementReader }, { creditorId: debtor.creditorId, debtorId: debtor.id }, context, {
    ...DEFAULT_STATEMENT_QUERY,
    ...changes,
  })

const isOnTab: Record<StatementTab, (row: InvoiceRow) => boolean> = {
  open: (each) => each.openMinor > 0,
  overdue: (each) => computeDueNow(each) > 0 && each.kind === 'invoice' && each.dueOn < today,
  paid: (each) => each.openMinor === 0,
  all: () => true,
}

const signed = (each: InvoiceRow) => (each.kind === 'invoice' ? each.payableMinor : -each.payableMinor)

function sortRows(list: InvoiceRow[], sort: StatementSort): string[] {
  const keys = {
    due: (each: InvoiceRow) => each.dueOn,
    issue: (each: InvoiceRow) => each.issueOn,
    number: (each: InvoiceRow) => each.number,
    amount: signed,
  }
  const key = keys[sort.replace('-', '') as keyof typeof keys]
  const ascending = [...list].sort((left, right) => {
    const [a, b] = [key(left), key(right)]
    return a < b ? -1 : a > b ? 1 : left.number < right.number ? -1 : 1
  })
  const numbers = ascending.map(({ number }) => number)
  return sort.startsWith('-') ? numbers.reverse() : numbers
}

describe('the list of documents', () => {
  it.each(STATEMENT_TABS.flatMap((tab) => STATEMENT_SORTS.map((sort) => [tab, sort] as const)))(
    'has the documents of %s by %s, page after page',
    async (tab, sort) => {
      const expected = sortRows(
        rows.filter((each) => each.currency === 'EUR' && isOnTab[tab](each)),
        sort,
      )
      const { statement } = await read({ tab, sort })
      expect(statement.counts[tab]).toBe(expected.length)
      expect(statement.pageCount).toBe(Math.max(1, Math.ceil(expected.length / STATEMENT_PAGE_SIZE)))
      const listed: string[] = []
      for (let page = 1; page <= statement.pageCount; page += 1) {
        listed.push(...(await read({ tab, sort, page })).statement.items.map(({ number }) => number))
      }
      expect(listed).toEqual(expected)
    },
  )

  it('finds part of a number or purchase order, where % and _ mean themselves', async () => {
    for (const search of ['_x', '100%', '%', '_', '4500_1', 'abruf', '7', 'nothing like it']) {
      const expected = rows.filter(
        (each) =>
          each.currency === 'EUR' &&
          [each.number, each.purchaseOrder ?? ''].some((text) => text.toLowerCase().includes(search.toLowerCase())),
      )
      const { statement } = await read({ tab: 'all', search, sort: 'number' })
      expect(statement.items.map(({ number }) => number)).toEqual(sortRows(expected, 'number').slice(0, 100))
      expect(statement.counts.all).toBe(expected.length)
    }
  })

  it('keeps to the days of issue, both included', async () => {
    const [from, to] = [calendarDay('2026-08-01'), calendarDay('2026-09-15')]
    const inside = rows.filter((each) => each.currency === 'EUR' && each.issueOn >= from && each.issueOn <= to)
    const { statement } = await read({ tab: 'all', from, to })
    expect(statement.items.map(({ number }) => number)).toEqual(sortRows(inside, 'due').slice(0, 100))
    for (const tab of STATEMENT_TABS) expect(statement.counts[tab]).toBe(inside.filter(isOnTab[tab]).length)
  })

  it('says what each document says', async () => {
    const { statement } = await read({ tab: 'all', sort: 'number', currency: pound })
    for (const item of statement.items) {
      const { kind, issueOn, dueOn, purchaseOrder, payableMinor, openMinor, pendingMinor, disputedMinor } = rows.find(
        ({ number }) => number === item.number,
      )!
      const stored = { kind, issueOn, dueOn, purchaseOrder, payableMinor, openMinor, pendingMinor, disputedMinor }
      expect(item).toMatchObject(stored)
    }
  })

  it('shows the last page when a later one is asked for, and says so', async () => {
    const { statement, problems } = await read({ page: 40 })
    expect(problems).toEqual(['page'])
    expect(statement.page).toBe(statement.pageCount)
    expect(statement.items.length).toBeGreaterThan(0)
  })

  it('begins with another currency where the account has none of the one asked for, and says so', async () => {
    const { statement, problems } = await read({ currency: parseCurrencyCode('USD')! })
    expect(problems).toEqual(['currency'])
    expect(statement.currency).toBe('EUR')
  })
})

describe('positions', () => {
  it.each(['EUR', 'GBP'])('add up what is open in %s', async (currency) => {
    const { statement } = await read({})
    const open = rows.filter((each) => each.currency === currency && each.openMinor > 0)
    const invoices = open.filter((each) => each.kind === 'invoice')
    const total = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0)
    const overdue = invoices.filter((each) => each.dueOn < today)
    const position = statement.positions.find((each) => each.currency === currency)!
    expect(position).toMatchObject({
      count: invoices.length,
      openMinor: total(invoices.map(({ openMinor }) => openMinor)),
      disputedMinor: total(invoices.map(({ disputedMinor }) => disputedMinor)),
      pendingMinor: total(invoices.map(({ pendingMinor }) => pendingMinor)),
      dueNowMinor: total(invoices.map(computeDueNow)),
      overdueMinor: total(overdue.map(computeDueNow)),
      creditMinor: total(open.filter((each) => each.kind === 'credit_note').map(({ openMinor }) => openMinor)),
      oldestOverdueOn: overdue
        .filter((each) => computeDueNow(each) > 0)
        .map(({ dueOn }) => dueOn)
        .sort()[0],
    })
    for (const bucket of AGEING_BUCKETS) {
      const inBucket = invoices.filter((each) => chooseAgeingBucket(calendarDay(each.dueOn), today) === bucket)
      expect(position.ageing.find((line) => line.bucket === bucket)).toEqual({
        bucket,
        count: inBucket.length,
        openMinor: total(inBucket.map(({ openMinor }) => openMinor)),
      })
    }
    const payable = invoices.filter((each) => each.dueOn >= today && computeDueNow(each) > 0)
    const nextDueOn = payable.map(({ dueOn }) => dueOn).sort()[0]!
    expect(position.nextDue).toEqual({
      dueOn: nextDueOn,
      dueNowMinor: total(payable.filter(({ dueOn }) => dueOn === nextDueOn).map(computeDueNow)),
    })
  })
})

describe('an account', () => {
  it('is empty where there is nothing, in the creditor’s currency', async () => {
    const other = await createDebtor(test, await createCreditor(test))
    const account = { creditorId: other.creditorId, debtorId: other.id }
    const { statement, problems } = await readStatement({ statementReader }, account, context, DEFAULT_STATEMENT_QUERY)
    expect(problems).toEqual([])
    expect(statement).toMatchObject({ currency: 'EUR', items: [], credits: [], payments: [], pageCount: 1 })
    expect(statement.counts).toEqual({ open: 0, overdue: 0, paid: 0, all: 0 })
    expect(statement.positions).toMatchObject([{ count: 0, dueNowMinor: 0, balanceMinor: 0 }])
  })

  it('is closed to another creditor, even by the debtor’s own id', async () => {
    const stranger = await createCreditor(test)
    const account = { creditorId: stranger.id, debtorId: debtor.id }
    const { statement } = await readStatement({ statementReader }, account, context, DEFAULT_STATEMENT_QUERY)
    expect(statement.counts.all).toBe(0)
    expect(await statementReader.findInvoice(account, { number: rows[0]!.number, kind: null }, context)).toBeNull()
  })

  it('does not have a neighbour’s documents', async () => {
    const account = { creditorId: debtor.creditorId, debtorId: debtor.id }
    const address = { number: 'R-NEIGHBOUR', kind: null }
    expect(await statementReader.findInvoice(account, address, context)).toBeNull()
    expect((await read({ tab: 'all', search: 'NEIGHBOUR' })).statement.counts.all).toBe(0)
    const seen = await test.database.reader.read<{ count: string }>(
      { kind: 'debtor', ...account },
      { name: 'count_all', text: 'select count(*) from invoice', values: [] },
    )
    expect(Number(seen[0]!.count)).toBe(ROW_COUNT)
  })
})
