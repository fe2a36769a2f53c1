/** A debtor's ledger: taken in, compared with the account, read, taken away. */
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { countFindings, type LedgerDocument, type LedgerFinding, type LedgerFindingKind } from '~/domain/ledger'
import { guessLedgerColumns, type LedgerColumns, type LedgerTable } from '~/domain/ledger-columns'
import { compareLedger } from '~/domain/ledger-matching'
import { readLedgerRows } from '~/domain/ledger-rows'
import { LEDGER_RETENTION_DAYS, LEDGER_SAMPLE_LINES, type LedgerUpload } from '~/domain/ledger-upload'
import type { DateOrder } from '~/domain/ledger-values'
import { fail, succeed, type Result } from '~/domain/result'
import { makeStorable } from '~/domain/storable-text'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { LedgerReader } from './ports/ledger-reader'
import type { LedgerAddress } from './ports/ledger-repository'
import type { RateLimiter } from './ports/rate-limiter'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export interface LedgerServices {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  ledgerReader: LedgerReader
  /** Uploads of a debtor. */
  ledgerUploads: RateLimiter
}

export interface LedgerVisitor {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly linkId: string
}

const MOST_LISTED = 50
const LONGEST_FILENAME = 200
const DAY_MS = 24 * 60 * 60 * 1000

/** Keeps the file's lines and guesses its columns. `dateOrder` is how the reader writes days. */
export async function uploadLedger(
  { unitOfWork, clock, ids, ledgerReader, ledgerUploads }: LedgerServices,
  visitor: LedgerVisitor,
  file: { filename: string; content: Uint8Array },
  dateOrder: DateOrder,
): Promise<Result<LedgerUpload, DocumentRefusal>> {
  const { allowed } = await ledgerUploads.attempt(visitor.debtorId)
  if (!allowed) return fail({ code: 'too_many', reason: 'too many uploads within the hour', place: {} })
  const read = await ledgerReader.read(file.content)
  if (!read.ok) return read
  const table = read.value.map((cells) => cells.map(makeStorable))
  const now = clock.now()
  return unitOfWork.run(scopeOf(visitor), async (transaction) => {
    const { currency } = await readAccount(transaction, visitor)
    const upload: LedgerUpload = {
      ...visitor,
      id: ids.uuid(),
      filename: makeStorable(file.filename.slice(0, LONGEST_FILENAME)),
      uploadedAt: now,
      expiresAt: new Date(now.getTime() + LEDGER_RETENTION_DAYS * DAY_MS),
      lineCount: table.length,
      columns: guessLedgerColumns(table, { currency, dateOrder }),
      result: null,
    }
    await transaction.ledgers.insert(upload, table)
    return succeed(upload)
  })
}

export function listLedgerUploads(
  { unitOfWork, clock }: Pick<LedgerServices, 'unitOfWork' | 'clock'>,
  visitor: Pick<LedgerVisitor, 'creditorId' | 'debtorId'>,
): Promise<LedgerUpload[]> {
  return unitOfWork.run(scopeOf(visitor), async ({ ledgers }) => {
    const uploads = await ledgers.listUploads(visitor.creditorId, visitor.debtorId, MOST_LISTED)
    return uploads.filter((upload) => isKept(upload, clock))
  })
}

/** The upload, and lines of it from the one above its first row; null when there is none, or no more. */
export function readLedgerUpload(
  { unitOfWork, clock }: Pick<LedgerServices, 'unitOfWork' | 'clock'>,
  address: LedgerAddress,
): Promise<{ upload: LedgerUpload; firstLine: number; sample: LedgerTable; width: number } | null> {
  return unitOfWork.run(scopeOf(address), async ({ ledgers }) => {
    const upload = await ledgers.findUpload(address)
    if (!upload || !isKept(upload, clock)) return null
    const table = await ledgers.readTable(address)
    const firstLine = Math.max(0, upload.columns.skippedLines - 1)
    const sample = table.slice(firstLine, firstLine + LEDGER_SAMPLE_LINES)
    return { upload, firstLine, sample, width: Math.max(0, ...table.slice(0, 1_000).map((cells) => cells.length)) }
  })
}

/** Compares the ledger as its columns were confirmed, with the account as it is now. Null when there is no such upload. */
export function compareLedgerUpload(
  { unitOfWork, clock }: Pick<LedgerServices, 'unitOfWork' | 'clock'>,
  address: LedgerAddress,
  columns: LedgerColumns | null,
): Promise<LedgerUpload | null> {
  return unitOfWork.run(scopeOf(address), async (transaction) => {
    const { ledgers } = transaction
    const known = await ledgers.findUpload(address)
    if (!known || !isKept(known, clock)) return null
    const chosen = columns ?? known.columns
    const { rows, unreadable } = readLedgerRows(await ledgers.readTable(address), chosen)
    const { documents } = await readAccount(transaction, address)
    const findings = compareLedger(rows, documents, unreadable)
    const upload: LedgerUpload = {
      ...known,
      columns: chosen,
      result: { comparedAt: clock.now(), counts: countFindings(findings) },
    }
    await ledgers.saveResult(upload, findings)
    return upload
  })
}

/** A part of the result; null when there is no such upload. */
export function readLedgerResult(
  { unitOfWork, clock }: Pick<LedgerServices, 'unitOfWork' | 'clock'>,
  address: LedgerAddress,
  wanted: { kind: LedgerFindingKind | null; offset: number; limit: number },
): Promise<{ upload: LedgerUpload; findings: LedgerFinding[] } | null> {
  return unitOfWork.run(scopeOf(address), async ({ ledgers }) => {
    const upload = await ledgers.findUpload(address)
    if (!upload || !isKept(upload, clock)) return null
    return { upload, findings: upload.result === null ? [] : await ledgers.listFindings(address, wanted) }
  })
}

export function deleteLedgerUpload(
  { unitOfWork }: Pick<LedgerServices, 'unitOfWork'>,
  address: LedgerAddress,
): Promise<void> {
  return unitOfWork.run(scopeOf(address), ({ ledgers }) => ledgers.delete(address))
}

/** Deletes what debtors sent once its time is over. */
export async function deleteExpiredLedgers({
  unitOfWork,
  clock,
}: Pick<LedgerServices, 'unitOfWork' | 'clock'>): Promise<void> {
  await unitOfWork.run({ kind: 'system' }, ({ ledgers }) => ledgers.deleteExpired(clock.now()))
}

function scopeOf({ creditorId, debtorId }: Pick<LedgerVisitor, 'creditorId' | 'debtorId'>) {
  return { kind: 'debtor', creditorId, debtorId } as const
}

function isKept({ expiresAt }: LedgerUpload, clock: Clock): boolean {
  return expiresAt > clock.now()
}

/** The account's documents, and the currency that most of them are in. */
async function readAccount(
  { creditors, ledgers }: Transaction,
  { creditorId, debtorId }: Pick<LedgerVisitor, 'creditorId' | 'debtorId'>,
): Promise<{ documents: LedgerDocument[]; currency: CurrencyCode }> {
  const creditor = await creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const documents = await ledgers.listDocuments(creditorId, debtorId, creditor.timeZone)
  const counts = new Map<CurrencyCode, number>()
  for (const { currency } of documents) counts.set(currency, (counts.get(currency) ?? 0) + 1)
  const [most] = [...counts].sort(([, one], [, other]) => other - one)
  const currency = most?.[0] ?? parseCurrencyCode(creditor.defaultCurrency)
  if (currency === null) throw new RangeError(`not a currency: ${creditor.defaultCurrency}`)
  return { documents, currency }
}
