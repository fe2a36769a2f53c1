import type { BankStatementKind } from '~/domain/bank-statement'
import { listBankTransactions, planLoad, type BankTransaction } from '~/domain/bank-transaction'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { CreditorId, StoredFileId } from '~/domain/ids'
import type { KeptTransaction } from '~/domain/kept-transaction'
import { fail, succeed, type Result } from '~/domain/result'
import { chooseBankTableMapping } from './choose-bank-table-mapping'
import { matchBankTransactions } from './match-bank-transactions'
import type { BankStatementReader } from './ports/bank-statement-reader'
import type { FileStore } from './ports/file-store'
import type { BankStatementFile } from './ports/bank-statement-repository'
import type { Transaction } from './ports/unit-of-work'
import type { TransferServices } from './receive-transfer'

export interface LoadStatementInput {
  creditorId: CreditorId
  /** Its name is only ever shown. */
  file: { filename: string; content: Uint8Array }
  /** A creditor's own column mapping for tables, as parsed JSON; left out, a saved one is taken that fits. */
  mapping?: unknown
  /**
   * Takes out what the very same file said when it was read otherwise. Refused (`settled_before`) where something of it
   * was settled, or ignored by a person: what they did has to be undone first.
   */
  again?: boolean
  /** 'user:<id>' or 'key:<id>' */
  loadedBy: string
}

export interface LoadedStatement {
  file: BankStatementFile
  /** False where the very same file was loaded before: nothing has changed. */
  isNew: boolean
  /** Of the file's booked transactions: those that were new, as they now stand, and how many were known. */
  added: KeptTransaction[]
  knownCount: number
}

/** What a process that dies leaves undone is taken up by a job. */
const SUPERVISION_MS = 60_000

const FORMATS: Readonly<Record<BankStatementKind, { name: string; mediaType: string }>> = {
  statement: { name: 'camt.053', mediaType: 'application/xml' },
  notification: { name: 'camt.054', mediaType: 'application/xml' },
  report: { name: 'camt.052', mediaType: 'application/xml' },
  table: { name: 'csv', mediaType: 'text/csv' },
}

/**
 * Takes in a bank statement, in whole or not at all, keeps its file, and then matches what is new in it, some at a
 * time. The same file again changes nothing, and neither does a file that tells of the same movements.
 */
export async function loadBankStatement(
  services: TransferServices & { bankStatementReader: BankStatementReader; fileStore: FileStore },
  input: LoadStatementInput,
): Promise<Result<LoadedStatement, DocumentRefusal>> {
  const taken = await takeIn(services, input)
  if (!taken.ok) return taken
  const { creditorId } = input
  const kept = taken.value
  // In the file's order. What was read of the file is let go by now: the database has it.
  await matchBankTransactions(services, kept.creditor, kept.addedIds)
  const added = await services.unitOfWork.run({ kind: 'creditor', creditorId }, async ({ bankStatements }) => {
    const found = new Map((await bankStatements.findByIds(creditorId, kept.addedIds)).map((one) => [one.id, one]))
    return kept.addedIds.flatMap((id) => found.get(id) ?? [])
  })
  const { isNew, knownCount } = kept
  return succeed({ file: kept.file, isNew, added, knownCount })
}

interface KeptStatement extends Pick<LoadedStatement, 'file' | 'isNew' | 'knownCount'> {
  creditor: Creditor
  /** In the file's order. */
  addedIds: string[]
}

async function takeIn(
  services: TransferServices & { bankStatementReader: BankStatementReader; fileStore: FileStore },
  input: LoadStatementInput,
): Promise<Result<KeptStatement, DocumentRefusal>> {
  const { creditorId, file } = input
  const mapping = input.mapping ?? (await chooseBankTableMapping(services, creditorId, file.content))?.mapping
  const read = await services.bankStatementReader.read(file, mapping === undefined ? {} : { mapping })
  if (!read.ok) return read
  const [first] = read.value
  if (!first) return fail({ code: 'no_document', place: {}, reason: 'the file holds no statement' })
  // On the disk before the row that names it.
  const stored = await services.fileStore.put(creditorId, file.content)
  const transactions = read.value.flatMap(listBankTransactions)
  const scope = { kind: 'creditor', creditorId } as const
  const kept = await services.unitOfWork.run(scope, (transaction) =>
    keep(services, transaction, input, { stored, format: FORMATS[first.kind], transactions }),
  )
  if (!kept) return fail({ code: 'settled_before', place: {}, reason: 'bookings of the file were dealt with already' })
  return succeed(kept)
}

interface ReadFile {
  stored: { sha256: string; byteSize: number }
  format: { name: string; mediaType: string }
  transactions: readonly BankTransaction[]
}

async function keep(
  { clock, ids }: TransferServices,
  transaction: Transaction,
  input: LoadStatementInput,
  { stored, format, transactions }: ReadFile,
): Promise<KeptStatement | null> {
  const { creditorId, loadedBy } = input
  const { filename } = input.file
  const { bankStatements, creditors, invoiceImports, jobs } = transaction
  const { sha256 } = stored
  await bankStatements.lockMatching(creditorId)
  const booked = transactions.filter(({ status }) => status === 'booked')
  const earlier = await bankStatements.findFile(creditorId, sha256)
  const creditor = await creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  if (earlier && input.again !== true) {
    return { creditor, file: earlier, isNew: false, addedIds: [], knownCount: booked.length }
  }
  if (earlier && !(await bankStatements.withdrawFile(creditorId, earlier.id))) return null
  const now = clock.now()
  const known = await bankStatements.findKnown(creditorId, [...new Set(booked.map((one) => one.entryFingerprint))])
  const plan = planLoad(transactions, known)
  const added = plan.added.filter(({ amount }) => amount.amountMinor > 0)
  const [fileId = null] = await invoiceImports.resolveFiles(creditorId, [
    { id: ids.uuid() as StoredFileId, ...stored, mediaType: format.mediaType, filename },
  ])
  const file: BankStatementFile = {
    ...{ id: ids.uuid(), creditorId, sha256, name: filename, format: format.name, fileId },
    ...{ transactionCount: booked.length, newCount: added.length, loadedAt: now, loadedBy },
  }
  await bankStatements.insertFile(file)
  await bankStatements.removeByFingerprints(creditorId, plan.replaced)
  const today = dayOfInstant(now, creditor.timeZone)
  const begun = added.map((one) => begin(ids.uuid(), file, one, today))
  await bankStatements.insertMany(begun)
  const startAt = new Date(now.getTime() + SUPERVISION_MS)
  await jobs.enqueue('match-bank-transactions', { creditorId, statementId: file.id }, { startAt })
  const knownCount = booked.length - added.length
  return { creditor, file, isNew: true, addedIds: begun.map(({ id }) => id), knownCount }
}

/** A bank that gives a booking no day books it on the day we hear of it. */
function begin(
  id: string,
  { id: statementId, creditorId }: BankStatementFile,
  transaction: BankTransaction,
  today: CalendarDay,
): KeptTransaction {
  const bookedOn = transaction.bookedOn ?? transaction.valueOn ?? today
  return {
    ...{ id, creditorId, statementId, transaction: { ...transaction, bookedOn } },
    ...{ status: 'open', decision: { kind: 'waiting' } },
    ...{ debtorId: null, paymentId: null, referencePaymentId: null, decidedAt: null, decidedBy: null },
  }
}
