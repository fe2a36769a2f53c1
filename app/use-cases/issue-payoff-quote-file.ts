import { issueDocument, type IssueDependencies } from './issue-document'
import type { DocumentLanguage, PrintedFile } from './ports/document-printer'
import type { WritePayoffQuote } from './ports/payoff-quote-writer'
import type { DebtorAccount } from './ports/statement-reader'

/** A payoff quote as a document; null where the account has no such quote. */
export async function issuePayoffQuoteFile(
  dependencies: IssueDependencies & { writePayoffQuote: WritePayoffQuote },
  { account, id, language }: { account: DebtorAccount; id: string; language: DocumentLanguage },
): Promise<PrintedFile | null> {
  const { creditorId, debtorId } = account
  const content = await dependencies.unitOfWork.run({ kind: 'debtor', ...account }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const quote = await transaction.payoffQuotes.findById(creditorId, id)
    return creditor && quote?.debtorId === debtorId ? { creditor, quote } : null
  })
  if (!content) return null
  const { number, issuedOn, validThroughOn, totalMinor, currency } = content.quote
  return issueDocument(dependencies, {
    ...{ account, language, kind: 'payoff_quote', reportAs: null },
    paper: dependencies.writePayoffQuote(content, language),
    figures: [
      { name: 'number', text: number },
      { name: 'issued', on: issuedOn },
      { name: 'to', on: validThroughOn },
      { name: 'amount', amountMinor: totalMinor, currency },
    ],
  })
}
