import type { AccessLink } from '~/domain/access-link'
import type { AccessLinkId, CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * What a mail about a payment that waits for its payer says. It carries a link of its own to the account, which lives as
 * long as the payment and opens on it. Null when the payment does not wait any more.
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
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ creditors, debtors, payments, access }) => {
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    const payment = await payments.findById(creditorId, job.paymentId as PaymentId)
    if (!creditor || !debtor || !payment) throw new Error('a mail is about a payment that does not exist')
    if (payment.status !== 'pending') return null
    const contact = (await debtors.listContacts(creditorId, debtorId)).find(({ email }) => email === job.to)
    const token = ids.secret()
    const link: AccessLink = {
      id: ids.uuid() as AccessLinkId,
      ...{ creditorId, debtorId },
      scope: ['view', 'pay'],
      recipientName: contact?.name ?? payment.payerName,
      recipientEmail: job.to,
      locale: job.locale,
      createdAt: clock.now(),
      expiresAt: payment.expiresAt,
      revokedAt: null,
      issuedBy: 'payment',
      delegation: null,
    }
    await access.insertLink(link, hashSecret(token))
    const url = `${publicOrigin}/l/${token}?payment=${payment.id}`
    return { kind: job.kind, creditor, debtor, locale: job.locale, payment, url }
  })
}
