import type { CreditorId, DebtorId } from '~/domain/ids'
import type { ApprovalLimit, PaymentApproval, WaitingSum } from '~/domain/payment-approval'

export interface ApprovalRepository {
  /** The newest of each currency, without those that were ended. */
  listLimits(creditorId: CreditorId, debtorId: DebtorId): Promise<ApprovalLimit[]>
  insertLimit(limit: ApprovalLimit): Promise<void>
  /** False when that debtor has one with the same idempotency key already. */
  insert(approval: PaymentApproval): Promise<boolean>
  findById(creditorId: CreditorId, id: string): Promise<PaymentApproval | null>
  findByKey(creditorId: CreditorId, debtorId: DebtorId, idempotencyKey: string): Promise<PaymentApproval | null>
  /** Takes the row's lock until the end of the transaction. */
  lock(creditorId: CreditorId, id: string): Promise<PaymentApproval | null>
  /** Those that wait, then the newest that were decided or expired. */
  list(creditorId: CreditorId, debtorId: DebtorId, limit: number): Promise<PaymentApproval[]>
  /** What waits at an instant, by currency in alphabetical order. */
  sumWaiting(creditorId: CreditorId, debtorId: DebtorId, at: Date): Promise<WaitingSum[]>
  /** Of all tenants: those that wait although their time is over, the longest first. */
  listOverdue(at: Date, limit: number): Promise<Pick<PaymentApproval, 'creditorId' | 'debtorId' | 'id'>[]>
  /** Keeps what was decided. */
  save(approval: PaymentApproval): Promise<void>
}
