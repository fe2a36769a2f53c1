/** A transaction of the creditor's account as it is kept: what was read, and what was done with it. */
import type { BankTransaction } from './bank-transaction'
import type { CreditorId, DebtorId, PaymentId } from './ids'
import type { MatchObstacle, MatchReason } from './match-reason'
import type { MatchSuggestion } from './match-suggestion'

/** `open`: somebody has to look at it, or it is about to be matched. `ignored`: it settles nothing. */
export const KEPT_STATUSES = ['open', 'matched', 'assigned', 'ignored'] as const

export type KeptStatus = (typeof KEPT_STATUSES)[number]

export type TransactionDecision =
  /** Not looked at yet. */
  | { readonly kind: 'waiting' }
  /** Money that left the account, or came back to it. */
  | { readonly kind: 'not_incoming' }
  | {
      readonly kind: 'matched_by_reference'
      readonly reference: string
      /** Received less what was expected. */
      readonly differenceMinor: number
      readonly reasons: readonly MatchReason[]
    }
  | { readonly kind: 'matched_by_numbers'; readonly reasons: readonly MatchReason[] }
  | {
      readonly kind: 'for_a_person'
      readonly obstacles: readonly MatchObstacle[]
      readonly suggestions: readonly MatchSuggestion[]
    }
  /** It took back what another transaction had brought. */
  | { readonly kind: 'reversed'; readonly transactionId: string }
  /** It took something back, and what cannot be told. */
  | { readonly kind: 'reversal_unclear' }
  | { readonly kind: 'assigned'; readonly invoiceNumbers: readonly string[] }
  | { readonly kind: 'ignored'; readonly reason: string }
  /** What was done with it was taken back. */
  | { readonly kind: 'undone'; readonly reason: string }

export interface KeptTransaction {
  readonly id: string
  readonly creditorId: CreditorId
  readonly statementId: string
  readonly transaction: BankTransaction
  readonly status: KeptStatus
  readonly decision: TransactionDecision
  /** Whose money it was found to be, and the payment it became. */
  readonly debtorId: DebtorId | null
  readonly paymentId: PaymentId | null
  /** The payment whose reference it quotes, while it counts towards it. */
  readonly referencePaymentId: PaymentId | null
  readonly decidedAt: Date | null
  /** 'user:<id>', 'key:<id>' or 'rule' */
  readonly decidedBy: string | null
}

/** True once a person has decided, or money was settled: it is not replaced by what another file says of it. */
export function isDealtWith({ status, decidedBy }: Pick<KeptTransaction, 'status' | 'decidedBy'>): boolean {
  return status === 'matched' || status === 'assigned' || (decidedBy !== null && decidedBy !== 'rule')
}

/**
 * The transaction that a reversal takes back, of those with its amount: the only one that shares an identifier with it.
 * Null where there is none, or more than one.
 */
export function findReversedTransaction(
  reversal: BankTransaction,
  candidates: readonly KeptTransaction[],
): KeptTransaction | null {
  const own = listIdentifiers(reversal)
  const [only, ...others] = candidates.filter(({ transaction }) => {
    const isBefore = (transaction.bookedOn ?? '') <= (reversal.bookedOn ?? '')
    return isBefore && [...listIdentifiers(transaction)].some((identifier) => own.has(identifier))
  })
  return only !== undefined && others.length === 0 ? only : null
}

function listIdentifiers({ references, remittance }: BankTransaction): Set<string> {
  const { bankReference, endToEndId, uetr, transactionId, instructionId, clearingReference } = references
  return new Set(
    Object.entries({ bankReference, endToEndId, uetr, transactionId, instructionId, clearingReference })
      .concat(remittance.references.map(({ reference }) => ['reference', reference]))
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name} ${value}`),
  )
}
