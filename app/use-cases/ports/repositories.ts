/** What a transaction offers: one repository a concept. Each is described in its own file beside this one. */
import type { AccessRepository } from './access-repository'
import type { AllocationRepository } from './allocation-repository'
import type { ApprovalRepository } from './approval-repository'
import type { BankDetailsRepository } from './bank-details-repository'
import type { BankTableMappingRepository } from './bank-table-mapping-repository'
import type { BankStatementRepository } from './bank-statement-repository'
import type { ContactRequestRepository } from './contact-request-repository'
import type { CreditRepository } from './credit-repository'
import type { CreditorRepository } from './creditor-repository'
import type { DebtorRepository } from './debtor-repository'
import type { DiscountRepository } from './discount-repository'
import type { DisputeRepository } from './dispute-repository'
import type { EarlyCreditRepository } from './early-credit-repository'
import type { ExchangeRateRepository } from './exchange-rate-repository'
import type { FxQuoteRepository } from './fx-quote-repository'
import type { GatewayInbox } from './gateway-inbox'
import type { InvoiceImportRepository } from './invoice-import-repository'
import type { InvoiceRepository } from './invoice-repository'
import type { IssuedDocumentRepository } from './issued-document-repository'
import type { OutcomeLog } from './outcome-log'
import type { OneTimeCodeRepository } from './one-time-code-repository'
import type { PaymentAttemptRepository } from './payment-attempt-repository'
import type { PaymentRepository } from './payment-repository'
import type { LateInterestRepository } from './late-interest-repository'
import type { LedgerRepository } from './ledger-repository'
import type { ManualPaymentRepository } from './manual-payment-repository'
import type { PayoffQuoteRepository } from './payoff-quote-repository'
import type { PaymentReversalRepository } from './payment-reversal-repository'
import type { PaymentSettlementRepository } from './payment-settlement-repository'
import type { PlanPolicyRepository } from './plan-policy-repository'
import type { PlanRepository } from './plan-repository'
import type { PolicyRepository } from './policy-repository'
import type { ChasingPauseRepository, PromiseRepository } from './promise-repository'
import type { SettlementOfferRepository } from './settlement-offer-repository'
import type { ReconciliationRepository } from './reconciliation-repository'
import type { ReminderRepository } from './reminder-repository'
import type { RemittanceNoticeRepository } from './remittance-notice-repository'
import type { ApiKeyRepository } from './api-key-repository'
import type { ConsoleUserRepository } from './console-user-repository'
import type { IdempotencyRepository } from './idempotency-repository'
import type { SavedMethodRepository } from './saved-method-repository'
import type { PasswordLinkRepository } from './password-link-repository'
import type { WebhookRepository } from './webhook-repository'

export interface Repositories {
  readonly access: AccessRepository
  readonly approvals: ApprovalRepository
  readonly bankDetails: BankDetailsRepository
  readonly chasingPauses: ChasingPauseRepository
  readonly contactRequests: ContactRequestRepository
  readonly creditors: CreditorRepository
  readonly debtors: DebtorRepository
  readonly invoiceImports: InvoiceImportRepository
  readonly outcomeLog: OutcomeLog
  readonly issuedDocuments: IssuedDocumentRepository
  readonly payments: PaymentRepository
  readonly paymentReversals: PaymentReversalRepository
  readonly paymentSettlements: PaymentSettlementRepository
  readonly manualPayments: ManualPaymentRepository
  readonly ledgers: LedgerRepository
  readonly bankStatements: BankStatementRepository
  readonly bankTableMappings: BankTableMappingRepository
  readonly reminders: ReminderRepository
  readonly remittanceNotices: RemittanceNoticeRepository
  readonly reconciliations: ReconciliationRepository
  readonly invoices: InvoiceRepository
  readonly allocations: AllocationRepository
  readonly credits: CreditRepository
  readonly discounts: DiscountRepository
  readonly disputes: DisputeRepository
  readonly gatewayInbox: GatewayInbox
  readonly apiKeys: ApiKeyRepository
  readonly consoleUsers: ConsoleUserRepository
  readonly passwordLinks: PasswordLinkRepository
  readonly idempotency: IdempotencyRepository
  readonly webhooks: WebhookRepository
  readonly lateInterest: LateInterestRepository
  readonly payoffQuotes: PayoffQuoteRepository
  readonly earlyCredits: EarlyCreditRepository
  readonly planPolicies: PlanPolicyRepository
  readonly plans: PlanRepository
  readonly policies: PolicyRepository
  readonly promises: PromiseRepository
  readonly settlementOffers: SettlementOfferRepository
  readonly exchangeRates: ExchangeRateRepository
  readonly fxQuotes: FxQuoteRepository
  readonly paymentAttempts: PaymentAttemptRepository
  readonly savedMethods: SavedMethodRepository
  readonly oneTimeCodes: OneTimeCodeRepository
}
