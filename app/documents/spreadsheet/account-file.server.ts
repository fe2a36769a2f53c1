/** An account as a file: which tables belong to what was asked for, in each format. See docs/statement-files.md. */
import type {
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
import { chooseSeparators, STANDARD_SEPARATORS, writeCsv } from './write-csv'
import { writeJson, type JsonMember } from './write-json'
import { writeWorkbook } from './write-workbook.server'

/** Where the rows come from; all of one state of the account. */
export interface AccountSource {
  readPositions(): Promise<readonly CurrencyPosition[]>
  listDocuments(filter: DocumentFilter): AsyncIterable<readonly ExportedDocument[]>
  listLines(filter: DocumentFilter): AsyncIterable<readonly ExportedLine[]>
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

/** Reads what it needs up to the first row; the rest is read while it is written. */
export async function createAccountFile(
  source: AccountSource,
  request: ExportRequest,
  format: ExportFormat,
  heading: FileHeading,
): Promise<AccountFile> {
  const filename = `${request.view}-${heading.today}.${format}`
  return { filename, mediaType: MEDIA_TYPES[format], content: await writeAccount(source, request, format, heading) }
}

async function writeAccount(
  source: AccountSource,
  request: ExportRequest,
  format: ExportFormat,
  heading: FileHeading,
): Promise<AsyncGenerator<Uint8Array>> {
  if (format === 'json') return writeJson(await listMembers(source, request, heading))
  const words = getTranslate(heading.language)
  if (format === 'xlsx') {
    const isRightToLeft = getDirection(heading.language) === 'rtl'
    const sheets = [...(await listSummaries(source, request, words)), await describeRows(source, request, words)]
    return writeWorkbook({ sheets, isRightToLeft, modifiedAt: heading.writtenAt })
  }
  const { separatorsOf } = heading
  return separatorsOf === null
    ? writeCsv(await describeRows(source, request, null), STANDARD_SEPARATORS)
    : writeCsv(await describeRows(source, request, words), chooseSeparators(separatorsOf))
}

async function listSummaries(source: AccountSource, request: ExportRequest, words: Wording): Promise<Sheet[]> {
  if (request.view === 'balance-forward') {
    return [describeBalances(await source.listPeriodBalances(request.period), words)]
  }
  return request.view === 'open-items' ? [describePositions(await source.readPositions(), words)] : []
}

async function describeRows(source: AccountSource, request: ExportRequest, words: Wording): Promise<Sheet> {
  switch (request.view) {
    case 'open-items':
      return describeDocuments(source.listDocuments(request.filter), words)
    case 'lines':
      return describeLines(source.listLines(request.filter), words)
    case 'balance-forward': {
      const balances = await source.listPeriodBalances(request.period)
      return describeMovements(balances, source.listMovements(request.period), request.period, words)
    }
  }
}

async function listMembers(source: AccountSource, request: ExportRequest, heading: FileHeading): Promise<JsonMember[]> {
  const { creditor, debtor, today, writtenAt } = heading
  const head: JsonMember[] = [
    { name: 'view', value: request.view },
    { name: 'asOf', value: today },
    { name: 'writtenAt', value: writtenAt.toISOString() },
    { name: 'creditor', value: { slug: creditor.slug, name: creditor.name } },
    { name: 'debtor', value: { externalId: debtor.externalId, name: debtor.name } },
  ]
  if (request.view === 'balance-forward') {
    const { from, to, currency } = request.period
    return [
      ...head,
      { name: 'period', value: { from, to, currency } },
      { name: 'balances', value: await source.listPeriodBalances(request.period) },
      { name: 'movements', items: source.listMovements(request.period) },
    ]
  }
  const { tab, search, from, to, currency } = request.filter
  const filter: JsonMember = { name: 'filter', value: { status: tab, search, from, to, currency } }
  if (request.view === 'lines') {
    return [...head, filter, { name: 'lines', items: mapItems(source.listLines(request.filter), describeJsonLine) }]
  }
  return [
    ...head,
    filter,
    { name: 'positions', value: await source.readPositions() },
    { name: 'documents', items: mapItems(source.listDocuments(request.filter), describeJsonDocument) },
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
