/**
 * Chosen invoices as an archive: of each our readable copy, beside its original where it came as a file of its own and
 * whatever was attached to it, and a list of them all. A file at a time is in memory, and a copy is printed when its turn has come.
 */
import type { AccountInvoice } from '~/domain/account-invoice'
import type { Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { createPathRegister } from './archive-paths'
import type { Cell, Sheet } from './sheet'
import { chooseDialect, writeCsv } from './write-csv'
import { writeZip, type ArchiveFile } from './write-zip.server'

interface KeptFile {
  readonly filename: string
  readonly mediaType: string
  readonly content: Uint8Array
}

export interface InvoiceCopy {
  readonly invoice: AccountInvoice
  /** Null where the invoice came in a file shared with others, or as data alone. */
  readonly original: KeptFile | null
  /** The embedded ones, each read when its turn has come. */
  readonly readAttachments: () => AsyncIterable<KeptFile>
  /** The bytes of our copy, a PDF. */
  readonly print: () => AsyncIterable<Uint8Array>
}

/** Copies are pulled one at a time. The list stands last, because only then it is known. */
export function archiveInvoices(
  copies: AsyncIterable<InvoiceCopy>,
  { language, separatorsOf, writtenAt }: { language: Language; separatorsOf: string; writtenAt: Date },
): AsyncGenerator<Uint8Array> {
  return writeZip(listFiles())

  async function* listFiles(): AsyncGenerator<ArchiveFile> {
    const register = createPathRegister()
    // Its name is taken first, so that no invoice gets it.
    const listPath = register([], 'invoices.csv')
    const rows: Cell[][] = []
    const enter = (path: string, { mediaType, content }: KeptFile) => ({
      ...{ path, content: [content], modifiedAt: writtenAt },
      isCompressible: mediaType !== 'application/pdf',
    })
    for await (const { invoice, original, readAttachments, print } of copies) {
      const originalPath = original && register([invoice.number], original.filename)
      if (original && originalPath !== null) yield enter(originalPath, original)
      const copyPath = register([invoice.number], `${invoice.number}.pdf`)
      yield { path: copyPath, content: print(), modifiedAt: writtenAt, isCompressible: false }
      for await (const attachment of readAttachments()) {
        yield enter(register([invoice.number], attachment.filename), attachment)
      }
      rows.push(describeInvoice(invoice, originalPath, copyPath))
    }
    yield {
      path: listPath,
      content: writeCsv(describeList(rows, language), chooseDialect(separatorsOf)),
      modifiedAt: writtenAt,
      isCompressible: true,
    }
  }
}

function describeInvoice(
  { number, issueOn, dueOn, currency, ...amounts }: AccountInvoice,
  originalPath: string | null,
  copyPath: string,
): Cell[] {
  const amount = (amountMinor: number): Cell => ({ kind: 'amount', amountMinor, currency })
  return [
    ...[number, { kind: 'day', day: issueOn } as const, { kind: 'day', day: dueOn } as const],
    ...[amount(amounts.payableMinor), amount(amounts.openMinor), currency, originalPath, copyPath],
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
    t('ledger:file.copy'),
  ]
  return { name: t('ledger:file.sheet'), columns: headers.map((header) => ({ header, width: 18 })), rows: [rows] }
}
