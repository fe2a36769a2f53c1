/** Which invoices a form or an address names: the currency, and numbers of some or all that is due in it. */
import { parseCurrencyCode, type CurrencyCode } from './currency'
import { findUnstorableText } from './storable-text'

export interface InvoiceChoice {
  /** Null where none is named, or one that there is not. */
  readonly currency: CurrencyCode | null
  /** Null for all that is due. */
  readonly invoiceNumbers: string[] | null
}

/** What the parameters `currency` and `invoice` choose; what cannot be read of them chooses nothing. */
export function readInvoiceChoice(parameters: URLSearchParams): InvoiceChoice {
  const numbers = readInvoiceNumbers(parameters)
  return {
    currency: parseCurrencyCode(parameters.get('currency') ?? ''),
    invoiceNumbers: numbers.length === 0 ? null : numbers,
  }
}

/** Each once, in their order; what no document can be called is passed over. */
export function readInvoiceNumbers(parameters: URLSearchParams): string[] {
  const numbers = parameters.getAll('invoice').filter((number) => number !== '' && findUnstorableText(number) === null)
  return [...new Set(numbers)]
}
