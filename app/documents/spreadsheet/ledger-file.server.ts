/** The result of comparing a debtor's ledger, as a table: one line for each row and document that belong together. */
import type { LedgerDocument, LedgerFinding, LedgerRow } from '~/domain/ledger'
import type { LedgerUpload } from '~/domain/ledger-upload'
import { getDirection, type Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { Cell, Sheet } from './sheet'
import { chooseDialect, writeCsv } from './write-csv'
import { writeWorkbook } from './write-workbook.server'

interface LedgerResultSource {
  readonly upload: LedgerUpload
  readonly comparedAt: Date
  /** In batches. */
  readonly findings: AsyncIterable<readonly LedgerFinding[]>
}

export interface LedgerFile {
  readonly filename: string
  readonly mediaType: string
  readonly content: AsyncGenerator<Uint8Array>
}

/** `separatorsOf` is the BCP 47 tag by which a CSV is separated. */
export function createLedgerFile(
  source: LedgerResultSource,
  { format, language, separatorsOf }: { format: 'csv' | 'xlsx'; language: Language; separatorsOf: string },
): LedgerFile {
  const sheet = describeResult(source, language)
  const filename = `${source.upload.filename.replace(/\.[^.]*$/, '').slice(0, 80)}-${source.comparedAt.toISOString().slice(0, 10)}.${format}`
  if (format === 'csv') {
    return {
      filename,
      mediaType: 'text/csv; charset=utf-8; header=present',
      content: writeCsv(sheet, chooseDialect(separatorsOf)),
    }
  }
  return {
    filename,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: writeWorkbook({
      sheets: [sheet],
      isRightToLeft: getDirection(language) === 'rtl',
      modifiedAt: source.comparedAt,
    }),
  }
}

function describeResult({ findings }: LedgerResultSource, language: Language): Sheet {
  const t = getTranslate(language)
  const column = (header: string, width: number) => ({ header, width })
  return {
    name: t('ledger:file.sheet'),
    columns: [
      column(t('ledger:file.result'), 22),
      column(t('ledger:file.by'), 18),
      column(t('ledger:file.row'), 8),
      column(t('ledger:file.yourNumber'), 18),
      column(t('ledger:file.yourDate'), 12),
      column(t('ledger:file.yourAmount'), 14),
      column(t('ledger:file.ourNumber'), 18),
      column(t('ledger:file.ourDate'), 12),
      column(t('ledger:file.dueDate'), 12),
      column(t('ledger:file.ourAmount'), 14),
      column(t('ledger:file.open'), 14),
      column(t('ledger:file.currency'), 10),
      column(t('ledger:file.difference'), 14),
      column(t('ledger:file.note'), 40),
    ],
    rows: writeRows(findings, language),
  }
}

async function* writeRows(findings: LedgerResultSource['findings'], language: Language): AsyncGenerator<Cell[][]> {
  const t = getTranslate(language)
  const kinds = {
    amounts_differ: t('ledger:kinds.amounts_differ'),
    missing_at_yours: t('ledger:kinds.missing_at_yours'),
    missing_at_ours: t('ledger:kinds.missing_at_ours'),
    credit_unused: t('ledger:kinds.credit_unused'),
    listed_twice: t('ledger:kinds.listed_twice'),
    matched: t('ledger:kinds.matched'),
    unreadable: t('ledger:kinds.unreadable'),
  }
  const ways = {
    number: t('ledger:by.number'),
    similar_number: t('ledger:by.similar_number'),
    purchase_order: t('ledger:by.purchase_order'),
    typing: t('ledger:by.typing'),
    amount_and_date: t('ledger:by.amount_and_date'),
    sum: t('ledger:by.sum'),
  }
  for await (const batch of findings) {
    yield batch.flatMap((finding) => {
      const head: Cell[] = [kinds[finding.kind], finding.by === null ? null : ways[finding.by]]
      // Several rows of one document, or several documents of one row, stand below one another.
      const lines = Math.max(1, finding.rows.length, finding.documents.length)
      return Array.from({ length: lines }, (_unused, index) => [
        ...head,
        ...writeLine(finding, finding.rows[index], finding.documents[index], index === 0),
      ])
    })
  }
}

function writeLine(
  { differenceMinor, unreadable }: LedgerFinding,
  row: LedgerRow | undefined,
  document: LedgerDocument | undefined,
  isFirst: boolean,
): Cell[] {
  const currency = document?.currency ?? row?.currency
  const amount = (amountMinor: number | undefined, of = currency): Cell =>
    amountMinor === undefined || of === undefined ? null : { kind: 'amount', amountMinor, currency: of }
  const day = (on: LedgerRow['issueOn'] | undefined): Cell =>
    on === undefined || on === null ? null : { kind: 'day', day: on }
  const position = row?.position ?? (isFirst ? unreadable?.position : undefined)
  return [
    position === undefined ? null : { kind: 'number', text: String(position) },
    row?.number ?? null,
    day(row?.issueOn),
    amount(row?.amountMinor, row?.currency),
    document?.number ?? null,
    day(document?.issueOn),
    document?.kind === 'invoice' ? day(document.dueOn) : null,
    amount(document?.amountMinor),
    amount(document?.openMinor),
    currency ?? null,
    isFirst && differenceMinor !== null ? amount(differenceMinor) : null,
    isFirst && unreadable !== null ? unreadable.written : (row?.text ?? null),
  ]
}
