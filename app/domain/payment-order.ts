/**
 * What a debtor asks to settle, from the first choice to the exact order that is reviewed and then started.
 *
 * A selection is what a form says ("these", "all", "this sum"); an order names each invoice, each amount and each
 * credit. Only orders are started, so nothing is ever paid that was not on the review page.
 */
import type { AccessRight } from './access-scope'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId } from './ids'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import { createMoney } from './money'
import {
  compareOldestDue,
  divideBetweenCreditsAndCash,
  spreadOldestFirst,
  type CreditUse,
  type Portion,
} from './payment-allocation'
import { refusePayment, type PaymentRefusal } from './payment-refusal'
import { fail, succeed, type Result } from './result'
import { compareOldestCredit, type UsableCredit } from './unapplied-credit'

/** Who is paying: the visitor of an access link. */
export interface Payer {
  creditorId: CreditorId
  debtorId: DebtorId
  linkId: AccessLinkId | null
  scope: readonly AccessRight[]
  name: string | null
  email: string | null
  /** The language of the visit. */
  locale: string
}

export type PaymentSelection =
  /** Named invoices; without an amount, all that is due now of it. */
  | { kind: 'invoices'; items: readonly { number: string; amountMinor?: number }[] }
  /** Everything due now in one currency. */
  | { kind: 'all'; currency: CurrencyCode }
  /** One sum, spread over what is due now, oldest due first. */
  | { kind: 'sum'; currency: CurrencyCode; amountMinor: number }

/** Which credits to use: `all` uses as much as there is to pay, oldest first. */
export type CreditSelection = 'none' | 'all' | readonly CreditChoice[]

export interface CreditChoice {
  kind: UsableCredit['kind']
  id: string
}

export interface PaymentOrder {
  currency: CurrencyCode
  items: readonly { number: string; amountMinor: number }[]
  /** In the order of their use. */
  credits: readonly (CreditChoice & { amountMinor: number })[]
}

export interface PlannedCredit {
  credit: UsableCredit
  /** At most what is used of it. */
  amountMinor: number
}

/** An order against the balances of the moment. `totalMinor = creditMinor + cashMinor`. */
export interface PaymentPlan {
  currency: CurrencyCode
  /** Oldest due first. */
  items: readonly { invoice: InvoiceBalance; amountMinor: number }[]
  credits: readonly PlannedCredit[]
  uses: readonly CreditUse<PlannedCredit>[]
  /** What the payment itself has to settle. */
  cash: readonly Portion[]
  totalMinor: number
  creditMinor: number
  cashMinor: number
}

/**
 * Makes a selection an order. `invoices` are the debtor's: those named by the selection, or all that are open.
 * Invoices of which nothing is due now are left out of `all` and `sum`.
 */
export function resolveSelection(
  selection: PaymentSelection,
  creditSelection: CreditSelection,
  invoices: readonly InvoiceBalance[],
  credits: readonly UsableCredit[],
): Result<PaymentOrder, PaymentRefusal[]> {
  const chosen = chooseItems(selection, invoices)
  if (!chosen.ok) return chosen
  const { currency, items } = chosen.value
  const ofCurrency = credits.filter((credit) => credit.currency === currency).toSorted(compareOldestCredit)
  const wanted =
    creditSelection === 'none'
      ? []
      : creditSelection === 'all'
        ? ofCurrency
        : ofCurrency.filter(({ kind, id }) =>
            creditSelection.some((choice) => choice.kind === kind && choice.id === id),
          )
  let restMinor = items.reduce((sum, item) => sum + Math.max(0, item.amountMinor), 0)
  const used = wanted.map(({ kind, id, openMinor }) => {
    const amountMinor = Math.min(openMinor, restMinor)
    restMinor -= amountMinor
    return { kind, id, amountMinor }
  })
  return succeed({ currency, items, credits: used.filter((credit) => credit.amountMinor > 0) })
}

function chooseItems(
  selection: PaymentSelection,
  invoices: readonly InvoiceBalance[],
): Result<Pick<PaymentOrder, 'currency' | 'items'>, PaymentRefusal[]> {
  if (selection.kind === 'invoices') {
    const byNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]))
    const unknown = selection.items.filter((item) => !byNumber.has(item.number))
    if (unknown.length > 0) return fail(unknown.map(({ number }) => refuseUnknown(number)))
    const currency = invoices.find((invoice) => invoice.number === selection.items[0]?.number)?.currency
    if (currency === undefined) return fail([refusePayment('nothing_selected')])
    const items = selection.items.map(({ number, amountMinor }) => {
      const invoice = byNumber.get(number)
      return { number, amountMinor: amountMinor ?? (invoice ? computeDueNow(invoice) : 0) }
    })
    return succeed({ currency, items })
  }
  const { currency } = selection
  const due = invoices
    .filter((invoice) => invoice.currency === currency)
    .map((invoice) => ({ ...invoice, dueNowMinor: computeDueNow(invoice) }))
    .filter((invoice) => invoice.dueNowMinor > 0)
  const totalMinor = due.reduce((sum, invoice) => sum + invoice.dueNowMinor, 0)
  const sumMinor = selection.kind === 'all' ? totalMinor : selection.amountMinor
  if (selection.kind === 'sum' && sumMinor <= 0) return fail([refusePayment('amount_not_positive')])
  if (sumMinor > totalMinor) {
    return fail([refusePayment('above_total_due', { dueNow: createMoney(totalMinor, currency) })])
  }
  const numberById = new Map(due.map(({ id, number }) => [id, number]))
  const { portions } = spreadOldestFirst(sumMinor, due)
  const items = portions.map(({ invoiceId, amountMinor }) => ({ number: numberById.get(invoiceId) ?? '', amountMinor }))
  return items.length === 0 ? fail([refusePayment('nothing_selected')]) : succeed({ currency, items })
}

/**
 * Checks an order against the balances of the moment and plans it, or says everything that is wrong with it.
 * `invoices` and `credits` hold at least those the order names, where they exist.
 */
export function planPayment(
  order: PaymentOrder,
  invoices: readonly InvoiceBalance[],
  credits: readonly UsableCredit[],
): Result<PaymentPlan, PaymentRefusal[]> {
  if (order.items.length === 0) return fail([refusePayment('nothing_selected')])
  const refusals = [...checkItems(order, invoices), ...checkCredits(order, credits)]
  if (refusals.length > 0) return fail(refusals)
  if (sumAmounts(order.credits) > sumAmounts(order.items)) {
    const total = createMoney(sumAmounts(order.items), order.currency)
    return fail([refusePayment('credit_above_total', { total })])
  }

  const invoiceByNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]))
  const items = order.items
    .flatMap(({ number, amountMinor }) => {
      const invoice = invoiceByNumber.get(number)
      return invoice ? [{ invoice, amountMinor }] : []
    })
    .sort((left, right) => compareOldestDue(left.invoice, right.invoice))
  const planned = order.credits.flatMap(({ kind, id, amountMinor }) => {
    const credit = findCredit(credits, kind, id)
    return credit ? [{ credit, amountMinor }] : []
  })
  const portions = items.map(({ invoice, amountMinor }) => ({ invoiceId: invoice.id, amountMinor }))
  const { uses, cash } = divideBetweenCreditsAndCash(portions, planned)
  const totalMinor = sumAmounts(order.items)
  const creditMinor = sumAmounts(uses)
  return succeed({
    currency: order.currency,
    items,
    credits: planned,
    uses,
    cash,
    totalMinor,
    creditMinor,
    cashMinor: totalMinor - creditMinor,
  })
}

function checkItems(order: PaymentOrder, invoices: readonly InvoiceBalance[]): PaymentRefusal[] {
  const byNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]))
  const seen = new Set<string>()
  return order.items.flatMap(({ number, amountMinor }) => {
    const about = { invoiceNumber: number }
    if (seen.has(number)) return [refusePayment('listed_twice', { number }, about)]
    seen.add(number)
    const invoice = byNumber.get(number)
    if (!invoice || invoice.kind !== 'invoice') return [refuseUnknown(number)]
    if (invoice.currency !== order.currency) {
      const params = { number, currency: invoice.currency, expected: order.currency }
      return [refusePayment('mixed_currencies', params, about)]
    }
    const dueNowMinor = computeDueNow(invoice)
    // An invoice of which nothing is due any more is reported as such, even where all that is due was asked for.
    if (amountMinor > dueNowMinor || dueNowMinor === 0) {
      const dueNow = createMoney(dueNowMinor, invoice.currency)
      return [refusePayment('above_due_now', { number, dueNow }, about)]
    }
    if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) {
      return [refusePayment('amount_not_positive', { number }, about)]
    }
    return []
  })
}

function checkCredits(order: PaymentOrder, credits: readonly UsableCredit[]): PaymentRefusal[] {
  const seen = new Set<string>()
  return order.credits.flatMap(({ kind, id, amountMinor }) => {
    const credit = findCredit(credits, kind, id)
    const leftMinor = credit?.currency === order.currency && !seen.has(id) ? credit.openMinor : 0
    seen.add(id)
    if (Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= leftMinor) return []
    const params = { label: credit?.label ?? '', left: createMoney(leftMinor, order.currency) }
    return [refusePayment('credit_unavailable', params, { creditId: id })]
  })
}

function refuseUnknown(number: string): PaymentRefusal {
  return refusePayment('unknown_invoice', { number }, { invoiceNumber: number })
}

function findCredit(credits: readonly UsableCredit[], kind: string, id: string): UsableCredit | undefined {
  return credits.find((credit) => credit.kind === kind && credit.id === id)
}

function sumAmounts(parts: readonly { amountMinor: number }[]): number {
  return parts.reduce((sum, part) => sum + part.amountMinor, 0)
}
