/**
 * What goes with a reminder: the formal letter where it is a demand, and copies of its invoices within bounds. The letter
 * is one document however often the mail is tried: the first that is printed is kept, and sent each time.
 */
import type { CreditorId, DebtorId, StoredFileId } from '~/domain/ids'
import { sumItems } from '~/domain/chasing'
import type { IssuedFigure } from '~/domain/issued-document'
import { readWhole, type EncloseDependencies, type Enclosure } from './enclose-receipt'
import { issueInvoiceCopy } from './issue-invoice-copy'
import { printDocument, recordDocument } from './issue-document'
import type { WriteDemandLetter } from './ports/demand-letter-writer'
import type { FileStore } from './ports/file-store'
import type { MailAttachment } from './ports/mailer'
import type { ReminderInMail } from './ports/mail-renderer'
import type { StatementReader } from './ports/statement-reader'

export interface ReminderEnclosing extends EncloseDependencies {
  fileStore: EncloseDependencies['fileStore'] & FileStore
  statementReader: StatementReader
  writeDemandLetter: WriteDemandLetter
}

/** A mail is taken by every server up to here. */
const MOST_COPIES = 10
const MOST_COPY_BYTES = 5 * 1024 * 1024

/**
 * What goes with a reminder: the letter of a demand, the same one at each attempt, and copies of the invoices as far as
 * a mail carries them. The notice counts as sent once the mail has been let go.
 */
export async function encloseReminder(dependencies: ReminderEnclosing, content: ReminderInMail): Promise<Enclosure> {
  const { unitOfWork, clock } = dependencies
  const creditorId = content.creditor.id
  const said = content.items.map(({ invoice }) => invoice.id)
  const letter = content.word === 'demand' ? [await encloseLetter(dependencies, content)] : []
  const copies = content.enclosesCopies ? await encloseCopies(dependencies, content) : []
  return {
    attachments: [...letter, ...copies],
    letGo: () =>
      unitOfWork.run({ kind: 'creditor', creditorId }, ({ reminders }) =>
        reminders.markSent(creditorId, content.noticeId, clock.now(), said),
      ),
  }
}

async function encloseLetter(dependencies: ReminderEnclosing, content: ReminderInMail): Promise<MailAttachment> {
  const { unitOfWork, fileStore, ids } = dependencies
  const account = { creditorId: content.creditor.id, debtorId: content.debtor.id }
  const known = await findLetter(dependencies, account, content.noticeId)
  if (known) return known
  const language = dependencies.chooseDocumentLanguage(content.locale)
  const demanded = { ...content, items: content.items.filter(({ stage }) => stage.kind === 'demand') }
  const { file, document } = await printDocument(dependencies, {
    ...{ account, language, kind: 'demand_letter', reportAs: null },
    paper: dependencies.writeDemandLetter(demanded, language),
    figures: [
      { name: 'reference', text: content.reference },
      ...(content.payByOn === null ? [] : [{ name: 'due', on: content.payByOn } satisfies IssuedFigure]),
      ...sumItems(demanded.items).map((sum): IssuedFigure => ({ name: 'payable_now', ...sum })),
    ],
  })
  const bytes = await readWhole(file)
  const stored = await fileStore.put(account.creditorId, bytes)
  const { filename, mediaType } = file
  await recordDocument(dependencies, document, { reportAs: null, filename })
  await unitOfWork.run({ kind: 'creditor', creditorId: account.creditorId }, async (transaction) => {
    const candidate = { ...stored, filename, mediaType, id: ids.uuid() as StoredFileId }
    const [fileId] = await transaction.invoiceImports.resolveFiles(account.creditorId, [candidate])
    if (fileId === undefined) throw new Error('a demand letter was not kept')
    await transaction.reminders.attachLetter(account.creditorId, content.noticeId, fileId)
  })
  // Of two that were printed at once the first is the one that counts.
  const kept = await findLetter(dependencies, account, content.noticeId)
  if (!kept) throw new Error(`the letter of notice ${content.noticeId} is missing`)
  return kept
}

/** The letter of a demand as it was sent; null where there is none. */
export async function findLetter(
  { unitOfWork, fileStore }: { unitOfWork: ReminderEnclosing['unitOfWork']; fileStore: Pick<FileStore, 'get'> },
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId | null },
  noticeId: string,
): Promise<MailAttachment | null> {
  const scope =
    debtorId === null
      ? ({ kind: 'creditor', creditorId } as const)
      : ({ kind: 'debtor', creditorId, debtorId } as const)
  const notice = await unitOfWork.run(scope, ({ reminders }) => reminders.findNotice(creditorId, noticeId))
  if (!notice?.letter) return null
  const { filename, mediaType, sha256 } = notice.letter
  const content = await fileStore.get(creditorId, sha256)
  if (!content) throw new Error(`the content of stored file ${sha256} is missing`)
  return { filename, mediaType, content }
}

async function encloseCopies(dependencies: ReminderEnclosing, content: ReminderInMail): Promise<MailAttachment[]> {
  const { creditor, debtor, items, today } = content
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  const language = dependencies.chooseDocumentLanguage(content.locale)
  const context = {
    ...{ today, timeZone: creditor.timeZone, defaultCurrency: creditor.defaultCurrency, isLimited: false },
  }
  const copies: MailAttachment[] = []
  let byteSize = 0
  for (const { invoice } of items.slice(0, MOST_COPIES)) {
    const address = { number: invoice.number, kind: 'invoice' } as const
    const file = await issueInvoiceCopy(dependencies, { account, context, language, address })
    if (!file) continue
    if (byteSize + file.byteSize > MOST_COPY_BYTES) {
      await file.discard()
      break
    }
    byteSize += file.byteSize
    copies.push({
      filename: file.filename,
      mediaType: file.mediaType,
      content: await readWhole(file),
    })
  }
  return copies
}
