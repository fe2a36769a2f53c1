/** Reads one document of a debtor's account with everything there is to know of it; null when the account has none such. */
import type { AccountInvoice } from '~/domain/account-invoice'
import type { DebtorAccount, DocumentAddress, ReadingContext, StatementReader } from './ports/statement-reader'

export function readInvoice(
  { statementReader }: { statementReader: StatementReader },
  account: DebtorAccount,
  address: DocumentAddress,
  context: Pick<ReadingContext, 'timeZone' | 'today'>,
): Promise<AccountInvoice | null> {
  return statementReader.findInvoice(account, address, context)
}
