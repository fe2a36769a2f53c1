/** The port `BankStatementReader` on camt files and tables. */
import type { BankStatement } from '~/domain/bank-statement'
import { fail, type Result } from '~/domain/result'
import type { BankStatementReader } from '~/use-cases/ports/bank-statement-reader'
import type { ImportFile } from '~/use-cases/ports/document-reader'
import { detectFormat, SNIFF_BYTES } from '../detect-format'
import type { FileContent } from '../file-content'
import { defaultIngestLimits, type IngestLimits } from '../ingest-limits'
import type { IngestRefusal, IngestRefusalCode } from '../ingest-refusal'
import { measureContent, readBytes, readHead } from '../read-content.server'
import { parseBankCsvMapping, standardBankCsvMapping } from './bank-csv-mapping'
import { examineBankTable, fitsBankTable } from './examine-bank-table.server'
import { readBankTable } from './read-bank-table.server'
import { readCamtStatements } from './read-camt-statements'

/** `limits` override `defaultIngestLimits`; `maxBytes` holds for tables too, because a statement is taken in whole. */
export function createBankStatementReader(limits: Partial<IngestLimits> = {}): BankStatementReader {
  const allLimits = { ...defaultIngestLimits, ...limits }
  return {
    read: (file: ImportFile, { mapping }: { mapping?: unknown }) => readFileContent(file.content, mapping, allLimits),
    isTable: (content) => detectFormat(content.subarray(0, SNIFF_BYTES)) === 'csv',
    fits: fitsBankTable,
    isStandard: (content) => fitsBankTable(content, standardBankCsvMapping),
    examine: examineBankTable,
    parseMapping: parseBankCsvMapping,
  }
}

async function readFileContent(
  content: FileContent,
  mapping: unknown,
  limits: IngestLimits,
): Promise<Result<BankStatement[], IngestRefusal>> {
  const size = await measureContent(content)
  if (size > limits.maxBytes) {
    return refusal('limit_exceeded', `the file has ${size} bytes, more than the ${limits.maxBytes} allowed`)
  }
  const format = detectFormat(await readHead(content))
  if (format === 'empty') return refusal('no_document', 'the file is empty')
  if (format === 'xml') return readCamtStatements(await readBytes(content), limits)
  if (format !== 'csv') return refusal('unknown_format', 'the file is neither a camt message nor a table')
  if (mapping === undefined) return readBankTable(content, standardBankCsvMapping)
  const parsed = parseBankCsvMapping(mapping)
  return parsed.ok ? readBankTable(content, parsed.value) : parsed
}

function refusal(code: IngestRefusalCode, reason: string): Result<BankStatement[], IngestRefusal> {
  return fail({ code, place: {}, reason })
}
