import { dayOfInstant } from '~/domain/calendar-day'
import { issueDocument, type IssueDependencies } from './issue-document'
import type { DiscountNoteContent, WriteDiscountNote } from './ports/discount-note-writer'
import type { DocumentLanguage, PrintedFile } from './ports/document-printer'
import type { DebtorAccount } from './ports/statement-reader'

interface DiscountNoteRequest {
  readonly account: DebtorAccount
  readonly language: DocumentLanguage
  readonly noteNumber: string
}

/** The credit note of a settlement discount, or the one that cancels it; null where the account has none of that number. */
export async function issueDiscountNote(
  dependencies: IssueDependencies & { writeDiscountNote: WriteDiscountNote },
  { account, language, noteNumber }: DiscountNoteRequest,
): Promise<PrintedFile | null> {
  const content = await readNote(dependencies, account, noteNumber)
  if (!content) return null
  const { discount, invoice, takenOn } = content
  return issueDocument(dependencies, {
    ...{ account, language, kind: 'discount_note', reportAs: null },
    paper: dependencies.writeDiscountNote(content, language),
    figures: [
      { name: 'number', text: noteNumber },
      { name: 'issued', on: takenOn },
      { name: 'amount', amountMinor: discount.amountMinor, currency: invoice.currency },
    ],
  })
}

function readNote(
  { unitOfWork }: Pick<IssueDependencies, 'unitOfWork'>,
  account: DebtorAccount,
  noteNumber: string,
): Promise<DiscountNoteContent | null> {
  const { creditorId, debtorId } = account
  return unitOfWork.run({ kind: 'debtor', ...account }, async (transaction) => {
    const discount = await transaction.discounts.findByNote(creditorId, noteNumber)
    if (discount?.debtorId !== debtorId) return null
    const creditor = await transaction.creditors.findById(creditorId)
    const debtor = await transaction.debtors.findById(creditorId, debtorId)
    const [invoice] = await transaction.invoices.findByIds(creditorId, [discount.invoiceId])
    if (!creditor || !debtor || !invoice) return null
    const [first] =
      discount.reversesId === null ? [] : await transaction.discounts.listTaken(creditorId, [discount.reversesId])
    const takenOn = dayOfInstant(discount.at, creditor.timeZone)
    return { creditor, debtor, invoice, discount, noteNumber, takenOn, cancels: first?.noteNumber ?? null }
  })
}
