/** Reads back what the review page put into its form. */
import { parseCurrencyCode } from '~/domain/currency'
import type { CreditSelection, PaymentOrder, PaymentSelection } from '~/domain/payment-order'
import { parseCreditChoice } from '~/domain/payment-selection-query'
import { findUnstorableText } from '~/domain/storable-text'
import { readReviewTerms, type ReviewTerms } from './review-terms'

export interface SubmittedOrder {
  order: PaymentOrder
  idempotencyKey: string
  terms: ReviewTerms
}

/** The order and its key; null when the form is not as the review page wrote it. */
export function readOrderForm(form: URLSearchParams): SubmittedOrder | null {
  const currency = parseCurrencyCode(form.get('currency') ?? '')
  const idempotencyKey = form.get('key') ?? ''
  const items = zip(form.getAll('invoice'), form.getAll('amount'))?.map(([number, amountMinor]) => ({
    number,
    amountMinor,
  }))
  const credits = zip(form.getAll('credit'), form.getAll('creditAmount'))?.map(([value, amountMinor]) => {
    const choice = parseCreditChoice(value)
    return choice && UUID.test(choice.id) ? { ...choice, amountMinor } : null
  })
  if (!currency || !UUID.test(idempotencyKey) || !items || items.length === 0 || !credits) return null
  const known = credits.filter((credit) => credit !== null)
  const terms = readReviewTerms(form)
  if (known.length !== credits.length || !terms) return null
  return { order: { currency, items, credits: known }, idempotencyKey, terms }
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Names with their amounts in minor units; null when the two do not match. */
function zip(names: readonly string[], amounts: readonly string[]): [string, number][] | null {
  if (names.length !== amounts.length) return null
  const pairs = names.map((name, index): [string, number] => {
    const text = amounts[index] ?? ''
    return [name, /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0]
  })
  return pairs.every(([name, amountMinor]) => name !== '' && findUnstorableText(name) === null && amountMinor > 0)
    ? pairs
    : null
}

/** An order as a choice: to review the same anew, or to change it. */
export function selectOrder({ items, credits }: PaymentOrder): {
  selection: PaymentSelection
  credits: CreditSelection
} {
  return { selection: { kind: 'invoices', items }, credits: credits.length === 0 ? 'none' : credits }
}
