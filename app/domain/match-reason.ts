/** Why a transfer was matched, why it was not, and why something is suggested: for the person who looks at it. */
import type { Money } from './money'

/** What speaks for it. */
export type MatchReasonKind =
  /** A reference that was issued, with right check digits. */
  | 'reference_found'
  | 'number_found'
  /** The number without its letters, or with a slip or two. */
  | 'number_alike'
  | 'amount_equals'
  /** The sum of the invoices named. */
  | 'sum_equals'
  /** What the invoices named cost less a discount that can be taken. */
  | 'discounted_equals'
  /** All that is open of the debtor. */
  | 'total_equals'
  /** No other open invoice has the amount. */
  | 'amount_singular'
  /** Earlier transfers came from the same account. */
  | 'account_known'
  | 'name_alike'

/** What speaks against matching it without a person. */
export type MatchObstacleKind =
  | 'nothing_found'
  /** Several payments in one sum. */
  | 'undivided'
  | 'several_references'
  /** The reference was paid in full before. */
  | 'reference_paid'
  | 'currency_differs'
  /** The account or the name is that of another debtor. */
  | 'other_payer'
  /** The reference is one debtor's, an invoice named is another's. */
  | 'other_debtor_named'
  /** A number that fits several invoices. */
  | 'number_ambiguous'
  | 'several_debtors_named'
  | 'credit_note_named'
  | 'settled_already'
  | 'amount_differs'
  /** Another open invoice has the same amount and nearly the same number. */
  | 'number_mistakable'
  /** Nothing says that the payer is the debtor. */
  | 'payer_unconfirmed'
  /** Too many candidates to be sure of. */
  | 'too_many'
  /** A file of another kind may have told of the same money. */
  | 'told_before'

/** `messageKey` names the text, `params` what is filled in; money is written in the reader's language. */
export interface MatchReason {
  readonly kind: MatchReasonKind
  readonly messageKey: `console:matching.reason.${MatchReasonKind}`
  readonly params: Readonly<Record<string, string | Money>>
}

export interface MatchObstacle {
  readonly kind: MatchObstacleKind
  readonly messageKey: `console:matching.obstacle.${MatchObstacleKind}`
  readonly params: Readonly<Record<string, string | Money>>
}

/** A reason with the key of its text. Give `params` what that text fills in. */
export function explainReason(kind: MatchReasonKind, params: MatchReason['params'] = {}): MatchReason {
  return { kind, messageKey: `console:matching.reason.${kind}`, params }
}

/** An obstacle with the key of its text. Give `params` what that text fills in. */
export function explainObstacle(kind: MatchObstacleKind, params: MatchObstacle['params'] = {}): MatchObstacle {
  return { kind, messageKey: `console:matching.obstacle.${kind}`, params }
}
