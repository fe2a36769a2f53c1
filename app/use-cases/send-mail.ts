/** Writes and sends one mail. Runs as a job: it may run again, and then sends the same mail under the same id. */
import type { AccessLinkId, CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { CodeHasher } from './ports/code-hasher'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { Mailer } from './ports/mailer'
import type { MailContent, RenderMail } from './ports/mail-renderer'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { isAccessMail, prepareAccessMail } from './prepare-access-mail'
import { prepareCodeMail } from './prepare-code-mail'
import { prepareConfirmationMail } from './prepare-confirmation-mail'
import { isContactMail, prepareContactMail } from './prepare-contact-mail'
import { prepareDisputeMail } from './prepare-dispute-mail'
import { preparePasswordMail } from './prepare-password-mail'

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  codeHasher: CodeHasher
  mailer: Mailer
  renderMail: RenderMail
  publicOrigin: string
}

export async function sendMail(dependencies: Dependencies, job: MailJob): Promise<void> {
  const { mailer, renderMail } = dependencies
  const content =
    job.kind === 'password-link'
      ? await preparePasswordMail(dependencies, job)
      : job.kind === 'one-time-code'
        ? await prepareCodeMail(dependencies, job)
        : job.kind === 'payment-to-confirm'
          ? await prepareConfirmationMail(dependencies, job)
          : job.kind === 'dispute-step'
            ? await prepareDisputeMail(dependencies, job)
            : isContactMail(job)
              ? await prepareContactMail(dependencies, job)
              : isAccessMail(job)
                ? await prepareAccessMail(dependencies, job)
                : await prepareDebtorMail(dependencies, job)
  if (content === null) return
  await mailer.send({
    to: job.to,
    fromName: content.creditor.name,
    // Of what somebody wrote to the creditor, the answer goes to whoever wrote.
    replyTo: content.kind === 'contact-received' ? content.request.senderEmail : content.creditor.supportEmail,
    ...renderMail(content),
    locale: job.locale,
    messageId: nameMail(job),
  })
}

/** The same for one mail however often its job runs. */
function nameMail(job: MailJob): string {
  switch (job.kind) {
    case 'access-link':
      return `link-${job.linkId}`
    case 'password-link':
      return `password-${job.passwordLinkId}`
    case 'one-time-code':
      return `code-${job.codeId}`
    case 'link-reported':
      return `reported-${job.linkId}`
    case 'dispute-step':
      return `dispute-${job.entryId}`
    case 'approval-requested':
    case 'approval-decided':
      return `${job.kind}-${job.approvalId}-${hashAddress(job.to)}`
    case 'contact-received':
    case 'contact-confirmed':
      return `${job.kind}-${job.requestId}`
    case 'contact-answered':
      return `${job.kind}-${job.requestId}-${job.replyId ?? 'decision'}-${hashAddress(job.to)}`
    case 'bank-details-changed':
      return `${job.kind}-${job.creditorId}-${job.version}-${hashAddress(job.to)}`
    default:
      return `${job.kind}-${job.paymentId}`
  }
}

/** Tells apart the mails that several people get of one thing. */
function hashAddress(address: string): string {
  return Buffer.from(hashSecret(address)).toString('hex', 0, 6)
}

type DebtorMailJob = Extract<MailJob, { kind: 'access-link' | 'receipt' | 'payment-failed' }>

async function prepareDebtorMail(
  { unitOfWork, ids, publicOrigin }: Dependencies,
  job: DebtorMailJob,
): Promise<MailContent> {
  const creditorId = job.creditorId as CreditorId
  const debtorId = job.debtorId as DebtorId
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const debtor = await transaction.debtors.findById(creditorId, debtorId)
    if (!creditor || !debtor) throw new Error('a mail is about a debtor that does not exist')
    const base = { creditor, debtor, locale: job.locale }
    return job.kind === 'access-link'
      ? { ...base, ...(await prepareLink(transaction, job, ids, publicOrigin)) }
      : { ...base, ...(await preparePayment(transaction, job, publicOrigin)) }
  })
}

/** The link's secret is made now and kept nowhere but in the mail. */
async function prepareLink(
  { access }: Transaction,
  job: Extract<MailJob, { kind: 'access-link' }>,
  ids: IdSource,
  publicOrigin: string,
) {
  const creditorId = job.creditorId as CreditorId
  const linkId = job.linkId as AccessLinkId
  const link = await access.findLinkById(creditorId, linkId)
  if (!link) throw new Error('a mail is about a link that does not exist')
  const token = ids.secret()
  await access.replaceToken(creditorId, linkId, hashSecret(token))
  return {
    kind: job.kind,
    link,
    url: `${publicOrigin}/l/${token}`,
    renewal: job.renewal,
    invitedBy: job.invitedBy ?? null,
  }
}

async function preparePayment(
  { payments, allocations, invoices }: Transaction,
  job: Extract<MailJob, { kind: 'receipt' | 'payment-failed' }>,
  publicOrigin: string,
) {
  const creditorId = job.creditorId as CreditorId
  const paymentId = job.paymentId as PaymentId
  const payment = await payments.findById(creditorId, paymentId)
  if (!payment) throw new Error('a mail is about a payment that does not exist')
  const settled = await allocations.listByPayment(creditorId, paymentId)
  const numbers = new Map(
    (await invoices.findByIds(creditorId, [...new Set(settled.map((allocation) => allocation.invoiceId))])).map(
      (invoice) => [invoice.id, invoice.number],
    ),
  )
  return {
    kind: job.kind,
    payment,
    invoices: settled
      .filter((allocation) => allocation.amountMinor > 0)
      .map(({ invoiceId, amountMinor }) => ({ number: numbers.get(invoiceId) ?? '', amountMinor })),
    url: `${publicOrigin}/payments/${paymentId}`,
  }
}
