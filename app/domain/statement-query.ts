/** What of the statement is wanted, as its address says it: which documents, in which order, which page. */
import { parseCalendarDay, type CalendarDay } from './calendar-day'
import { parseCurrencyCode, type CurrencyCode } from './currency'

export const STATEMENT_TABS = ['open', 'overdue', 'paid', 'all'] as const

export type StatementTab = (typeof STATEMENT_TABS)[number]

/** A leading minus is descending. Ties are in the order of numbers. */
export const STATEMENT_SORTS = ['due', '-due', 'issue', '-issue', 'number', '-number', 'amount', '-amount'] as const

export type StatementSort = (typeof STATEMENT_SORTS)[number]

export const STATEMENT_PAGE_SIZE = 100

/** Beyond this a page number is a mistake. */
const HIGHEST_PAGE = 100_000

const LONGEST_SEARCH = 100

export interface StatementQuery {
  readonly tab: StatementTab
  readonly sort: StatementSort
  /** From 1. */
  readonly page: number
  /** Part of a document's number or purchase order; empty for none. */
  readonly search: string
  /** Of the issue date, both days included. */
  readonly from: CalendarDay | null
  readonly to: CalendarDay | null
  /** Null for the account's own first one. */
  readonly currency: CurrencyCode | null
  /** In which the whole account is added up beside its currencies; null for not at all. */
  readonly totalIn: TotalCurrency | null
}

/** 'own' is the one that the creditor chose. */
export type TotalCurrency = CurrencyCode | 'own'

export const DEFAULT_STATEMENT_QUERY: StatementQuery = {
  tab: 'open',
  sort: 'due',
  page: 1,
  search: '',
  from: null,
  to: null,
  currency: null,
  totalIn: null,
}

/** A parameter of the address that says nothing usable. */
export type StatementQueryProblem = 'status' | 'sort' | 'page' | 'q' | 'from' | 'to' | 'period' | 'currency' | 'total'

/**
 * Reads the parameters `status`, `sort`, `page`, `q`, `from`, `to`, `currency` and `total`. What is malformed is named and left
 * at its default; an empty parameter is as good as none.
 */
export function parseStatementQuery(parameters: URLSearchParams): {
  query: StatementQuery
  problems: StatementQueryProblem[]
} {
  const problems: StatementQueryProblem[] = []
  function read<Value>(name: StatementQueryProblem, fallback: Value, parse: (text: string) => Value | null): Value {
    const text = parameters.get(name)?.trim() ?? ''
    if (text === '') return fallback
    const value = parse(text)
    if (value === null) problems.push(name)
    return value ?? fallback
  }
  const query = {
    tab: read('status', DEFAULT_STATEMENT_QUERY.tab, (text) => STATEMENT_TABS.find((tab) => tab === text) ?? null),
    sort: read('sort', DEFAULT_STATEMENT_QUERY.sort, (text) => STATEMENT_SORTS.find((sort) => sort === text) ?? null),
    page: read('page', 1, parsePage),
    search: read('q', '', (text) => (text.length <= LONGEST_SEARCH && !text.includes('\0') ? text : null)),
    from: read<CalendarDay | null>('from', null, parseCalendarDay),
    to: read<CalendarDay | null>('to', null, parseCalendarDay),
    currency: read<CurrencyCode | null>('currency', null, parseCurrencyCode),
    totalIn: read<TotalCurrency | null>('total', null, (text) => (text === 'own' ? text : parseCurrencyCode(text))),
  }
  if (query.from !== null && query.to !== null && query.from > query.to) {
    problems.push('period')
    return { query: { ...query, from: null, to: null }, problems }
  }
  return { query, problems }
}

function parsePage(text: string): number | null {
  const page = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return page >= 1 && page <= HIGHEST_PAGE ? page : null
}

/** The address of another view of the same statement, from `?`: what is left at its default is left out. */
export function writeStatementQuery(query: StatementQuery, changes: Partial<StatementQuery> = {}): string {
  const wanted = { ...query, ...changes }
  const parameters = new URLSearchParams()
  if (wanted.tab !== DEFAULT_STATEMENT_QUERY.tab) parameters.set('status', wanted.tab)
  if (wanted.currency !== null) parameters.set('currency', wanted.currency)
  if (wanted.search !== '') parameters.set('q', wanted.search)
  if (wanted.from !== null) parameters.set('from', wanted.from)
  if (wanted.to !== null) parameters.set('to', wanted.to)
  if (wanted.sort !== DEFAULT_STATEMENT_QUERY.sort) parameters.set('sort', wanted.sort)
  if (wanted.page !== 1) parameters.set('page', String(wanted.page))
  if (wanted.totalIn !== null) parameters.set('total', wanted.totalIn)
  const text = parameters.toString()
  return text === '' ? '?' : `?${text}`
}

/** Whether a search or a period narrows the list. */
export function isNarrowed(query: Pick<StatementQuery, 'search' | 'from' | 'to'>): boolean {
  return query.search !== '' || query.from !== null || query.to !== null
}
