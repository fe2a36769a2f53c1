import { getAccessLinkState } from '~/domain/access-link'
import type { AccessRight } from '~/domain/access-scope'
import type { Creditor } from '~/domain/creditor'
import { findDisputeReader, type BegunMatter } from './find-dispute-reader'
import { keepMailedLink } from './keep-mailed-link'
import { nameMailedLink } from './name-mailed-link'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

/** A mail about something that one of the debtor's people began with the creditor. */
export interface DebtorMail {
  /** The same however often its job runs. */
  readonly name: string
  /** To whom it was to go when it was queued. */
  readonly to: string
  readonly locale: string
  /** The page it is about, and what of a link's address leads there. */
  readonly page: string
  readonly query: string
  readonly issuedBy: 'dispute' | 'plan'
  /** What a link to the contact on file permits. */
  readonly scope: readonly AccessRight[]
}

/**
 * To whom it goes, and a link of the mail's own. To whoever began it that gives what the link gave by which they did, and
 * stands below that one where somebody had forwarded it; to the contact on file it gives everything that the matter needs.
 * A link that was taken back is replaced by none. Null where nobody is left to be told.
 */
export async function addressDebtorMail(
  { clock, ids, publicOrigin }: { clock: Clock; ids: IdSource; publicOrigin: string },
  transaction: Transaction,
  creditor: Creditor,
  matter: BegunMatter,
  mail: DebtorMail,
): Promise<{ to: string; locale: string; url: string } | null> {
  const { access } = transaction
  const { creditorId, debtorId, openedByEmail } = matter
  const now = clock.now()
  const reader = await findDisputeReader(transaction, matter, { held: true })
  if (openedByEmail !== null && reader?.isOpener !== true) {
    // An earlier attempt may have made them one.
    await access.revokeLink(creditorId, nameMailedLink(mail.name, openedByEmail), now, mail.issuedBy)
  }
  if (reader === null) return null
  const { to, name, source, isShutOut } = reader
  const locale = to === mail.to ? mail.locale : reader.locale
  const page = { to, locale, url: `${publicOrigin}${mail.page}` }
  const delegation = source?.delegation ?? null
  // Nobody is given more, or for longer, than was forwarded to them.
  if (isShutOut || (source && delegation && getAccessLinkState(source, now) !== 'usable')) return page
  const usualEnd = new Date(now.getTime() + creditor.linkLifetimeDays * 86_400_000)
  const token = await keepMailedLink(transaction, ids, {
    ...{ id: nameMailedLink(mail.name, to), creditorId, debtorId, locale, createdAt: now },
    ...{ recipientName: name, recipientEmail: to, issuedBy: mail.issuedBy },
    scope: source?.scope ?? [...mail.scope],
    expiresAt: source && delegation && source.expiresAt < usualEnd ? source.expiresAt : usualEnd,
    delegation: source && delegation ? { ...delegation, ancestorIds: [...delegation.ancestorIds, source.id] } : null,
  })
  return token === null ? page : { to, locale, url: `${publicOrigin}/l/${token}?${mail.query}` }
}
