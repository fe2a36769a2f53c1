/** A dispute and what can be disputed, as far as the debtor's pages show it. */
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type {
  DisputeAction,
  DisputeLine,
  DisputeReason,
  DisputeSide,
  DisputeStatus,
  DisputeStep,
} from '~/domain/dispute'

export interface ShownDispute {
  readonly id: string
  readonly reference: string
  readonly invoiceNumber: string
  readonly status: DisputeStatus
  readonly currency: CurrencyCode
  /** Gross of tax. */
  readonly claimedMinor: number
  readonly grantedMinor: number | null
  readonly reason: DisputeReason
  readonly action: DisputeAction
  readonly openedAt: Date
  readonly openedByName: string | null
  /** By when whoever's turn it is should answer, as a day of the creditor's; null once it is over. */
  readonly answerDueOn: CalendarDay | null
  /** That day has passed. */
  readonly isLate: boolean
  readonly endedAt: Date | null
  readonly creditNoteNumber: string | null
}

export interface ShownDisputeLine extends Pick<
  DisputeLine,
  'position' | 'kind' | 'claimedQuantity' | 'claimedPrice' | 'claimedMinor' | 'grantedMinor'
> {
  readonly name: string
}

export interface ShownEntry {
  readonly id: string
  readonly at: Date
  readonly side: DisputeSide
  readonly step: DisputeStep
  readonly authorName: string | null
  readonly text: string
  readonly files: readonly { readonly id: string; readonly filename: string; readonly byteSize: number }[]
}

/** An invoice with what of it can be contested. */
export interface ContestableInvoice {
  readonly number: string
  readonly currency: CurrencyCode
  readonly openMinor: number
  /** What can be paid of it now. */
  readonly dueNowMinor: number
  /** What of it is neither claimed nor granted yet, gross of tax. */
  readonly uncontestedMinor: number
  /** It can be contested as a whole: something is open, and nothing of it is contested already. */
  readonly mayContestWhole: boolean
  readonly lines: readonly ContestableLine[]
}

export interface ContestableLine {
  readonly position: number
  readonly name: string
  readonly quantity: string
  readonly unitCode: string | null
  readonly unitPrice: string | null
  readonly netMinor: number
  /** Tax of a net amount of one. */
  readonly taxRatio: { readonly numerator: number; readonly denominator: number }
  /** What it comes to, gross of tax. */
  readonly mostMinor: number
  readonly isContested: boolean
}

/** Something of it can still be contested. */
export function isContestable({ mayContestWhole, lines }: ContestableInvoice): boolean {
  return mayContestWhole || lines.some(({ isContested }) => !isContested)
}
