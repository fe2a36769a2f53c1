/** Wires documents that are handed out as PDF, and the check of the code that each of them carries. */
import { createAccountExportReader } from '~/data/account-export-reader.server'
import type { Database } from '~/data/database.server'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { checkDocument } from '~/use-cases/check-document'
import { issueDisputeFile } from '~/use-cases/issue-dispute-file'
import { issueInvoiceCopy } from '~/use-cases/issue-invoice-copy'
import { issueReceipt, issueRemittanceAdvice } from '~/use-cases/issue-payment-document'
import { issueBalanceForward, issueStatement } from '~/use-cases/issue-statement'
import type { IssueDependencies } from '~/use-cases/issue-document'
import type { StatementReader } from '~/use-cases/ports/statement-reader'

interface DocumentParts extends Omit<IssueDependencies, 'documentPrinter'> {
  database: Database
  statementReader: StatementReader
}

export function wireIssuedDocuments({ database, ...parts }: DocumentParts) {
  const deps = {
    ...parts,
    documentPrinter: createDocumentPrinter(),
    exportReader: createAccountExportReader(database.reader),
  }
  const bind =
    <Input, Output>(useCase: (dependencies: typeof deps, input: Input) => Output) =>
    (input: Input) =>
      useCase(deps, input)
  return {
    limits: {
      /** By network: of the codes that can be typed, hardly any is one. */
      documentChecks: createRateLimiter(database.pool, { name: 'document-checks', attempts: 30, windowSeconds: 600 }),
    },
    useCases: {
      issueStatement: bind(issueStatement),
      issueBalanceForward: bind(issueBalanceForward),
      issueInvoiceCopy: bind(issueInvoiceCopy),
      issueReceipt: bind(issueReceipt),
      issueRemittanceAdvice: bind(issueRemittanceAdvice),
      issueDisputeFile: bind(issueDisputeFile),
      checkDocument: bind(checkDocument),
    },
  }
}
