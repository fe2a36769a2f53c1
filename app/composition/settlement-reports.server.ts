/** The port `SettlementReportReader`: what Adyen's report says, of the table that its file is. */
import { readAdyenSettlementReport } from '~/gateways/adyen/adyen-settlement-report'
import { readTableRows, type TableLimits } from '~/ingest/csv/read-table-rows.server'
import type { SettlementReportReader } from '~/use-cases/ports/settlement-report-reader'

const REPORT_LIMITS: TableLimits = { maxBytes: 12 * 1024 * 1024, maxRows: 100_000 }

export function createSettlementReportReader(limits: TableLimits = REPORT_LIMITS): SettlementReportReader {
  return {
    async read(content) {
      const rows = await readTableRows(content, limits)
      return rows.ok ? readAdyenSettlementReport(rows.value) : rows
    },
  }
}
