import { getAccessLinkState } from '~/domain/access-link'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { keepMailedLink } from './keep-mailed-link'
import { nameMailedLink } from './name-mailed-link'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * What a mail about a payment that waits for its payer says. It carries a link of its own to the account, which lives as
 * long as the payment and opens on it, and gives no more than the link by which the payment was begun: it stands below
 * that one where somebody had forwarded it. Null when the payment does not wait any more, and when whoever began it was
 * shut out since.
 */
export async function prepareConfirmationMail(
  {
    unitOfWork,
    clock,
    ids,
    publicOrigin,
  }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource; publicOrigin: string },
  job: Extract<MailJob, { kind: 'payment-to-confirm' }>,
): Promise<MailContent | null> {
  const creditorId = job.creditorId as CreditorId
  const debtorId = job.debtorId as DebtorId
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const { creditors, debtors, payments, access } = transaction
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    const payment = await payments.findById(creditorId, job.paymentId as PaymentId)
    if (!creditor || !debtor || !payment) throw new Error('a mail is about a payment that does not exist')
    if (payment.status !== 'pending') return null
    const now = clock.now()
    const source = payment.linkId === null ? null : await access.findLinkById(creditorId, payment.linkId)
    const delegation = source?.delegation ?? null
    if (source && (source.revokedAt !== null || (delegation && getAccessLinkState(source, now) !== 'usable')))
      return null
    const contact = (await debtors.listContacts(creditorId, debtorId)).find(({ email }) => email === job.to)
    const token = await keepMailedLink(transaction, ids, {
      ...{ id: nameMailedLink(`payment-to-confirm ${payment.id}`, job.to), creditorId, debtorId },
      ...{ recipientEmail: job.to, locale: job.locale, createdAt: now, issuedBy: 'payment' },
      scope: source && delegation ? source.scope : ['view', 'pay'],
      recipientName: source?.recipientName ?? contact?.name ?? null,
      expiresAt: source && delegation && source.expiresAt < payment.expiresAt ? source.expiresAt : payment.expiresAt,
      delegation: source && delegation ? { ...delegation, ancestorIds: [...delegation.ancestorIds, source.id] } : null,
    })
    if (token === null) return null
    const url = `${publicOrigin}/l/${token}?payment=${payment.id}`
    return { kind: job.kind, creditor, debtor, locale: job.locale, payment, url }
  })
}
