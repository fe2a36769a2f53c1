/**
 * A debtor's dispute of an invoice, or of lines of it: its steps, and whose turn it is.
 *
 * The disputed part is held out of what is due now; everything else of the invoice can be paid meanwhile. What was
 * claimed, from when to when, is kept, so that discount, interest and reminders can stand still for that part alone.
 * (A card holder's dispute with the bank is a chargeback, and never called a dispute here.)
 */
import type { CurrencyCode } from './currency'
import type { CreditorId, DebtorId, DisputeId, InvoiceId, StoredFileId } from './ids'

export const DISPUTE_STATUSES = [
  'open',
  'needs_information',
  'accepted',
  'partially_accepted',
  'rejected',
  'withdrawn',
] as const

export type DisputeStatus = (typeof DISPUTE_STATUSES)[number]

/** Why, as code list OPStatusReason of the Peppol invoice response (BIS Invoice Response 3.0); `NON` is no dispute. */
export const DISPUTE_REASONS = [
  'QTY',
  'PRI',
  'ITM',
  'QUA',
  'DEL',
  'REF',
  'PPD',
  'PAY',
  'FIN',
  'LEG',
  'REC',
  'UNR',
  'OTH',
] as const

export type DisputeReason = (typeof DISPUTE_REASONS)[number]

/** What the debtor asks for, as code list OPStatusAction of the same; `NOA` asks for nothing. */
export const DISPUTE_ACTIONS = ['CNP', 'CNF', 'CNA', 'NIN', 'PIN', 'OTH'] as const

export type DisputeAction = (typeof DISPUTE_ACTIONS)[number]

export type DisputeSide = 'debtor' | 'creditor'

/** What an entry of the thread is: everything that was done, with what was said. */
export const DISPUTE_STEPS = [
  'opened',
  'said',
  'asked',
  'answered',
  'accepted',
  'partially_accepted',
  'rejected',
  'withdrawn',
] as const

export type DisputeStep = (typeof DISPUTE_STEPS)[number]

export interface Dispute {
  readonly id: DisputeId
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  /** Short, for people; unique per creditor. */
  readonly reference: string
  readonly invoiceId: InvoiceId
  readonly status: DisputeStatus
  readonly currency: CurrencyCode
  /** Gross of tax, minor units: what the lines' claims sum to. */
  readonly claimedMinor: number
  /** Of it, what the creditor granted; null while undecided. */
  readonly grantedMinor: number | null
  readonly reason: DisputeReason
  readonly action: DisputeAction
  /** Disputes that one form opened on several invoices share it. */
  readonly batchId: string
  readonly idempotencyKey: string
  readonly linkId: string | null
  readonly openedByName: string | null
  readonly openedByEmail: string | null
  readonly locale: string
  readonly openedAt: Date
  /** When the side whose turn it is should have answered. */
  readonly answerDueAt: Date | null
  readonly endedAt: Date | null
  /** 'user:<id>' or 'key:<id>' */
  readonly decidedBy: string | null
  readonly creditNoteId: InvoiceId | null
  /** Raised by every change. */
  readonly version: number
}

/** What is contested of one line. */
export interface DisputeLine {
  /** Of the invoice's line, from 1; 0 for the invoice as a whole. */
  readonly position: number
  readonly kind: 'whole' | 'quantity' | 'price' | 'amount'
  /** Of 'quantity': how many are contested. Plain decimal. */
  readonly claimedQuantity: string | null
  /** Of 'price': the price held to be right, for the line's own base quantity. Plain decimal. */
  readonly claimedPrice: string | null
  readonly claimedNetMinor: number
  /** Gross of tax. */
  readonly claimedMinor: number
  /** Gross of tax; null while undecided. */
  readonly grantedMinor: number | null
}

export interface DisputeEntry {
  readonly id: string
  readonly at: Date
  readonly side: DisputeSide
  readonly step: DisputeStep
  readonly authorName: string | null
  /** 'user:<id>', 'key:<id>' or 'link:<id>' */
  readonly author: string
  readonly text: string
  /** In the order in which they were handed in. */
  readonly files: readonly { readonly id: string; readonly fileId: StoredFileId }[]
}

type DisputeMove = Exclude<DisputeStep, 'opened'>

/** Where each step leads; what is not listed is not allowed. `said` changes nothing. */
const MOVES: {
  readonly [From in DisputeStatus]: Partial<Record<DisputeMove, { side: DisputeSide | 'both'; to: DisputeStatus }>>
} = {
  open: {
    said: { side: 'both', to: 'open' },
    asked: { side: 'creditor', to: 'needs_information' },
    accepted: { side: 'creditor', to: 'accepted' },
    partially_accepted: { side: 'creditor', to: 'partially_accepted' },
    rejected: { side: 'creditor', to: 'rejected' },
    withdrawn: { side: 'debtor', to: 'withdrawn' },
  },
  needs_information: {
    said: { side: 'creditor', to: 'needs_information' },
    answered: { side: 'debtor', to: 'open' },
    accepted: { side: 'creditor', to: 'accepted' },
    partially_accepted: { side: 'creditor', to: 'partially_accepted' },
    rejected: { side: 'creditor', to: 'rejected' },
    withdrawn: { side: 'debtor', to: 'withdrawn' },
  },
  accepted: {},
  partially_accepted: {},
  rejected: {},
  withdrawn: {},
}

/** The status after a step; null where this side cannot take it now. */
export function moveDispute(status: DisputeStatus, step: DisputeStep, side: DisputeSide): DisputeStatus | null {
  if (step === 'opened') return null
  const move = MOVES[status][step]
  return move && (move.side === 'both' || move.side === side) ? move.to : null
}

/** Nothing more can become of it. */
export function isDisputeEnded(status: DisputeStatus): boolean {
  return status !== 'open' && status !== 'needs_information'
}

/** Whose answer is waited for; null once it is over. */
export function readTurn(status: DisputeStatus): DisputeSide | null {
  if (isDisputeEnded(status)) return null
  return status === 'open' ? 'creditor' : 'debtor'
}

const DAY_MS = 86_400_000

/** When the side whose turn it is should have answered, by the creditor's days for each side. */
export function computeAnswerDue(
  status: DisputeStatus,
  now: Date,
  { creditorDays, debtorDays }: { creditorDays: number; debtorDays: number },
): Date | null {
  const turn = readTurn(status)
  if (turn === null) return null
  return new Date(now.getTime() + (turn === 'creditor' ? creditorDays : debtorDays) * DAY_MS)
}

export function isDisputeReason(text: string): text is DisputeReason {
  return DISPUTE_REASONS.some((reason) => reason === text)
}

export function isDisputeAction(text: string): text is DisputeAction {
  return DISPUTE_ACTIONS.some((action) => action === text)
}
