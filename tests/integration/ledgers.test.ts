import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, it } from 'vitest'
import { createLedgerFile } from '~/documents/spreadsheet/ledger-file.server'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { AccessLinkId } from '~/domain/ids'
import type { LedgerFindingKind } from '~/domain/ledger'
import { carryOutComparison } from '~/domain/ledger-comparison'
import { createLedgerReader } from '~/ingest/ledger/ledger-reader.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import {
  compareLedgerUpload,
  deleteExpiredLedgers,
  deleteLedgerUpload,
  listLedgerUploads,
  readLedgerResult,
  readLedgerUpload,
  uploadLedger,
  type LedgerServices,
} from '~/use-cases/compare-ledger'
import { listLedgerInvoices } from '~/use-cases/list-ledger-invoices'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()

let creditor: Creditor
let debtor: Debtor
let services: LedgerServices

const LEDGER = `Rechnungsnr.;Rechnungsdatum;Betrag
RE 1001;15.10.2026;119,00
R-1002;16.10.2026;1.200,00
R-9999;16.10.2026;5,00
G-1;17.10.2026;-10,00
R-1004;18.10.2026;zehn
`

beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test)
  debtor = await createDebtor(test, creditor)
  services = {
    ...{ unitOfWork: test.unitOfWork, clock: test.clock, ids: test.ids, ledgerReader: createLedgerReader() },
    ledgerComparer: { compare: (comparison) => Promise.resolve(carryOutComparison(comparison)) },
    ledgerUploads: createRateLimiter(test.database.pool, { name: 'ledger-test', attempts: 3, windowSeconds: 3600 }),
  }
  await createInvoice(test, debtor, { number: 'R-1001' })
  await createInvoice(test, debtor, { number: 'R-1002', payableMinor: 1_300_00, issueOn: '2026-10-16' })
  await createInvoice(test, debtor, { number: 'R-1003', payableMinor: 7_00 })
  await createInvoice(test, debtor, { number: 'R-1000', payableMinor: 8_00, openMinor: 0 })
  await createInvoice(test, debtor, { number: 'G-1', kind: 'credit_note', payableMinor: 10_00 })
  await createInvoice(test, debtor, { number: 'G-2', kind: 'credit_note', payableMinor: 11_00 })
})

const visitorOf = ({ creditorId, id }: Debtor) => ({
  ...{ creditorId, debtorId: id },
  linkId: test.ids.uuid() as AccessLinkId,
})

async function upload(text = LEDGER, of = debtor) {
  const file = { filename: 'offene Posten.csv', content: new TextEncoder().encode(text) }
  const uploaded = await uploadLedger(services, visitorOf(of), file, 'dmy')
  if (!uploaded.ok) throw new Error(uploaded.failure.reason)
  return { creditorId: of.creditorId, debtorId: of.id, id: uploaded.value.id }
}

async function listResult(address: Awaited<ReturnType<typeof upload>>) {
  const result = await readLedgerResult(services, address, { kind: null, offset: 0, limit: 100 })
  return result?.findings.map(({ kind, rows, documents, unreadable }) =>
    [kind, ...rows.map(({ position }) => position), ...documents.map(({ number }) => number), unreadable?.position]
      .filter((part) => part !== undefined)
      .join(' '),
  )
}

describe('a ledger', () => {
  it('is kept with its guessed columns until it is compared', async () => {
    const address = await upload()
    const found = await readLedgerUpload(services, address)
    expect(found?.upload).toMatchObject({ filename: 'offene Posten.csv', lineCount: 6, result: null })
    expect(found?.upload.columns).toMatchObject({ skippedLines: 1, decimalSign: ',', currency: 'EUR' })
    expect(found?.sample[0]).toEqual(['Rechnungsnr.', 'Rechnungsdatum', 'Betrag'])
    expect(found?.width).toBe(3)
    expect(await listResult(address)).toEqual([])
  })

  it('is compared with the account, and again when the account has changed', async () => {
    const address = await upload()
    const compared = await compareLedgerUpload(services, address, null)
    expect(compared?.result?.counts).toMatchObject({ matched: 2, amounts_differ: 1, missing_at_yours: 1 })
    expect(await listResult(address)).toEqual([
      'amounts_differ 3 R-1002',
      'missing_at_yours R-1003',
      'missing_at_ours 4',
      'credit_unused G-2',
      'matched 5 G-1',
      'matched 2 R-1001',
      'unreadable 6',
    ])
    await createInvoice(test, debtor, { number: 'R-9999', payableMinor: 5_00 })
    await compareLedgerUpload(services, address, null)
    expect(await listResult(address)).toContain('matched 4 R-9999')
    const part = await readLedgerResult(services, address, { kind: 'matched', offset: 1, limit: 1 })
    expect(part?.findings).toHaveLength(1)
  })

  it('is compared as its columns were corrected', async () => {
    const address = await upload()
    const found = await readLedgerUpload(services, address)
    if (!found) throw new Error('no upload')
    const { columns } = found.upload
    await compareLedgerUpload(services, address, { ...columns, decimalSign: '.', owedSign: 'negative' })
    expect((await readLedgerUpload(services, address))?.upload.columns.owedSign).toBe('negative')
    expect(await listResult(address)).toContain('unreadable 2')
  })

  it('is nobody else’s', async () => {
    const other = await createDebtor(test, creditor)
    const address = await upload()
    await compareLedgerUpload(services, address, null)
    const foreign = { ...address, debtorId: other.id }
    expect(await readLedgerUpload(services, foreign)).toBeNull()
    expect(await readLedgerResult(services, foreign, { kind: null, offset: 0, limit: 1 })).toBeNull()
    expect(await compareLedgerUpload(services, foreign, null)).toBeNull()
    await deleteLedgerUpload(services, foreign)
    expect(await listLedgerUploads(services, address)).toHaveLength(1)
    // The policy of the database says so by itself.
    const seen = await test.unitOfWork.run(
      { kind: 'debtor', creditorId: creditor.id, debtorId: other.id },
      ({ ledgers }) => ledgers.findUpload(address),
    )
    expect(seen).toBeNull()
  })

  it('is deleted when asked, and when its time is over', async () => {
    const first = await upload()
    await compareLedgerUpload(services, first, null)
    await deleteLedgerUpload(services, first)
    expect(await test.inspect('select from ledger_finding')).toEqual([])
    const second = await upload()
    test.clock.set('2027-02-19T09:59:59Z')
    await deleteExpiredLedgers(services)
    expect(await readLedgerUpload(services, second)).not.toBeNull()
    test.clock.set('2027-02-19T10:00:00Z')
    expect(await readLedgerUpload(services, second)).toBeNull()
    expect(await listLedgerUploads(services, second)).toEqual([])
    await deleteExpiredLedgers(services)
    expect(await test.inspect('select from ledger_upload')).toEqual([])
  })

  it('leaves nothing behind where it is refused, and is taken only so often', async () => {
    const file = { filename: 'x.pdf', content: new TextEncoder().encode('%PDF-1.7') }
    const refused = await uploadLedger(services, visitorOf(debtor), file, 'dmy')
    expect(refused).toMatchObject({ ok: false, failure: { code: 'unknown_format' } })
    expect(await test.inspect('select from ledger_upload')).toEqual([])
    await upload()
    await upload()
    await expect(upload()).rejects.toThrow('too many')
  })
})

it('is taken away as CSV and as a workbook that say the same', async () => {
  const address = await upload()
  const compared = await compareLedgerUpload(services, address, null)
  const result = await readLedgerResult(services, address, { kind: null, offset: 0, limit: 100 })
  if (!compared?.result || !result) throw new Error('no result')
  const write = (format: 'csv' | 'xlsx') => {
    const findings = (async function* () {
      yield await Promise.resolve(result.findings)
    })()
    const source = { upload: compared, comparedAt: compared.result!.comparedAt, findings }
    return createLedgerFile(source, { format, language: 'en', separatorsOf: 'en' })
  }
  const csv = write('csv')
  expect(csv.filename).toBe('offene Posten-2026-11-21.csv')
  const table: string[][] = parse(await buffer(csv.content), { bom: true })
  expect(table).toHaveLength(8)
  expect(table[1]).toEqual([
    ...['Amounts differ', 'number', '3', 'R-1002', '2026-10-16', '1200.00', 'R-1002', '2026-10-16'],
    ...['2026-11-14', '1300.00', '1300.00', 'EUR', '-100.00', ''],
  ])
  const workbook = await createLedgerReader().read(await buffer(write('xlsx').content))
  if (!workbook.ok) throw new Error(workbook.failure.reason)
  const plain = (text: string | undefined) => (text ?? '').replace(/\.00$/, '')
  expect(workbook.value[1]?.map(plain)).toEqual(table[1]?.slice(0, 13).map(plain))
})

it('names the invoices of a part of its result, and of all of it', async () => {
  for (let index = 0; index < 5; index += 1) await createInvoice(test, debtor, { number: `S-${index}` })
  const address = await upload(`${LEDGER}S-4;18.10.2026;119,00\nS-4;18.10.2026;119,00\n`)
  expect(await listLedgerInvoices(services, address, { kind: 'matched', offset: 0, limit: 9 })).toBeNull()
  await compareLedgerUpload(services, address, null)
  const list = (kind: LedgerFindingKind, offset = 0, limit = Number.MAX_SAFE_INTEGER) =>
    listLedgerInvoices(services, address, { kind, offset, limit })
  // A credit note is no invoice; one that was entered twice is one.
  expect(await list('matched')).not.toContain('G-1')
  const lacking = await list('missing_at_yours')
  expect(lacking).toHaveLength(5)
  expect(lacking).toEqual(expect.arrayContaining(['R-1003', 'S-0', 'S-1', 'S-2', 'S-3']))
  expect([
    ...((await list('missing_at_yours', 0, 3)) ?? []),
    ...((await list('missing_at_yours', 3, 3)) ?? []),
  ]).toEqual(lacking)
  expect(await list('listed_twice')).toEqual(['S-4'])
  const other = await createDebtor(test, creditor)
  const foreign = { ...address, debtorId: other.id }
  expect(await listLedgerInvoices(services, foreign, { kind: 'matched', offset: 0, limit: 9 })).toBeNull()
})

it('compares thousands of rows with thousands of documents', async () => {
  const numbers = Array.from({ length: 3_000 }, (_unused, index) => `X-${10_000 + index}`)
  const text = `Invoice,Amount\n${numbers.map((number) => `${number},1.00`).join('\n')}\n`
  const address = await upload(text)
  const compared = await compareLedgerUpload(services, address, null)
  expect(compared?.result?.counts.missing_at_ours).toBe(3_000)
  const last = await readLedgerResult(services, address, { kind: 'missing_at_ours', offset: 2_999, limit: 5 })
  expect(last?.findings.map(({ rows }) => rows[0]?.number)).toEqual(['X-12999'])
})
