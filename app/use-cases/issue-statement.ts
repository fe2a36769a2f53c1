/** The statement and the balance forward as documents, of any size, each of one state of the account. */
import type { DocumentFilter, ExportPeriod, ExportedDocument, ExportedLine } from '~/domain/account-export'
import type { IssuedFigure } from '~/domain/issued-document'
import { AccountChangedError, openAccountExport, type AccountExport } from './export-account'
import { issueDocument, type IssueDependencies } from './issue-document'
import type { AccountExportReader } from './ports/account-export-reader'
import type { DocumentLanguage, PrintedFile, StatementEntry } from './ports/document-printer'
import type { DebtorAccount, ReadingContext, StatementReader } from './ports/statement-reader'

interface Dependencies extends IssueDependencies {
  exportReader: AccountExportReader
  statementReader: StatementReader
}

export interface StatementRequest {
  readonly account: DebtorAccount
  readonly context: ReadingContext
  readonly language: DocumentLanguage
  /** Taken by the debtor, whose download is reported. */
  readonly isReported: boolean
  /** What is to be of one state with what else is read of it; one of the document's own where it is left out. */
  readonly source?: AccountExport
}

/** An account that changes while it is printed is printed again, this often; a state of it that has passed is not there again. */
const ATTEMPTS = 3

/** `withLines`: each document with its lines. Throws an AccountChangedError where the account does not come to rest. */
export function issueStatement(
  dependencies: Dependencies,
  {
    account,
    context,
    language,
    isReported,
    source: given,
    filter,
    withLines,
  }: StatementRequest & { filter: DocumentFilter; withLines: boolean },
): Promise<PrintedFile> {
  return printAtRest(given ? 1 : ATTEMPTS, async () => {
    const source = given ?? openAccountExport(dependencies, account, context)
    const { coverage } = source
    const all = await source.readPositions()
    const positions = filter.currency === null ? all : all.filter(({ currency }) => currency === filter.currency)
    return issueDocument(dependencies, {
      ...{ account, language, kind: 'statement', reportAs: isReported ? 'statement' : null },
      paper: {
        ...{ kind: 'statement', today: context.today, coverage, filter, positions },
        entries: listEntries(source, filter, withLines),
      },
      figures: [
        { name: 'issued', on: context.today },
        ...(coverage === 'account' ? [] : [{ name: 'coverage', covers: coverage } satisfies IssuedFigure]),
        ...positions.flatMap(({ currency, dueNowMinor, openMinor, balanceMinor }): IssuedFigure[] => [
          { name: 'payable_now', amountMinor: dueNowMinor, currency },
          { name: 'open', amountMinor: openMinor, currency },
          { name: 'balance', amountMinor: balanceMinor, currency },
        ]),
      ],
    })
  })
}

/** Null for who sees chosen invoices alone, as an AccountExport has none then. */
export function issueBalanceForward(
  dependencies: Dependencies,
  { account, context, language, isReported, source: given, period }: StatementRequest & { period: ExportPeriod },
): Promise<PrintedFile | null> {
  return printAtRest(given ? 1 : ATTEMPTS, async () => {
    const source = (given ?? openAccountExport(dependencies, account, context)).balanceForward
    if (!source) return null
    const balances = await source.listPeriodBalances(period)
    return issueDocument(dependencies, {
      ...{ account, language, kind: 'balance_forward', reportAs: isReported ? 'statement' : null },
      paper: {
        ...{ kind: 'balance_forward', today: context.today, period, balances },
        movements: source.listMovements(period),
      },
      figures: [
        { name: 'from', on: period.from },
        { name: 'to', on: period.to },
        ...balances.flatMap(({ currency, openingMinor, closingMinor }): IssuedFigure[] => [
          { name: 'opening', amountMinor: openingMinor, currency },
          { name: 'closing', amountMinor: closingMinor, currency },
        ]),
      ],
    })
  })
}

async function printAtRest<Printed>(attempts: number, print: () => Promise<Printed>): Promise<Printed> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await print()
    } catch (error) {
      if (!(error instanceof AccountChangedError) || attempt === attempts) throw error
    }
  }
}

/** Lines come in the order of their documents, so both are read side by side. */
async function* listEntries(
  source: AccountExport,
  filter: DocumentFilter,
  withLines: boolean,
): AsyncGenerator<StatementEntry[]> {
  if (!withLines) {
    for await (const documents of source.listDocuments(filter)) {
      yield documents.map((document) => ({ ...document, lines: [] }))
    }
    return
  }
  const lines = iterateLines(source.listLines(filter))
  let next = await lines.next()
  for await (const documents of source.listDocuments(filter)) {
    const entries: StatementEntry[] = []
    for (const document of documents) {
      const own: ExportedLine[] = []
      while (next.done !== true && isOf(next.value, document)) {
        own.push(next.value)
        next = await lines.next()
      }
      entries.push({ ...document, lines: own })
    }
    yield entries
  }
}

function isOf({ document }: ExportedLine, { kind, number, currency }: ExportedDocument): boolean {
  return document.kind === kind && document.number === number && document.currency === currency
}

async function* iterateLines(batches: AsyncIterable<ExportedLine[]>): AsyncGenerator<ExportedLine, undefined> {
  for await (const batch of batches) yield* batch
  return undefined
}
