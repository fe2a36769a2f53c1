import type { CreditorId, DebtorId } from '~/domain/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'

/** What a mail about a promise to pay says, as it stands when it is sent. */
export async function preparePromiseMail(
  { unitOfWork, publicOrigin }: { unitOfWork: UnitOfWork; publicOrigin: string },
  job: Extract<MailJob, { kind: 'promise-step' }>,
): Promise<MailContent> {
  const creditorId = job.creditorId as CreditorId
  const debtorId = job.debtorId as DebtorId
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ creditors, promises }) => {
    const creditor = await creditors.findById(creditorId)
    const promise = await promises.findById(creditorId, job.promiseId)
    if (!creditor || !promise) throw new Error('a mail is about a promise that does not exist')
    return { kind: job.kind, creditor, promise, step: job.step, locale: job.locale, url: `${publicOrigin}/promises` }
  })
}
