/**
 * The receipt that goes out with a mail. However often the mail is tried, it is one document under one code: the first try
 * sets the file aside and records it, later ones take what was set aside, and it is let go once the mail is out. The file is
 * not kept beyond that; like every document it can be issued again.
 */
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { IssuedDocument } from '~/domain/issued-document'
import { printDocument, recordDocument, type IssueDependencies } from './issue-document'
import { describeReceipt } from './issue-payment-document'
import type { DocumentLanguage, PrintedFile } from './ports/document-printer'
import type { WaitingFiles } from './ports/file-store'
import type { MailJob } from './ports/jobs'
import type { MailAttachment } from './ports/mailer'

export interface EncloseDependencies extends IssueDependencies {
  fileStore: WaitingFiles
  /** In whose words a document for a reader of this locale is. */
  chooseDocumentLanguage: (locale: string) => DocumentLanguage
}

/** What goes with a mail. */
export interface Enclosure {
  attachments: MailAttachment[]
  /** To be called when the mail is out. */
  letGo(): Promise<void>
}

export type ReceiptMailJob = Extract<MailJob, { kind: 'receipt' }>

/**
 * `mailName` is the mail's own and never another's. 'mailed' where its receipt was let go: the mail went out, and only its
 * job did not end. A receipt that cannot be drawn throws, and the mail is tried again with it.
 */
export async function encloseReceipt(
  dependencies: EncloseDependencies,
  job: ReceiptMailJob,
  mailName: string,
): Promise<Enclosure | 'mailed'> {
  const creditorId = job.creditorId as CreditorId
  const account = { creditorId, debtorId: job.debtorId as DebtorId }
  const { unitOfWork, fileStore, clock } = dependencies
  const earlier = await unitOfWork.run({ kind: 'debtor', ...account }, ({ issuedDocuments }) =>
    issuedDocuments.findMailed(creditorId, mailName),
  )
  const document = earlier ?? (await printReceipt(dependencies, account, job, mailName))
  const sha256 = Buffer.from(document.sha256).toString('hex')
  const content = await fileStore.getSetAside(creditorId, sha256)
  if (content === null) return 'mailed'
  return {
    attachments: [{ filename: nameReceipt(document), mediaType: 'application/pdf', content }],
    letGo: () => fileStore.forgetSetAside(creditorId, sha256, clock.now()),
  }
}

async function printReceipt(
  dependencies: EncloseDependencies,
  account: { creditorId: CreditorId; debtorId: DebtorId },
  { paymentId, locale }: ReceiptMailJob,
  mailName: string,
): Promise<IssuedDocument> {
  const language = dependencies.chooseDocumentLanguage(locale)
  const toIssue = await describeReceipt(dependencies, { account, language, paymentId })
  if (!toIssue) throw new Error(`a receipt is mailed of payment ${paymentId}, which has none`)
  const { file, document } = await printDocument(dependencies, toIssue)
  // Set aside first: a document that is recorded is there to be taken.
  await dependencies.fileStore.setAside(account.creditorId, await readWhole(file), document.issuedAt)
  const mailed = { ...document, mailedAs: mailName }
  await recordDocument(dependencies, mailed, { reportAs: toIssue.reportAs, filename: file.filename })
  return mailed
}

/** By the payment's reference, which stands on it, so that it is called the same at each try. */
function nameReceipt({ figures }: IssuedDocument): string {
  const reference = figures.find((figure) => figure.name === 'reference')
  return `${reference && 'text' in reference ? reference.text.replace(/[^\w.-]+/g, '_') : 'receipt'}.pdf`
}

/** A printed file at once: for what is kept or mailed. */
export async function readWhole(file: PrintedFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of file.read()) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}
