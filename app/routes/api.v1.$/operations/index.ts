/** Every operation of the API. What is not listed here neither answers nor is described. */
import type { Operation } from '../operation'
import { listStatements, listTransactions, loadStatement } from './bank'
import { deleteMapping, listMappings, saveMapping } from './bank-table-mappings'
import { decideContactRequest, endReminderPause, listContactRequests } from './contact-requests'
import { getDebtor, listDebtors } from './debtors'
import { getDiscountNote, listDiscounts } from './discounts'
import { disputeOperations } from './disputes'
import { documentOperations } from './documents'
import { listEvents } from './events'
import { getInvoice, importInvoices } from './invoices'
import { createLink } from './links'
import { recordManualPayment } from './manual-payments'
import { correctPayment, getPayment, refundPayment } from './payments'
import { planPolicyOperations } from './plan-policies'
import { planOfferOperations } from './plan-offers'
import { planOperations } from './plans'
import { policyOperations } from './policies'
import { interestWaiverOperations } from './interest-waivers'
import { payoffOperations } from './payoff'
import { promiseOperations } from './promises'
import { runningPlanOperations } from './running-plans'
import { settlementOfferOperations } from './settlement-offers'
import { listDifferences, listReconciliations, startReconciliation } from './reconciliations'
import { reminderHoldOperations } from './reminder-holds'
import { reminderOperations } from './reminders'
import { getStatement } from './statement'
import { loadSettlementReport } from './settlement-reports'
import { createEndpoint, deleteEndpoint, listEndpoints, replay, rotateSecret } from './webhook-endpoints'

export const OPERATIONS: readonly Operation[] = [
  importInvoices,
  listDebtors,
  getDebtor,
  getStatement,
  getInvoice,
  listDiscounts,
  getDiscountNote,
  createLink,
  listEvents,
  createEndpoint,
  listEndpoints,
  deleteEndpoint,
  rotateSecret,
  replay,
  getPayment,
  refundPayment,
  correctPayment,
  recordManualPayment,
  startReconciliation,
  listReconciliations,
  listDifferences,
  loadSettlementReport,
  loadStatement,
  listStatements,
  listMappings,
  saveMapping,
  deleteMapping,
  listTransactions,
  listContactRequests,
  decideContactRequest,
  endReminderPause,
  ...policyOperations,
  ...planPolicyOperations,
  ...planOperations,
  ...planOfferOperations,
  ...runningPlanOperations,
  ...disputeOperations,
  ...promiseOperations,
  ...payoffOperations,
  ...interestWaiverOperations,
  ...settlementOfferOperations,
  ...documentOperations,
  ...reminderOperations,
  ...reminderHoldOperations,
]
