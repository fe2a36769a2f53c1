import type { CalendarDay } from '~/domain/calendar-day'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { PromisedInvoice, PromiseStatus, PromiseToPay } from '~/domain/promise-to-pay'

/** With what people know its debtor and its invoices by. */
export interface ListedPromise extends Omit<PromiseToPay, 'invoices'> {
  readonly debtorExternalId: string
  readonly debtorName: string
  /** Oldest due first. */
  readonly invoices: readonly (PromisedInvoice & { readonly number: string })[]
}

export interface PromiseFilter {
  readonly status?: PromiseStatus
  readonly debtorId?: DebtorId
  /** That link and those that stand below it alone. */
  readonly below?: AccessLinkId
  readonly limit: number
}

/** What debtors promised to pay. */
export interface PromiseRepository {
  findById(creditorId: CreditorId, id: string): Promise<ListedPromise | null>
  /** Until the transaction ends nobody else ends it. */
  lock(creditorId: CreditorId, id: string): Promise<ListedPromise | null>
  /** With its invoices; false where there is one of that id already. */
  insert(promise: PromiseToPay): Promise<boolean>
  /** What can change of it: its state, the money counted, how it ended. */
  save(promise: Omit<PromiseToPay, 'invoices'>): Promise<void>
  /** Open ones by their day, else newest first. */
  list(creditorId: CreditorId, filter: PromiseFilter): Promise<ListedPromise[]>
  /** All of a debtor, in any order. */
  listOfDebtor(creditorId: CreditorId, debtorId: DebtorId): Promise<PromiseToPay[]>
  /**
   * Of every creditor, by creditor and id, after that one: open ones whose time may be over at `at`, whose invoices money
   * came for since, or of which nothing is due any more.
   */
  listDecidable(
    at: Date,
    after: { creditorId: string; id: string } | null,
    limit: number,
  ): Promise<Pick<PromiseToPay, 'creditorId' | 'debtorId' | 'id'>[]>
  /**
   * Money for the invoices of a promise that was booked since `since`, came before `before` and has not gone back; and
   * money that payments begun before then have set aside.
   */
  sumMoney(
    creditorId: CreditorId,
    promiseId: string,
    period: { since: Date; before: Date },
  ): Promise<{ receivedMinor: number; underWayMinor: number }>
}

/** An invoice that is not to be chased, why, and until the end of which day in the creditor's zone. */
export interface ChasingPause {
  readonly debtorId: DebtorId
  readonly invoiceId: InvoiceId
  readonly because: 'promise' | 'settlement_offer'
  readonly untilOn: CalendarDay
}

/** What debtor and creditor have said to each other that keeps an invoice from being chased. */
export interface ChasingPauseRepository {
  /**
   * The pauses that hold on a day of the creditor's: of open promises that pause, and of settlement offers that are
   * talked about or agreed. An invoice can be in several. `debtorIds` null is for all debtors of the creditor.
   */
  findChasingPauses(
    creditorId: CreditorId,
    debtorIds: readonly DebtorId[] | null,
    on: CalendarDay,
  ): Promise<ChasingPause[]>
}
