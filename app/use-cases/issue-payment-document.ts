/** The receipt of a payment, and the advice that says what a transfer pays, as documents. */
import { sumReceipt } from '~/domain/receipt'
import { describeTransfer } from '~/domain/transfer-instructions'
import { findPayment } from './find-payment'
import { withInstructedAccounts } from './read-bank-details'
import { issueDocument, type DocumentToIssue, type IssueDependencies } from './issue-document'
import type { DocumentLanguage, PrintedFile } from './ports/document-printer'
import type { DebtorAccount } from './ports/statement-reader'

interface PaymentDocumentRequest {
  readonly account: DebtorAccount
  readonly language: DocumentLanguage
  readonly paymentId: string
}

/** Null where the account has no such payment, or nothing has been settled by it. */
export async function issueReceipt(
  dependencies: IssueDependencies,
  request: PaymentDocumentRequest,
): Promise<PrintedFile | null> {
  const toIssue = await describeReceipt(dependencies, request)
  return toIssue && issueDocument(dependencies, toIssue)
}

/** What a receipt is to say; null as above. */
export async function describeReceipt(
  dependencies: Pick<IssueDependencies, 'unitOfWork'>,
  { account, language, paymentId }: PaymentDocumentRequest,
): Promise<DocumentToIssue | null> {
  const view = await findPayment(dependencies, account, paymentId)
  if (!view?.hasReceipt) return null
  const { payment, currency, reference } = view
  const { receivedWorthMinor, creditMinor } = sumReceipt(view)
  return {
    ...{ account, language, kind: 'receipt', reportAs: null, paper: { kind: 'receipt', view } },
    figures: [
      { name: 'reference', text: reference },
      ...(payment
        ? [{ name: 'received', amountMinor: payment.receivedMinor ?? 0, currency: payment.currency } as const]
        : []),
      { name: 'settled', amountMinor: payment ? receivedWorthMinor : creditMinor, currency },
    ],
  }
}

/** Null where the account has no such payment, or it is none by transfer. */
export async function issueRemittanceAdvice(
  dependencies: IssueDependencies,
  { account, language, paymentId }: PaymentDocumentRequest,
): Promise<PrintedFile | null> {
  const view = await findPayment(dependencies, account, paymentId)
  const payment = view?.payment
  if (!payment || payment.origin !== 'bank_transfer') return null
  const { creditorId, debtorId } = account
  const known = await dependencies.unitOfWork.run({ kind: 'debtor', ...account }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const debtor = await transaction.debtors.findById(creditorId, debtorId)
    return {
      transfer:
        creditor &&
        debtor &&
        describeTransfer(
          await withInstructedAccounts(transaction, creditor, dependencies.clock.now()),
          debtor,
          payment,
        ),
      notices: await transaction.remittanceNotices.listByPayment(creditorId, payment.id),
    }
  })
  return issueDocument(dependencies, {
    ...{ account, language, kind: 'remittance_advice', reportAs: null },
    paper: { kind: 'remittance_advice', view, ...known },
    figures: [
      { name: 'reference', text: view.reference },
      { name: 'advised', amountMinor: payment.amountMinor, currency: payment.currency },
    ],
  })
}
