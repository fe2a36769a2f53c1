/** Wires documents that are handed out as PDF, and the check of the code that each of them carries. */
import { LRUCache } from 'lru-cache'
import { createAccountExportReader } from '~/data/account-export-reader.server'
import type { Database } from '~/data/database.server'
import { writeUblDocument } from '~/documents/einvoice/write-ubl-document'
import { writeDemandLetter } from '~/documents/letters/demand-letter.server'
import { writePayoffQuote } from '~/documents/letters/payoff-quote.server'
import { writeDiscountNote } from '~/documents/letters/discount-note.server'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import type { CreditorId } from '~/domain/ids'
import { chooseFormatLocale, chooseLanguage } from '~/i18n/languages'
import { inspectLogo } from '~/ingest/evidence/inspect-logo.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { changeLogo } from '~/use-cases/change-logo'
import { checkDocument } from '~/use-cases/check-document'
import { encloseReminder } from '~/use-cases/enclose-reminder'
import { encloseReceipt, type EncloseDependencies, type ReceiptMailJob } from '~/use-cases/enclose-receipt'
import { issueDiscountNote } from '~/use-cases/issue-discount-note'
import { readDiscountEInvoice, type DiscountEInvoiceRequest } from '~/use-cases/read-discount-einvoice'
import { issueDisputeFile } from '~/use-cases/issue-dispute-file'
import { issuePayoffQuoteFile } from '~/use-cases/issue-payoff-quote-file'
import { issueInvoiceCopy } from '~/use-cases/issue-invoice-copy'
import { issueReceipt, issueRemittanceAdvice } from '~/use-cases/issue-payment-document'
import { issueBalanceForward, issueStatement } from '~/use-cases/issue-statement'
import type { FileStore, WaitingFiles } from '~/use-cases/ports/file-store'
import type { ReminderInMail } from '~/use-cases/ports/mail-renderer'
import type { StatementReader } from '~/use-cases/ports/statement-reader'
import { readLogo } from '~/use-cases/read-logo'

interface DocumentParts extends Omit<EncloseDependencies, 'documentPrinter' | 'chooseDocumentLanguage' | 'readLogo'> {
  fileStore: FileStore & WaitingFiles
  database: Database
  statementReader: StatementReader
}

export function wireIssuedDocuments({ database, ...parts }: DocumentParts) {
  const logos = rememberFiles(parts.fileStore)
  const readLogoOf = (creditorId: CreditorId) => readLogo({ ...parts, fileStore: logos }, creditorId)
  const deps = {
    ...parts,
    readLogo: readLogoOf,
    documentPrinter: createDocumentPrinter(),
    exportReader: createAccountExportReader(database.reader),
    chooseDocumentLanguage: (locale: string) => {
      const language = chooseLanguage([locale])
      return { language, formatLocale: chooseFormatLocale(language, [locale]) }
    },
  }
  const bind =
    <Input, Output>(useCase: (dependencies: typeof deps, input: Input) => Output) =>
    (input: Input) =>
      useCase(deps, input)
  const { documentPrinter, readLogo: logoReader, chooseDocumentLanguage } = deps
  return {
    /** What prints documents that are issued together with something else. */
    printing: { documentPrinter, readLogo: logoReader, chooseDocumentLanguage },
    forMails: {
      readLogo: readLogoOf,
      encloseReceipt: (job: ReceiptMailJob, mailName: string) => encloseReceipt(deps, job, mailName),
      encloseReminder: (content: ReminderInMail) => encloseReminder({ ...deps, writeDemandLetter }, content),
      chooseLanguage: (locale: string) => chooseLanguage([locale]),
    },
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
      issuePayoffQuoteFile: (input: Parameters<typeof issuePayoffQuoteFile>[1]) =>
        issuePayoffQuoteFile({ ...deps, writePayoffQuote }, input),
      issueDiscountNote: (request: Parameters<typeof issueDiscountNote>[1]) =>
        issueDiscountNote({ ...deps, writeDiscountNote }, request),
      readDiscountEInvoice: (request: DiscountEInvoiceRequest) =>
        readDiscountEInvoice({ ...deps, writeEInvoice: writeUblDocument }, request),
      checkDocument: bind(checkDocument),
      readLogo: readLogoOf,
      inspectLogo,
      changeLogo: bind(changeLogo),
    },
  }
}

/** Of files that are asked for with every document and mail. Content never changes under its address. */
function rememberFiles({ get }: Pick<FileStore, 'get'>): Pick<FileStore, 'get'> {
  const remembered = new LRUCache<string, Uint8Array>({
    maxSize: 8 * 1024 * 1024,
    sizeCalculation: (content) => content.byteLength + 1,
  })
  return {
    async get(creditorId, sha256) {
      const key = `${creditorId} ${sha256}`
      const content = remembered.get(key) ?? (await get(creditorId, sha256))
      if (content) remembered.set(key, content)
      return content
    },
  }
}
