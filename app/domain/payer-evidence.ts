/** Whether whoever sent a transfer is the debtor whose invoices it would settle. */
import type { BankTransaction } from './bank-transaction'
import type { DebtorId } from './ids'
import { explainReason, type MatchReason } from './match-reason'
import { comparePartyNames } from './party-name'
import { listCounterpartyNames, type DebtorCandidate } from './transfer-candidates'

export type PayerVerdict = 'confirmed' | 'contradicted' | 'unknown'

export interface PayerEvidence {
  /** An account that is known says more than a name: it confirms its owners and contradicts all others. */
  judge(debtorId: DebtorId): PayerVerdict
  /** What speaks for the debtor. */
  explain(debtorId: DebtorId): MatchReason[]
}

/** What account and names of the transfer say about which of these debtors has paid. */
export function weighPayer(transaction: BankTransaction, debtors: readonly DebtorCandidate[]): PayerEvidence {
  const names = listCounterpartyNames(transaction)
  const compare = (debtor: DebtorCandidate) => names.map((name) => comparePartyNames(name, debtor.name))
  const owners = new Set(debtors.filter(({ ownsAccount }) => ownsAccount).map(({ id }) => id))
  const same = new Set(debtors.filter((debtor) => compare(debtor).includes('same')).map(({ id }) => id))
  const alike = new Set(debtors.filter((debtor) => compare(debtor).includes('alike')).map(({ id }) => id))
  return {
    judge(debtorId) {
      if (owners.size > 0) return owners.has(debtorId) ? 'confirmed' : 'contradicted'
      if (same.size > 0) return same.has(debtorId) ? 'confirmed' : 'contradicted'
      return alike.has(debtorId) ? 'confirmed' : 'unknown'
    },
    explain(debtorId) {
      return [
        ...(owners.has(debtorId) ? [explainReason('account_known')] : []),
        ...(same.has(debtorId) || alike.has(debtorId) ? [explainReason('name_alike', { name: names[0] ?? '' })] : []),
      ]
    },
  }
}
