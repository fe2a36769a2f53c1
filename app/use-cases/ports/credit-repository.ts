import type { CurrencyCode } from '~/domain/currency'
import type { AccessLinkId, CreditorId, DebtorId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import type { UnappliedCredit } from '~/domain/unapplied-credit'

/** An unapplied credit with what people call it: the reference of the payment that left it. */
export interface NamedUnappliedCredit extends UnappliedCredit {
  paymentReference: string
}

/** A debtor's decision to use credits, alone or together with a payment. */
export interface CreditApplication {
  id: string
  creditorId: CreditorId
  debtorId: DebtorId
  /** For people; unique per creditor. */
  reference: string
  idempotencyKey: string
  requestSha256: string
  /** The payment that settles the rest; null when the credits were enough. */
  paymentId: PaymentId | null
  linkId: AccessLinkId | null
  currency: CurrencyCode
  amountMinor: number
  at: Date
}

export interface CreditRepository {
  /** Unapplied credits with something left, oldest first; of one currency where asked. */
  listOpen(creditorId: CreditorId, debtorId: DebtorId, currency?: CurrencyCode): Promise<NamedUnappliedCredit[]>
  findByIds(creditorId: CreditorId, ids: readonly UnappliedCreditId[]): Promise<NamedUnappliedCredit[]>
  /** Takes the rows' locks in the order of their ids. */
  lockByIds(creditorId: CreditorId, ids: readonly UnappliedCreditId[]): Promise<NamedUnappliedCredit[]>
  /** Those that a payment left, used up or not. */
  listByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<NamedUnappliedCredit[]>
  insert(creditorId: CreditorId, debtorId: DebtorId, credit: UnappliedCredit): Promise<void>
  /** Writes what is left of credits that this transaction has locked. */
  saveOpen(creditorId: CreditorId, credits: readonly Pick<UnappliedCredit, 'id' | 'openMinor'>[]): Promise<void>
  /** False when that debtor has one with the same idempotency key already. */
  insertApplication(application: CreditApplication): Promise<boolean>
  findApplicationById(creditorId: CreditorId, id: string): Promise<CreditApplication | null>
  findApplicationByKey(creditorId: CreditorId, debtorId: DebtorId, key: string): Promise<CreditApplication | null>
  listApplicationsOfPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<CreditApplication[]>
}
