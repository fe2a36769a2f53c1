import type { CreditorId, StoredFileId } from '~/domain/ids'
import type { DisputeServices } from './dispute-services'
import type { StoredFileCandidate } from './ports/invoice-import-repository'
import type { Transaction } from './ports/unit-of-work'

/** A file whose content was checked and is of the type it says. */
export interface CheckedFile {
  readonly filename: string
  readonly mediaType: string
  readonly content: Uint8Array
}

/** A file in the store, and not yet anybody's. */
export type KeptFile = Omit<StoredFileCandidate, 'id'>

/** Puts the bytes where files are kept, before any transaction: repeated, it changes nothing. */
export async function putDisputeFiles(
  { fileStore }: Pick<DisputeServices, 'fileStore'>,
  creditorId: CreditorId,
  files: readonly CheckedFile[],
): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  for (const { content, filename, mediaType } of files) {
    kept.push({ ...(await fileStore.put(creditorId, content)), filename, mediaType })
  }
  return kept
}

/** Makes them files of an entry. */
export async function attachDisputeFiles(
  { ids }: Pick<DisputeServices, 'ids'>,
  transaction: Transaction,
  creditorId: CreditorId,
  files: readonly KeptFile[],
): Promise<{ id: string; fileId: StoredFileId }[]> {
  if (files.length === 0) return []
  const fileIds = await transaction.invoiceImports.resolveFiles(
    creditorId,
    files.map((file) => ({ ...file, id: ids.uuid() as StoredFileId })),
  )
  return fileIds.map((fileId) => ({ id: ids.uuid(), fileId }))
}
