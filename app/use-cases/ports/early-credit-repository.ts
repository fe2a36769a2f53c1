import type { CreditorId, DebtorId, InvoiceId, PaymentId, PlanId } from '~/domain/ids'

/** What a payment that came early was credited of its plan's interest, or what of that was charged again. */
export interface EarlyCredit {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly planId: PlanId
  readonly paymentId: PaymentId
  /** The credit note, or the debit note that charges it again. */
  readonly noteId: InvoiceId
  /** Minor units of the plan's currency; negative where it is charged again. */
  readonly amountMinor: number
  readonly at: Date
}

export interface EarlyCreditRepository {
  insert(credit: EarlyCredit): Promise<void>
  /** Oldest first. */
  listByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<EarlyCredit[]>
}
