/** From what a debtor could pay and what it chose so far to what the page offers. */
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import { computeDueNow, countDaysLate, type InvoiceBalance } from '~/domain/invoice-balance'
import type { WaitingSum } from '~/domain/payment-approval'
import type { PaymentRefusal } from '~/domain/payment-refusal'
import type { PaymentSelectionQuery } from '~/domain/payment-selection-query'
import type { UsableCredit } from '~/domain/unapplied-credit'
import type { Formatters } from '~/i18n/formatters'
import type { LeftOutInvoices } from './left-out-notice'
import type { PayChoicePageProps, PayProblem } from './pay-choice-page'
import { describeSelection, type PayEntry } from './pay-entry'
import type { UnderWayPayment } from './under-way-notice'

/** So many invoices are listed; of more, those chosen and the oldest. */
const MOST_LISTED = 100

export interface ChoosablePayables {
  currencies: readonly {
    currency: CurrencyCode
    invoices: readonly InvoiceBalance[]
    credits: readonly UsableCredit[]
    creditMinor: number
  }[]
  underWay: readonly UnderWayPayment[]
  waiting: readonly WaitingSum[]
}

export interface ChosenPayables extends Omit<PayChoicePageProps, 'problems' | 'stored' | 'savings' | 'price'> {
  /** Of the currency: everything payable, listed or not. */
  payable: readonly InvoiceBalance[]
}

/** `entered` is the form as it was sent, where it was; else the form begins with what `query` chooses. */
export function choosePayables(
  payables: ChoosablePayables,
  query: PaymentSelectionQuery,
  { today, format, fallback }: { today: CalendarDay; format: Formatters; fallback: CurrencyCode },
  entered: PayEntry | null = null,
): ChosenPayables {
  const chosen = chooseCurrency(payables, query)
  const currency = chosen?.currency ?? query.currency ?? fallback
  const payable = (chosen?.invoices ?? []).filter((invoice) => computeDueNow(invoice) > 0)
  const credits = chosen?.credits ?? []
  const entry = entered ?? beginEntry(query, payable, today, format)
  return {
    today,
    currency,
    currencies: payables.currencies.map(({ currency: code, invoices }) => ({
      currency: code,
      count: invoices.filter((invoice) => computeDueNow(invoice) > 0).length,
    })),
    payable,
    listed: chooseListed(payable, entry.ticked),
    payableCount: payable.length,
    credits,
    creditMinor: chosen?.creditMinor ?? 0,
    underWay: payables.underWay,
    waiting: payables.waiting,
    leftOut: entered ? NOTHING_LEFT_OUT : listLeftOut(payables, query, currency, payable),
    entry,
    format,
  }
}

const NOTHING_LEFT_OUT: LeftOutInvoices = { unpayable: [], otherCurrencies: [] }

/** Invoices that were asked for and cannot be chosen with the others: what is not said would be taken for chosen. */
function listLeftOut(
  { currencies }: ChoosablePayables,
  { selection }: PaymentSelectionQuery,
  currency: CurrencyCode,
  payable: readonly InvoiceBalance[],
): LeftOutInvoices {
  if (selection?.kind !== 'invoices') return NOTHING_LEFT_OUT
  const chosen = new Set(payable.map(({ number }) => number))
  const missing = selection.items.map(({ number }) => number).filter((number) => !chosen.has(number))
  const otherCurrencies = currencies
    .filter((other) => other.currency !== currency)
    .map((other) => {
      const own = new Set(other.invoices.filter((one) => computeDueNow(one) > 0).map(({ number }) => number))
      return { currency: other.currency, numbers: missing.filter((number) => own.has(number)) }
    })
    .filter(({ numbers }) => numbers.length > 0)
  const elsewhere = new Set(otherCurrencies.flatMap(({ numbers }) => numbers))
  return { unpayable: missing.filter((number) => !elsewhere.has(number)), otherCurrencies }
}

function chooseCurrency({ currencies }: ChoosablePayables, { selection, currency }: PaymentSelectionQuery) {
  const first = selection?.kind === 'invoices' ? selection.items[0]?.number : undefined
  return (
    currencies.find((entry) => entry.currency === currency) ??
    currencies.find(({ invoices }) => invoices.some(({ number }) => number === first)) ??
    currencies[0]
  )
}

/**
 * Without a choice: what is overdue, or all where nothing is; a long list begins with everything. Of invoices that were
 * asked for, those that can be paid, be it none: others were not meant.
 */
function beginEntry(
  { selection, credits }: PaymentSelectionQuery,
  payable: readonly InvoiceBalance[],
  today: CalendarDay,
  format: Formatters,
): PayEntry {
  const overdue = payable.filter((invoice) => countDaysLate(invoice, today) > 0)
  const suggested = (overdue.length > 0 ? overdue : payable).map(({ number }) => ({ number }))
  const currency = payable[0]?.currency
  const items = selection?.kind === 'invoices' ? keepPayable(selection.items, payable) : []
  if (selection) {
    // A single invoice is shown as itself, however it was chosen.
    const single = selection.kind === 'all' && payable.length === 1
    const shown = single ? suggested : items
    const kept = selection.kind === 'invoices' || single ? { kind: 'invoices' as const, items: shown } : selection
    return describeSelection(kept, credits, payable, format)
  }
  return payable.length > MOST_LISTED && currency !== undefined
    ? describeSelection({ kind: 'all', currency }, credits, payable, format)
    : describeSelection({ kind: 'invoices', items: suggested }, credits, payable, format)
}

/** What was chosen before may be paid by now. */
function keepPayable<Item extends { number: string }>(
  items: readonly Item[],
  payable: readonly InvoiceBalance[],
): Item[] {
  const numbers = new Set(payable.map(({ number }) => number))
  return items.filter(({ number }) => numbers.has(number))
}

function chooseListed(payable: readonly InvoiceBalance[], ticked: ReadonlySet<string>): InvoiceBalance[] {
  if (payable.length <= MOST_LISTED) return [...payable]
  let free = Math.max(0, MOST_LISTED - payable.filter(({ number }) => ticked.has(number)).length)
  return payable.filter(({ number }) => {
    if (ticked.has(number)) return true
    free -= 1
    return free >= 0
  })
}

/** Refusals, each beside the field that it is about. */
export function placeRefusals(refusals: readonly PaymentRefusal[], entry: PayEntry): PayProblem[] {
  return refusals.map((refusal) => ({ at: placeRefusal(refusal, entry), refusal }))
}

function placeRefusal({ invoiceNumber, creditId }: PaymentRefusal, entry: PayEntry): PayProblem['at'] {
  if (creditId !== undefined) return 'credits'
  if (entry.way === 'sum') return 'sum'
  return invoiceNumber !== undefined && entry.way === 'invoices' ? { invoice: invoiceNumber } : 'form'
}
