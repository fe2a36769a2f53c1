import type { AccessLink } from '~/domain/access-link'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { UnitOfWork } from './ports/unit-of-work'
import { listAccessLog, type AccessLogLine } from './read-access-log'

const LOG_PAGE_SIZE = 50

export interface ListedLink {
  link: AccessLink
  /** It stands below the visitor's own, which can therefore take it back. */
  isBelow: boolean
  /** Whom it was forwarded by; null where the creditor issued it. */
  forwardedBy: string | null
}

export interface AccountAccess {
  own: AccessLink
  /** Newest first, without the visitor's own. */
  links: ListedLink[]
  log: AccessLogPage
}

/** All of the log is there to be read, a page at a time, newest first. */
export interface AccessLogPage {
  lines: AccessLogLine[]
  /** From 1; the last one where a later one was asked for. */
  page: number
  pageCount: number
  pageSize: number
  total: number
}

/**
 * Who can get into the account, and who has been in it. A link that the creditor issued shows all there is; a forwarded
 * one itself and what stands below it.
 */
export async function readAccess(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, debtorId, linkId }: { creditorId: CreditorId; debtorId: DebtorId; linkId: AccessLinkId },
  { page: asked = 1 }: { page?: number } = {},
): Promise<AccountAccess> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const { access } = transaction
    const own = await access.findLinkById(creditorId, linkId)
    if (!own) throw new Error(`no link ${linkId}`)
    const below = own.delegation === null ? undefined : own.id
    const links = await access.listLinks(creditorId, debtorId, below)
    const total = await access.countLog(creditorId, debtorId, below)
    const pageCount = Math.max(1, Math.ceil(total / LOG_PAGE_SIZE))
    const page = Math.min(asked, pageCount)
    const part = { linkId, offset: (page - 1) * LOG_PAGE_SIZE, limit: LOG_PAGE_SIZE }
    const names = new Map(
      [own, ...links].map(({ id, recipientName, recipientEmail }) => [id, recipientName ?? recipientEmail]),
    )
    return {
      own,
      links: links
        .filter(({ id }) => id !== own.id)
        .map((link) => {
          const parentId = link.delegation?.ancestorIds.at(-1)
          return {
            link,
            isBelow: link.delegation?.ancestorIds.includes(own.id) === true,
            forwardedBy: parentId === undefined ? null : (names.get(parentId) ?? null),
          }
        }),
      log: {
        lines: await listAccessLog(transaction, creditorId, debtorId, part),
        page,
        pageCount,
        pageSize: LOG_PAGE_SIZE,
        total,
      },
    }
  })
}
