/** Every operation of the API. What is not listed here neither answers nor is described. */
import type { Operation } from '../operation'
import { listStatements, listTransactions, loadStatement } from './bank'
import { deleteMapping, listMappings, saveMapping } from './bank-table-mappings'
import { decideContactRequest, listContactRequests } from './contact-requests'
import { getDebtor, listDebtors } from './debtors'
import { disputeOperations } from './disputes'
import { documentOperations } from './documents'
import { listEvents } from './events'
import { getInvoice, importInvoices } from './invoices'
import { createLink } from './links'
import { recordManualPayment } from './manual-payments'
import { correctPayment, getPayment, refundPayment } from './payments'
import { policyOperations } from './policies'
import { listDifferences, listReconciliations, startReconciliation } from './reconciliations'
import { getStatement } from './statement'
import { createEndpoint, deleteEndpoint, listEndpoints, replay, rotateSecret } from './webhook-endpoints'

export const OPERATIONS: readonly Operation[] = [
  importInvoices,
  listDebtors,
  getDebtor,
  getStatement,
  getInvoice,
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
  loadStatement,
  listStatements,
  listMappings,
  saveMapping,
  deleteMapping,
  listTransactions,
  listContactRequests,
  decideContactRequest,
  ...policyOperations,
  ...disputeOperations,
  ...documentOperations,
]
