import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import type { KeptStatus, KeptTransaction } from '~/domain/kept-transaction'
import type { BankStatementFile } from './ports/bank-statement-repository'
import type { Transaction } from './ports/unit-of-work'
import type { TransferServices } from './receive-transfer'

/** A transaction with the names of what it is about. */
export interface ListedTransaction {
  kept: KeptTransaction
  debtor: { externalId: string; name: string } | null
  payment: { id: PaymentId; reference: string; status: string } | null
  /** Of the debtors that are suggested. */
  debtors: ReadonlyMap<DebtorId, { externalId: string; name: string }>
}

export interface BankTransactionQuery {
  creditorId: CreditorId
  status: KeptStatus | null
  /** Id of the last one of the page before; null for the first. */
  after: string | null
  limit: number
}

/** A page of the account's transactions, newest booking first. */
export async function listBankTransactions(
  { unitOfWork }: Pick<TransferServices, 'unitOfWork'>,
  { creditorId, limit, ...query }: BankTransactionQuery,
): Promise<{ transactions: ListedTransaction[]; hasMore: boolean }> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const found = await transaction.bankStatements.list(creditorId, { ...query, limit: limit + 1 })
    const transactions = await nameAll(transaction, creditorId, found.slice(0, limit))
    return { transactions, hasMore: found.length > limit }
  })
}

/** The names for transactions that are at hand. */
export function nameBankTransactions(
  { unitOfWork }: Pick<TransferServices, 'unitOfWork'>,
  creditorId: CreditorId,
  transactions: readonly KeptTransaction[],
): Promise<ListedTransaction[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, (transaction) =>
    nameAll(transaction, creditorId, transactions),
  )
}

export interface BankWorklist {
  files: BankStatementFile[]
  counts: Readonly<Record<KeptStatus, number>>
  transactions: ListedTransaction[]
  hasMore: boolean
}

const MOST_FILES = 20

/** What the console shows of the bank: files, what is to be done, and what was. */
export async function readBankWorklist(
  { unitOfWork }: Pick<TransferServices, 'unitOfWork'>,
  { creditorId, limit, ...query }: BankTransactionQuery,
): Promise<BankWorklist> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const { bankStatements } = transaction
    const found = await bankStatements.list(creditorId, { ...query, limit: limit + 1 })
    return {
      files: await bankStatements.listFiles(creditorId, MOST_FILES),
      counts: await bankStatements.countByStatus(creditorId),
      transactions: await nameAll(transaction, creditorId, found.slice(0, limit)),
      hasMore: found.length > limit,
    }
  })
}

async function nameAll(
  { debtors, payments }: Transaction,
  creditorId: CreditorId,
  transactions: readonly KeptTransaction[],
): Promise<ListedTransaction[]> {
  const ids = new Set(
    transactions.flatMap(({ debtorId, decision }) => [
      ...(debtorId === null ? [] : [debtorId]),
      ...(decision.kind === 'for_a_person' ? decision.suggestions.map((suggestion) => suggestion.debtorId) : []),
    ]),
  )
  const named = new Map<DebtorId, { externalId: string; name: string }>()
  for (const id of ids) {
    const debtor = await debtors.findById(creditorId, id)
    if (debtor) named.set(id, { externalId: debtor.externalId, name: debtor.name })
  }
  const listed: ListedTransaction[] = []
  for (const kept of transactions) {
    const payment = kept.paymentId && (await payments.findById(creditorId, kept.paymentId))
    listed.push({
      kept,
      debtor: (kept.debtorId && named.get(kept.debtorId)) ?? null,
      payment: payment && { id: payment.id, reference: payment.reference, status: payment.status },
      debtors: named,
    })
  }
  return listed
}
