import { setTimeout as sleep } from 'node:timers/promises'
import { createIdSource } from '~/platform/ids.server'
import type { DataScope, Transaction, UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { describeScope, type Database, type PrismaTransaction, type UnlimitedRun } from './database.server'
import type { ScopeSettings } from './scoped-query.server'
import { Prisma } from './generated/client'
import { createAccessRepository } from './access-repository.server'
import { createAllocationRepository } from './allocation-repository.server'
import { createApprovalRepository } from './approval-repository.server'
import { createBankDetailsRepository } from './bank-details-repository.server'
import { createBankTableMappingRepository } from './bank-table-mapping-repository.server'
import { createBankStatementRepository } from './bank-statement-repository.server'
import { createChasingPauseRepository } from './chasing-pause-repository.server'
import { createContactRequestRepository } from './contact-request-repository.server'
import { createCreditRepository } from './credit-repository.server'
import { createCreditorRepository } from './creditor-repository.server'
import { createDebtorRepository } from './debtor-repository.server'
import { createDiscountRepository } from './discount-repository.server'
import { createDisputeRepository } from './dispute-repository.server'
import { createEarlyCreditRepository } from './early-credit-repository.server'
import { createExchangeRateRepository } from './exchange-rate-repository.server'
import { createFxQuoteRepository } from './fx-quote-repository.server'
import { createGatewayInbox } from './gateway-inbox.server'
import { createInvoiceImportRepository } from './invoice-import-repository.server'
import { createInvoiceRepository } from './invoice-repository.server'
import { createIssuedDocumentRepository } from './issued-document-repository.server'
import { createJobQueue, type JobSender } from './job-queue.server'
import { createOneTimeCodeRepository } from './one-time-code-repository.server'
import { createPaymentAttemptRepository } from './payment-attempt-repository.server'
import { createPaymentRepository } from './payment-repository.server'
import { createPayoffQuoteRepository } from './payoff-quote-repository.server'
import { createPlanPolicyRepository } from './plan-policy-repository.server'
import { createPlanRepository } from './plan-repository.server'
import { createPromiseRepository } from './promise-repository.server'
import { createPolicyRepository } from './policy-repository.server'
import { createLateInterestRepository } from './late-interest-repository.server'
import { createLedgerRepository } from './ledger-repository.server'
import { createManualPaymentRepository } from './manual-payment-repository.server'
import { createPaymentReversalRepository } from './payment-reversal-repository.server'
import { createPaymentSettlementRepository } from './payment-settlement-repository.server'
import { createSettlementOfferRepository } from './settlement-offer-repository.server'
import { createReconciliationRepository } from './reconciliation-repository.server'
import { createReminderRepository } from './reminder-repository.server'
import { createRemittanceNoticeRepository } from './remittance-notice-repository.server'
import { createOutcomeLog } from './outcome-log.server'
import { createApiKeyRepository } from './api-key-repository.server'
import { createConsoleUserRepository } from './console-user-repository.server'
import { createIdempotencyRepository } from './idempotency-repository.server'
import { createSavedMethodRepository } from './saved-method-repository.server'
import { createPasswordLinkRepository } from './password-link-repository.server'
import { createWebhookRepository } from './webhook-repository.server'

/** A transaction that conflicts with others this often in a row is a bug, not contention. */
const MAXIMUM_ATTEMPTS = 8

/** Of the rows that repositories add themselves. */
const ids = createIdSource()

const TRANSACTION_LIMITS = { maxWait: 20_000, timeout: 60_000 }

export function createUnitOfWork(database: Database, sender: JobSender): UnitOfWork {
  return {
    async run<Value>(scope: DataScope, work: (transaction: Transaction) => Promise<Value>): Promise<Value> {
      const settings = describeScope(scope)
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await database.prisma.$transaction(async (prisma) => {
            await setScope(prisma, settings)
            const { transaction, finish } = createTransaction(prisma, sender, settings)
            const value = await work(transaction)
            await finish()
            return value
          }, TRANSACTION_LIMITS)
        } catch (error) {
          if (attempt >= MAXIMUM_ATTEMPTS || !isConflict(error)) throw error
          await sleep(2 ** attempt * (5 + Math.random() * 5))
        }
      }
    },
  }
}

async function setScope(prisma: PrismaTransaction, { creditor, debtor, limit }: ScopeSettings): Promise<void> {
  await prisma.$executeRaw`select set_config('quittance.creditor', ${creditor}, true), set_config('quittance.debtor', ${debtor}, true), set_config('quittance.limit', ${limit}, true)`
}

/**
 * What stands in the log and under a cap is about the whole account, also where whoever acts sees but a part of it: the
 * limit is lifted for that and set again.
 */
function createUnlimitedRun(prisma: PrismaTransaction, settings: ScopeSettings): UnlimitedRun {
  return async (work) => {
    if (settings.limit === '') return work()
    await setScope(prisma, { ...settings, limit: '' })
    const value = await work()
    await setScope(prisma, settings)
    return value
  }
}

function createTransaction(
  prisma: PrismaTransaction,
  sender: JobSender,
  settings: ScopeSettings,
): { transaction: Transaction; finish: () => Promise<void> } {
  const jobs = createJobQueue(prisma, sender)
  const runUnlimited = createUnlimitedRun(prisma, settings)
  const outcomeLog = createOutcomeLog(prisma, jobs, ids, runUnlimited)
  const transaction: Transaction = {
    access: createAccessRepository(prisma, runUnlimited),
    approvals: createApprovalRepository(prisma),
    bankDetails: createBankDetailsRepository(prisma),
    chasingPauses: createChasingPauseRepository(prisma),
    contactRequests: createContactRequestRepository(prisma),
    creditors: createCreditorRepository(prisma),
    debtors: createDebtorRepository(prisma),
    invoiceImports: createInvoiceImportRepository(prisma),
    outcomeLog,
    payments: createPaymentRepository(prisma),
    paymentReversals: createPaymentReversalRepository(prisma),
    paymentSettlements: createPaymentSettlementRepository(prisma),
    manualPayments: createManualPaymentRepository(prisma),
    ledgers: createLedgerRepository(prisma),
    bankStatements: createBankStatementRepository(prisma),
    bankTableMappings: createBankTableMappingRepository(prisma),
    reminders: createReminderRepository(prisma),
    remittanceNotices: createRemittanceNoticeRepository(prisma),
    reconciliations: createReconciliationRepository(prisma),
    invoices: createInvoiceRepository(prisma),
    allocations: createAllocationRepository(prisma),
    credits: createCreditRepository(prisma),
    discounts: createDiscountRepository(prisma, runUnlimited),
    lateInterest: createLateInterestRepository(prisma, runUnlimited),
    payoffQuotes: createPayoffQuoteRepository(prisma),
    earlyCredits: createEarlyCreditRepository(prisma),
    disputes: createDisputeRepository(prisma),
    gatewayInbox: createGatewayInbox(prisma),
    apiKeys: createApiKeyRepository(prisma),
    consoleUsers: createConsoleUserRepository(prisma),
    passwordLinks: createPasswordLinkRepository(prisma),
    idempotency: createIdempotencyRepository(prisma),
    webhooks: createWebhookRepository(prisma),
    planPolicies: createPlanPolicyRepository(prisma),
    plans: createPlanRepository(prisma),
    policies: createPolicyRepository(prisma),
    promises: createPromiseRepository(prisma),
    settlementOffers: createSettlementOfferRepository(prisma),
    exchangeRates: createExchangeRateRepository(prisma),
    fxQuotes: createFxQuoteRepository(prisma),
    paymentAttempts: createPaymentAttemptRepository(prisma),
    savedMethods: createSavedMethodRepository(prisma),
    issuedDocuments: createIssuedDocumentRepository(prisma),
    oneTimeCodes: createOneTimeCodeRepository(prisma),
    jobs,
  }
  return { transaction, finish: () => outcomeLog.appendRest() }
}

/** Serialization failure, deadlock, or Prisma's own report of either. */
function isConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    if (error.code === 'P2034') return true
    return /\b40001\b|\b40P01\b|deadlock detected|could not serialize/.test(
      `${error.message} ${JSON.stringify(error.meta ?? {})}`,
    )
  }
  return false
}
