import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'

type AccessMailJob = Extract<MailJob, { kind: 'approval-requested' | 'approval-decided' | 'link-reported' }>

/** What a mail about a payment that needs two people, or about a link that nobody knows, says. */
export async function prepareAccessMail(
  { unitOfWork, publicOrigin }: { unitOfWork: UnitOfWork; publicOrigin: string },
  job: AccessMailJob,
): Promise<MailContent> {
  const creditorId = job.creditorId as CreditorId
  const debtorId = job.debtorId as DebtorId
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ creditors, debtors, access, approvals }) => {
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    if (!creditor || !debtor) throw new Error('a mail is about a debtor that does not exist')
    const base = { creditor, debtor, locale: job.locale }
    if (job.kind === 'link-reported') {
      const link = await access.findLinkById(creditorId, job.linkId as AccessLinkId)
      if (!link) throw new Error('a mail is about a link that does not exist')
      const url = `${publicOrigin}/console/debtors/${encodeURIComponent(debtor.externalId)}`
      return { kind: job.kind, ...base, link, reportedBy: job.reportedBy, url }
    }
    const approval = await approvals.findById(creditorId, job.approvalId)
    if (!approval) throw new Error('a mail is about an approval that does not exist')
    return { kind: job.kind, ...base, approval, url: `${publicOrigin}/approvals/${approval.id}` }
  })
}
