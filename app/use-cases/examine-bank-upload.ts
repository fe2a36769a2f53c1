/** A table that somebody has yet to say how to read: kept while they do, and looked into. */
import type { BankTableMapping } from '~/domain/bank-table'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { CreditorId } from '~/domain/ids'
import { chooseBankTableMapping } from './choose-bank-table-mapping'
import type { Clock } from './ports/clock'
import type { BankStatementReader, BankTableView } from './ports/bank-statement-reader'
import type { FileStore, WaitingFiles } from './ports/file-store'
import type { UnitOfWork } from './ports/unit-of-work'

interface Services {
  unitOfWork: UnitOfWork
  fileStore: FileStore & WaitingFiles
  bankStatementReader: BankStatementReader
}

/** How long a table waits for somebody to say how it is read. */
const KEPT_MS = 24 * 60 * 60_000

/** Keeps a table for a day. Its address; null for what is no table. */
export async function keepBankUpload(
  { fileStore, bankStatementReader, unitOfWork, clock }: Services & { clock: Clock },
  { creditorId, content }: { creditorId: CreditorId; content: Uint8Array },
): Promise<string | null> {
  if (!bankStatementReader.isTable(content)) return null
  const now = clock.now()
  const sha256 = await fileStore.setAside(creditorId, content, now)
  const startAt = new Date(now.getTime() + KEPT_MS)
  await unitOfWork.run({ kind: 'creditor', creditorId }, ({ jobs }) =>
    jobs.enqueue('forget-bank-upload', { creditorId, sha256 }, { startAt }),
  )
  return sha256
}

/** The handler of the job `forget-bank-upload`. What was loaded meanwhile is kept with the statements. */
export async function forgetBankUpload(
  { fileStore, clock }: Pick<Services, 'fileStore'> & { clock: Clock },
  { creditorId, sha256 }: { creditorId: string; sha256: string },
): Promise<void> {
  await fileStore.forgetSetAside(creditorId, sha256, new Date(clock.now().getTime() - KEPT_MS))
}

export interface ExaminedUpload {
  content: Uint8Array
  view: BankTableView
  /** What it was read with: the one given, a saved one that fits, or what its columns suggest. */
  mapping: BankTableMapping
  /** Name of the saved one. */
  name: string | null
  /** Why it cannot be read like that; null where it can. */
  refusal: DocumentRefusal | null
  /** How many bookings are in it then. */
  count: number
}

/** One that was kept for this, or one that was loaded before. Null where the creditor has no such table. */
export async function examineBankUpload(
  services: Services,
  { creditorId, sha256, mapping }: { creditorId: CreditorId; sha256: string; mapping: BankTableMapping | null },
): Promise<ExaminedUpload | null> {
  const { bankStatementReader } = services
  const { fileStore } = services
  const content = (await fileStore.getSetAside(creditorId, sha256)) ?? (await fileStore.get(creditorId, sha256))
  if (!content || !bankStatementReader.isTable(content)) return null
  const saved = mapping === null ? await chooseBankTableMapping(services, creditorId, content) : null
  const given = mapping ?? saved?.mapping ?? null
  const view = await bankStatementReader.examine(content, given)
  const tried = given ?? view.guess
  const read = await bankStatementReader.read({ filename: '', content }, { mapping: tried })
  return {
    ...{ content, view, mapping: tried, name: saved?.name ?? null },
    refusal: read.ok ? null : read.failure,
    count: read.ok ? read.value.reduce((sum, { entries }) => sum + entries.length, 0) : 0,
  }
}
