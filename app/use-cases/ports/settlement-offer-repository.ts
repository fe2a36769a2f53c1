import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { CalendarDay } from '~/domain/calendar-day'
import type {
  OfferedInvoice,
  OfferSide,
  OfferStep,
  SettlementOffer,
  SettlementOfferStatus,
} from '~/domain/settlement-offer'

/** With what people know its debtor and its invoices by. */
export interface ListedOffer extends Omit<SettlementOffer, 'invoices'> {
  readonly debtorExternalId: string
  readonly debtorName: string
  /** Of the plan that it takes the place of. */
  readonly planReference: string | null
  /** Oldest due first. */
  readonly invoices: readonly (OfferedInvoice & { readonly number: string; readonly dueOn: CalendarDay })[]
}

/** What one side did and said about an offer, and the terms that stood after it. */
export interface OfferEntry {
  readonly id: string
  readonly at: Date
  readonly side: OfferSide
  readonly step: OfferStep
  /** 'policy' | 'link:<id>' | 'user:<id>' | 'key:<id>' */
  readonly author: string
  readonly authorName: string | null
  readonly text: string
  readonly offeredMinor: number
  readonly payByOn: CalendarDay
}

export interface OfferFilter {
  /** Null for all: still to be answered or paid, and over. */
  readonly isOpen: boolean | null
  readonly debtorId?: DebtorId
  readonly limit: number
}

export type OfferAddress = Pick<SettlementOffer, 'creditorId' | 'debtorId' | 'id'>

/** Settlement offers and what was said about them. */
export interface SettlementOfferRepository {
  findById(creditorId: CreditorId, id: string): Promise<ListedOffer | null>
  /** Until the transaction ends nobody else takes a step of it. */
  lock(creditorId: CreditorId, id: string): Promise<ListedOffer | null>
  /** With its invoices; false where there is one of that id already. */
  insert(offer: SettlementOffer): Promise<boolean>
  /** What can change of it: its state and terms, with what is let go of each invoice. */
  save(offer: SettlementOffer): Promise<void>
  insertEntry(offer: OfferAddress, entry: OfferEntry): Promise<void>
  /** Of that offer alone. */
  findEntry(creditorId: CreditorId, offerId: string, entryId: string): Promise<OfferEntry | null>
  /** Oldest first. */
  listEntries(creditorId: CreditorId, id: string): Promise<OfferEntry[]>
  /** Newest first. */
  list(creditorId: CreditorId, filter: OfferFilter): Promise<ListedOffer[]>
  countByStatus(creditorId: CreditorId, status: SettlementOfferStatus): Promise<number>
  /** In offers of the debtor that are open. */
  listTakenInvoices(creditorId: CreditorId, debtorId: DebtorId): Promise<InvoiceId[]>
  /**
   * Of every creditor, by creditor and id, after that one: open ones whose time may be over at `at` or for whose invoices
   * money came since they were agreed, those fulfilled whose payment, or any money of whose invoices, has gone back since,
   * and those broken by that for which money came again.
   */
  listUndecided(at: Date, after: { creditorId: string; id: string } | null, limit: number): Promise<OfferAddress[]>
  /** Money for its invoices that was booked since `since`, came before `before` and has not gone back; and what is under way. */
  readMoney(
    creditorId: CreditorId,
    id: string,
    period: { since: Date; before: Date },
  ): Promise<{ receivedMinor: number; underWay: 'transfer' | 'other' | null }>
}
