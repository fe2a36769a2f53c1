/**
 * Takes an account away as data, a batch at a time, however large it is.
 *
 * What was read in one go would keep a transaction open for as long as a slow reader takes. Batches are short queries
 * instead, and each tells the account's version: where it was raised on the way, the file would mix two states of the
 * account, and reading ends with an AccountChangedError. A download then breaks off instead of saying something wrong.
 */
import {
  describeExportedDocument,
  negate,
  type AccountCoverage,
  type AccountPaper,
  type DocumentFilter,
  type DocumentRecord,
  type ExportedDocument,
  type ExportedLine,
  type ExportedMovement,
  type ExportPeriod,
  type PeriodBalance,
} from '~/domain/account-export'
import type { CurrencyCode } from '~/domain/currency'
import { assertMinor } from '~/domain/money'
import type { CurrencyPosition } from '~/domain/statement'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import {
  EXPORT_BATCH_SIZE,
  type AccountExportReader,
  type DocumentFileRecord,
  type ExportBatch,
  type LineRecord,
  type PaperRecord,
} from './ports/account-export-reader'
import type { DebtorAccount, ReadingContext, StatementReader } from './ports/statement-reader'
import { readAhead } from './read-ahead'
import { readStatement } from './read-statement'

export interface ExportReaders {
  exportReader: AccountExportReader
  statementReader: StatementReader
}

/** Something happened on the account while it was read. */
export class AccountChangedError extends Error {
  constructor() {
    super('the account changed while it was being read')
    this.name = 'AccountChangedError'
  }
}

/** A document with its files. */
export interface DocumentFiles {
  readonly document: ExportedDocument
  readonly files: readonly DocumentFileRecord[]
}

/** Everything that is read of one of these is of one state of the account, or fails. */
export interface AccountExport {
  readonly coverage: AccountCoverage
  /** Where the account stands in every currency, as the statement's page says it. */
  readPositions(): Promise<readonly CurrencyPosition[]>
  listDocuments(filter: DocumentFilter): AsyncGenerator<ExportedDocument[]>
  /** Of the documents that the filter lets through. */
  listLines(filter: DocumentFilter): AsyncGenerator<ExportedLine[]>
  listFiles(filter: DocumentFilter): AsyncGenerator<DocumentFiles[]>
  /** What there is of a period besides invoices, newest first. */
  listPapers(period: ExportPeriod): AsyncGenerator<AccountPaper[]>
  /** Null for who sees chosen invoices alone: payments of others are hidden from it, and no balance would add up. */
  readonly balanceForward: BalanceForwardExport | null
}

export interface BalanceForwardExport {
  listPeriodBalances(period: ExportPeriod): Promise<readonly PeriodBalance[]>
  /** By currency, from the opening balance on. */
  listMovements(period: ExportPeriod): AsyncGenerator<ExportedMovement[]>
}

/** A query sorts the lines of all documents it is given, however few of them it answers. */
const DOCUMENTS_AT_A_TIME = 100

/** `mayChange`: for what does not depend on the account's state, such as the files of its documents. */
export function openAccountExport(
  { exportReader, statementReader }: ExportReaders,
  account: DebtorAccount,
  context: ReadingContext,
  { mayChange = false }: { mayChange?: boolean } = {},
): AccountExport {
  let version: number | null = null
  async function readSame<Row>(read: Promise<ExportBatch<Row>>): Promise<readonly Row[]> {
    const batch = await read
    version ??= batch.version
    if (version !== batch.version && !mayChange) throw new AccountChangedError()
    return batch.rows
  }

  async function* listRecords(filter: DocumentFilter): AsyncGenerator<readonly DocumentRecord[]> {
    let after: DocumentRecord | null = null
    for (;;) {
      const records: readonly DocumentRecord[] = await readSame(
        exportReader.listDocuments(account, context, filter, after),
      )
      if (records.length > 0) yield records
      after = records.at(-1) ?? null
      if (records.length < EXPORT_BATCH_SIZE) return
    }
  }

  async function* listDocuments(filter: DocumentFilter): AsyncGenerator<ExportedDocument[]> {
    for await (const records of listRecords(filter)) {
      yield records.map((record) => describeExportedDocument(record, context.today))
    }
  }

  async function* listLinesOf(documentIds: readonly string[]): AsyncGenerator<readonly LineRecord[]> {
    for (let at = 0; at < documentIds.length; at += DOCUMENTS_AT_A_TIME) {
      let ids = documentIds.slice(at, at + DOCUMENTS_AT_A_TIME)
      let after: LineRecord | null = null
      for (;;) {
        const lines: readonly LineRecord[] = await readSame(exportReader.listLines(account, ids, after))
        if (lines.length > 0) yield lines
        const last = lines.at(-1)
        if (!last || lines.length < EXPORT_BATCH_SIZE) break
        after = last
        ids = ids.slice(ids.indexOf(last.documentId))
      }
    }
  }

  async function* listLines(filter: DocumentFilter): AsyncGenerator<ExportedLine[]> {
    for await (const documents of listDocuments(filter)) {
      const byId = new Map(documents.map((document) => [document.id, document]))
      const ids = documents.filter(({ kind }) => kind !== 'unapplied_credit').map(({ id }) => id)
      if (ids.length === 0) continue
      for await (const lines of listLinesOf(ids)) {
        yield lines.flatMap(({ documentId, position: _position, netMinor, ...line }) => {
          const document = byId.get(documentId)
          if (!document) return []
          return [{ ...line, document, netMinor: document.kind === 'invoice' ? netMinor : negate(netMinor) }]
        })
      }
    }
  }

  const balanceForward: BalanceForwardExport = {
    listPeriodBalances: (period) => readSame(exportReader.listPeriodBalances(account, context, period)),
    async *listMovements(period) {
      const balances = await readSame(exportReader.listPeriodBalances(account, context, period))
      const standing = new Map<CurrencyCode, number>(balances.map((entry) => [entry.currency, entry.openingMinor]))
      let after = 0
      for (;;) {
        const records = await readSame(exportReader.listMovements(account, context, period, after))
        const movements = records.map(({ place: _place, ...movement }) => {
          const balanceMinor = assertMinor((standing.get(movement.currency) ?? 0) + movement.amountMinor)
          standing.set(movement.currency, balanceMinor)
          return { ...movement, balanceMinor }
        })
        if (movements.length > 0) yield movements
        after = records.at(-1)?.place ?? after
        if (records.length < EXPORT_BATCH_SIZE) return
      }
    },
  }

  return {
    coverage: context.isLimited ? 'chosen_invoices' : 'account',
    balanceForward: context.isLimited ? null : balanceForward,
    async readPositions() {
      const probe = { ...DEFAULT_STATEMENT_QUERY, search: '' }
      // The statement's own query tells no version; it is between two that do.
      await readSame(exportReader.listFiles(account, []))
      const { statement } = await readStatement({ statementReader }, account, context, probe)
      await readSame(exportReader.listFiles(account, []))
      return statement.positions
    },
    listDocuments: (filter) => readAhead(listDocuments(filter)),
    listLines: (filter) => readAhead(listLines(filter)),
    async *listPapers(period) {
      let after: PaperRecord | null = null
      for (;;) {
        const page = { after, limit: EXPORT_BATCH_SIZE }
        const papers: readonly PaperRecord[] = await readSame(
          exportReader.listPapers(account, context, { kind: null, period }, page),
        )
        if (papers.length > 0) yield papers.map(({ at: _at, ...paper }) => paper)
        after = papers.at(-1) ?? null
        if (papers.length < EXPORT_BATCH_SIZE) return
      }
    },
    async *listFiles(filter) {
      for await (const documents of listDocuments(filter)) {
        const ids = documents.filter(({ kind }) => kind !== 'unapplied_credit').map(({ id }) => id)
        const files = await readSame(exportReader.listFiles(account, ids))
        const byDocument = new Map<string, DocumentFileRecord[]>(documents.map(({ id }) => [id, []]))
        for (const file of files) byDocument.get(file.documentId)?.push(file)
        yield documents.map((document) => ({ document, files: byDocument.get(document.id) ?? [] }))
      }
    },
  }
}
