/**
 * What a debtor asks to settle, from the first choice to the exact order that is reviewed and then started.
 *
 * A selection is what a form says ("these", "all", "this sum"); an order names each invoice, each amount and each
 * credit. Only orders are started, so nothing is ever paid that was not on the review page.
 */
import type { AccessRight } from './access-scope'
import {
  chooseChargeMinor,
  permitsCharge,
  SMALLEST_MINOR,
  sumCharge,
  takeOfCharge,
  type Charge,
  type OwedCharge,
} from './charge'
import type { Concession } from './concession'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId } from './ids'
import { computeCapacity, computeDueNow, type InvoiceBalance } from './invoice-balance'
import { createMoney } from './money'
import type { PaymentPurpose } from './payment'
import { compareOldestDue, divideBetweenCreditsAndCash, type CreditUse, type Portion } from './payment-allocation'
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

export interface OrderedItem {
  number: string
  /** What is settled of the invoice, with what the creditor lets go. */
  amountMinor: number
  /** The part of it that the creditor lets go; absent for none. */
  concessionMinor?: number
  /** Interest and compensation that are paid beside it; absent for none. */
  chargesMinor?: number
}

export interface PaymentOrder {
  currency: CurrencyCode
  items: readonly OrderedItem[]
  /** In the order of their use. */
  credits: readonly (CreditChoice & { amountMinor: number })[]
  /** What is fulfilled beside the invoices. */
  purpose?: PaymentPurpose
}

/** What the creditor lets go of an invoice at this moment when `settledMinor` of it are settled; null for nothing. */
export type ConcessionFinder = (invoice: InvoiceBalance, settledMinor: number) => Concession | null

const findNoConcession: ConcessionFinder = () => null

/** What is owed for the lateness of an invoice at this moment; null for nothing. */
export type ChargeFinder = (invoice: InvoiceBalance) => OwedCharge | null

const findNoCharge: ChargeFinder = () => null

/** What changes the price of an invoice: what is let go of it, and what is charged beside it. */
interface PriceFinders {
  findConcession: ConcessionFinder
  findCharge: ChargeFinder
}

export interface PlannedCredit {
  credit: UsableCredit
  /** At most what is used of it. */
  amountMinor: number
}

/**
 * An order against the balances of the moment. `settledMinor + chargesMinor = totalMinor + concessionMinor`,
 * `totalMinor = creditMinor + cashMinor`. Charges are paid in money alone.
 */
export interface PaymentBreakdown {
  currency: CurrencyCode
  /** Oldest due first. */
  items: readonly {
    invoice: InvoiceBalance
    amountMinor: number
    concession: Concession | null
    charge: Charge | null
  }[]
  credits: readonly PlannedCredit[]
  uses: readonly CreditUse<PlannedCredit>[]
  /** What the payment itself has to settle, without charges. */
  cash: readonly Portion[]
  /** What the creditor lets go of each invoice. */
  concessions: ReadonlyMap<InvoiceId, Concession>
  /** What is charged beside each invoice. */
  charges: ReadonlyMap<InvoiceId, Charge>
  concessionMinor: number
  chargesMinor: number
  settledMinor: number
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
  findConcession: ConcessionFinder = findNoConcession,
  findCharge: ChargeFinder = findNoCharge,
): Result<PaymentOrder, PaymentRefusal[]> {
  const chosen = chooseItems(selection, invoices, { findConcession, findCharge })
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
  let restMinor = items.reduce((sum, item) => sum + Math.max(0, item.amountMinor - (item.concessionMinor ?? 0)), 0)
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
  finders: PriceFinders,
): Result<Pick<PaymentOrder, 'currency' | 'items'>, PaymentRefusal[]> {
  if (selection.kind === 'invoices') {
    const byNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]))
    const unknown = selection.items.filter((item) => !byNumber.has(item.number))
    if (unknown.length > 0) return fail(unknown.map(({ number }) => refuseUnknown(number)))
    const currency = invoices.find((invoice) => invoice.number === selection.items[0]?.number)?.currency
    if (currency === undefined) return fail([refusePayment('nothing_selected')])
    const items = selection.items.map(({ number, amountMinor }) => {
      const invoice = byNumber.get(number)
      const settledMinor = amountMinor ?? (invoice ? computeDueNow(invoice) : 0)
      return invoice ? orderItem(invoice, settledMinor, finders) : { number, amountMinor: settledMinor }
    })
    return succeed({ currency, items })
  }
  const { currency } = selection
  const due = invoices
    .filter((invoice) => invoice.currency === currency)
    .filter((invoice) => computeDueNow(invoice) > 0)
    .toSorted(compareOldestDue)
  const whole = due.map((invoice) => orderItem(invoice, computeDueNow(invoice), finders))
  const totalMinor = whole.reduce((sum, item) => sum + computePrice(item), 0)
  const sumMinor = selection.kind === 'all' ? totalMinor : selection.amountMinor
  if (selection.kind === 'sum' && sumMinor <= 0) return fail([refusePayment('amount_not_positive')])
  if (sumMinor > totalMinor) {
    return fail([refusePayment('above_total_due', { dueNow: createMoney(totalMinor, currency) })])
  }
  const items = selection.kind === 'all' ? whole : spreadSum(sumMinor, due, whole, finders)
  return items.length === 0 ? fail([refusePayment('nothing_selected')]) : succeed({ currency, items })
}

function orderItem(
  invoice: InvoiceBalance,
  amountMinor: number,
  { findConcession, findCharge }: PriceFinders,
): OrderedItem {
  const concessionMinor = findConcession(invoice, amountMinor)?.amountMinor ?? 0
  const owed = findCharge(invoice)
  const dueNowMinor = computeDueNow(invoice)
  const chargesMinor = owed ? chooseChargeMinor(owed, { settledMinor: amountMinor, dueNowMinor }) : 0
  return {
    number: invoice.number,
    amountMinor,
    ...(concessionMinor > 0 ? { concessionMinor } : {}),
    ...(chargesMinor > 0 ? { chargesMinor } : {}),
  }
}

/** What the debtor gives for the invoice itself, in money or by credits. */
function computeNetPrice({ amountMinor, concessionMinor = 0 }: OrderedItem): number {
  return amountMinor - concessionMinor
}

/** What the debtor gives for it, with what is charged beside it. */
function computePrice(item: OrderedItem): number {
  return computeNetPrice(item) + (item.chargesMinor ?? 0)
}

/**
 * Oldest due first, each settled as far as the sum reaches. The last one takes what is left of it: the most that can be
 * settled for that, which is found by halving, because a concession is the creditor's rule and need not be a ratio.
 */
function spreadSum(
  sumMinor: number,
  due: readonly InvoiceBalance[],
  whole: readonly OrderedItem[],
  finders: PriceFinders,
): OrderedItem[] {
  const items: OrderedItem[] = []
  let restMinor = sumMinor
  for (const [index, invoice] of due.entries()) {
    const all = whole[index]
    if (restMinor === 0 || !all) break
    const item = computePrice(all) <= restMinor ? all : settleFor(restMinor, invoice, finders)
    items.push(item)
    restMinor -= computePrice(item)
  }
  return items
}

function settleFor(sumMinor: number, invoice: InvoiceBalance, finders: PriceFinders): OrderedItem {
  const owed = finders.findCharge(invoice)
  // Where charges come first, they take all of the sum but the smallest part of the invoice.
  const firstMinor = owed?.order === 'charges_first' ? Math.min(sumCharge(owed.charge), sumMinor - SMALLEST_MINOR) : 0
  const item = settleNetFor(sumMinor - firstMinor, invoice, finders.findConcession)
  const chargesMinor = sumMinor - computeNetPrice(item)
  return chargesMinor > 0 ? { ...item, chargesMinor } : item
}

/** What of the sum is left beyond all that is due is for what is charged beside it. */
function settleNetFor(sumMinor: number, invoice: InvoiceBalance, findConcession: ConcessionFinder): OrderedItem {
  const order = (amountMinor: number) => orderItem(invoice, amountMinor, { findConcession, findCharge: findNoCharge })
  const dueNowMinor = computeDueNow(invoice)
  let [low, high] = [Math.min(sumMinor, dueNowMinor), dueNowMinor]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (computeNetPrice(order(middle)) <= sumMinor) low = middle
    else high = middle - 1
  }
  const item = order(low)
  if (low === dueNowMinor) return item
  // Where no amount costs exactly the sum, the sum is settled and nothing let go: nobody pays for more than is settled.
  const missingMinor = sumMinor - computeNetPrice(item)
  return missingMinor === 0 ? item : { number: item.number, amountMinor: sumMinor }
}

/**
 * Checks an order against the balances of the moment and plans it, or says everything that is wrong with it.
 * `invoices` and `credits` hold at least those the order names, where they exist.
 */
export function breakDownOrder(
  order: PaymentOrder,
  invoices: readonly InvoiceBalance[],
  credits: readonly UsableCredit[],
  findConcession: ConcessionFinder = findNoConcession,
  findCharge: ChargeFinder = findNoCharge,
): Result<PaymentBreakdown, PaymentRefusal[]> {
  if (order.items.length === 0) return fail([refusePayment('nothing_selected')])
  const refusals = [...checkItems(order, invoices, { findConcession, findCharge }), ...checkCredits(order, credits)]
  if (refusals.length > 0) return fail(refusals)
  const netMinor = order.items.reduce((sum, item) => sum + computeNetPrice(item), 0)
  const totalMinor = order.items.reduce((sum, item) => sum + computePrice(item), 0)
  if (sumAmounts(order.credits) > netMinor) {
    return fail([refusePayment('credit_above_total', { total: createMoney(netMinor, order.currency) })])
  }

  const invoiceByNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]))
  const items = order.items
    .flatMap(({ number, amountMinor, concessionMinor = 0, chargesMinor = 0 }) => {
      const invoice = invoiceByNumber.get(number)
      if (!invoice) return []
      const concession = concessionMinor === 0 ? null : findConcession(invoice, amountMinor)
      const owed = chargesMinor === 0 ? null : findCharge(invoice)
      return [{ invoice, amountMinor, concession, charge: owed && takeOfCharge(owed.charge, chargesMinor) }]
    })
    .sort((left, right) => compareOldestDue(left.invoice, right.invoice))
  const planned = order.credits.flatMap(({ kind, id, amountMinor }) => {
    const credit = findCredit(credits, kind, id)
    return credit ? [{ credit, amountMinor }] : []
  })
  const portions = items
    .map(({ invoice, amountMinor, concession }) => ({
      invoiceId: invoice.id,
      amountMinor: amountMinor - (concession?.amountMinor ?? 0),
    }))
    .filter((portion) => portion.amountMinor > 0)
  const { uses, cash } = divideBetweenCreditsAndCash(portions, planned)
  const settledMinor = sumAmounts(order.items)
  const creditMinor = sumAmounts(uses)
  return succeed({
    currency: order.currency,
    items,
    credits: planned,
    uses,
    cash,
    concessions: new Map(items.flatMap(({ invoice, concession }) => (concession ? [[invoice.id, concession]] : []))),
    charges: new Map(items.flatMap(({ invoice, charge }) => (charge ? [[invoice.id, charge]] : []))),
    concessionMinor: settledMinor - netMinor,
    chargesMinor: totalMinor - netMinor,
    settledMinor,
    totalMinor,
    creditMinor,
    cashMinor: totalMinor - creditMinor,
  })
}

function checkItems(
  order: PaymentOrder,
  invoices: readonly InvoiceBalance[],
  { findConcession, findCharge }: PriceFinders,
): PaymentRefusal[] {
  const byNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]))
  const seen = new Set<string>()
  return order.items.flatMap(({ number, amountMinor, concessionMinor = 0, chargesMinor = 0 }) => {
    const about = { invoiceNumber: number }
    if (seen.has(number)) return [refusePayment('listed_twice', { number }, about)]
    seen.add(number)
    const invoice = byNumber.get(number)
    if (!invoice || invoice.kind !== 'invoice') return [refuseUnknown(number)]
    if (invoice.currency !== order.currency) {
      const params = { number, currency: invoice.currency, expected: order.currency }
      return [refusePayment('mixed_currencies', params, about)]
    }
    const dueNowMinor = order.purpose?.kind === 'plan' ? computeCapacity(invoice, 0) : computeDueNow(invoice)
    // An invoice of which nothing is due any more is reported as such, even where all that is due was asked for.
    if (amountMinor > dueNowMinor || dueNowMinor === 0) {
      const dueNow = createMoney(dueNowMinor, invoice.currency)
      return [refusePayment('above_due_now', { number, dueNow }, about)]
    }
    if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) {
      return [refusePayment('amount_not_positive', { number }, about)]
    }
    const granted = concessionMinor === 0 ? 0 : (findConcession(invoice, amountMinor)?.amountMinor ?? 0)
    if (granted !== concessionMinor) return [refusePayment('concession_changed', { number }, about)]
    if (!permitsCharge(findCharge(invoice), { settledMinor: amountMinor, chargesMinor })) {
      return [refusePayment('charges_changed', { number }, about)]
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
