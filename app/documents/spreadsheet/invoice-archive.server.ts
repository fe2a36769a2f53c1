/** Chosen invoices as an archive: a list of them all, and the original of each that came as a file of its own. */
import type { AccountInvoice } from '~/domain/account-invoice'
import type { Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { Cell, Sheet } from './sheet'
import { chooseSeparators, writeCsv } from './write-csv'
import { writeZip, type ArchiveFile } from './write-zip.server'

export interface InvoiceCopy {
  readonly invoice: AccountInvoice
  /** Null where the invoice came in a file shared with others, or as data alone. */
  readonly original: { readonly filename: string; readonly content: Uint8Array } | null
}

/** Copies are pulled one at a time. The list stands last, because only then it is known. */
export function archiveInvoices(
  copies: AsyncIterable<InvoiceCopy>,
  { language, separatorsOf, writtenAt }: { language: Language; separatorsOf: string; writtenAt: Date },
): AsyncGenerator<Uint8Array> {
  return writeZip(listFiles())

  async function* listFiles(): AsyncGenerator<ArchiveFile> {
    const rows: Cell[][] = []
    for await (const { invoice, original } of copies) {
      const path = original === null ? null : `${nameEntry(invoice.number)}/${nameEntry(original.filename)}`
      rows.push(describeInvoice(invoice, path))
      if (original !== null && path !== null) {
        yield { path, content: [original.content], modifiedAt: writtenAt, isCompressible: true }
      }
    }
    yield {
      path: 'invoices.csv',
      content: writeCsv(describeList(rows, language), chooseSeparators(separatorsOf)),
      modifiedAt: writtenAt,
      isCompressible: true,
    }
  }
}

/** Nothing that leads out of its folder, or that a file system does not take. */
function nameEntry(text: string): string {
  return (
    text
      .replace(/[^\p{L}\p{N}._-]+/gu, '_')
      .replace(/^\.+/, '_')
      .slice(0, 100) || '_'
  )
}

function describeInvoice(
  { number, issueOn, dueOn, currency, ...amounts }: AccountInvoice,
  path: string | null,
): Cell[] {
  const amount = (amountMinor: number): Cell => ({ kind: 'amount', amountMinor, currency })
  return [
    ...[number, { kind: 'day', day: issueOn } as const, { kind: 'day', day: dueOn } as const],
    ...[amount(amounts.payableMinor), amount(amounts.openMinor), currency, path],
  ]
}

function describeList(rows: readonly Cell[][], language: Language): Sheet {
  const t = getTranslate(language)
  const headers = [
    t('ledger:file.ourNumber'),
    t('ledger:file.ourDate'),
    t('ledger:file.dueDate'),
    t('ledger:file.ourAmount'),
    t('ledger:file.open'),
    t('ledger:file.currency'),
    t('ledger:file.original'),
  ]
  return { name: t('ledger:file.sheet'), columns: headers.map((header) => ({ header, width: 18 })), rows: [rows] }
}
