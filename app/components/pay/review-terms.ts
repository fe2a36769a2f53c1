/** How an order is to be paid, as the review page's forms carry it from one to the next. */
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { parseWayChoice, writeWayChoice, type WayChoice } from '~/domain/way-choice'

export interface ReviewTerms {
  /** Null where nothing was chosen yet, or there is nothing to choose. */
  way: WayChoice | null
  /** The rate that was shown, where it is paid in another currency than the invoices'. */
  quote: { id: string; currency: CurrencyCode } | null
  /** The method is to be kept for later payments. */
  keepsMethod: boolean
}

export const NO_TERMS: ReviewTerms = { way: null, quote: null, keepsMethod: false }

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** Null when the form is not as the review page wrote it. */
export function readReviewTerms(form: URLSearchParams): ReviewTerms | null {
  const wayText = form.get('way')
  const way = wayText === null ? null : parseWayChoice(wayText)
  const id = form.get('quote')
  const currency = parseCurrencyCode(form.get('payCurrency') ?? '')
  const quote = id !== null && UUID.test(id) && currency !== null ? { id, currency } : null
  if ((wayText !== null && way === null) || (id !== null && quote === null)) return null
  return { way, quote, keepsMethod: form.get('keep') === 'yes' && way !== null && canBeKept(way) }
}

/** The fields that `readReviewTerms` reads as the same terms. */
export function listTermsFields({ way, quote, keepsMethod }: ReviewTerms): [name: string, value: string][] {
  return [
    ...(way ? [['way', writeWayChoice(way)] as [string, string]] : []),
    ...(quote ? [['quote', quote.id] as [string, string], ['payCurrency', quote.currency] as [string, string]] : []),
    ...(keepsMethod ? [['keep', 'yes'] as [string, string]] : []),
  ]
}

/** Whether it makes sense to ask for consent at all; what the gateway can keep is decided when the payment is opened. */
function canBeKept(way: WayChoice): boolean {
  return way.kind === 'method' && way.method !== 'bank_transfer'
}
