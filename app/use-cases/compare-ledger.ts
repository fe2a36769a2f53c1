/** A debtor's ledger: taken in, compared with the account, read, taken away. */
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import { countFindings, type LedgerDocument, type LedgerFinding, type LedgerFindingKind } from '~/domain/ledger'
import { guessLedgerColumns, isSameReading, type LedgerColumns, type LedgerTable } from '~/domain/ledger-columns'
import {
  isExpected,
  LEDGER_RETENTION_DAYS,
  LEDGER_SAMPLE_LINES,
  MOST_COMPARED_AT_ONCE,
  MOST_COMPARISON_ATTEMPTS,
  type LedgerUpload,
} from '~/domain/ledger-upload'
import type { DateOrder } from '~/domain/ledger-values'
import { fail, succeed, type Result } from '~/domain/result'
import { makeStorable } from '~/domain/storable-text'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { LedgerComparer } from './ports/ledger-comparer'
import type { LedgerReader } from './ports/ledger-reader'
import type { LedgerAddress } from './ports/ledger-repository'
import type { RateLimiter } from './ports/rate-limiter'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { logAccessStep } from './record-access-step'

export interface LedgerServices {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  ledgerReader: LedgerReader
  ledgerComparer: LedgerComparer
  /** Uploads of a debtor. */
  ledgerUploads: RateLimiter
}

export interface LedgerVisitor {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly linkId: AccessLinkId
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
      awaited: null,
      failedAt: null,
      result: null,
    }
    await transaction.ledgers.insert(upload, table)
    await logAccessStep({ clock, ids }, transaction, { ...visitor, action: 'ledger_sent', subject: upload.filename })
    return succeed(upload)
  })
}

/** The ledgers that the account's people have sent and that are still kept, newest first. */
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

/**
 * Compares the ledger as its columns were confirmed, with the account as it is now; a large one is left to a job, and
 * asking again for what is under way asks for nothing more. Null when there is no such upload.
 */
export async function compareLedgerUpload(
  services: LedgerServices,
  address: LedgerAddress,
  columns: LedgerColumns | null,
): Promise<LedgerUpload | null> {
  const { unitOfWork, clock, ids } = services
  const asked = await unitOfWork.run(scopeOf(address), async (transaction) => {
    const { ledgers, jobs } = transaction
    const known = await ledgers.lockUpload(address)
    if (!known || !isKept(known, clock)) return null
    const chosen = columns ?? known.columns
    const now = clock.now()
    const isUnderWay = known.awaited !== null && isExpected(known.awaited, now)
    if (isUnderWay && isSameReading(chosen, known.columns)) return { upload: known, limitedBy: null, isLeft: true }
    const { creditorId, debtorId, id: uploadId } = address
    const size = Math.max(known.lineCount, await ledgers.countDocuments(creditorId, debtorId))
    if (size <= MOST_COMPARED_AT_ONCE) {
      const upload = { ...known, columns: chosen }
      return { upload, limitedBy: await findLimit(transaction, known), isLeft: false }
    }
    const awaited = { id: ids.uuid(), since: now, attempts: 0 }
    const upload: LedgerUpload = { ...known, columns: chosen, awaited, failedAt: null }
    await ledgers.saveProgress(upload)
    await jobs.enqueue('compare-ledger', { creditorId, debtorId, uploadId, comparisonId: awaited.id })
    return { upload, limitedBy: null, isLeft: true }
  })
  if (asked === null || asked.isLeft) return asked?.upload ?? null
  return carryOut(
    services,
    { ...address, limitedBy: asked.limitedBy },
    { columns: asked.upload.columns, awaitedId: null },
  )
}

/**
 * The handler of the job `compare-ledger`. Where it was cut short it begins again, with the account of then; where it never
 * comes to an end it is given up, and the page says so. What was asked for anew meanwhile, or deleted, is left alone.
 */
export async function runLedgerComparison(
  services: LedgerServices,
  { comparisonId, ...address }: LedgerAddress & { comparisonId: string },
): Promise<void> {
  const begun = await services.unitOfWork.run(scopeOf(address), async (transaction) => {
    const { ledgers } = transaction
    const upload = await ledgers.lockUpload(address)
    if (!upload || upload.awaited?.id !== comparisonId) return null
    const attempts = upload.awaited.attempts + 1
    if (attempts > MOST_COMPARISON_ATTEMPTS) {
      await ledgers.saveProgress({ ...upload, awaited: null, failedAt: services.clock.now() })
      return null
    }
    await ledgers.saveProgress({ ...upload, awaited: { ...upload.awaited, attempts } })
    return { columns: upload.columns, limitedBy: await findLimit(transaction, upload) }
  })
  if (begun === null) return
  const { columns, limitedBy } = begun
  await carryOut(services, { ...address, limitedBy }, { columns, awaitedId: comparisonId })
}

/** Nothing is locked while it is compared. What came out is kept unless something else was asked for meanwhile. */
async function carryOut(
  { unitOfWork, clock, ledgerComparer }: LedgerServices,
  { limitedBy, ...address }: LedgerAddress & { limitedBy: AccessLinkId | null },
  { columns, awaitedId }: { columns: LedgerColumns; awaitedId: string | null },
): Promise<LedgerUpload | null> {
  const scope = { ...scopeOf(address), limitedBy }
  const comparedAt = clock.now()
  const read = await unitOfWork.run(scope, async (transaction) => {
    if (!(await transaction.ledgers.findUpload(address))) return null
    const table = await transaction.ledgers.readTable(address)
    const { documents } = await readAccount(transaction, address)
    return { table, documents }
  })
  if (read === null) return null
  const findings = await ledgerComparer.compare({ ...read, columns })
  return unitOfWork.run(scope, async ({ ledgers }) => {
    const known = await ledgers.lockUpload(address)
    if (!known || (awaitedId !== null && known.awaited?.id !== awaitedId)) return null
    const result = { comparedAt, counts: countFindings(findings) }
    const upload: LedgerUpload = { ...known, columns, awaited: null, failedAt: null, result }
    await ledgers.saveResult(upload, findings)
    return upload
  })
}

/** A ledger that came by a link for chosen invoices is compared with those alone, whoever has it compared. */
async function findLimit({ access }: Transaction, { creditorId, linkId }: LedgerUpload): Promise<AccessLinkId | null> {
  const link = await access.findLinkById(creditorId, linkId)
  return link?.delegation?.invoiceIds ? link.id : null
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

/** Deletes a ledger with its findings before its time; does nothing where there is none such. */
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
