import type { CalendarDay } from '~/domain/calendar-day'
import type { ChasedInvoice, ChasedItem, DayOfChasing, ReminderHold, SilentDays } from '~/domain/chasing'
import type { Contact } from '~/domain/debtor'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { NoticedInvoice, ReminderNotice } from '~/domain/reminder-notice'
import type { ReminderStageKind } from '~/domain/reminder-cadence'

/** An account with open invoices, and everything that decides what is said of them. */
export interface ChasedAccountRecord {
  readonly debtor: {
    readonly id: DebtorId
    readonly externalId: string
    readonly name: string
    readonly locale: string | null
  }
  /** The primary one first. */
  readonly contacts: readonly Contact[]
  /** Addresses that want no reminders, in lower case. */
  readonly optedOut: readonly string[]
  readonly invoices: readonly ChasedInvoice[]
  readonly holds: readonly Pick<ReminderHold, 'invoiceId' | 'untilOn'>[]
  /** Granted on requests of the debtor. */
  readonly pauses: readonly SilentDays[]
}

/** With what people know its debtor and its invoices by. */
export interface ListedNotice extends Omit<ReminderNotice, 'items'> {
  readonly debtorExternalId: string
  readonly debtorName: string
  readonly items: readonly (NoticedInvoice & { readonly number: string })[]
  /** The demand letter as it was sent. */
  readonly letter: { readonly filename: string; readonly mediaType: string; readonly sha256: string } | null
}

export interface ListedHold extends ReminderHold {
  readonly debtorExternalId: string
  readonly debtorName: string
  readonly invoiceNumber: string | null
}

/** What is to be said to one debtor on a day. */
export interface PlannedWord {
  readonly debtor: { readonly id: DebtorId; readonly externalId: string; readonly name: string }
  /** Null where the account has nobody to write to. */
  readonly recipient: Contact | null
  readonly day: DayOfChasing
  /** What goes into the mail. */
  readonly items: readonly ChasedItem[]
}

export interface NoticeFilter {
  readonly on?: CalendarDay
  readonly kind?: ReminderStageKind
  readonly debtorId?: DebtorId
  readonly limit: number
}

export interface ReminderRepository {
  /** Debtors that owe anything, by id, after that one. */
  listDebtors(creditorId: CreditorId, after: DebtorId | null, limit: number): Promise<DebtorId[]>
  /** In the order of the ids; days of pauses are in `timeZone`. */
  readAccounts(creditorId: CreditorId, ids: readonly DebtorId[], timeZone: string): Promise<ChasedAccountRecord[]>
  /** False where the debtor was told something that day, or one of the stages was said before: then nothing is kept. */
  insertNotice(notice: ReminderNotice): Promise<boolean>
  findNotice(creditorId: CreditorId, id: string): Promise<ListedNotice | null>
  /** Newest first. */
  listNotices(creditorId: CreditorId, filter: NoticeFilter): Promise<ListedNotice[]>
  /** What it was to say of other invoices than these was not said. */
  markSent(creditorId: CreditorId, id: string, at: Date, said: readonly InvoiceId[]): Promise<void>
  markDropped(creditorId: CreditorId, id: string, at: Date): Promise<void>
  /** Gives a demand the letter that goes with it; whoever comes second changes nothing. */
  attachLetter(creditorId: CreditorId, id: string, fileId: string): Promise<void>

  /** Those that nobody has ended, newest first; of one debtor where asked. */
  listHolds(creditorId: CreditorId, debtorId?: DebtorId): Promise<ListedHold[]>
  findHold(creditorId: CreditorId, id: string): Promise<ListedHold | null>
  /** False where there is one of that id already. */
  insertHold(hold: ReminderHold): Promise<boolean>
  /** False where somebody has ended it. */
  endHold(creditorId: CreditorId, id: string, at: Date, by: string): Promise<boolean>

  /** Null where the address wants reminders. */
  findOptOut(creditorId: CreditorId, debtorId: DebtorId, email: string): Promise<Date | null>
  insertOptOut(creditorId: CreditorId, debtorId: DebtorId, email: string, at: Date): Promise<void>
  deleteOptOut(creditorId: CreditorId, debtorId: DebtorId, email: string): Promise<void>

  /** Begins a day's run; false where it has ended. */
  beginRun(creditorId: CreditorId, on: CalendarDay, at: Date): Promise<boolean>
  endRun(creditorId: CreditorId, on: CalendarDay, at: Date): Promise<void>
  /** The newest day that was run, and whether it has ended. */
  findLastRun(creditorId: CreditorId): Promise<{ runOn: CalendarDay; endedAt: Date | null } | null>
  /** Of a number of an account's invoices; null where there is none. */
  findInvoiceId(creditorId: CreditorId, debtorId: DebtorId, number: string): Promise<InvoiceId | null>
}
