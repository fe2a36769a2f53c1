import type { CalendarDay } from '~/domain/calendar-day'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { TaxBreakdown } from '~/domain/invoice'
import type { DiscountTaxMode } from '~/domain/discount-policy'
import type { DiscountFacts, DiscountSource, DiscountTaxPart } from '~/domain/settlement-discount'

/** A settlement discount that was taken, or taken back: what belongs to an allocation of that kind. */
export interface TakenDiscount {
  /** Of the allocation. */
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly invoiceId: InvoiceId
  /** The first one, where this takes some of it back or grants some of it again. */
  readonly reversesId: string | null
  /** Negative where it is taken back; `taxParts` sum to it. */
  readonly amountMinor: number
  readonly baseMinor: number
  readonly source: DiscountSource
  readonly rateBps: number
  readonly deadlineOn: CalendarDay
  readonly taxMode: DiscountTaxMode
  readonly taxParts: readonly DiscountTaxPart[]
  /** Of the credit note that states it, or of the one that cancels it; null where there is none. */
  readonly noteNumber: string | null
  readonly at: Date
}

export interface DiscountRepository {
  /**
   * What a discount on each of these invoices of a debtor depends on. Those that promise none themselves are left out
   * unless `all` are wanted. Days are of that time zone.
   */
  readFacts(
    account: { creditorId: CreditorId; debtorId: DebtorId; timeZone: string },
    invoiceIds: readonly InvoiceId[],
    wanted: 'all' | 'with_terms',
  ): Promise<ReadonlyMap<InvoiceId, Omit<DiscountFacts, 'slides'>>>
  readTaxes(creditorId: CreditorId, invoiceIds: readonly InvoiceId[]): Promise<ReadonlyMap<InvoiceId, TaxBreakdown[]>>
  insertTaken(taken: readonly TakenDiscount[]): Promise<void>
  /** Of these allocations, in the order in which they were made. */
  listTaken(creditorId: CreditorId, allocationIds: readonly string[]): Promise<TakenDiscount[]>
  /** Of one invoice, in order. */
  listByInvoice(creditorId: CreditorId, invoiceId: InvoiceId): Promise<TakenDiscount[]>
  findByNote(creditorId: CreditorId, noteNumber: string): Promise<TakenDiscount | null>
  /** Which of these numbers are of notes already. */
  findTakenNumbers(creditorId: CreditorId, noteNumbers: readonly string[]): Promise<string[]>
}
