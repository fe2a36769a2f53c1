/**
 * A settlement offer: a reduced sum, paid once by a day, in full and final settlement of some invoices. Either side makes
 * it and answers; the debtor's consent by a one-time code concludes it. All that is let go is let go together, when the
 * whole sum has come in time. Where it has not, nothing is let go: what was paid counts as paid, and the rest stays due.
 * Amounts are minor units of the offer's currency; days are the creditor's.
 */
import { addDays, countDaysBetween, type CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, PaymentId, PlanId } from './ids'
import { computeDueNow, countDaysLate, type InvoiceBalance } from './invoice-balance'
import { multiplyRatio, splitMinor } from './money'
import type { OutcomeEventType } from './outcome-event'
import type { SettlementOfferPolicy } from './settlement-offer-policy'

export const SETTLEMENT_OFFER_STATUSES = [
  /** The debtor's word stands; the creditor answers. */
  'proposed',
  /** The creditor's word stands; the debtor agrees, or not. */
  'offered',
  'agreed',
  'fulfilled',
  'broken',
  'declined',
  'withdrawn',
  'expired',
] as const
export type SettlementOfferStatus = (typeof SETTLEMENT_OFFER_STATUSES)[number]

export type OfferSide = 'debtor' | 'creditor'

export const OFFER_STEPS = [
  'proposed',
  'offered',
  'accepted',
  'countered',
  'agreed',
  'declined',
  'withdrawn',
  'expired',
  'fulfilled',
  'broken',
] as const
export type OfferStep = (typeof OFFER_STEPS)[number]

/** What each step reports to the creditor. */
export const OFFER_EVENTS = {
  proposed: 'settlement.proposed',
  offered: 'settlement.offered',
  accepted: 'settlement.offered',
  countered: 'settlement.countered',
  agreed: 'settlement.agreed',
  declined: 'settlement.declined',
  withdrawn: 'settlement.withdrawn',
  expired: 'settlement.expired',
  fulfilled: 'settlement.fulfilled',
  broken: 'settlement.broken',
} as const satisfies Record<OfferStep, OutcomeEventType>

interface OfferEdge {
  readonly step: OfferStep
  /** Whose step it is; null for what follows from the calendar or from money. */
  readonly side: OfferSide | null
  readonly to: SettlementOfferStatus
}

/** Every step there is after the first, by the status it is taken in. */
export const OFFER_EDGES: Readonly<Record<SettlementOfferStatus, readonly OfferEdge[]>> = {
  proposed: [
    { step: 'accepted', side: 'creditor', to: 'offered' },
    { step: 'countered', side: 'creditor', to: 'offered' },
    { step: 'declined', side: 'creditor', to: 'declined' },
    { step: 'withdrawn', side: 'debtor', to: 'withdrawn' },
    { step: 'expired', side: null, to: 'expired' },
  ],
  offered: [
    { step: 'agreed', side: 'debtor', to: 'agreed' },
    { step: 'countered', side: 'debtor', to: 'proposed' },
    { step: 'declined', side: 'debtor', to: 'declined' },
    { step: 'withdrawn', side: 'creditor', to: 'withdrawn' },
    { step: 'expired', side: null, to: 'expired' },
  ],
  agreed: [
    { step: 'fulfilled', side: null, to: 'fulfilled' },
    { step: 'broken', side: null, to: 'broken' },
  ],
  // Money that settled it can go back, and come again.
  fulfilled: [{ step: 'broken', side: null, to: 'broken' }],
  broken: [{ step: 'fulfilled', side: null, to: 'fulfilled' }],
  declined: [],
  withdrawn: [],
  expired: [],
}

/** What a step of a side makes of an offer; null where it cannot be taken. */
export function takeOfferStep(
  status: SettlementOfferStatus,
  step: OfferStep,
  side: OfferSide | null,
): SettlementOfferStatus | null {
  return OFFER_EDGES[status].find((edge) => edge.step === step && edge.side === side)?.to ?? null
}

/** Talked about or agreed: its invoices are in no other offer. */
export function isOfferOpen(status: SettlementOfferStatus): boolean {
  return status === 'proposed' || status === 'offered' || status === 'agreed'
}

export interface OfferedInvoice {
  readonly invoiceId: InvoiceId
  /** What of it is settled: what was due of it when the offer was made. */
  readonly amountMinor: number
  /** The part of that which is let go. */
  readonly waivedMinor: number
}

/** Who agreed, when, from where, and the code it was confirmed by. */
export interface OfferConsent {
  readonly name: string | null
  readonly email: string
  readonly linkId: AccessLinkId
  readonly codeId: string
  readonly clientHint: string | null
  readonly agreedAt: Date
}

export interface SettlementOffer {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly reference: string
  readonly status: SettlementOfferStatus
  readonly currency: CurrencyCode
  /** What was due of its invoices when it was made, and what is to be paid of that. */
  readonly owedMinor: number
  readonly offeredMinor: number
  /** The last days on which it can be paid, and answered. */
  readonly payByOn: CalendarDay
  readonly answerByOn: CalendarDay
  readonly graceDays: number
  readonly openedBy: OfferSide
  readonly locale: string
  readonly linkId: AccessLinkId | null
  /** To whom the creditor's answers are mailed. */
  readonly email: string | null
  readonly openedAt: Date
  readonly agreedAt: Date | null
  readonly consent: OfferConsent | null
  /** The agreement that was handed out: its issued document, and the hash and name of the file. */
  readonly documentId: string | null
  readonly documentSha256: string | null
  readonly documentName: string | null
  readonly language: string | null
  /** That fulfilled it; null where the money came in other ways. */
  readonly paymentId: PaymentId | null
  /** The plan in force that it takes the place of, once the debtor agrees; null for one beside all plans. */
  readonly planId: PlanId | null
  readonly endedAt: Date | null
  readonly endedReason: OfferEndReason | null
  readonly invoices: readonly OfferedInvoice[]
}

/** Why an offer was broken: nothing came, or what came went back. */
export type OfferEndReason = 'not_paid' | 'money_went_back'

/** What is let go in all once the offer is fulfilled. */
export function computeWaived({
  owedMinor,
  offeredMinor,
}: Pick<SettlementOffer, 'owedMinor' | 'offeredMinor'>): number {
  return owedMinor - offeredMinor
}

export const LONGEST_OFFER_TEXT = 2_000

export type OfferObstacle =
  | 'not_offered'
  | 'nothing_due'
  /** An invoice is less late than the creditor asks for. */
  | 'too_early'
  /** An invoice is in another offer that is open. */
  | 'offered_already'
  /** An invoice is left to the instalments of a plan in force. */
  | 'in_plan'
  /** The plan that it is to take the place of is over, or being paid, or not of this debtor and currency. */
  | 'plan_not_replaceable'
  /** Some of what is left of that plan is not in the offer. */
  | 'plan_incomplete'

/** What keeps an offer from being made; null where nothing does. The creditor itself is not bound by its policy. */
export function findOfferObstacle(
  policy: SettlementOfferPolicy,
  asked: {
    side: OfferSide
    invoices: readonly InvoiceBalance[]
    /** In offers of this debtor that are open. */
    taken: ReadonlySet<InvoiceId>
    today: CalendarDay
  },
): OfferObstacle | null {
  if (asked.side === 'debtor' && !policy.isOffered) return 'not_offered'
  const due = asked.invoices.filter((invoice) => computeDueNow(invoice) > 0)
  if (due.length === 0) return 'nothing_due'
  if (due.some(({ id }) => asked.taken.has(id))) return 'offered_already'
  const isEarly = due.some((invoice) => countDaysLate(invoice, asked.today) < policy.leastDaysLate)
  return asked.side === 'debtor' && isEarly ? 'too_early' : null
}

export type OfferFaultCode =
  | 'amount_not_positive'
  /** All that is owed, or more: that is no reduction. */
  | 'not_less'
  | 'too_little'
  | 'not_future'
  | 'too_far'
  | 'text_too_long'

export interface OfferFault {
  readonly field: 'amount' | 'payByOn' | 'text'
  readonly code: OfferFaultCode
}

/** The least that can be offered: the creditor's share, and one minor unit for each invoice. */
export function computeLeastOffer(
  policy: SettlementOfferPolicy,
  { side, owedMinor, invoiceCount }: { side: OfferSide; owedMinor: number; invoiceCount: number },
): number {
  const shareMinor = side === 'debtor' ? multiplyRatio(owedMinor, policy.lowestShareBps, 10_000) : 0
  return Math.max(invoiceCount, shareMinor)
}

/**
 * What is wrong with an offer's sum (minor units), day and words, each beside its field; empty where nothing is.
 * `about` says who offers, what is owed and of how many invoices, and the creditor's calendar day.
 */
export function findOfferFaults(
  policy: SettlementOfferPolicy,
  { offeredMinor, payByOn, text }: { offeredMinor: number; payByOn: CalendarDay; text: string },
  about: { side: OfferSide; owedMinor: number; invoiceCount: number; today: CalendarDay },
): OfferFault[] {
  const faults: OfferFault[] = []
  if (!Number.isSafeInteger(offeredMinor) || offeredMinor <= 0) {
    faults.push({ field: 'amount', code: 'amount_not_positive' })
  } else if (offeredMinor >= about.owedMinor) faults.push({ field: 'amount', code: 'not_less' })
  else if (offeredMinor < computeLeastOffer(policy, about)) faults.push({ field: 'amount', code: 'too_little' })
  const days = countDaysBetween(about.today, payByOn)
  if (days < 1) faults.push({ field: 'payByOn', code: 'not_future' })
  else if (days > policy.mostDaysToPay) faults.push({ field: 'payByOn', code: 'too_far' })
  if (text.length > LONGEST_OFFER_TEXT) faults.push({ field: 'text', code: 'text_too_long' })
  return faults
}

/** Whether the creditor's policy accepts what a debtor offers at once; what it never takes was refused before. */
export function isAcceptedAtOnce(
  { isOffered, approval, acceptedShareBps }: SettlementOfferPolicy,
  { offeredMinor, owedMinor }: Pick<SettlementOffer, 'offeredMinor' | 'owedMinor'>,
): boolean {
  return isOffered && approval === 'at_once' && offeredMinor >= multiplyRatio(owedMinor, acceptedShareBps, 10_000)
}

/**
 * What of each invoice is let go when `offeredMinor` are paid for all: in proportion by largest remainder, and at least
 * one minor unit of each is paid. Throws a RangeError for a sum that `findOfferFaults` refuses.
 */
export function divideOffer(
  due: readonly { readonly invoiceId: InvoiceId; readonly amountMinor: number }[],
  offeredMinor: number,
): OfferedInvoice[] {
  const owedMinor = due.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  if (offeredMinor < due.length || offeredMinor >= owedMinor) {
    throw new RangeError(`${offeredMinor} is no reduced sum of ${owedMinor} for ${due.length} invoices`)
  }
  const paid = splitMinor(
    offeredMinor - due.length,
    due.map(({ amountMinor }) => amountMinor - 1),
  )
  return due.map(({ invoiceId, amountMinor }, index) => ({
    ...{ invoiceId, amountMinor },
    waivedMinor: amountMinor - 1 - (paid[index] ?? 0),
  }))
}

/** The last day on which a transfer may come. */
export function findLastArrivalDay({
  payByOn,
  graceDays,
}: Pick<SettlementOffer, 'payByOn' | 'graceDays'>): CalendarDay {
  return addDays(payByOn, graceDays)
}

export interface OfferFacts {
  readonly today: CalendarDay
  /** Money for its invoices since it was agreed and by the last day of arrival, less what went back. */
  readonly receivedMinor: number
  /** What is still open of its invoices in all. */
  readonly openMinor: number
  /** A payment for it is under way that was begun in time: one that comes by bank, or one whose provider has yet to decide. */
  readonly underWay: 'transfer' | 'other' | null
}

/**
 * What becomes of an agreed offer; null while that is not decided. A payment of its own fulfils it when it succeeds; here
 * money is counted that came for its invoices in other ways. Where nothing is left of them, by whatever money and credit,
 * there is nothing to be broken.
 */
export function decideAgreedOffer(
  offer: Pick<SettlementOffer, 'offeredMinor' | 'payByOn' | 'graceDays'>,
  { today, receivedMinor, openMinor, underWay }: OfferFacts,
): 'fulfilled' | 'broken' | null {
  if (receivedMinor >= offer.offeredMinor || openMinor === 0) return 'fulfilled'
  if (underWay === 'other' || today <= offer.payByOn) return null
  // Money that was ordered at the last moment is on its way for some days, whoever it was announced by.
  return today <= findLastArrivalDay(offer) ? null : 'broken'
}
