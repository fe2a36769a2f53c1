import { describeStandings } from '~/domain/bank-details'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'

type ContactMailJob = Extract<
  MailJob,
  { kind: 'contact-received' | 'contact-confirmed' | 'contact-answered' | 'pause-ended' | 'bank-details-changed' }
>

/** What a mail about a request, or about changed bank details, says. */
export async function prepareContactMail(
  { unitOfWork, publicOrigin }: { unitOfWork: UnitOfWork; publicOrigin: string },
  job: ContactMailJob,
): Promise<MailContent> {
  const creditorId = job.creditorId as CreditorId
  if (job.kind === 'bank-details-changed') {
    return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ creditors, bankDetails }) => {
      const creditor = await creditors.findById(creditorId)
      const history = await bankDetails.list(creditorId)
      const index = history.findIndex(({ version }) => version === job.version)
      const version = history[index]
      if (!creditor || !version) throw new Error('a mail is about a change that does not exist')
      const standings = describeStandings(history.slice(0, index + 1), version.changedAt)
      return { kind: job.kind, creditor, locale: job.locale, changedAt: version.changedAt, standings }
    })
  }
  const debtorId = job.debtorId as DebtorId
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ creditors, debtors, contactRequests }) => {
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    const request = await contactRequests.findById(creditorId, job.requestId)
    if (!creditor || !debtor || !request) throw new Error('a mail is about a request that does not exist')
    const about = { creditor, debtor, request, pause: request.pause, locale: job.locale }
    if (job.kind === 'pause-ended') {
      if (!request.pause) throw new Error('a mail is about a pause that does not exist')
      return { kind: job.kind, ...about, pause: request.pause }
    }
    if (job.kind === 'contact-answered') {
      return { kind: job.kind, ...about, reply: request.replies.find(({ id }) => id === job.replyId)?.text ?? null }
    }
    return job.kind === 'contact-received'
      ? { kind: job.kind, ...about, url: `${publicOrigin}/console/requests/${request.id}` }
      : { kind: job.kind, ...about }
  })
}
