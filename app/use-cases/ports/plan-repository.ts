import type { CreditorId, DebtorId, InvoiceId, PaymentId, PlanId } from '~/domain/ids'
import type { Instalment, PaymentPlan, PlanEntry, PlanInvoice, PlanStatus } from '~/domain/payment-plan'

/** A plan in a list, with what people know it by. */
export interface ListedPlan extends PaymentPlan {
  readonly debtorName: string
  readonly debtorExternalId: string
}

export interface PlanFilter {
  /** Of one debtor; all where left out. */
  readonly debtorId?: DebtorId
  /** 'creditor' and 'debtor': whose answer is waited for. 'open': all that are not ended. */
  readonly state: 'creditor' | 'debtor' | 'in_force' | 'open' | 'ended' | 'all'
  /** 'age': the oldest first; 'amount': by currency, the most first; 'newest': the newest first. */
  readonly order: 'age' | 'amount' | 'newest'
  readonly offset: number
  readonly limit: number
}

export interface PlannedShare extends PlanInvoice {
  readonly number: string
}

/** Where a plan is to be found: enough to open a transaction in its debtor's scope. */
export interface PlanAddress {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly id: PlanId
}

export interface PlanRepository {
  /** A page, and how many there are in all. */
  list(creditorId: CreditorId, filter: PlanFilter): Promise<{ plans: ListedPlan[]; count: number }>
  find(creditorId: CreditorId, id: PlanId): Promise<ListedPlan | null>
  findByKey(creditorId: CreditorId, debtorId: DebtorId, idempotencyKey: string): Promise<PaymentPlan | null>
  /** The one that was agreed in its place; null while none was. */
  findSuccessor(creditorId: CreditorId, id: PlanId): Promise<PaymentPlan | null>
  /** Takes the row's lock until the end of the transaction. */
  lock(creditorId: CreditorId, id: PlanId): Promise<PaymentPlan | null>
  /** False when that debtor has one with the same idempotency key already. */
  insert(plan: PaymentPlan): Promise<boolean>
  /** Keeps the plan as it now is; the caller has locked it. */
  save(plan: PaymentPlan): Promise<void>

  /** Oldest first. */
  listEntries(creditorId: CreditorId, id: PlanId): Promise<PlanEntry[]>
  hasEntry(creditorId: CreditorId, entryId: string): Promise<boolean>
  insertEntry(plan: PaymentPlan, entry: PlanEntry): Promise<void>

  /** In the order in which instalments pay them; empty until agreed. */
  listInvoices(creditorId: CreditorId, id: PlanId): Promise<PlannedShare[]>
  /** By number; empty until agreed. */
  listInstalments(creditorId: CreditorId, id: PlanId): Promise<Instalment[]>
  /** Of one that is agreed: once. */
  insertAgreed(plan: PaymentPlan, invoices: readonly PlanInvoice[], instalments: readonly Instalment[]): Promise<void>
  /** Keeps shares and instalments as they now are; the caller has locked the plan. */
  saveInvoices(plan: PaymentPlan, invoices: readonly PlanInvoice[]): Promise<void>
  saveInstalments(plan: PaymentPlan, instalments: readonly Instalment[]): Promise<void>

  /** Plans in one of these states that take something of one of these invoices, by id. */
  listByInvoices(
    creditorId: CreditorId,
    invoiceIds: readonly InvoiceId[],
    statuses: readonly PlanStatus[],
  ): Promise<PaymentPlan[]>
  /** By invoice, what payments under way for instalments of plans in force have set aside. */
  sumReserved(creditorId: CreditorId, invoiceIds: readonly InvoiceId[]): Promise<ReadonlyMap<InvoiceId, number>>
  /** The plan whose instalment this payment is under way for. */
  findByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<PlanAddress | null>
  /**
   * In system scope, by id: plans in force of which there may be something to do at `at`, wherever the creditor is. Not
   * those of which nothing is to be done before another day or another payment.
   */
  listWithWork(at: Date, after: PlanId | null, limit: number): Promise<PlanAddress[]>
}
