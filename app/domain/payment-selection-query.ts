/**
 * What a debtor chose to pay, as parameters of an address, so that the review page can be kept, reloaded and gone back
 * to. Amounts are minor units in plain digits: an address is the same in every language.
 *
 * ```
 * invoice=A&invoice=B                      these, all that is payable of each
 * invoice=A&amount=1000&invoice=B&amount=  1000 of A, all that is payable of B
 * all=1&currency=EUR                       everything payable in euros
 * sum=500000&currency=EUR                  that much, spread oldest due first
 * credit=none | credit=credit_note:ID…     which credits to use; without it as many as fit
 * purpose=settlement_offer:ID              what is fulfilled with it
 * ```
 */
import { parseCurrencyCode, type CurrencyCode } from './currency'
import { PAYMENT_PURPOSES, type PaymentPurpose } from './payment'
import type { CreditChoice, CreditSelection, PaymentSelection } from './payment-order'
import { findUnstorableText } from './storable-text'

export interface PaymentSelectionQuery {
  /** Null when nothing is chosen yet, or the choice cannot be read. */
  readonly selection: PaymentSelection | null
  /** Of the page, where the choice itself does not say. */
  readonly currency: CurrencyCode | null
  readonly credits: CreditSelection
  /** Null for the invoices alone. */
  readonly purpose: PaymentPurpose | null
}

const CREDIT_KINDS: readonly CreditChoice['kind'][] = ['credit_note', 'unapplied_credit']

/** Reads the address of a payment's page. What cannot be read chooses nothing; nothing throws. */
export function readPaymentSelection(parameters: URLSearchParams): PaymentSelectionQuery {
  const currency = parseCurrencyCode(parameters.get('currency') ?? '')
  const credits = readCredits(parameters.getAll('credit'))
  const purpose = parsePurpose(parameters.get('purpose') ?? '')
  return { selection: readSelection(parameters, currency), currency, credits, purpose }
}

function readSelection(parameters: URLSearchParams, currency: CurrencyCode | null): PaymentSelection | null {
  if (currency !== null && parameters.get('all') === '1') return { kind: 'all', currency }
  const sumMinor = parseMinor(parameters.get('sum') ?? '')
  if (currency !== null && sumMinor !== null) return { kind: 'sum', currency, amountMinor: sumMinor }
  const numbers = parameters.getAll('invoice')
  if (numbers.length === 0) return null
  const amounts = parameters.getAll('amount')
  // Amounts belong to the invoices by their place; where the counts differ they cannot be told apart.
  const areAmountsGiven = amounts.length === numbers.length
  const items = numbers.map((number, index) => {
    const amountMinor = areAmountsGiven ? parseMinor(amounts[index] ?? '') : null
    return { number, ...(amountMinor === null ? {} : { amountMinor }) }
  })
  const readable = items.filter(({ number }) => number !== '' && findUnstorableText(number) === null)
  return readable.length === 0 ? null : { kind: 'invoices', items: readable.filter(isFirstOfItsNumber) }
}

function isFirstOfItsNumber(item: { number: string }, index: number, items: readonly { number: string }[]): boolean {
  return items.findIndex(({ number }) => number === item.number) === index
}

/** One credit as a value of a form or an address: "credit_note:ID". Null for anything else. */
export function parseCreditChoice(text: string): CreditChoice | null {
  const kind = CREDIT_KINDS.find((name) => text.startsWith(`${name}:`))
  const id = kind === undefined ? '' : text.slice(kind.length + 1)
  return kind === undefined || id === '' ? null : { kind, id }
}

/** The reverse of `parseCreditChoice`. */
export function writeCreditChoice({ kind, id }: CreditChoice): string {
  return `${kind}:${id}`
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** What a payment is to fulfil as a value of a form or an address: "plan:ID". Null for anything else. */
export function parsePurpose(text: string): PaymentPurpose | null {
  const kind = PAYMENT_PURPOSES.find((name) => text.startsWith(`${name}:`))
  const id = kind === undefined ? '' : text.slice(kind.length + 1)
  return kind !== undefined && UUID.test(id) ? { kind, id } : null
}

/** The reverse of `parsePurpose`. */
export function writePurpose({ kind, id }: PaymentPurpose): string {
  return `${kind}:${id}`
}

function readCredits(values: readonly string[]): CreditSelection {
  if (values.includes('none')) return 'none'
  const choices = values.flatMap((value) => parseCreditChoice(value) ?? [])
  return choices.length === 0 ? 'all' : choices
}

function parseMinor(text: string): number | null {
  const minor = /^\d{1,15}$/.test(text) ? Number(text) : 0
  return minor > 0 ? minor : null
}

/** The parameters that `readPaymentSelection` reads as the same choice. */
export function writePaymentSelection(
  selection: PaymentSelection,
  credits: CreditSelection,
  purpose: PaymentPurpose | null = null,
): URLSearchParams {
  const parameters = new URLSearchParams()
  if (selection.kind === 'invoices') {
    const hasAmounts = selection.items.some(({ amountMinor }) => amountMinor !== undefined)
    for (const { number, amountMinor } of selection.items) {
      parameters.append('invoice', number)
      if (hasAmounts) parameters.append('amount', amountMinor === undefined ? '' : String(amountMinor))
    }
  } else {
    if (selection.kind === 'all') parameters.set('all', '1')
    else parameters.set('sum', String(selection.amountMinor))
    parameters.set('currency', selection.currency)
  }
  if (credits === 'none' || (credits !== 'all' && credits.length === 0)) parameters.set('credit', 'none')
  else if (credits !== 'all') for (const choice of credits) parameters.append('credit', writeCreditChoice(choice))
  if (purpose !== null) parameters.set('purpose', writePurpose(purpose))
  return parameters
}

/** Addresses up to this length pass every proxy. */
const LONGEST_ADDRESS = 6_000

/** The address of a choice below `path`; null for hundreds of invoices one by one, which no address holds. */
export function writeChoiceAddress(
  path: string,
  selection: PaymentSelection,
  credits: CreditSelection,
  purpose: PaymentPurpose | null = null,
): string | null {
  const address = `${path}?${writePaymentSelection(selection, credits, purpose).toString()}`
  return address.length <= LONGEST_ADDRESS ? address : null
}
