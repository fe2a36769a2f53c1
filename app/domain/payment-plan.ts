/**
 * A plan of instalments over invoices: the ways it and its instalments can go, and whose turn it is.
 *
 * Before it is agreed a plan is terms that one side put forward; they stand in its thread. Agreed, it has instalments and
 * shares of invoices, and its terms are never edited: what changes them is another plan that takes its place. How a plan
 * comes about and what is kept of the consent: docs/decisions/0027-plans-agreed.md.
 */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, PaymentId, PlanId, StoredFileId } from './ids'
import type { PlanFrequency } from './instalment-schedule'
import type { OutcomeEventType } from './outcome-event'
import type { PlanEnvelope } from './plan-policy'
import type { PlanProposal } from './plan-proposal'

export const PLAN_STATUSES = [
  'proposed',
  'countered',
  'agreed',
  'active',
  'completed',
  'defaulted',
  'canceled',
  'superseded',
  'declined',
  'withdrawn',
] as const

export type PlanStatus = (typeof PLAN_STATUSES)[number]

export type PlanSide = 'debtor' | 'creditor'

/** What an entry of the thread is: everything that was done, with what was said. */
export const PLAN_STEPS = [
  'proposed',
  'said',
  'countered',
  'agreed',
  'declined',
  'withdrawn',
  'started',
  'instalment_moved',
  'instalment_paid',
  'instalment_missed',
  'paid_early',
  'completed',
  'defaulted',
  'canceled',
  'superseded',
] as const

export type PlanStep = (typeof PLAN_STEPS)[number]

/** What counts for this plan whatever the creditor's policy says later. */
export interface PlanTerms {
  /** Interest runs from this day on. */
  readonly startOn: CalendarDay
  /** The day of the month that monthly dates return to. */
  readonly anchorDay: number
  readonly envelope: PlanEnvelope
}

/** That a debtor agrees to terms: who, when, from where, by which code, and the words that were agreed to. */
export interface PlanConsent {
  readonly name: string | null
  /** The contact on file to whom the one-time code went. */
  readonly email: string
  readonly codeId: string
  readonly linkId: AccessLinkId
  readonly clientHint: string | null
  /** As it was read, in the plan's language. */
  readonly text: string
  readonly agreedAt: Date
}

export interface PaymentPlan {
  readonly id: PlanId
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  /** Short, for people; unique per creditor. */
  readonly reference: string
  readonly status: PlanStatus
  readonly currency: CurrencyCode
  readonly principalMinor: number
  readonly feeMinor: number
  readonly interestMinor: number
  /** Principal, fee and interest: what the instalments sum to. */
  readonly totalMinor: number
  readonly downPaymentMinor: number
  readonly frequency: PlanFrequency
  /** Instalments are collected on a saved method. */
  readonly autopay: boolean
  readonly savedMethodId: string | null
  readonly policyVersion: number
  readonly terms: PlanTerms
  /** The agreement as it was issued, and its bytes as they are kept; null until agreed. */
  readonly documentId: string | null
  readonly documentFileId: StoredFileId | null
  /** Lower-case hex. */
  readonly documentSha256: string | null
  /** BCP 47 tag in which the debtor read and agreed it. */
  readonly language: string
  /** To the terms that stand; null while those are the creditor's and unanswered. */
  readonly consent: PlanConsent | null
  /** The note of fee and interest that is part of the plan; null for a plan without either, and until agreed. */
  readonly chargeInvoiceId: InvoiceId | null
  /** The plan that this one takes the place of. */
  readonly supersedesId: PlanId | null
  readonly idempotencyKey: string
  /** Of what the form asked for; lower-case hex. */
  readonly requestSha256: string
  readonly linkId: AccessLinkId | null
  readonly proposedBy: PlanSide
  readonly proposerName: string | null
  readonly proposerEmail: string | null
  readonly proposedAt: Date
  readonly agreedAt: Date | null
  /** 'policy' | 'user:<id>' | 'key:<id>': who agreed for the creditor. */
  readonly agreedBy: string | null
  readonly endedAt: Date | null
  readonly endedReason: string | null
  /** Raised by every change. */
  readonly version: number
}

/** What an agreed plan takes of an invoice, its note of charges among them. They sum to the plan's total. */
export interface PlanInvoice {
  readonly invoiceId: InvoiceId
  readonly amountMinor: number
  /** Of it, what is no longer the plan's to pay: paid, credited, or given back. */
  readonly settledMinor: number
  /** From 1, in the order in which instalments pay them. */
  readonly position: number
}

export interface PlanEntry {
  readonly id: string
  readonly at: Date
  readonly side: PlanSide
  readonly step: PlanStep
  /** 'user:<id>', 'key:<id>', 'link:<id>', 'policy' or 'system' */
  readonly author: string
  readonly authorName: string | null
  readonly text: string
  /** The terms that the step puts forward; null where it puts forward none. */
  readonly proposal: PlanProposal | null
}

export const INSTALMENT_STATUSES = [
  'scheduled',
  'moved',
  'due',
  'processing',
  'retrying',
  'paid',
  'missed',
  'canceled',
] as const

export type InstalmentStatus = (typeof INSTALMENT_STATUSES)[number]

/** One payment of an agreed plan. They sum to the plan's total. */
export interface Instalment {
  /** 0 for a down payment, else from 1. */
  readonly number: number
  readonly dueOn: CalendarDay
  /** As agreed; another than `dueOn` once it was moved. */
  readonly originalDueOn: CalendarDay
  /** `principalMinor + chargesMinor` */
  readonly amountMinor: number
  readonly principalMinor: number
  readonly chargesMinor: number
  readonly paidMinor: number
  readonly status: InstalmentStatus
  /** Under way for it. */
  readonly paymentId: PaymentId | null
  /** How often it was tried to be collected. */
  readonly attempts: number
  readonly nextAttemptAt: Date | null
  /** When the debtor was told that it comes. */
  readonly noticedAt: Date | null
  readonly movedTimes: number
  readonly endedAt: Date | null
}

/** The outcome event that an edge reports to the creditor; null reports nothing. */
type Edges<Status extends string> = Readonly<Record<Status, Readonly<Partial<Record<Status, OutcomeEventType | null>>>>>

/**
 * Every edge there is. `proposed` are the debtor's terms, `countered` the creditor's, also where the creditor began with
 * them; whichever stand, the other side may agree to them. Terms may be countered again, and taken back by whoever put them forward.
 */
export const PLAN_EDGES: Edges<PlanStatus> = {
  proposed: {
    countered: 'plan.countered',
    agreed: 'plan.agreed',
    declined: 'plan.declined',
    withdrawn: 'plan.withdrawn',
  },
  countered: {
    countered: 'plan.countered',
    agreed: 'plan.agreed',
    declined: 'plan.declined',
    withdrawn: 'plan.withdrawn',
  },
  agreed: { active: 'plan.started', canceled: 'plan.canceled', superseded: 'plan.superseded' },
  active: {
    completed: 'plan.completed',
    defaulted: 'plan.defaulted',
    canceled: 'plan.canceled',
    superseded: 'plan.superseded',
  },
  completed: {},
  defaulted: {},
  canceled: {},
  superseded: {},
  declined: {},
  withdrawn: {},
}

/**
 * Every edge there is. One that is not due yet may be paid early or moved; one that was missed may still be paid, and
 * stays missed meanwhile; one that was paid is to be paid again where its money went back. What ends a plan cancels what is left of it.
 */
export const INSTALMENT_EDGES: Edges<InstalmentStatus> = {
  scheduled: { due: null, moved: null, processing: null, paid: 'instalment.paid', canceled: null },
  moved: { due: null, moved: null, processing: null, paid: 'instalment.paid', canceled: null },
  due: { processing: null, paid: 'instalment.paid', missed: 'instalment.missed', moved: null, canceled: null },
  processing: { paid: 'instalment.paid', retrying: null, due: null, scheduled: null, canceled: null },
  retrying: { processing: null, paid: 'instalment.paid', missed: 'instalment.missed', canceled: null },
  missed: { processing: null, paid: 'instalment.paid', canceled: null },
  paid: { due: null, scheduled: null },
  canceled: {},
}

export class IllegalPlanTransition extends Error {
  override name = 'IllegalPlanTransition'
}

export interface PlanTransition<Status extends string> {
  readonly from: Status
  readonly to: Status
  readonly reports: OutcomeEventType | null
}

/** The edge from one status to another. Throws an IllegalPlanTransition when there is none. */
export function takePlanEdge(from: PlanStatus, to: PlanStatus): PlanTransition<PlanStatus> {
  const reports = PLAN_EDGES[from][to]
  if (reports === undefined) throw new IllegalPlanTransition(`a plan cannot go from ${from} to ${to}`)
  return { from, to, reports }
}

/** The edge from one status to another. Throws an IllegalPlanTransition when there is none. */
export function takeInstalmentEdge(from: InstalmentStatus, to: InstalmentStatus): PlanTransition<InstalmentStatus> {
  const reports = INSTALMENT_EDGES[from][to]
  if (reports === undefined) throw new IllegalPlanTransition(`an instalment cannot go from ${from} to ${to}`)
  return { from, to, reports }
}

/** Whose answer the terms wait for; null once there is nothing to answer. */
export function readPlanTurn(status: PlanStatus): PlanSide | null {
  if (status === 'proposed') return 'creditor'
  return status === 'countered' ? 'debtor' : null
}

/** Its instalments are to be paid. */
export function isPlanInForce(status: PlanStatus): boolean {
  return status === 'agreed' || status === 'active'
}

/** Nothing more can become of it. */
export function isPlanEnded(status: PlanStatus): boolean {
  return readPlanTurn(status) === null && !isPlanInForce(status)
}

/** The steps by which a side answers, adds to or ends terms that are not agreed. `said` changes nothing. */
export type PlanAnswer = 'said' | 'countered' | 'agreed' | 'declined' | 'withdrawn'

/** How a side ends terms that are not agreed: whoever began the plan takes it back, the other side says no. */
export function namePlanEnd(
  { proposedBy }: Pick<PaymentPlan, 'proposedBy'>,
  side: PlanSide,
): Extract<PlanAnswer, 'declined' | 'withdrawn'> {
  return side === proposedBy ? 'withdrawn' : 'declined'
}

/** The status after a side's step; null where this side cannot take it now. */
export function answerPlan(
  { status, proposedBy }: Pick<PaymentPlan, 'status' | 'proposedBy'>,
  answer: PlanAnswer,
  side: PlanSide,
): PlanStatus | null {
  const turn = readPlanTurn(status)
  if (turn === null) return null
  switch (answer) {
    case 'said':
      return status
    case 'agreed':
      return turn === side ? 'agreed' : null
    case 'countered':
      return side === 'creditor' ? answer : null
    case 'declined':
    case 'withdrawn':
      return answer === namePlanEnd({ proposedBy }, side) ? answer : null
  }
}
