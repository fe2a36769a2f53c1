/**
 * Writes and sends one mail. Runs as a job: it may run again, and then sends the same mail under the same id, with the same
 * enclosures.
 */
import type { AccessLinkId, CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { hashSecret } from './hash-secret'
import type { Enclosure, ReceiptMailJob } from './enclose-receipt'
import type { Clock } from './ports/clock'
import type { CodeHasher } from './ports/code-hasher'
import type { FileStore } from './ports/file-store'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { MailAttachment, Mailer } from './ports/mailer'
import type { MailContent, ReminderInMail, RenderMail } from './ports/mail-renderer'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { prepareAccessMail } from './prepare-access-mail'
import { prepareCodeMail } from './prepare-code-mail'
import { prepareConfirmationMail } from './prepare-confirmation-mail'
import { prepareContactMail } from './prepare-contact-mail'
import { prepareDisputeMail } from './prepare-dispute-mail'
import { preparePasswordMail } from './prepare-password-mail'
import { preparePromiseMail } from './prepare-promise-mail'
import { prepareSettlementMail } from './prepare-settlement-mail'
import { preparePlanMail } from './prepare-plan-mail'
import { preparePlanNotice } from './prepare-plan-notice'
import { prepareReminderMail } from './prepare-reminder-mail'
import type { LogoPicture } from './read-logo'

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  codeHasher: CodeHasher
  mailer: Mailer
  renderMail: RenderMail
  publicOrigin: string
  fileStore: Pick<FileStore, 'get'>
  /** Null where the creditor has none. */
  readLogo: (creditorId: CreditorId) => Promise<LogoPicture | null>
  /** The receipt as a file; 'mailed' where that mail went out before. */
  encloseReceipt: (job: ReceiptMailJob, mailName: string) => Promise<Enclosure | 'mailed'>
  /** The letter and the copies that go with a reminder. */
  encloseReminder: (content: ReminderInMail) => Promise<Enclosure>
  /** The portal's language for a reader of this locale. */
  chooseLanguage: (locale: string) => string
}

/**
 * Writes and sends the mail of a job with what is true by now; sends nothing where there is nothing to say any more, or
 * it went out before.
 */
export async function sendMail(dependencies: Dependencies, job: MailJob): Promise<void> {
  const { mailer, renderMail } = dependencies
  const messageId = nameMail(job)
  const receipt = job.kind === 'receipt' ? await dependencies.encloseReceipt(job, messageId) : null
  if (receipt === 'mailed') return
  const content = await prepareContent(dependencies, job)
  if (content === null) return
  const enclosure = content.kind === 'reminder' ? await dependencies.encloseReminder(content) : receipt
  const logo = await dependencies.readLogo(content.creditor.id)
  await mailer.send({
    // A step of a dispute or a plan goes to whoever may be told when it is sent.
    to: content.kind === 'dispute-step' || content.kind === 'plan-step' ? content.to : job.to,
    fromName: content.creditor.name,
    // Of what somebody wrote to the creditor, the answer goes to whoever wrote.
    replyTo: content.kind === 'contact-received' ? content.request.senderEmail : content.creditor.supportEmail,
    ...renderMail(content, logo && { contentId: LOGO_ID, width: logo.width, height: logo.height }),
    locale: content.locale,
    messageId,
    ...(content.kind === 'reminder' ? { stopUrl: content.stopUrl } : {}),
    attachments: [
      ...(logo ? [encloseLogo(logo)] : []),
      ...(enclosure?.attachments ?? []),
      ...(content.kind === 'plan-step' && content.agreement ? [content.agreement] : []),
    ],
  })
  await enclosure?.letGo()
}

/** What the mail says by now; null where there is nothing to say any more. */
function prepareContent(dependencies: Dependencies, job: MailJob): Promise<MailContent | null> {
  switch (job.kind) {
    case 'promise-step':
      return preparePromiseMail(dependencies, job)
    case 'settlement-step':
      return prepareSettlementMail(dependencies, job)
    case 'password-link':
      return preparePasswordMail(dependencies, job)
    case 'one-time-code':
      return prepareCodeMail(dependencies, job)
    case 'payment-to-confirm':
      return prepareConfirmationMail(dependencies, job)
    case 'dispute-step':
      return prepareDisputeMail(dependencies, job)
    case 'plan-step':
      return preparePlanMail(dependencies, job)
    case 'plan-notice':
      return preparePlanNotice(dependencies, job)
    case 'reminder':
      return prepareReminderMail(dependencies, job)
    case 'contact-received':
    case 'contact-confirmed':
    case 'contact-answered':
    case 'pause-ended':
    case 'bank-details-changed':
      return prepareContactMail(dependencies, job)
    case 'approval-requested':
    case 'approval-decided':
    case 'link-reported':
      return prepareAccessMail(dependencies, job)
    default:
      return prepareDebtorMail(dependencies, job)
  }
}

const LOGO_ID = 'logo@quittance'

function encloseLogo({ mediaType, content }: LogoPicture): MailAttachment {
  const filename = mediaType === 'image/png' ? 'logo.png' : 'logo.jpg'
  return { filename, mediaType, content, contentId: LOGO_ID }
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
    case 'plan-step':
      return `plan-${job.reader}-${job.entryId}`
    case 'reminder':
      return `reminder-${job.noticeId}`
    case 'plan-notice':
      return `${job.kind}-${job.planId}-${job.notice}-${job.number ?? 'all'}-${Date.parse(job.at)}`
    case 'promise-step':
      return `promise-${job.promiseId}-${job.step}`
    case 'settlement-step':
      return `settlement-${job.entryId}-${job.reader}`
    case 'approval-requested':
    case 'approval-decided':
      return `${job.kind}-${job.approvalId}-${hashAddress(job.to)}`
    case 'contact-received':
    case 'contact-confirmed':
    case 'pause-ended':
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
