/**
 * An account as data to take away: its documents, their lines, or its movements in a period, in every currency.
 *
 * Amounts are signed: what the debtor owes is positive, what it has in its favour is negative. So the open amounts of
 * all documents that are not settled, added up by currency, are the balance that the statement shows.
 */
import type { AgeingBucket } from './ageing'
import { chooseAgeingBucket } from './ageing'
import { parsePeriodQuery, type AccountMovement, type PeriodQuery, type PeriodQueryProblem } from './balance-forward'
import { countDaysBetween, type CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import { computeDueNow } from './invoice-balance'
import type { DocumentKind } from './invoice'
import { parseStatementQuery, type StatementQuery, type StatementQueryProblem } from './statement-query'

const EXPORT_VIEWS = ['open-items', 'balance-forward', 'lines'] as const

export const EXPORT_FORMATS = ['csv', 'xlsx', 'json'] as const

export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Which documents: as on the statement's page, but of every currency where none is named. */
export type DocumentFilter = Pick<StatementQuery, 'tab' | 'search' | 'from' | 'to' | 'currency'>

/** How much of the account its files tell: all of it, or the invoices that a link was forwarded for. */
export type AccountCoverage = 'account' | 'chosen_invoices'

/** Both days included; every currency where none is named. */
export type ExportPeriod = Pick<PeriodQuery, 'from' | 'to' | 'currency'>

export type ExportRequest =
  | { readonly view: 'open-items' | 'lines'; readonly filter: DocumentFilter }
  | { readonly view: 'balance-forward'; readonly period: ExportPeriod }

export type ExportProblem = Extract<StatementQueryProblem | PeriodQueryProblem, string> | 'view'

/** A document as it is stored: amounts of a credit are positive figures. */
export interface DocumentRecord {
  readonly id: string
  readonly kind: DocumentKind | 'unapplied_credit'
  /** Of an unapplied credit the reference of the payment that left the money. */
  readonly number: string
  readonly currency: CurrencyCode
  /** Of an unapplied credit the day on which the money came, twice. */
  readonly issueOn: CalendarDay
  readonly dueOn: CalendarDay
  readonly purchaseOrder: string | null
  readonly payableMinor: number
  readonly openMinor: number
  readonly disputedMinor: number
  readonly pendingMinor: number
  readonly plannedMinor: number
  readonly settledOn: CalendarDay | null
}

/** A document with signed amounts, and how late it is. */
export interface ExportedDocument extends Omit<DocumentRecord, 'payableMinor' | 'openMinor'> {
  readonly amountMinor: number
  readonly openMinor: number
  /** What can be paid now; zero for a credit. */
  readonly dueNowMinor: number
  /** Days past the due date while something is open; zero for a credit. */
  readonly daysOverdue: number
  /** Null for what is no open invoice. */
  readonly ageing: AgeingBucket | null
}

/** A line of an invoice or credit note. See InvoiceLine for what each figure is. */
export interface DocumentLine {
  readonly lineId: string
  readonly name: string
  readonly description: string | null
  readonly sellerItemId: string | null
  readonly buyerItemId: string | null
  readonly quantity: string
  readonly unitCode: string | null
  readonly unitPrice: string | null
  readonly taxPercent: string | null
  readonly netMinor: number
}

/** With its document, by whose kind the net amount is signed. */
export interface ExportedLine extends DocumentLine {
  readonly document: Pick<ExportedDocument, 'kind' | 'number' | 'currency' | 'issueOn' | 'purchaseOrder'>
}

export interface ExportedMovement extends AccountMovement {
  readonly currency: CurrencyCode
  /** What the debtor owes in that currency after it. */
  readonly balanceMinor: number
}

/** What there is of an account besides its invoices, and can be printed. */
export const ACCOUNT_PAPER_KINDS = ['receipt', 'remittance_advice', 'dispute_file', 'demand_letter'] as const

export type AccountPaperKind = (typeof ACCOUNT_PAPER_KINDS)[number]

export interface AccountPaper {
  readonly kind: AccountPaperKind
  /** Of the payment, of credits that were used without one, of the dispute, or of the reminder. */
  readonly id: string
  readonly reference: string
  /** When the money came or the credits were used, the transfer was prepared, the dispute was opened, the letter was sent. */
  readonly on: CalendarDay
}

/** The account in one currency around a period. */
export interface PeriodBalance {
  readonly currency: CurrencyCode
  readonly openingMinor: number
  readonly debitMinor: number
  readonly creditMinor: number
  readonly closingMinor: number
}

/** `today` is the creditor's. */
export function describeExportedDocument(record: DocumentRecord, today: CalendarDay): ExportedDocument {
  const { payableMinor, ...document } = record
  if (record.kind !== 'invoice') {
    return {
      ...document,
      amountMinor: negate(payableMinor),
      openMinor: negate(record.openMinor),
      dueNowMinor: 0,
      daysOverdue: 0,
      ageing: null,
    }
  }
  const isOpen = record.openMinor > 0
  return {
    ...document,
    amountMinor: payableMinor,
    dueNowMinor: computeDueNow(record),
    daysOverdue: isOpen ? Math.max(0, countDaysBetween(record.dueOn, today)) : 0,
    ageing: isOpen ? chooseAgeingBucket(record.dueOn, today) : null,
  }
}

/** Without a negative zero, which a file would show. */
export function negate(amountMinor: number): number {
  return amountMinor === 0 ? 0 : -amountMinor
}

/**
 * Reads the parameters `view`, `from`, `to` and `currency`, and for documents `status` and `q` as the statement's page
 * does. What is malformed is named: a file that left a filter out would be taken for another.
 */
export function parseExportRequest(
  parameters: URLSearchParams,
  today: CalendarDay,
): { request: ExportRequest; problems: ExportProblem[] } {
  const viewText = parameters.get('view') ?? ''
  const view = viewText === '' ? 'open-items' : EXPORT_VIEWS.find((known) => known === viewText)
  const viewProblems: ExportProblem[] = view === undefined ? ['view'] : []
  if (view === 'balance-forward') {
    const { query, problems } = parsePeriodQuery(parameters, today)
    return { request: { view, period: query }, problems }
  }
  const { query, problems } = parseStatementQuery(parameters)
  return { request: { view: view ?? 'open-items', filter: query }, problems: [...viewProblems, ...problems] }
}
