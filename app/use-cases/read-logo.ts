import type { CreditorLogo } from '~/domain/brand-policy'
import type { CreditorId } from '~/domain/ids'
import type { FileStore } from './ports/file-store'
import type { UnitOfWork } from './ports/unit-of-work'

/** A creditor's logo with its bytes. */
export interface LogoPicture extends CreditorLogo {
  readonly content: Uint8Array
}

/** Null where the creditor has none. */
export async function readLogo(
  { unitOfWork, fileStore }: { unitOfWork: UnitOfWork; fileStore: Pick<FileStore, 'get'> },
  creditorId: CreditorId,
): Promise<LogoPicture | null> {
  const { logo } = await unitOfWork.run({ kind: 'creditor', creditorId }, ({ policies }) =>
    policies.read(creditorId, 'brand'),
  )
  if (logo === null) return null
  const content = await fileStore.get(creditorId, logo.sha256)
  if (!content) throw new Error(`the content of stored file ${logo.sha256} is missing`)
  return { ...logo, content }
}
