import { createHash } from 'node:crypto'
import { BlobReader, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { beforeEach, describe, expect, it } from 'vitest'
import { wireExports } from '~/composition/exports.server'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { createAccountExportReader } from '~/data/account-export-reader.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { createAccountFile, type FileHeading } from '~/documents/spreadsheet/account-file.server'
import { parseExportRequest, type ExportFormat } from '~/domain/account-export'
import { calendarDay, dayOfInstant } from '~/domain/calendar-day'
import { getCurrencyExponent, parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import { parseDecimalToMinor } from '~/domain/money'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { AccountChangedError, openAccountExport } from '~/use-cases/export-account'
import { EXPORT_BATCH_SIZE } from '~/use-cases/ports/account-export-reader'
import { readBalanceForward } from '~/use-cases/read-balance-forward'
import { readStatement } from '~/use-cases/read-statement'
import { recordDownload } from '~/use-cases/record-download'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { buildInvoiceOf } from '../factories/invoice-document'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'
import { createPayer, createPaymentHarness, EURO, orderOf } from '../setup/payment-harness'

const test = await useTestDatabase()
const harness = createPaymentHarness(test)
const statementReader = createStatementReader(test.database.reader)
const imports = await useImports(test)
const { fileStore } = imports
const parts = { ...test, statementReader, fileStore, services: harness.services }
const issuedDocuments = wireIssuedDocuments({ ...parts, publicOrigin: 'https://portal.example' }).useCases
const exports = wireExports({ ...parts, issuedDocuments }).useCases
const readers = { exportReader: createAccountExportReader(test.database.reader), statementReader }
const timeZone = 'Europe/Amsterdam'

let creditor: Creditor
let debtor: Debtor

beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test, { timeZone })
  debtor = await createDebtor(test, creditor)
})

const getAccount = () => ({ creditorId: creditor.id, debtorId: debtor.id })
const getContext = () => ({
  today: dayOfInstant(test.clock.now(), timeZone),
  timeZone,
  defaultCurrency: 'EUR',
  isLimited: false,
})

function getHeading(overrides: Partial<FileHeading> = {}): FileHeading {
  const { today } = getContext()
  return { creditor, debtor, today, writtenAt: test.clock.now(), language: 'en', separatorsOf: null, ...overrides }
}

async function download(query: string, format: ExportFormat, heading = getHeading()): Promise<Buffer<ArrayBuffer>> {
  const { request, problems } = parseExportRequest(new URLSearchParams(query), getContext().today)
  expect(problems).toEqual([])
  const source = openAccountExport(readers, getAccount(), getContext())
  const file = await createAccountFile(source, request, format, heading)
  const chunks: Uint8Array[] = []
  for await (const chunk of file!.content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

type CsvRow = Record<string, string>

async function readCsv(query: string): Promise<CsvRow[]> {
  return parse(await download(query, 'csv'), { bom: true, columns: true, record_delimiter: '\r\n' })
}

async function readRows(query: string, sheetIndex: number): Promise<unknown[][]> {
  return (await readXlsx(new Uint8Array(await download(query, 'xlsx')))).sheets[sheetIndex]?.rows.slice(1) ?? []
}

interface Json {
  documents: { currency: CurrencyCode; openMinor: number; number: string }[]
  lines: { document: { number: string }; netMinor: number }[]
  movements: { balanceMinor: number; amountMinor: number }[]
  balances: { currency: string; closingMinor: number }[]
}

async function readJson(query: string): Promise<Json> {
  return JSON.parse((await download(query, 'json')).toString('utf8')) as Json
}

function addUp(rows: readonly { currency: CurrencyCode; minor: number }[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { currency, minor } of rows) sums[currency] = (sums[currency] ?? 0) + minor
  return sums
}

/** A number of a spreadsheet in minor units. */
const toMinor = (value: unknown, currency: CurrencyCode) =>
  Math.round(Number(value) * 10 ** getCurrencyExponent(currency))

describe('the statement as files', () => {
  it('adds up to the page in every format, whatever is on the account', async () => {
    const documents = fc.array(
      fc.record({
        kind: fc.constantFrom('invoice' as const, 'credit_note' as const),
        currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'CHF'),
        payableMinor: fc.integer({ min: 1, max: 1e9 }),
        openShare: fc.constantFrom(0, 1, 0.5),
        dueOn: fc.constantFrom('2026-01-31', '2026-10-20', '2026-11-20', '2026-11-21', '2027-02-01'),
      }),
      { minLength: 1, maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(documents, async (rows) => {
        debtor = await createDebtor(test, creditor)
        for (const { openShare, ...row } of rows) {
          await createInvoice(test, debtor, {
            ...row,
            openMinor: Math.floor(row.payableMinor * openShare),
            issueOn: '2026-01-01',
          })
        }
        const { statement } = await readStatement(
          { statementReader },
          getAccount(),
          getContext(),
          DEFAULT_STATEMENT_QUERY,
        )
        const wanted = Object.fromEntries(
          statement.positions
            .filter(({ openMinor, creditMinor }) => openMinor + creditMinor > 0)
            .map((position) => [position.currency, position.balanceMinor]),
        )
        const csv = await readCsv('')
        const money = (row: CsvRow) => {
          const currency = parseCurrencyCode(row['currency'] ?? '')!
          return { currency, minor: parseDecimalToMinor(row['open'] ?? '', currency)! }
        }
        expect(addUp(csv.map(money))).toEqual(wanted)
        const json = await readJson('')
        expect(addUp(json.documents.map(({ currency, openMinor }) => ({ currency, minor: openMinor })))).toEqual(wanted)
        const sheet = await readRows('', 1)
        const ofSheet = sheet.map((row) => {
          const currency = parseCurrencyCode(String(row[5]))!
          return { currency, minor: toMinor(row[7], currency) }
        })
        expect(addUp(ofSheet)).toEqual(wanted)
        // The summary is the page's own figures, ageing among them.
        const summary = await readRows('', 0)
        for (const position of statement.positions) {
          const row = summary.find(([currency]) => currency === position.currency)
          const figures = row?.slice(2).map((value) => toMinor(value, position.currency))
          const { openMinor, creditMinor, balanceMinor, dueNowMinor, overdueMinor, disputedMinor } = position
          const { pendingMinor, plannedMinor } = position
          const ageing = position.ageing.map((line) => line.openMinor)
          expect(figures).toEqual([
            openMinor,
            creditMinor,
            balanceMinor,
            dueNowMinor,
            overdueMinor,
            disputedMinor,
            pendingMinor,
            plannedMinor,
            ...ageing,
          ])
          const byBucket = csv.filter(
            (entry) => entry['currency'] === position.currency && entry['age'] === 'days_31_60',
          )
          expect(byBucket.reduce((sum, entry) => sum + money(entry).minor, 0)).toBe(ageing[2])
        }
      }),
      { numRuns: 12 },
    )
  })

  it('tells what is left of a payment, and every movement from the opening to the closing balance', async () => {
    test.clock.set('2026-11-10T10:00:00Z')
    await createInvoice(test, debtor, { number: '=A', issueOn: '2026-11-01', payableMinor: 100_00 })
    await createInvoice(test, debtor, { number: 'G', issueOn: '2026-11-02', payableMinor: 30_00, kind: 'credit_note' })
    const { payment } = await harness.start(createPayer(creditor, debtor), orderOf({ '=A': 100_00 }))
    await harness.forge(payment, 'checkout.succeeded', { amount: { amountMinor: 150_00, currency: EURO } })
    const csv = await readCsv('status=all')
    expect(csv.map(({ kind, number, amount, open }) => [kind, number, amount, open])).toEqual([
      ['unapplied_credit', payment.reference, '-50.00', '-50.00'],
      ['invoice', "'=A", '100.00', '0.00'],
      ['credit_note', 'G', '-30.00', '-30.00'],
    ])
    const period = 'view=balance-forward&from=2026-11-02&to=2026-11-30'
    const rows = await readCsv(period)
    expect(rows.map(({ movement, amount, balance }) => [movement, amount, balance])).toEqual([
      ['opening_balance', '', '100.00'],
      ['credit_note', '-30.00', '70.00'],
      ['payment', '-150.00', '-80.00'],
      ['closing_balance', '', '-80.00'],
    ])
    const query = { from: calendarDay('2026-11-02'), to: calendarDay('2026-11-30'), currency: null, page: 1 }
    const { balanceForward } = (await readBalanceForward({ statementReader }, getAccount(), getContext(), query))!
    expect(balanceForward.closingMinor).toBe(-80_00)
    const json = await readJson(period)
    expect(json.balances).toMatchObject([{ currency: 'EUR', closingMinor: -80_00 }])
    expect(json.movements.at(-1)?.balanceMinor).toBe(-80_00)
    expect((await readRows(period, 1)).map((row) => row[5])).toEqual([100, 70, -80, -80])
    expect(await readRows(period, 0)).toEqual([['EUR', 100, 0, 180, -80]])
  })

  it('shows an account that did not move as its balance', async () => {
    await createInvoice(test, debtor, { issueOn: '2026-01-01', payableMinor: 7_00 })
    const rows = await readCsv('view=balance-forward&from=2026-03-01&to=2026-03-31')
    expect(rows.map(({ movement, balance }) => [movement, balance])).toEqual([
      ['opening_balance', '7.00'],
      ['closing_balance', '7.00'],
    ])
    expect((await readJson('view=balance-forward&from=2025-01-01&to=2025-01-31')).movements).toEqual([])
  })

  it('reads more than a batch once each and in order, with lines', async () => {
    const count = EXPORT_BATCH_SIZE + 7
    const { creditorId, id } = debtor
    await test.inspect(
      `insert into invoice (id, creditor_id, debtor_id, kind, number, issue_on, due_on, currency, payable_minor, net_minor, tax_minor,
         open_minor, line_count, content_sha256, source_format, import_run_id, details)
       select gen_random_uuid(), $1::uuid, $2::uuid, case n % 10 when 0 then 'credit_note' else 'invoice' end, 'N-' || n, '2026-01-01',
         date '2026-02-01' + (n % 7), 'EUR', n, n, 0, n, 2, repeat('0', 64), 'json', gen_random_uuid(), '{}'
       from generate_series(1, $3::int) n`,
      [creditorId, id, count],
    )
    await test.inspect(
      `insert into invoice_line (creditor_id, invoice_id, position, debtor_id, line_id, name, quantity, net_minor, details)
       select creditor_id, id, p, debtor_id, p::text, 'Line', 1.5, payable_minor, '{"description": "d"}'
       from invoice, generate_series(1, 2) p where debtor_id = $1`,
      [id],
    )
    const csv = await readCsv('')
    expect(new Set(csv.map(({ number }) => number)).size).toBe(count)
    const lines = await readCsv('view=lines&status=all')
    expect(lines).toHaveLength(count * 2)
    expect(lines.map(({ number }) => number).filter((_number, index) => index % 2 === 0)).toEqual(
      csv.map(({ number }) => number),
    )
    const sum = Array.from({ length: count }, (_unused, index) => index + 1).reduce(
      (total, n) => total + (n % 10 === 0 ? -2 * n : 2 * n),
      0,
    )
    expect(lines.reduce((total, row) => total + parseDecimalToMinor(row['net_amount'] ?? '', EURO)!, 0)).toBe(sum)
    expect((await readJson('view=lines&status=all')).lines.reduce((total, { netMinor }) => total + netMinor, 0)).toBe(
      sum,
    )
    expect(lines[0]).toMatchObject({ quantity: '1.5', description: 'd', currency: 'EUR' })
  })

  it('breaks off where the account changes on the way', async () => {
    await createInvoice(test, debtor, {})
    const source = openAccountExport(readers, getAccount(), getContext())
    const filter = { ...DEFAULT_STATEMENT_QUERY, search: '' }
    for await (const _batch of source.listDocuments(filter));
    await test.unitOfWork.run({ kind: 'debtor', ...getAccount() }, ({ debtors }) =>
      debtors.raiseVersion(creditor.id, [debtor.id]),
    )
    await expect(source.readPositions()).rejects.toThrow(AccountChangedError)
  })

  it('sees nothing of another account', async () => {
    const other = await createDebtor(test, creditor)
    await createInvoice(test, other, { number: 'OTHER' })
    await createInvoice(test, debtor, { number: 'OWN' })
    expect((await readCsv('status=all')).map(({ number }) => number)).toEqual(['OWN'])
    expect((await readCsv('view=lines&status=all')).map(({ number }) => number)).toEqual(['OWN'])
  })

  it('is worded for people where that is asked for, from right to left in Arabic', async () => {
    await createInvoice(test, debtor, { payableMinor: 1_234_56, purchaseOrder: 'PO' })
    const german = (await download('', 'csv', getHeading({ language: 'de', separatorsOf: 'de' }))).toString('utf8')
    expect(german).toContain('Beleg;Nummer;Datum')
    expect(german).toContain(';1234,56;')
    const arabic = await readXlsx(new Uint8Array(await download('', 'xlsx', getHeading({ language: 'ar' }))))
    expect(arabic.sheets.map(({ name, view }) => [name, view?.rightToLeft])).toEqual([
      ['ملخص', true],
      ['المستندات', true],
    ])
    expect(arabic.sheets[1]?.rows[1]?.[2]).toBeInstanceOf(Date)
  })

  it('is in the archive of a period with the original files, each with its check sum', async () => {
    const attach = async (
      number: string,
      filename: string,
      content: string,
      kind: 'invoice' | 'credit_note' = 'invoice',
    ) => {
      const { id } = await createInvoice(test, debtor, { number, kind, issueOn: '2026-10-15', payableMinor: 5_00 })
      const { sha256, byteSize } = await fileStore.put(creditor.id, Buffer.from(content))
      const fileId = test.ids.uuid()
      await test.inspect(
        `insert into stored_file (id, creditor_id, sha256, byte_size, media_type, filename) values ($1, $2, $3, $4, 'application/xml', $5)`,
        [fileId, creditor.id, sha256, byteSize, filename],
      )
      await test.inspect('update invoice set source_file_id = $1 where id = $2', [fileId, id])
      await test.inspect(
        `insert into invoice_attachment (id, creditor_id, debtor_id, invoice_id, position, file_id) values (gen_random_uuid(), $1, $2, $3, 1, $4)`,
        [creditor.id, debtor.id, id, fileId],
      )
    }
    await attach('A/../1', '../rechnung.xml', '<a/>')
    await attach('A_.._1', '../Rechnung.xml', '<b/>')
    await attach('G', '', '<c/>', 'credit_note')
    await createInvoice(test, debtor, { number: 'EARLIER', issueOn: '2026-01-01' })
    const { externalId } = debtor
    const copied = { number: 'COPY', debtorExternalId: externalId, issueOn: calendarDay('2026-10-05') }
    await imports.importDocuments(creditor.id, [buildInvoiceOf(7_00, copied)])
    test.clock.set('2026-10-20T10:00:00Z')
    const { payment } = await harness.start(createPayer(creditor, debtor), orderOf({ 'A/../1': 5_00 }))
    await harness.forge(payment, 'checkout.succeeded', { amount: { amountMinor: 5_00, currency: EURO } })
    const period = { from: calendarDay('2026-10-01'), to: calendarDay('2026-10-31'), currency: null }
    const archive = exports.exportArchive(getAccount(), getContext(), {
      period,
      heading: getHeading(),
      formatLocale: 'en',
    })
    const chunks: Uint8Array[] = []
    for await (const chunk of archive.content) chunks.push(chunk)
    const entries = await new ZipReader(new BlobReader(new Blob([Buffer.concat(chunks)]))).getEntries()
    const files = new Map<string, Buffer>()
    for (const entry of entries.filter((candidate): candidate is FileEntry => !candidate.directory)) {
      files.set(entry.filename, Buffer.from(await entry.arrayBuffer()))
    }
    const views = ['balance-forward', 'lines', 'open-items'].flatMap((view) =>
      ['csv', 'json', 'xlsx'].map((format) => `statement/${view}-2026-10-20.${format}`),
    )
    expect([...files.keys()].sort()).toEqual(
      [
        'contents.csv',
        'credit-notes/G/_',
        'credit-notes/G/_ (2)',
        'credit-notes/G/G.pdf',
        ...['_rechnung.xml', '_rechnung (2).xml', '_Rechnung (3).xml', '_Rechnung (4).xml'].map(
          (name) => `invoices/A_.._1/${name}`,
        ),
        ...['A_.._1.pdf', 'A_.._1 (2).pdf'].map((name) => `invoices/A_.._1/${name}`),
        'invoices/COPY/COPY.pdf',
        `receipts/Receipt ${payment.reference}.pdf`,
        `statement/Account movements ${externalId} 2026-10-01 2026-10-31.pdf`,
        `statement/Statement ${externalId} 2026-10-20.pdf`,
        ...views,
      ].sort(),
    )
    for (const [name, content] of files)
      if (name.endsWith('.pdf')) expect(content.subarray(0, 5).toString()).toBe('%PDF-')
    const contents: CsvRow[] = parse(files.get('contents.csv') ?? '', {
      bom: true,
      columns: true,
      record_delimiter: '\r\n',
    })
    expect(contents).toHaveLength(files.size - 1)
    for (const { path, sha256, bytes } of contents) {
      const content = files.get(path ?? '')
      expect(content?.byteLength).toBe(Number(bytes))
      expect(
        createHash('sha256')
          .update(content ?? '')
          .digest('hex'),
      ).toBe(sha256)
    }
    expect(files.get('invoices/A_.._1/_rechnung.xml')?.toString()).toBe('<a/>')
    expect(files.get(views[3] ?? '')?.toString()).not.toContain('EARLIER')
  })

  it('is reported once for each download', async () => {
    const document = { kind: 'statement' as const, format: 'csv', filename: 'open-items.csv' }
    await recordDownload(test, { ...getAccount(), document })
    const events = await test.inspect<{ type: string; body: { data: unknown } }>('select type, body from outcome_event')
    expect(events).toMatchObject([{ type: 'statement.downloaded', body: { data: { document } } }])
  })
})
