/** Reads back what the review page put into its form. */
import { parseCurrencyCode } from '~/domain/currency'
import type { CreditSelection, PaymentOrder, PaymentSelection } from '~/domain/payment-order'
import { parseCreditChoice, parsePurpose } from '~/domain/payment-selection-query'
import type { PaymentPurpose } from '~/domain/payment'
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
  const letGo = readAmountFields(form.getAll('concession'))
  const charged = readAmountFields(form.getAll('charge'))
  const items = zip(form.getAll('invoice'), form.getAll('amount'))?.map(([number, amountMinor]) => {
    const [concessionMinor, chargesMinor] = [letGo.get(number) ?? 0, charged.get(number) ?? 0]
    return {
      ...{ number, amountMinor },
      ...(concessionMinor > 0 ? { concessionMinor } : {}),
      ...(chargesMinor > 0 ? { chargesMinor } : {}),
    }
  })
  const credits = zip(form.getAll('credit'), form.getAll('creditAmount'))?.map(([value, amountMinor]) => {
    const choice = parseCreditChoice(value)
    return choice && UUID.test(choice.id) ? { ...choice, amountMinor } : null
  })
  if (!currency || !UUID.test(idempotencyKey) || !items || items.length === 0 || !credits) return null
  const known = credits.filter((credit) => credit !== null)
  const terms = readReviewTerms(form)
  if (known.length !== credits.length || !terms) return null
  const purpose = parsePurpose(form.get('purpose') ?? '')
  // A payment that was to fulfil something is not started as one that does not.
  if (purpose === null && form.has('purpose')) return null
  const order = { currency, items, credits: known, ...(purpose === null ? {} : { purpose }) }
  return { order, idempotencyKey, terms }
}

/** What is let go of an invoice or charged beside it, as the form says it: minor units, a space, the invoice's number. */
export function writeAmountField(number: string, amountMinor: number): string {
  return `${amountMinor} ${number}`
}

function readAmountFields(texts: readonly string[]): Map<string, number> {
  return new Map(
    texts.map((text): [string, number] => {
      const [amount = '', ...number] = text.split(' ')
      return [number.join(' '), /^[1-9]\d{0,14}$/.test(amount) ? Number(amount) : 0]
    }),
  )
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
export function selectOrder({ items, credits, purpose }: PaymentOrder): {
  selection: PaymentSelection
  credits: CreditSelection
  purpose: PaymentPurpose | null
} {
  return {
    ...{ selection: { kind: 'invoices', items }, credits: credits.length === 0 ? 'none' : credits },
    purpose: purpose ?? null,
  }
}
