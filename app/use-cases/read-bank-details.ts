import {
  chooseInstructedAccounts,
  describeStandings,
  identifyAccount,
  listAccountChanges,
  type AccountChange,
  type AccountStanding,
  type BankDetailsVersion,
} from '~/domain/bank-details'
import type { BankAccount, Creditor } from '~/domain/creditor'
import type { CreditorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export interface BankDetails {
  /** The creditor's accounts as they stand now. */
  standings: AccountStanding[]
  /** Accounts of before that transfers are still asked to, while those that took their place are new. */
  stillInstructed: BankAccount[]
  /** Newest first. */
  changes: AccountChange[]
}

/** A creditor's bank accounts, with how they came to be. */
export async function readBankDetails(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId }: { creditorId: CreditorId },
): Promise<BankDetails> {
  const now = clock.now()
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const history = await readHistory(transaction, creditor, now)
    const current = new Set(creditor.bankAccounts.map(identifyAccount))
    return {
      standings: describeStandings(history, now),
      stillInstructed: chooseInstructedAccounts(history, now).filter(
        (account) => !current.has(identifyAccount(account)),
      ),
      changes: listAccountChanges(history),
    }
  })
}

/** The creditor with the accounts that transfers are asked to now, in place of its newest. */
export async function withInstructedAccounts<Known extends Creditor>(
  transaction: Pick<Transaction, 'bankDetails'>,
  creditor: Known,
  now: Date,
): Promise<Known> {
  const history = await readHistory(transaction, creditor, now)
  return history.length === 1 ? creditor : { ...creditor, bankAccounts: chooseInstructedAccounts(history, now) }
}

/** Never empty: a creditor nothing was recorded of has always had what it has. */
async function readHistory(
  { bankDetails }: Pick<Transaction, 'bankDetails'>,
  { id, bankAccounts }: Creditor,
  now: Date,
): Promise<BankDetailsVersion[]> {
  const history = await bankDetails.list(id)
  return history.length > 0
    ? history
    : [{ version: 1, bankAccounts, changedAt: now, changedBy: 'migration', coolingDays: 0 }]
}
