import type { OutcomeDeadline } from '~/domain/awaited-outcome'
import type { CreditorId, DebtorId, InvoiceId, PaymentId } from '~/domain/ids'
import type { Payment, PaymentIntent, PaymentTransition } from '~/domain/payment'

/** Where a payment is to be found: enough to open a transaction in its debtor's scope. */
export interface PaymentAddress {
  creditorId: CreditorId
  debtorId: DebtorId
  id: PaymentId
}

/** An amount that a payment under way has set aside on an invoice. */
export interface HeldReservation {
  invoiceId: InvoiceId
  amountMinor: number
  payment: Pick<
    Payment,
    'id' | 'reference' | 'status' | 'amountMinor' | 'currency' | 'payerName' | 'createdAt' | 'redirectUrl'
  >
}

/** What a payment's way on is owed to. */
export interface TransitionCause {
  at: Date
  cause: 'debtor' | 'gateway' | 'clock' | 'console'
  gatewayEventId?: string
}

/** Payments whose outcome nobody can be asked for. */
export interface UntoldOutcomes {
  /** Names of the gateways that reconciliation asks. */
  askable: readonly string[]
  deadlines: readonly OutcomeDeadline[]
}

export interface PaymentRepository {
  findById(creditorId: CreditorId, id: PaymentId): Promise<Payment | null>
  findByIdempotencyKey(creditorId: CreditorId, debtorId: DebtorId, key: string): Promise<Payment | null>
  /** Of one debtor, newest first. */
  listUnderWay(creditorId: CreditorId, debtorId: DebtorId): Promise<Payment[]>
  /** Of one creditor with one provider: those that any of its references names, or any of our ids. */
  listNamed(
    creditorId: CreditorId,
    gateway: string,
    named: { transactionReferences: readonly string[]; paymentIds: readonly string[] },
  ): Promise<Payment[]>
  /** Takes the payment's row lock until the end of the transaction. */
  lock(creditorId: CreditorId, id: PaymentId): Promise<Payment | null>
  /** Adds a payment with its intents. False when that debtor has one with the same idempotency key already. */
  insert(payment: Payment, intents: readonly PaymentIntent[]): Promise<boolean>
  /** Keeps the payment as it now is, and the edges it took. */
  save(
    payment: Payment,
    transitions: readonly (PaymentTransition & { id: string })[],
    because: TransitionCause,
  ): Promise<void>
  listIntents(creditorId: CreditorId, id: PaymentId): Promise<PaymentIntent[]>
  /** Marks the payment's intents as no longer reserved; the invoices' pending amounts are the caller's to lower. */
  releaseIntents(creditorId: CreditorId, id: PaymentId): Promise<void>
  /** Marks the intents on these invoices as reserved; the invoices' pending amounts are the caller's to raise. */
  reserveIntents(creditorId: CreditorId, id: PaymentId, invoiceIds: readonly InvoiceId[]): Promise<void>
  /** What payments under way have set aside on these invoices, oldest payment first. */
  listHeldReservations(creditorId: CreditorId, invoiceIds: readonly InvoiceId[]): Promise<HeldReservation[]>
  /**
   * In system scope: by the provider's reference of the checkout, else of the transaction, else by our own id where the
   * provider echoes it.
   */
  locate(
    gateway: string,
    named: { gatewayReference?: string; transactionReference?: string; paymentId?: string },
  ): Promise<PaymentAddress | null>
  /**
   * A creditor's payments that a provider may know more of than we do: known to it, and not final, or ended since
   * `endedSince`, or with a refund under way. By id, after `after` where given.
   */
  listToReconcile(
    creditorId: CreditorId,
    gateway: string,
    page: { endedSince: Date; after: PaymentId | null; limit: number },
  ): Promise<PaymentId[]>
  /**
   * In system scope: payments under way with a provider that should have told their outcome by now, and that
   * `listToReconcile` leaves out. Of one creditor or of all, longest over first.
   */
  listUntold(of: CreditorId | 'all', which: UntoldOutcomes, limit: number): Promise<Payment[]>
  /** In system scope: how many there are of them, by gateway. */
  countUntold(which: UntoldOutcomes): Promise<{ gateway: string; count: number }[]>
  /**
   * In system scope: payments whose time is over, and payments that never reached a provider since `createdBefore`. By id,
   * after `after` where given.
   */
  listOverdue(now: Date, createdBefore: Date, after: PaymentId | null, limit: number): Promise<PaymentAddress[]>
}
