/** What the raw server is told: the portal's own queries, and the text around the rows of the portal's own pages. */
import { hashSecret } from '~/use-cases/hash-secret'
import { createVisitReader } from '~/data/access-repository.server'
import { openDatabase, type ReadQuery, type ScopedReader } from '~/data/database.server'
import { writeInvoiceQuery } from '~/data/invoice-queries'
import { rememberVisits } from '~/data/remembered-visits.server'
import { writeStatementQuery } from '~/data/statement-queries'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import type { BenchAccount, BenchAccounts } from './accounts'

export interface RawItem {
  number: string
  issueOn: string
  dueOn: string
  purchaseOrder: string | null
  payableMinor: number
  openMinor: number
  disputedMinor: number
  pendingMinor: number
}

export interface RawLine {
  name: string
  quantity: string
  unitCode: string
  unitPrice: string | null
  taxPercent: string | null
  netMinor: number
  details: { sellerItemId?: string } | null
}

export interface RawScope {
  creditor: string
  debtor: string
}

export interface RawPage {
  path: string
  rows: 'statement' | 'lines'
  scope: RawScope
  query: { name: string; text: string; values: unknown[] }
  head: string
  tail: string
}

export interface RawPlan {
  locale: string
  today: string
  setScope: { name: string; text: string }
  visit: { name: string; text: string }
  pages: RawPage[]
}

export interface BenchPage {
  name: string
  path: string
  account: BenchAccount
  /** The rows that the raw server writes; null for a page of the portal alone. */
  rows: 'statement' | 'lines' | null
}

export async function writeRawPlan(
  databaseUrl: string,
  accounts: BenchAccounts,
  pages: readonly BenchPage[],
  fetchPage: (page: BenchPage) => Promise<string>,
): Promise<RawPlan> {
  const compared: RawPage[] = []
  for (const page of pages) {
    if (page.rows === null) continue
    const html = await fetchPage(page)
    const start = html.indexOf(page.rows === 'statement' ? '<tr role="row"><td' : '<tbody><tr><td>1</td>')
    const from = page.rows === 'statement' ? start : start + '<tbody>'.length
    const to = html.indexOf('</tbody>', from)
    if (start < 0 || to < 0) throw new Error(`${page.name} has no rows`)
    const { name, text, values } = describeQuery(accounts, page)
    compared.push({
      path: page.path,
      rows: page.rows,
      scope: { creditor: page.account.creditorId, debtor: page.account.debtorId },
      query: { name, text, values: [...values] },
      head: html.slice(0, from),
      tail: html.slice(to),
    })
  }
  return {
    locale: 'en-GB',
    today: accounts.today,
    setScope: {
      name: 'set_scope',
      text: `select set_config('quittance.creditor', $1, true), set_config('quittance.debtor', $2, true)`,
    },
    visit: await captureVisitQuery(databaseUrl, accounts.usual.sessionToken),
    pages: compared,
  }
}

function describeQuery({ today, timeZone }: BenchAccounts, { path, account }: BenchPage): ReadQuery {
  const number = /^\/invoices\/(.+)$/.exec(path)?.[1]
  return number === undefined
    ? writeStatementQuery(
        account,
        { today, timeZone, defaultCurrency: 'EUR', isLimited: false },
        DEFAULT_STATEMENT_QUERY,
      )
    : writeInvoiceQuery(account, { number, kind: null }, { timeZone, today })
}

/** Asks the portal's reader for a visit it knows already, and keeps what it asks the database then. */
async function captureVisitQuery(databaseUrl: string, sessionToken: string): Promise<{ name: string; text: string }> {
  const database = openDatabase(databaseUrl, 1)
  const asked: ReadQuery[] = []
  const reader: ScopedReader = {
    read: (scope, query) => database.reader.read(scope, query),
    readUnscoped(query) {
      asked.push(query)
      return database.reader.readUnscoped(query)
    },
  }
  try {
    const visits = rememberVisits(createVisitReader(reader), reader)
    await visits.findVisit(hashSecret(sessionToken), new Date())
    await visits.findVisit(hashSecret(sessionToken), new Date())
  } finally {
    await database.close()
  }
  const [query] = asked
  if (!query) throw new Error('the visit was not asked of the database')
  return { name: query.name, text: query.text }
}
