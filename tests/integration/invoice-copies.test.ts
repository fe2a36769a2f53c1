/** The archive of copies: what is asked for, original and readable, whatever the invoices are called. */
import { BlobReader, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { parse } from 'csv-parse/sync'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeEach, expect, it } from 'vitest'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { wireLedgers } from '~/composition/ledgers.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { Language } from '~/i18n/languages'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { buildInvoiceOf } from '../factories/invoice-document'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'
import { normalizeText } from '../setup/read-pdf'

const test = await useTestDatabase()
const imports = await useImports(test)
const { fileStore } = imports
const accounts = { statementReader: createStatementReader(test.database.reader), fileStore }
const parts = { ...test, ...accounts, publicOrigin: 'https://portal.example' }
const ledgers = wireLedgers({
  ...{ ...test, accounts, issuedDocuments: wireIssuedDocuments(parts).useCases },
}).useCases
const timeZone = 'Europe/Amsterdam'

let creditor: Creditor
let debtor: Debtor

beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test, { timeZone })
  debtor = await createDebtor(test, creditor)
})

/** An invoice with all it says; with an original of its own where one is given. */
async function bring(number: string, original?: { filename: string; content: string }) {
  await imports.importDocuments(creditor.id, [buildInvoiceOf(119_00, { number, debtorExternalId: debtor.externalId })])
  if (!original) return
  const { sha256, byteSize } = await fileStore.put(creditor.id, Buffer.from(original.content))
  const fileId = test.ids.uuid()
  await test.inspect(
    `insert into stored_file (id, creditor_id, sha256, byte_size, media_type, filename) values ($1, $2, $3, $4, 'application/xml', $5)`,
    [fileId, creditor.id, sha256, byteSize, original.filename],
  )
  await test.inspect('update invoice set source_file_id = $1 where number = $2', [fileId, number])
}

function open(numbers: readonly string[], language: Language = 'en') {
  const context = {
    today: dayOfInstant(test.clock.now(), timeZone),
    timeZone,
    defaultCurrency: 'EUR',
    isLimited: false,
  }
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  return ledgers.archiveInvoiceCopies(account, numbers, { context, language, formatLocale: language })
}

async function unpack(numbers: readonly string[], language?: Language): Promise<Map<string, Buffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of open(numbers, language)) chunks.push(chunk)
  const entries = await new ZipReader(new BlobReader(new Blob([Buffer.concat(chunks)]))).getEntries()
  const files = new Map<string, Buffer>()
  for (const entry of entries as FileEntry[]) files.set(entry.filename, Buffer.from(await entry.arrayBuffer()))
  return files
}

async function readText(file: Buffer | undefined): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(Uint8Array.from(file!)), { mergePages: true })
  return normalizeText(text)
}

const countIssued = async () =>
  (await test.inspect<{ n: number }>(`select count(*)::int n from issued_document where kind = 'invoice_copy'`))[0]?.n

it('has our readable copy of every invoice, beside the original where there is one', async () => {
  await bring('R-1', { filename: 'factura-1.xml', content: '<Invoice/>' })
  await bring('R-2')
  const files = await unpack(['R-1', 'R-2', 'UNKNOWN'])
  expect([...files.keys()]).toEqual(['R-1/factura-1.xml', 'R-1/R-1.pdf', 'R-2/R-2.pdf', 'invoices.csv'])
  expect(files.get('R-1/factura-1.xml')?.toString()).toBe('<Invoice/>')
  for (const number of ['R-1', 'R-2']) {
    const text = await readText(files.get(`${number}/${number}.pdf`))
    expect(text).toContain(number)
    expect(text).toContain('€119.00')
    expect(text).toContain(debtor.name)
  }
  // Each carries a code that the portal answers for.
  expect(await countIssued()).toBe(2)
  const list: string[][] = parse(files.get('invoices.csv')!, { bom: true, from_line: 2 })
  expect(list.map((row) => [row[0], row.at(-2), row.at(-1)])).toEqual([
    ['R-1', 'R-1/factura-1.xml', 'R-1/R-1.pdf'],
    ['R-2', '', 'R-2/R-2.pdf'],
  ])
})

it('keeps apart what is called the same, and lets no name lead out of the archive', async () => {
  await bring('../A/1', { filename: '../../etc/passwd', content: 'a' })
  await bring('.._A_1', { filename: '.._A_1.pdf', content: 'b' })
  await bring('invoices.csv')
  const files = await unpack(['../A/1', '.._A_1', 'invoices.csv'])
  const names = [...files.keys()]
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(6)
  expect(names.filter((name) => name.split('/').some((part) => part === '..' || part === ''))).toEqual([])
  expect([...files.values()].filter((content) => content.subarray(0, 5).toString() === '%PDF-')).toHaveLength(3)
  expect(files.get('invoices.csv')?.toString()).toContain('../A/1')
})

it('is written in the language of the reader', async () => {
  await bring('R-1')
  const files = await unpack(['R-1'], 'de')
  expect(files.get('invoices.csv')?.toString()).toContain('Lesbare Kopie')
  expect(await readText(files.get('R-1/R-1.pdf'))).toContain('119,00 €')
})

it('has nothing of another account', async () => {
  const other = await createDebtor(test, creditor, { externalId: 'OTHER' })
  await createInvoice(test, other, { number: 'THEIRS' })
  expect([...(await unpack(['THEIRS'])).keys()]).toEqual(['invoices.csv'])
  expect(await countIssued()).toBe(0)
})

it('prints a copy when its turn has come, and no more for a reader who has left', async () => {
  const numbers = Array.from({ length: 30 }, (_, index) => `R-${index + 1}`)
  for (const number of numbers) await bring(number)
  for await (const _chunk of open(numbers)) break
  const printed = await countIssued()
  expect(printed).toBeLessThan(numbers.length / 2)
})
