/**
 * What a creditor lets go of an invoice that is paid early.
 *
 * The last day counts whole, in the creditor's time zone, and what counts is the day on which the payment is started. The
 * base is what is due now: what is disputed, in a payment under way, or corrected by a credit note is out of it. A part
 * that was disputed in time keeps its discount for the creditor's days of grace after the decision. An invoice of which a
 * plan pays something has none. Amounts are minor units of the invoice's currency.
 */
import { addDays, countDaysBetween, type CalendarDay } from './calendar-day'
import type { Concession } from './concession'
import { toDiscountTerms, type DiscountPolicy, type DiscountTaxMode } from './discount-policy'
import type { SettlementDiscountTerm, TaxBreakdown } from './invoice'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import { multiplyRatio, multiplyRatios, splitMinor, type Ratio } from './money'

/** What a discount depends on beside the invoice's balance. */
export interface DiscountFacts {
  /** As the document grants them. */
  readonly terms: readonly SettlementDiscountTerm[]
  /** What the invoice says of its whole: the share of net in gross. */
  readonly netMinor: number
  readonly taxMinor: number
  /** Settled by money or by a credit that does not correct this invoice, since a discount was last taken on it. */
  readonly paidSinceMinor: number
  /** What had been settled with discounts that stand, the discounts included. */
  readonly discountedMinor: number
  /** Left on credit notes that correct this invoice. */
  readonly correctionsMinor: number
  readonly holds: readonly DiscountHold[]
  /** The creditor offers this debtor its sliding rate. */
  readonly slides: boolean
}

/** A part of the invoice that a dispute held back. */
export interface DiscountHold {
  readonly fromOn: CalendarDay
  /** Null while it is undecided. */
  readonly untilOn: CalendarDay | null
  /** What was not granted, and is due again. */
  readonly dueAgainMinor: number
  /** What has been settled with a discount since the decision. */
  readonly discountedMinor: number
}

export type DiscountSource = 'document' | 'policy' | 'sliding'

export interface SettlementDiscount {
  readonly amountMinor: number
  /** What the rate applies to before the share of net is taken. */
  readonly baseMinor: number
  readonly source: DiscountSource
  /** Of a sliding discount: what its yearly rate amounts to for the days, rounded. */
  readonly rateBps: number
  /** The last day on which this may be taken; of a sliding discount the day that was asked about. */
  readonly deadlineOn: CalendarDay
  readonly rule: Concession['rule']
  readonly taxMode: DiscountTaxMode
  /** Of a sliding discount: how it was computed. */
  readonly sliding: { readonly yearlyRateBps: number; readonly daysEarly: number } | null
}

interface Offer {
  readonly source: DiscountSource
  readonly rate: Ratio
  readonly rateBps: number
  /** The part of the payable that the rate applies to. */
  readonly baseMinor: number
  readonly deadlineOn: CalendarDay
  readonly sliding: SettlementDiscount['sliding']
}

export interface DiscountQuestion {
  readonly invoice: InvoiceBalance
  readonly facts: DiscountFacts
  readonly policy: DiscountPolicy
}

/**
 * What is let go of an invoice when `settledMinor` of it, the discount included, are settled by a payment that is started
 * on that day of the creditor's; null for nothing. It is always less than what is settled.
 */
export function findSettlementDiscount(
  question: DiscountQuestion,
  settledMinor: number,
  on: CalendarDay,
): SettlementDiscount | null {
  const { invoice, facts, policy } = question
  const dueNowMinor = computeDueNow(invoice)
  if (invoice.kind !== 'invoice' || invoice.plannedMinor > 0 || settledMinor <= 0 || settledMinor > dueNowMinor) {
    return null
  }
  if (policy.rule === 'full_only' && settledMinor < dueNowMinor) return null
  const wholeMinor = dueNowMinor + (policy.rule === 'full_only' ? facts.paidSinceMinor : 0) - facts.correctionsMinor
  const baseMinor = policy.rule === 'full_only' ? wholeMinor : Math.min(settledMinor, wholeMinor)
  if (baseMinor <= 0) return null
  const candidates = [
    computeByTiers(question, baseMinor, on),
    ...listSliding(question, on).map((offer) => describe(question, offer, baseMinor, baseMinor)),
  ].filter((discount) => discount !== null)
  const [best] = candidates.toSorted((left, right) => right.amountMinor - left.amountMinor)
  // A payment takes it, so something is left to be paid.
  const amountMinor = Math.min(best?.amountMinor ?? 0, settledMinor - 1)
  return best && amountMinor > 0 ? { ...best, amountMinor } : null
}

/** A part that a dispute held back has the terms of the day on which it was disputed, where those are better. */
function computeByTiers(question: DiscountQuestion, baseMinor: number, on: CalendarDay): SettlementDiscount | null {
  const now = findBestOffer(question, on)
  const kept = findKept(question, on)
  const keptMinor = kept && kept.offer.rateBps > (now?.rateBps ?? 0) ? Math.min(kept.amountMinor, baseMinor) : 0
  const ofKept = kept && keptMinor > 0 ? describe(question, kept.offer, keptMinor, baseMinor) : null
  const restMinor = baseMinor - keptMinor
  const ofRest = now && restMinor > 0 ? describe(question, now, restMinor, restMinor) : null
  if (!ofKept || !ofRest) return ofKept ?? ofRest
  return { ...ofRest, amountMinor: ofKept.amountMinor + ofRest.amountMinor, baseMinor }
}

function describe(
  { invoice, facts, policy }: DiscountQuestion,
  offer: Offer,
  baseMinor: number,
  mostMinor: number,
): SettlementDiscount {
  const { source, rateBps, deadlineOn, sliding } = offer
  const compute = (minor: number) =>
    multiplyRatios(minor, [
      [Math.min(offer.baseMinor, invoice.payableMinor), invoice.payableMinor],
      policy.taxMode === 'included' ? [1, 1] : takeNetShare(facts),
      offer.rate,
    ])
  // Parts that are paid one after the other earn together what the whole would have.
  const beforeMinor = policy.rule === 'pro_rata' ? facts.discountedMinor : 0
  return {
    amountMinor: compute(beforeMinor + baseMinor) - compute(beforeMinor),
    baseMinor: mostMinor,
    ...{ source, rateBps, deadlineOn, sliding },
    rule: policy.rule,
    taxMode: policy.taxMode,
  }
}

function takeNetShare({ netMinor, taxMinor }: DiscountFacts): Ratio {
  return netMinor > 0 && netMinor + taxMinor > 0 ? [netMinor, netMinor + taxMinor] : [1, 1]
}

/** The invoice's own terms; the creditor's where it has none. */
function listOffers({ invoice, facts, policy }: DiscountQuestion): Offer[] {
  const own = policy.honoursDocuments ? facts.terms : []
  const terms = facts.terms.length > 0 ? own : toDiscountTerms(policy.tiers, invoice.issueOn)
  const source = facts.terms.length > 0 ? 'document' : 'policy'
  return terms
    .filter(({ rateBps }) => rateBps > 0)
    .map(({ rateBps, baseMinor = invoice.payableMinor, deadlineOn }) => ({
      ...{ source, rateBps, baseMinor, deadlineOn },
      rate: [rateBps, 10_000],
      sliding: null,
    }))
}

function findBestOffer(question: DiscountQuestion, on: CalendarDay): Offer | null {
  const worth = ({ rateBps, baseMinor }: Offer) =>
    multiplyRatio(Math.min(baseMinor, question.invoice.payableMinor), rateBps, 10_000)
  const [best] = listOffers(question)
    .filter(({ deadlineOn }) => on <= deadlineOn)
    .toSorted((left, right) => worth(right) - worth(left) || right.deadlineOn.localeCompare(left.deadlineOn))
  return best ?? null
}

/** What came back from disputes that were opened in time and whose days of grace are not over, at the best of their terms. */
function findKept(question: DiscountQuestion, on: CalendarDay): { offer: Offer; amountMinor: number } | null {
  const { facts, policy } = question
  const kept = facts.holds.flatMap((hold) => {
    const offer = findBestOffer(question, hold.fromOn)
    if (hold.untilOn === null || !offer) return []
    const untilOn = addDays(hold.untilOn, policy.disputeGraceDays)
    const deadlineOn = untilOn > offer.deadlineOn ? untilOn : offer.deadlineOn
    if (on > deadlineOn || hold.untilOn > on) return []
    return [{ offer: { ...offer, deadlineOn }, amountMinor: Math.max(0, hold.dueAgainMinor - hold.discountedMinor) }]
  })
  const [first] = kept.toSorted((left, right) => right.offer.rateBps - left.offer.rateBps)
  if (!first) return null
  const same = kept.filter(({ offer }) => offer.rateBps === first.offer.rateBps)
  return { offer: first.offer, amountMinor: same.reduce((sum, { amountMinor }) => sum + amountMinor, 0) }
}

function listSliding({ invoice, facts, policy }: DiscountQuestion, on: CalendarDay): Offer[] {
  const daysEarly = countDaysBetween(on, invoice.dueOn)
  if (policy.sliding === null || !facts.slides || daysEarly < policy.sliding.leastDays) return []
  const { yearlyRateBps, mostRateBps } = policy.sliding
  const isCapped = yearlyRateBps * daysEarly > mostRateBps * 365
  return [
    {
      source: 'sliding',
      rate: isCapped ? [mostRateBps, 10_000] : [yearlyRateBps * daysEarly, 365 * 10_000],
      rateBps: isCapped ? mostRateBps : multiplyRatio(yearlyRateBps, daysEarly, 365),
      baseMinor: invoice.payableMinor,
      deadlineOn: on,
      sliding: { yearlyRateBps, daysEarly },
    },
  ]
}

/**
 * What paying all that is due now would save from `from` on: one entry for each day after which it becomes less, in order.
 * Of a sliding discount only the first day is told; it melts from then on.
 */
export function listDiscountDeadlines(question: DiscountQuestion, from: CalendarDay): SettlementDiscount[] {
  const dueNowMinor = computeDueNow(question.invoice)
  const found: SettlementDiscount[] = []
  for (let on = from; found.length < MOST_DEADLINES;) {
    const discount = findSettlementDiscount(question, dueNowMinor, on)
    if (!discount) break
    const last = found.at(-1)
    if (!(last?.source === 'sliding' && discount.source === 'sliding')) found.push(discount)
    on = addDays(discount.deadlineOn, 1)
  }
  return found
}

const MOST_DEADLINES = 12

/** A discount as what a payment is to let go. */
export function toConcession(discount: SettlementDiscount, policy: DiscountPolicy): Concession {
  const { amountMinor, rule, source, rateBps, deadlineOn, baseMinor, taxMode } = discount
  return {
    kind: 'discount',
    amountMinor,
    rule,
    receivedByOn: addDays(deadlineOn, policy.transferDays),
    grounds: { source, rateBps, deadlineOn, baseMinor, taxMode, correction: policy.correction },
  }
}

/** What a discount changes of one rate of tax. */
export interface DiscountTaxPart {
  readonly category: string
  readonly percent: string | null
  readonly netMinor: number
  readonly taxMinor: number
}

/**
 * A discount by the rates of tax that the invoice charges; the parts sum to it. Gross discounts reduce the tax base and the
 * tax in the proportion of each rate (Directive 2006/112/EC, articles 79 and 90); net discounts leave the tax as it is.
 */
export function splitDiscountByTax(
  amountMinor: number,
  taxBreakdown: readonly TaxBreakdown[],
  taxMode: DiscountTaxMode,
): DiscountTaxPart[] {
  const weigh = ({ taxableMinor, taxMinor }: TaxBreakdown) =>
    Math.max(0, taxMode === 'included' ? taxableMinor + taxMinor : taxableMinor)
  const rates = taxBreakdown.filter((rate) => weigh(rate) > 0)
  if (rates.length === 0) return [{ category: 'O', percent: null, netMinor: amountMinor, taxMinor: 0 }]
  const parts = splitMinor(amountMinor, rates.map(weigh))
  return rates.flatMap(({ category, percent = null, taxableMinor, taxMinor }, index) => {
    const partMinor = parts[index] ?? 0
    if (partMinor === 0) return []
    const netMinor =
      taxMode === 'included' ? multiplyRatio(partMinor, taxableMinor, taxableMinor + taxMinor) : partMinor
    return [{ category, percent, netMinor, taxMinor: partMinor - netMinor }]
  })
}
