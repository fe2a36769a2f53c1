import { getAccessLinkState, type AccessLink } from '~/domain/access-link'
import type { Creditor } from '~/domain/creditor'
import type { Dispute } from '~/domain/dispute'
import type { AccessLinkId, CreditorId, DisputeId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { DisputeInMail, MailContent } from './ports/mail-renderer'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

type DisputeMailJob = Extract<MailJob, { kind: 'dispute-step' }>

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  publicOrigin: string
}

/**
 * What a mail about a step of a dispute says, with the amounts as they are when it is sent. A debtor's carries a link
 * that opens on the dispute, a creditor's the console's page.
 */
export async function prepareDisputeMail(dependencies: Dependencies, job: DisputeMailJob): Promise<MailContent> {
  const creditorId = job.creditorId as CreditorId
  return dependencies.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const dispute = await transaction.disputes.find(creditorId, job.disputeId as DisputeId)
    const debtor = dispute && (await transaction.debtors.findById(creditorId, dispute.debtorId))
    const entries = dispute ? await transaction.disputes.listEntries(creditorId, dispute.id) : []
    const entry = entries.find(({ id }) => id === job.entryId)
    if (!creditor || !dispute || !debtor || !entry) throw new Error('a mail is about a dispute that does not exist')
    const disputes =
      entry.step === 'opened'
        ? await transaction.disputes.listByKey(creditorId, dispute.debtorId, dispute.idempotencyKey)
        : [dispute]
    return {
      kind: job.kind,
      ...{ creditor, debtor, locale: job.locale, reader: job.reader, entry },
      disputes: await describeDisputes(transaction, creditorId, disputes),
      fileCount: entry.files.length,
      creditNoteNumber: dispute.creditNoteNumber,
      url:
        job.reader === 'debtor'
          ? await openWay(dependencies, transaction, creditor, dispute, job)
          : `${dependencies.publicOrigin}/console/disputes${disputes.length === 1 ? `/${dispute.id}` : ''}`,
    }
  })
}

async function describeDisputes(
  { invoices }: Transaction,
  creditorId: CreditorId,
  disputes: readonly Dispute[],
): Promise<DisputeInMail[]> {
  const balances = await invoices.findByIds(
    creditorId,
    disputes.map(({ invoiceId }) => invoiceId),
  )
  return disputes.flatMap((dispute) => {
    const invoice = balances.find(({ id }) => id === dispute.invoiceId)
    return invoice ? [{ dispute, invoiceNumber: invoice.number, dueNowMinor: computeDueNow(invoice) }] : []
  })
}

/**
 * A link of the mail's own. To whoever opened the dispute it gives what the link gave by which they did, and stands
 * below that one where somebody had forwarded it; to the contact on file it gives everything that a dispute needs.
 */
async function openWay(
  { clock, ids, publicOrigin }: Dependencies,
  { access, debtors }: Transaction,
  creditor: Creditor,
  { id, creditorId, debtorId, linkId, openedByEmail, openedByName }: Dispute,
  { to, locale }: DisputeMailJob,
): Promise<string> {
  const page = `/disputes/${id}`
  const now = clock.now()
  const isOpener = to === openedByEmail
  const source = isOpener && linkId !== null ? await access.findLinkById(creditorId, linkId as AccessLinkId) : null
  const usualEnd = new Date(now.getTime() + creditor.linkLifetimeDays * 86_400_000)
  const delegation = source?.delegation ?? null
  // Nobody is given more, or for longer, than was forwarded to them.
  if (source && delegation && getAccessLinkState(source, now) !== 'usable') return `${publicOrigin}${page}`
  const contact = (await debtors.listContacts(creditorId, debtorId)).find(({ email }) => email === to)
  const token = ids.secret()
  const link: AccessLink = {
    id: ids.uuid() as AccessLinkId,
    ...{ creditorId, debtorId, locale },
    scope: source?.scope ?? ['view', 'pay', 'dispute'],
    recipientName: isOpener ? openedByName : (contact?.name ?? null),
    recipientEmail: to,
    createdAt: now,
    expiresAt: source && delegation && source.expiresAt < usualEnd ? source.expiresAt : usualEnd,
    revokedAt: null,
    issuedBy: 'dispute',
    delegation: source && delegation ? { ...delegation, ancestorIds: [...delegation.ancestorIds, source.id] } : null,
  }
  await access.insertLink(link, hashSecret(token))
  return `${publicOrigin}/l/${token}?dispute=${id}`
}
