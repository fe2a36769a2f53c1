/** A table that somebody has yet to say how to read: kept while they do, and looked into. */
import type { BankTableMapping } from '~/domain/bank-table'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { CreditorId } from '~/domain/ids'
import { chooseBankTableMapping } from './choose-bank-table-mapping'
import type { BankStatementReader, BankTableView } from './ports/bank-statement-reader'
import type { FileStore } from './ports/file-store'
import type { UnitOfWork } from './ports/unit-of-work'

interface Services {
  unitOfWork: UnitOfWork
  fileStore: FileStore
  bankStatementReader: BankStatementReader
}

/** The address of what is kept; null for what is no table. */
export async function keepBankUpload(
  { fileStore, bankStatementReader }: Pick<Services, 'fileStore' | 'bankStatementReader'>,
  { creditorId, content }: { creditorId: CreditorId; content: Uint8Array },
): Promise<string | null> {
  return bankStatementReader.isTable(content) ? (await fileStore.put(creditorId, content)).sha256 : null
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

/** Null where the creditor has no such table. */
export async function examineBankUpload(
  services: Services,
  { creditorId, sha256, mapping }: { creditorId: CreditorId; sha256: string; mapping: BankTableMapping | null },
): Promise<ExaminedUpload | null> {
  const { bankStatementReader } = services
  const content = await services.fileStore.get(creditorId, sha256)
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
