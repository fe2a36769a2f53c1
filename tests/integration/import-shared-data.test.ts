/** Imports of real files that nobody of this project wrote; skipped where ../shared/data is absent, as in a clone. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'csv-parse'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import { roundDecimalToMinor } from '~/domain/money'
import type { ImportResult } from '~/use-cases/import-invoices'
import { createCreditor } from '../factories/creditors'
import { useTestDatabase } from '../setup/database'
import { photographTables, useImports } from '../setup/import-harness'

const SHARED_DATA = path.resolve('../shared/data')
const EINVOICES = path.join(SHARED_DATA, 'einvoice')
const ONLINE_RETAIL = path.join(SHARED_DATA, 'receivables/online-retail-2010-12_2011-03.csv')

const test = await useTestDatabase()
const imports = await useImports(test)
beforeEach(() => test.reset())

async function listEinvoices(): Promise<{ filename: string; content: { path: string } }[]> {
  const entries = await readdir(EINVOICES, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(xml|pdf)$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ filename: path.relative(EINVOICES, file), content: { path: file } }))
}

describe('electronic invoices of the public test suites', () => {
  it.skipIf(!existsSync(EINVOICES))(
    'are all taken in with their originals, and again without a change',
    { timeout: 120_000 },
    async () => {
      const files = await listEinvoices()
      expect(files.length).toBeGreaterThan(100)
      // The suites use a number for many documents, which one creditor cannot: what the first refuses goes to the next.
      let waiting = files
      while (waiting.length > 0) {
        const creditor = await createCreditor(test)
        const { results } = await imports.importFiles(creditor.id, waiting)
        expect(results).toHaveLength(waiting.length)
        const refused = results.flatMap((result) => (result.result === 'refused' ? [result] : []))
        expect(refused.filter(({ refusal }) => refusal.code !== 'number_taken')).toEqual([])
        expect(refused.length).toBeLessThan(waiting.length)

        const imported = results.flatMap((result) => (result.result === 'imported' ? [result] : []))
        await expectStored(creditor, imported)
        const before = await photographTables(test, ['import_run'])
        const known = waiting.filter(({ filename }) => !refused.some((result) => result.filename === filename))
        const again = await imports.importFiles(creditor.id, known)
        expect(again.summary).toMatchObject({ unchangedCount: known.length, refusedCount: 0, lineCount: 0 })
        expect(await photographTables(test, ['import_run'])).toEqual(before)
        waiting = waiting.filter(({ filename }) => refused.some((result) => result.filename === filename))
      }
    },
  )
})

type Imported = Extract<ImportResult, { result: 'imported' | 'unchanged' }>

/** The rows agree with what the import said, and the file store holds each original byte for byte. */
async function expectStored(creditor: Creditor, imported: readonly Imported[]): Promise<void> {
  const stored = await test.inspect<{ number: string; kind: string; sha256: string }>(
    `select number, kind, external_id as "debtorExternalId", currency, payable_minor::float8 as "payableMinor", sha256,
       (select count(*)::int from invoice_line where invoice_id = invoice.id) as "lineCount"
     from invoice join debtor on debtor.id = debtor_id left join stored_file on stored_file.id = source_file_id
     where invoice.creditor_id = $1`,
    [creditor.id],
  )
  expect(stored).toHaveLength(imported.length)
  for (const { filename, result: _, ...said } of imported) {
    const row = stored.find(({ number, kind }) => number === said.number && kind === said.kind)
    const bytes = await readFile(path.join(EINVOICES, filename))
    expect(row).toEqual({ ...said, sha256: createHash('sha256').update(bytes).digest('hex') })
    expect(bytes.equals((await imports.fileStore.get(creditor.id, row!.sha256)) ?? new Uint8Array())).toBe(true)
  }
}

describe("an online shop's own export of 142,083 lines", () => {
  it.skipIf(!existsSync(ONLINE_RETAIL))(
    'goes in whole with a column mapping, and again without a change',
    { timeout: 300_000 },
    async () => {
      const creditor = await createCreditor(test, {
        defaultCurrency: parseCurrencyCode('GBP')!,
        timeZone: 'Europe/London',
      })
      const mapping: unknown = JSON.parse(await readFile('prisma/mappings/online-retail.json', 'utf8'))
      const files = [{ filename: 'online-retail.csv', content: { path: ONLINE_RETAIL } }]
      const { summary } = await imports.importFiles(creditor.id, files, mapping)

      const expected = await countOnlineRetail()
      expect(expected.lineCount).toBe(142_083)
      expect(summary).toMatchObject({ lineCount: expected.lineCount, refusedCount: 0, unchangedCount: 0 })
      const stored = await test.inspect<{ number: string; signedMinor: number; lineCount: number; customer: string }>(
        `select number, (case kind when 'invoice' then payable_minor else -payable_minor end)::float8 as "signedMinor",
           line_count as "lineCount", external_id as customer
         from invoice join debtor on debtor.id = debtor_id`,
      )
      expect(new Map(stored.map(({ number, ...invoice }) => [number, invoice]))).toEqual(expected.invoices)
      expect(
        await test.inspect(
          `select number from invoice join (select invoice_id, count(*) as lines, sum(net_minor) as net from invoice_line group by 1) as sums
             on sums.invoice_id = invoice.id
           where sums.lines <> line_count or abs(sums.net) <> payable_minor`,
        ),
      ).toEqual([])

      const before = await photographTables(test, ['import_run'])
      const again = await imports.importFiles(creditor.id, files, mapping)
      expect(again.summary).toMatchObject({ lineCount: 0, unchangedCount: expected.invoices.size, refusedCount: 0 })
      expect(await photographTables(test, ['import_run'])).toEqual(before)
    },
  )
})

/** The figures counted from the file itself, in another way than the import's. */
async function countOnlineRetail() {
  const invoices = new Map<string, { signedMinor: number; lineCount: number; customer: string }>()
  let lineCount = 0
  const rows = createReadStream(ONLINE_RETAIL).pipe(parse({ columns: true }))
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const number = row['InvoiceNo'] ?? ''
    const country = (row['Country'] ?? '').toLowerCase().replaceAll(' ', '-')
    const customer = (row['CustomerID'] ?? '').replace(/\.0$/, '') || `no-customer-${country}`
    const invoice = invoices.get(number) ?? { signedMinor: 0, lineCount: 0, customer }
    // Prices have at most three decimals, so the product is exact in thousandths.
    const thousandths = Number(row['Quantity']) * Math.round(Number(row['UnitPrice']) * 1000)
    invoice.signedMinor += roundDecimalToMinor((thousandths / 1000).toFixed(3), parseCurrencyCode('GBP')!) ?? 0
    invoice.lineCount += 1
    invoices.set(number, invoice)
    lineCount += 1
  }
  return { invoices, lineCount }
}
