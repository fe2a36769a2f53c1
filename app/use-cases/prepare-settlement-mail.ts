import type { CreditorId } from '~/domain/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'

/** What a mail about a step of a settlement offer says, with the offer as it stands when it is sent. */
export async function prepareSettlementMail(
  { unitOfWork, publicOrigin }: { unitOfWork: UnitOfWork; publicOrigin: string },
  job: Extract<MailJob, { kind: 'settlement-step' }>,
): Promise<MailContent> {
  const creditorId = job.creditorId as CreditorId
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ creditors, debtors, settlementOffers }) => {
    const creditor = await creditors.findById(creditorId)
    const offer = await settlementOffers.findById(creditorId, job.offerId)
    const debtor = offer && (await debtors.findById(creditorId, offer.debtorId))
    const entry = (await settlementOffers.listEntries(creditorId, job.offerId)).find(({ id }) => id === job.entryId)
    if (!creditor || !offer || !debtor || !entry) throw new Error('a mail is about an offer that does not exist')
    const path = job.reader === 'creditor' ? `/console/offers/${offer.id}` : `/offers/${offer.id}`
    const { kind, reader, locale } = job
    return { kind, creditor, debtor, offer, entry, reader, locale, url: `${publicOrigin}${path}` }
  })
}
