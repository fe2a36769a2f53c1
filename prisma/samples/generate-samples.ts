/**
 * The demo's invoices as real files: UBL, CII and CSV, to be imported like any creditor's.
 *
 * `anchorOn` is the day on which the demo's database was first made. All days are counted back from it, so that there are
 * always debts of every age. Numbers do not depend on it: whoever imports again must pass the same anchor, else the same
 * number would come with other dates and be refused as a conflict.
 */
import type { CalendarDay } from '~/domain/calendar-day'
import { buildSampleDocument, type SampleDocument } from './build-document'
import { cedarwickAccounts } from './cedarwick/accounts'
import { pellbrookAccounts } from './pellbrook/accounts'
import type { SampleAccount } from './sample-invoice'
import { wattenhorstAccounts } from './wattenhorst/accounts'
import { writeCii } from './write-cii'
import { writeCsv } from './write-csv'
import { writeUbl } from './write-ubl'

export interface SampleFile {
  creditorSlug: string
  /** Unique within the creditor, safe on every file system. */
  filename: string
  mediaType: 'application/xml' | 'text/csv'
  bytes: Uint8Array
  /** What the file is meant to say, in its order. */
  documents: readonly SampleDocument['document'][]
}

const DOCUMENTS_PER_CSV = 1_265

const sampleAccounts: readonly SampleAccount[] = [...wattenhorstAccounts, ...pellbrookAccounts, ...cedarwickAccounts]

/** One file for each XML document, one or more CSV files for each account that has any; the same bytes for the same anchor. */
export async function* generateSampleFiles(anchorOn: CalendarDay): AsyncGenerator<SampleFile> {
  for (const account of sampleAccounts) yield* generateAccountFiles(account, anchorOn)
}

function* generateAccountFiles(account: SampleAccount, anchorOn: CalendarDay): Generator<SampleFile> {
  let rows: SampleDocument['document'][] = []
  let part = 0
  const finishCsv = (): SampleFile => {
    part += 1
    const documents = rows
    rows = []
    return {
      creditorSlug: account.creditorSlug,
      filename: `${account.debtorExternalId}-${account.currency}-${part}.csv`,
      mediaType: 'text/csv',
      bytes: writeCsv(documents),
      documents,
    }
  }
  for (const invoice of account.invoices) {
    const sample = buildSampleDocument(account, invoice, anchorOn)
    if (sample.format !== 'csv') {
      yield writeXmlFile(sample)
      continue
    }
    rows.push(sample.document)
    if (rows.length === DOCUMENTS_PER_CSV) yield finishCsv()
  }
  if (rows.length > 0) yield finishCsv()
}

function writeXmlFile({ creditorSlug, format, document }: SampleDocument): SampleFile {
  if (format === 'csv') throw new RangeError('a table is not XML')
  const bytes = format === 'factur-x-cii' ? writeCii(document) : writeUbl(document, format)
  return {
    creditorSlug,
    filename: `${document.number}.xml`,
    mediaType: 'application/xml',
    bytes,
    documents: [document],
  }
}
