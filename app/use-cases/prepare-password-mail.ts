import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import { hashSecret } from './hash-secret'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * What a mail with a link to set a password says. The secret is made now and kept nowhere but in the mail. Null when the
 * link has ended meanwhile: there is nothing to send.
 */
export async function preparePasswordMail(
  { unitOfWork, ids, publicOrigin }: { unitOfWork: UnitOfWork; ids: IdSource; publicOrigin: string },
  job: Extract<MailJob, { kind: 'password-link' }>,
): Promise<MailContent | null> {
  const creditorId = job.creditorId as CreditorId
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ creditors, consoleUsers, passwordLinks }) => {
    const creditor = await creditors.findById(creditorId)
    const found = await consoleUsers.findById(creditorId, job.userId as ConsoleUserId)
    const link = await passwordLinks.findById(creditorId, job.passwordLinkId)
    if (!creditor || !found || !link) throw new Error('a mail is about a link that does not exist')
    if (link.endedAt !== null) return null
    const token = ids.secret()
    await passwordLinks.replaceToken(link.id, hashSecret(token))
    return {
      kind: job.kind,
      creditor,
      locale: job.locale,
      user: found.user,
      link,
      url: `${publicOrigin}/console/set-password/${token}`,
      invitation: job.invitation,
    }
  })
}
