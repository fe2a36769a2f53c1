import { addDays, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { InterestPolicy } from '~/domain/interest-policy'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import { listPayoffs, type Payoff, type PayoffInvoice, type PayoffTerms } from '~/domain/payoff'
import type { PayoffQuote } from '~/domain/payoff-quote'
import { findSettlementDiscount } from '~/domain/settlement-discount'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { readLateness } from './read-charges'
import { readDiscounts } from './read-discounts'

/** What `computePayoff` asks about some invoices of one debtor. */
export interface PayoffQuestion {
  invoices: PayoffInvoice[]
  terms: PayoffTerms
  policy: InterestPolicy
}

/** As the books stand: discounts by the terms of each day, interest by the tables as they are known now. */
export async function readPayoffQuestion(
  transaction: Transaction,
  creditor: Creditor,
  { debtorId, invoices }: { debtorId: DebtorId; invoices: readonly InvoiceBalance[] },
): Promise<PayoffQuestion> {
  const { policy, claims } = await readLateness(transaction, creditor, invoices)
  const { questions } = await readDiscounts(transaction, creditor, { debtorId, invoices })
  return {
    invoices: invoices.map((invoice) => ({ invoice, claim: claims.get(invoice.id) ?? null })),
    policy,
    terms: {
      interest: policy,
      findDiscount: (invoice, settledMinor, on) => {
        const question = questions.get(invoice.id)
        const discount = question && findSettlementDiscount({ ...question, invoice }, settledMinor, on)
        return discount ? { ...discount, netMinor: question.facts.netMinor, taxMinor: question.facts.taxMinor } : null
      },
    },
  }
}

/** So far ahead a payoff is shown. */
const MOST_PAYOFF_DAYS = 184
const SHOWN_DAYS = 45
const SHOWN_QUOTES = 20

export interface PayoffInput {
  creditorId: CreditorId
  debtorId: DebtorId
  /** Null for the one with the most open invoices. */
  currency: CurrencyCode | null
  /** Null for all that is due in the currency. */
  numbers: readonly string[] | null
  /** Null for some weeks ahead. */
  throughOn: CalendarDay | null
}

export interface PayoffView {
  today: CalendarDay
  currency: CurrencyCode
  currencies: CurrencyCode[]
  /** Everything that is due in the currency, oldest first. */
  choosable: InvoiceBalance[]
  /** Numbers of what was asked for and can be paid; null for all. */
  chosen: string[] | null
  /** From today on, one a day. */
  payoffs: Payoff[]
  policy: InterestPolicy
  /** The last day that a quote may be asked for. */
  quoteUntilOn: CalendarDay
  quotes: PayoffQuote[]
}

/** What settles the account, or some of its invoices, on each day from today on. Null where nothing is due. Only reads. */
export async function readPayoff(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtorId, currency: wanted, numbers, throughOn }: PayoffInput,
): Promise<PayoffView | null> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const today = dayOfInstant(clock.now(), creditor.timeZone)
    const open = await transaction.invoices.listOpen(creditorId, debtorId, 'invoice')
    const due = open.filter((invoice) => computeDueNow(invoice) > 0)
    const currencies = sortByCount(due.map((invoice) => invoice.currency))
    const currency = currencies.find((code) => code === wanted) ?? currencies[0]
    if (currency === undefined) return null
    const choosable = due.filter((invoice) => invoice.currency === currency)
    const known = choosable.filter(({ number }) => numbers?.includes(number) === true)
    const chosen = known.length === 0 ? choosable : known
    const question = await readPayoffQuestion(transaction, creditor, { debtorId, invoices: chosen })
    const latest = addDays(today, MOST_PAYOFF_DAYS)
    const last = throughOn === null || throughOn < today ? addDays(today, SHOWN_DAYS) : throughOn
    const period = { fromOn: today, throughOn: last < latest ? last : latest, currency }
    return {
      ...{ today, currency, currencies, choosable },
      chosen: known.length === 0 ? null : known.map(({ number }) => number),
      payoffs: listPayoffs(question.invoices, question.terms, period),
      policy: question.policy,
      quoteUntilOn: addDays(today, question.policy.quoteDays),
      quotes: await transaction.payoffQuotes.list(creditorId, debtorId, SHOWN_QUOTES),
    }
  })
}

/** Each code once, the most frequent first. */
function sortByCount(codes: readonly CurrencyCode[]): CurrencyCode[] {
  const count = (code: CurrencyCode) => codes.filter((other) => other === code).length
  return [...new Set(codes)].sort((left, right) => count(right) - count(left))
}
