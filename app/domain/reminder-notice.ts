/** What was said to a debtor on one day about what it owes: a mail, or that it was handed over. */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { CreditorId, DebtorId, InvoiceId } from './ids'
import type { ReminderStage, ReminderStageKind } from './reminder-cadence'

export interface ReminderNotice {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly kind: ReminderStageKind
  /** Short reference for people, unique per creditor. */
  readonly reference: string
  /** The day it is of, in the creditor's zone. */
  readonly noticedOn: CalendarDay
  readonly createdAt: Date
  /** Null for a hand-over, which is told to the creditor alone. */
  readonly recipient: { readonly name: string; readonly email: string } | null
  readonly locale: string
  /** Of a demand: the last day of its term. */
  readonly payByOn: CalendarDay | null
  readonly sentAt: Date | null
  /** When it was to be sent, everything was answered or paid. */
  readonly droppedAt: Date | null
  readonly items: readonly NoticedInvoice[]
}

export interface NoticedInvoice {
  readonly invoiceId: InvoiceId
  readonly stage: ReminderStage
  /** What was due of it then, minor units. */
  readonly amountMinor: number
  readonly currency: CurrencyCode
}

export type NoticeState = 'waiting' | 'sent' | 'dropped' | 'handed_over'

/** How a notice stands: a hand-over is none that is sent. */
export function getNoticeState({
  kind,
  sentAt,
  droppedAt,
}: Pick<ReminderNotice, 'kind' | 'sentAt' | 'droppedAt'>): NoticeState {
  if (kind === 'hand_over') return 'handed_over'
  if (sentAt !== null) return 'sent'
  return droppedAt === null ? 'waiting' : 'dropped'
}
