/** An account as a file: which tables belong to what was asked for, in each format. See docs/statement-files.md. */
import type {
  AccountCoverage,
  DocumentFilter,
  ExportedDocument,
  ExportedLine,
  ExportedMovement,
  ExportFormat,
  ExportPeriod,
  ExportRequest,
  PeriodBalance,
} from '~/domain/account-export'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyPosition } from '~/domain/statement'
import { getDirection, type Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import {
  describeBalances,
  describeDocuments,
  describeLines,
  describeMovements,
  describePositions,
  type Wording,
} from './account-tables'
import type { Sheet } from './sheet'
import { chooseDialect, STANDARD_DIALECT, writeCsv } from './write-csv'
import { writeJson, type JsonMember } from './write-json'
import { writeWorkbook } from './write-workbook.server'

/** Where the rows come from; all of one state of the account. */
export interface AccountSource {
  readonly coverage: AccountCoverage
  readPositions(): Promise<readonly CurrencyPosition[]>
  listDocuments(filter: DocumentFilter): AsyncIterable<readonly ExportedDocument[]>
  listLines(filter: DocumentFilter): AsyncIterable<readonly ExportedLine[]>
  /** Null where the account is seen in part, and no balance would add up. */
  readonly balanceForward: BalanceForwardSource | null
}

interface BalanceForwardSource {
  listPeriodBalances(period: ExportPeriod): Promise<readonly PeriodBalance[]>
  listMovements(period: ExportPeriod): AsyncIterable<readonly ExportedMovement[]>
}

/** Whose account it is, and how it is to be written. */
export interface FileHeading {
  readonly creditor: { readonly name: string; readonly slug: string }
  readonly debtor: { readonly name: string; readonly externalId: string }
  readonly today: CalendarDay
  readonly writtenAt: Date
  readonly language: Language
  /** BCP 47 tag by which a CSV is separated and worded; null for RFC 4180 with the names that software knows. */
  readonly separatorsOf: string | null
}

export interface AccountFile {
  readonly filename: string
  readonly mediaType: string
  readonly content: AsyncGenerator<Uint8Array>
}

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
}

/**
 * Reads what it needs up to the first row; the rest is read while it is written. Null where the source has none of what
 * is asked for.
 */
export async function createAccountFile(
  source: AccountSource,
  request: ExportRequest,
  format: ExportFormat,
  heading: FileHeading,
): Promise<AccountFile | null> {
  const wanted = chooseView(source, request)
  if (!wanted) return null
  const filename = `${request.view}-${heading.today}.${format}`
  return { filename, mediaType: MEDIA_TYPES[format], content: await writeAccount(wanted, format, heading) }
}

/** What is asked for, with where it comes from. */
type View =
  | (Extract<ExportRequest, { view: 'open-items' | 'lines' }> & { readonly source: AccountSource })
  | (Extract<ExportRequest, { view: 'balance-forward' }> & { readonly source: BalanceForwardSource })

function chooseView(source: AccountSource, request: ExportRequest): View | null {
  if (request.view !== 'balance-forward') return { ...request, source }
  return source.balanceForward && { ...request, source: source.balanceForward }
}

async function writeAccount(
  wanted: View,
  format: ExportFormat,
  heading: FileHeading,
): Promise<AsyncGenerator<Uint8Array>> {
  if (format === 'json') return writeJson(await listMembers(wanted, heading))
  const words = getTranslate(heading.language)
  if (format === 'xlsx') {
    const isRightToLeft = getDirection(heading.language) === 'rtl'
    const sheets = [...(await listSummaries(wanted, words)), await describeRows(wanted, words)]
    return writeWorkbook({ sheets, isRightToLeft, modifiedAt: heading.writtenAt })
  }
  const { separatorsOf } = heading
  return separatorsOf === null
    ? writeCsv(await describeRows(wanted, null), STANDARD_DIALECT)
    : writeCsv(await describeRows(wanted, words), chooseDialect(separatorsOf))
}

async function listSummaries(wanted: View, words: Wording): Promise<Sheet[]> {
  if (wanted.view === 'balance-forward') {
    return [describeBalances(await wanted.source.listPeriodBalances(wanted.period), words)]
  }
  return wanted.view === 'open-items'
    ? [describePositions(await wanted.source.readPositions(), wanted.source.coverage, words)]
    : []
}

async function describeRows(wanted: View, words: Wording): Promise<Sheet> {
  if (wanted.view === 'balance-forward') {
    const { source, period } = wanted
    return describeMovements(await source.listPeriodBalances(period), source.listMovements(period), period, words)
  }
  const { view, source, filter } = wanted
  return view === 'lines'
    ? describeLines(source.listLines(filter), source.coverage, words)
    : describeDocuments(source.listDocuments(filter), source.coverage, words)
}

async function listMembers(wanted: View, heading: FileHeading): Promise<JsonMember[]> {
  const { creditor, debtor, today, writtenAt } = heading
  const head: JsonMember[] = [
    { name: 'view', value: wanted.view },
    { name: 'asOf', value: today },
    { name: 'writtenAt', value: writtenAt.toISOString() },
    { name: 'creditor', value: { slug: creditor.slug, name: creditor.name } },
    { name: 'debtor', value: { externalId: debtor.externalId, name: debtor.name } },
  ]
  if (wanted.view === 'balance-forward') {
    const { source, period } = wanted
    const { from, to, currency } = period
    return [
      ...head,
      { name: 'period', value: { from, to, currency } },
      { name: 'balances', value: await source.listPeriodBalances(period) },
      { name: 'movements', items: source.listMovements(period) },
    ]
  }
  const { source } = wanted
  const coverage: JsonMember = { name: 'coverage', value: source.coverage }
  const { tab, search, from, to, currency } = wanted.filter
  const filter: JsonMember = { name: 'filter', value: { status: tab, search, from, to, currency } }
  if (wanted.view === 'lines') {
    return [
      ...head,
      coverage,
      filter,
      { name: 'lines', items: mapItems(source.listLines(wanted.filter), describeJsonLine) },
    ]
  }
  return [
    ...head,
    coverage,
    filter,
    { name: 'positions', value: await source.readPositions() },
    { name: 'documents', items: mapItems(source.listDocuments(wanted.filter), describeJsonDocument) },
  ]
}

async function* mapItems<Row>(
  batches: AsyncIterable<readonly Row[]>,
  describe: (row: Row) => unknown,
): AsyncGenerator<unknown[]> {
  for await (const batch of batches) yield batch.map(describe)
}

/** Ids are the portal's own and mean nothing outside it. */
function describeJsonDocument({ id: _id, dueOn, ...document }: ExportedDocument): unknown {
  return { ...document, dueOn: document.kind === 'invoice' ? dueOn : null }
}

function describeJsonLine({ document, ...line }: ExportedLine): unknown {
  const { kind, number, currency, issueOn, purchaseOrder } = document
  return { document: { kind, number, currency, issueOn, purchaseOrder }, ...line }
}
