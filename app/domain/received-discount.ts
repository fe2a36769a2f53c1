/**
 * The settlement discounts that money takes which came without being announced: a transfer found on a bank statement, or
 * a payment entered by hand. When it was ordered nobody says, so any day counts from which it may have been under way.
 *
 * Money that is exactly what invoices cost less their discounts has taken them. Where each payment takes its part, so does
 * any other amount.
 */
import { addDays, type CalendarDay } from './calendar-day'
import type { Concession } from './concession'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import { compareOldestDue, type Portion } from './payment-allocation'
import { findSettlementDiscount, toConcession, type DiscountQuestion } from './settlement-discount'

/** An amount of money for an invoice, and what is let go with it. */
export interface ReceivedPortion extends Portion {
  readonly concession?: Concession | null
}

/** What may be let go of an invoice when all that is due of it is paid, by the day of the order; the latest day first. */
export type PossibleDiscounts = readonly (Concession | null)[]

/** `transferDays` is 0 for money that changed hands on the day it came. */
export function listPossibleDiscounts(
  question: DiscountQuestion,
  receivedOn: CalendarDay,
  transferDays: number,
): PossibleDiscounts {
  const dueNowMinor = computeDueNow(question.invoice)
  return Array.from({ length: transferDays + 1 }, (_, days) => {
    const discount = findSettlementDiscount(question, dueNowMinor, addDays(receivedOn, -days))
    // It has come in time, whatever the day on which it is looked at.
    return discount && { ...toConcession(discount, question.policy), receivedByOn: null }
  })
}

interface Candidate {
  readonly invoice: InvoiceBalance
  readonly possible: PossibleDiscounts
}

/**
 * The portions of a sum that is exactly what all these invoices cost less the discounts of one day, at least one of which
 * has one; null for any other sum.
 */
export function divideDiscounted(sumMinor: number, candidates: readonly Candidate[]): ReceivedPortion[] | null {
  const days = Math.max(0, ...candidates.map(({ possible }) => possible.length))
  for (let day = 0; day < days; day += 1) {
    const portions = candidates.map(({ invoice, possible }) => {
      const concession = possible[day] ?? null
      const amountMinor = computeDueNow(invoice) - (concession?.amountMinor ?? 0)
      return { invoiceId: invoice.id, amountMinor, concession }
    })
    const isDiscounted = portions.some(({ concession }) => concession !== null)
    if (isDiscounted && portions.reduce((sum, portion) => sum + portion.amountMinor, 0) === sumMinor) return portions
  }
  return null
}

/**
 * Takes the discounts of money that is spread oldest due first over these invoices; null where it takes none. Money that
 * is exactly what the oldest of them cost without any was not meant to take one.
 */
export function spreadDiscounted(
  sumMinor: number,
  questions: readonly DiscountQuestion[],
  invoices: readonly InvoiceBalance[],
  { receivedOn, transferDays }: { readonly receivedOn: CalendarDay; readonly transferDays: number },
): ReceivedPortion[] | null {
  const questionById = new Map(questions.map((question) => [question.invoice.id, question]))
  const candidates = invoices
    .filter((invoice) => computeDueNow(invoice) > 0)
    .toSorted(compareOldestDue)
    .map((invoice): Candidate => {
      const question = questionById.get(invoice.id)
      return { invoice, possible: question ? listPossibleDiscounts(question, receivedOn, transferDays) : [] }
    })
  let wholeMinor = 0
  const prefixes = candidates.map((_, index) => candidates.slice(0, index + 1))
  for (const { invoice } of candidates) {
    wholeMinor += computeDueNow(invoice)
    if (wholeMinor === sumMinor) return null
  }
  for (const prefix of prefixes) {
    const portions = divideDiscounted(sumMinor, prefix)
    if (portions) return portions
  }
  const isProRata = questions.some(({ policy }) => policy.rule === 'pro_rata')
  return isProRata ? spreadParts(sumMinor, candidates, questionById, addDays(receivedOn, -transferDays)) : null
}

function spreadParts(
  sumMinor: number,
  candidates: readonly Candidate[],
  questionById: ReadonlyMap<string, DiscountQuestion>,
  orderedOn: CalendarDay,
): ReceivedPortion[] | null {
  const portions: ReceivedPortion[] = []
  let restMinor = sumMinor
  for (const { invoice, possible } of candidates) {
    if (restMinor === 0) break
    const dueNowMinor = computeDueNow(invoice)
    const whole = possible.at(-1) ?? null
    const priceMinor = dueNowMinor - (whole?.amountMinor ?? 0)
    const question = questionById.get(invoice.id)
    const portion: ReceivedPortion =
      restMinor >= priceMinor || !question
        ? { invoiceId: invoice.id, amountMinor: Math.min(restMinor, priceMinor), concession: whole }
        : { invoiceId: invoice.id, amountMinor: restMinor, concession: findPart(restMinor, question, orderedOn) }
    portions.push(portion)
    restMinor -= portion.amountMinor
  }
  return portions.some(({ concession }) => concession) ? portions : null
}

/** The discount on the most that so much money settles, found by halving: the rule need not be a ratio. */
function findPart(sumMinor: number, question: DiscountQuestion, on: CalendarDay): Concession | null {
  const find = (settledMinor: number) => findSettlementDiscount(question, settledMinor, on)
  let [low, high] = [sumMinor, computeDueNow(question.invoice)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (middle - (find(middle)?.amountMinor ?? 0) <= sumMinor) low = middle
    else high = middle - 1
  }
  const discount = find(low)
  return discount && { ...toConcession(discount, question.policy), receivedByOn: null }
}
