import type { BrandPolicy, CreditorLogo } from '~/domain/brand-policy'
import type { CreditorId } from '~/domain/ids'
import type { Result } from '~/domain/result'
import { changePolicy, type PolicyRefusal } from './change-policy'
import type { Clock } from './ports/clock'
import type { FileStore } from './ports/file-store'
import type { UnitOfWork } from './ports/unit-of-work'
import type { CurrentPolicy } from './read-policy'

/** Keeps a picture whose content was checked, and has documents and mails carry it; null takes the logo away. */
export async function changeLogo(
  { unitOfWork, clock, fileStore }: { unitOfWork: UnitOfWork; clock: Clock; fileStore: FileStore },
  {
    creditorId,
    picture,
    changedBy,
    basedOn,
  }: {
    creditorId: CreditorId
    picture: (Omit<CreditorLogo, 'sha256'> & { content: Uint8Array }) | null
    /** 'user:<id>' */
    changedBy: string
    /** The version that was read before. */
    basedOn: number
  },
): Promise<Result<CurrentPolicy<'brand'>, PolicyRefusal>> {
  const body: BrandPolicy = { logo: picture && (await keep(fileStore, creditorId, picture)) }
  return changePolicy({ unitOfWork, clock }, { creditorId, kind: 'brand', body, changedBy, basedOn })
}

async function keep(
  fileStore: FileStore,
  creditorId: CreditorId,
  { content, mediaType, width, height }: Omit<CreditorLogo, 'sha256'> & { content: Uint8Array },
): Promise<CreditorLogo> {
  const { sha256 } = await fileStore.put(creditorId, content)
  return { sha256, mediaType, width, height }
}
