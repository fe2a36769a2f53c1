/** A report that somebody uploads, and what became of its lines in the reader's language. */
import type { AppLoadContext } from '@remix-run/node'
import type { ReportFileProblem, ShownReport } from '~/components/console/settlement-report'
import type { DocumentRefusal } from '~/domain/document-refusal'
import { describeBooksSide } from '~/platform/http/books-side.server'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import { readUploadForm } from '~/platform/http/upload-form.server'
import type { LoadedReport } from '~/use-cases/load-settlement-report'

const MOST_BYTES = 12 * 1024 * 1024
/** Of each kind of line. */
const MOST_SHOWN = 100

export type ReportAnswer = { report: ShownReport; problem: null } | { report: null; problem: ReportFileProblem }

export async function loadReport(
  { app }: AppLoadContext,
  visit: ConsoleVisit,
  request: Request,
): Promise<ReportAnswer> {
  const refuse = (kind: ReportFileProblem['kind'], column = '') => ({ report: null, problem: { kind, column } })
  const form = await readUploadForm(request, { maximumFiles: 1, maximumBytes: MOST_BYTES })
  if (form.refusal !== null) return refuse('too_large')
  const [file] = form.files
  if (!file) return refuse(form.emptyFiles.length > 0 ? 'empty' : 'no_file')
  const loaded = await app.loadSettlementReport({
    ...{ creditorId: visit.creditor.id, content: file.content, loadedBy: `user:${visit.user.id}` },
  })
  if (!loaded.ok) return refuse(classifyRefusal(loaded.failure), loaded.failure.place.column)
  return { report: describeReport(loaded.value, visit), problem: null }
}

function classifyRefusal({ code }: DocumentRefusal): ReportFileProblem['kind'] {
  switch (code) {
    case 'limit_exceeded':
      return 'too_large'
    case 'no_document':
      return 'empty'
    case 'missing_column':
    case 'repeated_column':
      return code
    default:
      return 'unreadable'
  }
}

function describeReport(report: LoadedReport, visit: ConsoleVisit): ShownReport {
  const { format } = visit
  const { recorded, differing, unmatched, refused, others, knownCount } = report
  const write = ({ amountMinor, currency }: LoadedReport['recorded'][number]['net']) =>
    format.money(amountMinor, currency)
  const total = (lines: readonly unknown[]) => ({
    total: format.integer(lines.length),
    isCut: lines.length > MOST_SHOWN,
  })
  return {
    most: format.integer(MOST_SHOWN),
    known: format.integer(knownCount),
    recorded: {
      ...total(recorded),
      lines: recorded.slice(0, MOST_SHOWN).map(({ row, payment, gross, fee, net, exchangeRate }) => ({
        ...{ row: format.integer(row), payment, exchangeRate },
        ...{ gross: write(gross), fee: write(fee), net: write(net) },
      })),
    },
    differing: {
      ...total(differing),
      lines: differing.slice(0, MOST_SHOWN).map(({ row, payment, kind, ours, theirs }) => ({
        ...{ row: format.integer(row), payment, kind },
        ...{ ours: describeBooksSide(ours, visit), theirs: describeBooksSide(theirs, visit) },
      })),
    },
    unmatched: {
      ...total(unmatched),
      lines: unmatched
        .slice(0, MOST_SHOWN)
        .map(({ row, transactionReference }) => ({ row: format.integer(row), transactionReference })),
    },
    refused: {
      ...total(refused),
      lines: refused.slice(0, MOST_SHOWN).map(({ row, code, column }) => ({ row: format.integer(row), code, column })),
    },
    others: others.map(({ type, concernsPayment, count }) => ({ type, concernsPayment, count: format.integer(count) })),
  }
}
