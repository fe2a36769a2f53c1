import { issueDocument, type IssueDependencies } from './issue-document'
import type { DocumentLanguage, PrintedFile } from './ports/document-printer'
import type { DebtorAccount, DocumentAddress, ReadingContext, StatementReader } from './ports/statement-reader'

/** Our readable copy of an invoice or credit note; null where the account has none such. */
export async function issueInvoiceCopy(
  dependencies: IssueDependencies & { statementReader: StatementReader },
  {
    account,
    context,
    language,
    address,
  }: { account: DebtorAccount; context: ReadingContext; language: DocumentLanguage; address: DocumentAddress },
): Promise<PrintedFile | null> {
  const invoice = await dependencies.statementReader.findInvoice(account, address, context)
  if (!invoice) return null
  const { currency, number, issueOn, dueOn, payableMinor } = invoice
  const kind = invoice.kind === 'invoice' ? 'invoice_copy' : 'credit_note_copy'
  return issueDocument(dependencies, {
    ...{ account, language, kind, reportAs: null },
    paper: { kind, invoice, today: context.today },
    figures: [
      { name: 'number', text: number },
      { name: 'issued', on: issueOn },
      ...(invoice.kind === 'invoice' ? [{ name: 'due', on: dueOn } as const] : []),
      { name: 'amount', amountMinor: payableMinor, currency },
    ],
  })
}
