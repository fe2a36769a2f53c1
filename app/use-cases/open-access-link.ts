import { getAccessLinkState, getSessionExpiry, type AccessLink } from '~/domain/access-link'
import { fail, succeed, type Result } from '~/domain/result'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

export interface OpenedSession {
  /** Goes into the browser's cookie and nowhere else. */
  sessionToken: string
  expiresAt: Date
  link: AccessLink
}

/** Starts a session on a link. May be done any number of times while the link lasts; each is logged and reported. */
export async function openAccessLink(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: { token: string; clientHint: string | null },
): Promise<Result<OpenedSession, 'unknown' | 'expired' | 'revoked'>> {
  const now = clock.now()
  const sessionToken = ids.secret()
  const found = await unitOfWork.run({ kind: 'system' }, ({ access }) =>
    access.findLinkByToken(hashSecret(input.token)),
  )
  if (!found) return fail('unknown')
  const { creditorId, debtorId } = found
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    // Read again inside: it may have been revoked a moment ago.
    const link = (await transaction.access.findLinkById(creditorId, found.id)) ?? found
    const state = getAccessLinkState(link, now)
    const log = { id: ids.uuid(), creditorId, debtorId, linkId: link.id, at: now, clientHint: input.clientHint }
    if (state !== 'usable') {
      await transaction.access.appendLog({
        ...log,
        action: state === 'expired' ? 'refused_expired' : 'refused_revoked',
      })
      return fail(state)
    }
    const expiresAt = getSessionExpiry(link, now)
    await transaction.access.insertSession({
      id: ids.uuid(),
      tokenSha256: hashSecret(sessionToken),
      link,
      createdAt: now,
      expiresAt,
    })
    await transaction.access.appendLog({ ...log, action: 'opened' })
    await transaction.outcomeLog.append({
      creditorId,
      debtorId,
      type: 'link.opened',
      occurredAt: now,
      data: {
        link: {
          id: link.id,
          scope: link.scope,
          ...(link.recipientName === null ? {} : { recipientName: link.recipientName }),
        },
      },
    })
    return succeed({ sessionToken, expiresAt, link })
  })
}
