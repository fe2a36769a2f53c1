/** Wires the creditor's bank: statements in, transfers matched, and what people decide about the rest. */
import type { JobHandlers } from '~/data/job-queue.server'
import type { CreditorId } from '~/domain/ids'
import { drawSwissBill } from '~/documents/draw-swiss-bill.server'
import { drawQrSymbol } from '~/documents/draw-qr-symbol.server'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { adviseRemittance } from '~/use-cases/advise-remittance'
import { assignBankTransaction, ignoreBankTransaction, undoBankDecision } from '~/use-cases/assign-bank-transaction'
import { listBankStatements } from '~/use-cases/list-bank-statements'
import { listBankTransactions, nameBankTransactions, readBankWorklist } from '~/use-cases/list-bank-transactions'
import { examineBankUpload, forgetBankUpload, keepBankUpload } from '~/use-cases/examine-bank-upload'
import {
  listBankTableMappings,
  removeBankTableMapping,
  saveBankTableMapping,
} from '~/use-cases/keep-bank-table-mapping'
import { loadBankStatement } from '~/use-cases/load-bank-statement'
import { matchBankStatement } from '~/use-cases/match-bank-transactions'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { FileStore, WaitingFiles } from '~/use-cases/ports/file-store'
import { readBankStatementFile } from '~/use-cases/read-bank-statement-file'
import { readTransferInstructions } from '~/use-cases/read-transfer-instructions'

type Tail<Items extends unknown[]> = Items extends [unknown, ...infer Rest] ? Rest : never

export function wireBank({ services, fileStore }: { services: PaymentServices; fileStore: FileStore & WaitingFiles }) {
  const deps = { ...services, fileStore, bankStatementReader: createBankStatementReader() }
  const bind =
    <Input extends unknown[], Output>(useCase: (dependencies: typeof deps, ...input: Input) => Output) =>
    (...input: Input) =>
      useCase(deps, ...input)
  const handlers: JobHandlers = {
    'match-bank-transactions': ({ creditorId, statementId }) =>
      matchBankStatement(deps, { creditorId: creditorId as CreditorId, statementId }),
    'forget-bank-upload': (payload) => forgetBankUpload(deps, payload),
  }
  return {
    handlers,
    useCases: {
      adviseRemittance: bind(adviseRemittance),
      /** How to pay by transfer, with the codes drawn; null for a payment that is not made by transfer. */
      async readTransferInstructions(...input: Tail<Parameters<typeof readTransferInstructions>>) {
        const instructions = await readTransferInstructions(deps, ...input)
        if (!instructions) return null
        const { epcPayload, swissPayload } = instructions
        return {
          instructions,
          epcSymbol: epcPayload === null ? null : drawQrSymbol(epcPayload, 'epc'),
          swissSymbol: swissPayload === null ? null : drawQrSymbol(swissPayload, 'swiss'),
        }
      },
      /** The Swiss QR-bill to print, as SVG; null where the payment has none. */
      async drawSwissBill(
        account: Parameters<typeof readTransferInstructions>[1],
        payment: Parameters<typeof readTransferInstructions>[2],
        language: string,
      ) {
        const payload = (await readTransferInstructions(deps, account, payment))?.swissPayload ?? null
        return payload === null ? null : drawSwissBill(payload, language)
      },
      loadBankStatement: bind(loadBankStatement),
      listBankStatements: bind(listBankStatements),
      listBankTableMappings: bind(listBankTableMappings),
      saveBankTableMapping: bind(saveBankTableMapping),
      removeBankTableMapping: bind(removeBankTableMapping),
      keepBankUpload: bind(keepBankUpload),
      examineBankUpload: bind(examineBankUpload),
      readBankStatementFile: bind(readBankStatementFile),
      listBankTransactions: bind(listBankTransactions),
      nameBankTransactions: bind(nameBankTransactions),
      readBankWorklist: bind(readBankWorklist),
      assignBankTransaction: bind(assignBankTransaction),
      ignoreBankTransaction: bind(ignoreBankTransaction),
      undoBankDecision: bind(undoBankDecision),
    },
  }
}
