/** Wires what happens to money once it came: refunds, corrections, fees, reconciliation, and work that got stuck. */
import type { Database } from '~/data/database.server'
import { createJobInspector } from '~/data/job-inspector.server'
import type { JobHandlers, JobRunner } from '~/data/job-queue.server'
import { setStuckWorkSource } from '~/platform/metrics.server'
import { correctPayment } from '~/use-cases/correct-payment'
import { learnPaymentDetails } from '~/use-cases/learn-payment-details'
import {
  closeSetAsideEvent,
  countStuckWork,
  listStuckWork,
  rerunJob,
  retrySetAsideEvent,
} from '~/use-cases/list-stuck-work'
import type { PaymentServices } from '~/use-cases/payment-services'
import { loadSettlementReport } from '~/use-cases/load-settlement-report'
import { readCreditorPayment } from '~/use-cases/read-creditor-payment'
import { readReconciliations, resolveDifference } from '~/use-cases/read-reconciliations'
import { reconcilePayments } from '~/use-cases/reconcile-payments'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { requestRefund } from '~/use-cases/request-refund'
import { sendRefund } from '~/use-cases/send-refund'
import { startNightlyReconciliations, startReconciliation } from '~/use-cases/start-reconciliation'
import { createSettlementReportReader } from './settlement-reports.server'

interface MoneyParts {
  services: PaymentServices
  database: Database
  jobs: JobRunner
}

export function wireMoney({ services, database, jobs }: MoneyParts) {
  const deps = {
    ...services,
    jobInspector: createJobInspector(database, jobs),
    settlementReportReader: createSettlementReportReader(),
  }
  const bind =
    <Input extends unknown[], Output>(useCase: (dependencies: typeof deps, ...input: Input) => Output) =>
    (...input: Input) =>
      useCase(deps, ...input)
  const handlers: JobHandlers = {
    'learn-payment-details': bind(learnPaymentDetails),
    'send-refund': bind(sendRefund),
    async 'reconcile-payments'(payload) {
      await reconcilePayments(deps, payload)
    },
    'start-reconciliations': () => startNightlyReconciliations(deps),
  }
  setStuckWorkSource(() => countStuckWork(deps))
  return {
    handlers,
    useCases: {
      readCreditorPayment: bind(readCreditorPayment),
      requestRefund: bind(requestRefund),
      correctPayment: bind(correctPayment),
      recordManualPayment: bind(recordManualPayment),
      startReconciliation: bind(startReconciliation),
      loadSettlementReport: bind(loadSettlementReport),
      readReconciliations: bind(readReconciliations),
      resolveDifference: bind(resolveDifference),
      listStuckWork: bind(listStuckWork),
      rerunJob: bind(rerunJob),
      retrySetAsideEvent: bind(retrySetAsideEvent),
      closeSetAsideEvent: bind(closeSetAsideEvent),
    },
  }
}
