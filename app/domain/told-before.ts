/**
 * Whether a transaction may be one that a file of another kind told of before. Kinds of files name the same movement
 * differently: one has the bank's reference, another only texts, a third not even the account. Within a kind the
 * fingerprint tells; between kinds it cannot, so what nothing tells apart is left to a person. Money must never count
 * twice; a question costs a minute.
 */
import type { BankTransaction } from './bank-transaction'

/** Of transactions with the same amount: true where nothing that both say is different. */
export function mayBeSameMovement(one: BankTransaction, other: BankTransaction): boolean {
  if (one.kind !== other.kind) return false
  if (one.amount.currency !== other.amount.currency || one.amount.amountMinor !== other.amount.amountMinor) return false
  if (!shareDay(one, other)) return false
  if (differ(one.account, other.account)) return false
  if (differ(getAccount(one), getAccount(other))) return false
  const [left, right] = [one.references, other.references]
  if (differ(left.uetr, right.uetr)) return false
  if (differ(left.endToEndId, right.endToEndId)) return false
  return !areTextsDifferent(packTexts(one), packTexts(other))
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && pack(one) !== pack(other)
}

function getAccount({ counterparty }: BankTransaction): string | null {
  return counterparty.iban ?? counterparty.accountNumber
}

/** A notification may have the day of the value alone, an export the day of booking. */
function shareDay(one: BankTransaction, other: BankTransaction): boolean {
  const days = new Set([one.bookedOn, one.valueOn].filter((day) => day !== null))
  return [other.bookedOn, other.valueOn].some((day) => day !== null && days.has(day))
}

/** An export may have cut the text, or put other texts around it. */
function areTextsDifferent(one: string, other: string): boolean {
  return one !== '' && other !== '' && !one.includes(other) && !other.includes(one)
}

function packTexts({ remittance }: BankTransaction): string {
  return pack([...remittance.references.map(({ reference }) => reference), ...remittance.unstructured].join(''))
}

function pack(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
}
