/** The rules of imports, on documents given as such and on small files. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { DebtorId } from '~/domain/ids'
import type { InvoiceDocument } from '~/domain/invoice'
import { createCreditor } from '../factories/creditors'
import { buildInvoiceDocument, buildInvoiceOf } from '../factories/invoice-document'
import { useTestDatabase } from '../setup/database'
import { photographTables, useImports } from '../setup/import-harness'

const test = await useTestDatabase()
const imports = await useImports(test)
let creditor: Creditor

beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test)
})

const importDocuments = (...documents: InvoiceDocument[]) => imports.importDocuments(creditor.id, documents)
const importText = (filename: string, text: string) =>
  imports.importFiles(creditor.id, [{ filename, content: new TextEncoder().encode(text) }])

async function listStoredFiles(): Promise<string[]> {
  const entries = await readdir(imports.fileDirectory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && entry.parentPath.includes(creditor.id)).map((entry) => entry.name)
}

describe('a new document', () => {
  it('goes into the account of a debtor created from the buyer', async () => {
    const buyer = {
      name: 'Tischlerei Nordlicht',
      vatId: 'DE111111111',
      countryCode: 'DE',
      addressLines: ['Süderstraße 4'],
      city: 'Husum',
      postalCode: '25813',
      contactName: 'Wiebke Jansen',
      contactEmail: 'jansen@nordlicht.example',
    }
    const { summary, results } = await importDocuments(buildInvoiceDocument({ buyer, purchaseOrder: 'PO-9' }))

    expect(summary).toMatchObject({ invoiceCount: 1, creditNoteCount: 0, lineCount: 1, refusedCount: 0 })
    expect(results).toEqual([
      {
        result: 'imported',
        filename: 'given',
        kind: 'invoice',
        number: 'RE-1001',
        debtorExternalId: 'D-77',
        currency: 'EUR',
        payableMinor: 11_900,
        lineCount: 1,
      },
    ])
    expect(await test.inspect('select external_id, name, country_code, vat_id, address_lines from debtor')).toEqual([
      {
        external_id: 'D-77',
        name: 'Tischlerei Nordlicht',
        country_code: 'DE',
        vat_id: 'DE111111111',
        address_lines: ['Süderstraße 4', '25813 Husum'],
      },
    ])
    expect(await test.inspect('select name, email, is_primary from contact')).toEqual([
      { name: 'Wiebke Jansen', email: 'jansen@nordlicht.example', is_primary: true },
    ])
    expect(
      await test.inspect(
        `select kind, number, issue_on::text, due_on::text, purchase_order, payable_minor::int, net_minor::int, tax_minor::int,
           open_minor::int, pending_minor::int, disputed_minor::int, line_count, settled_on from invoice`,
      ),
    ).toEqual([
      {
        kind: 'invoice',
        number: 'RE-1001',
        issue_on: '2026-10-01',
        due_on: '2026-10-31',
        purchase_order: 'PO-9',
        payable_minor: 11_900,
        net_minor: 10_000,
        tax_minor: 1_900,
        open_minor: 11_900,
        pending_minor: 0,
        disputed_minor: 0,
        line_count: 1,
        settled_on: null,
      },
    ])
    expect(
      await test.inspect('select source, invoice_count, line_count, refused_count, finished_at from import_run'),
    ).toEqual([{ source: 'cli', invoice_count: 1, line_count: 1, refused_count: 0, finished_at: test.clock.now() }])
  })

  it('leaves a debtor as it is that is already there, and makes its pages stale', async () => {
    await importDocuments(buildInvoiceDocument())
    const before = await test.inspect<{ version: string }>('select version from debtor_version')
    await importDocuments(buildInvoiceDocument({ number: 'RE-1002', buyer: { name: 'Another name' } }))

    expect(await test.inspect('select name from debtor')).toEqual([{ name: 'Tischlerei Nordlicht' }])
    const after = await test.inspect<{ version: string }>('select version from debtor_version')
    expect(Number(after[0]?.version)).toBeGreaterThan(Number(before[0]?.version))
  })

  it('names a debtor that was known by its number alone, once, whichever document has the name', async () => {
    const readNames = () => test.inspect<{ name: string }>('select name from debtor')
    const ofNobody = { buyer: { name: '' } }
    const of = (name: string) => ({ buyer: { name } })
    await importDocuments(buildInvoiceDocument({ number: 'N-1', ...ofNobody }))
    expect(await readNames()).toEqual([{ name: 'D-77' }])
    await importDocuments(
      buildInvoiceDocument({ number: 'N-2', ...ofNobody }),
      buildInvoiceDocument({ number: 'N-3', ...of('Muster GmbH') }),
    )
    expect(await readNames()).toEqual([{ name: 'Muster GmbH' }])
    await importDocuments(buildInvoiceDocument({ number: 'N-4', ...of('Other name') }))
    expect(await readNames()).toEqual([{ name: 'Muster GmbH' }])
  })

  it('takes no contact from a buyer whose address is not one mailbox', async () => {
    await importDocuments(
      buildInvoiceDocument({ buyer: { name: 'N', contactEmail: 'a@b.example, evil@c.example' } }),
      buildInvoiceDocument({ number: '2', debtorExternalId: 'E', buyer: { name: 'M', contactEmail: 'nobody' } }),
    )
    expect(await test.inspect('select email from contact')).toEqual([])
  })

  it.each([
    ['an invoice', buildInvoiceOf(5_000), ['invoice', 5_000, 5_000, null]],
    ['a credit note', buildInvoiceOf(5_000, { kind: 'credit_note' }), ['credit_note', 5_000, 5_000, null]],
    ['an invoice below zero', buildInvoiceOf(-5_000), ['credit_note', 5_000, 5_000, null]],
    ['an invoice of nothing', buildInvoiceOf(0), ['invoice', 0, 0, '2026-10-01']],
  ])('posts %s in its direction', async (_, document, expected) => {
    await importDocuments(document)
    const rows = await test.inspect(
      `select kind, payable_minor::int, open_minor::int, settled_on::text, details->>'kind' as document_kind,
         (details->'totals'->>'payableMinor')::int as stated from invoice`,
    )
    const [kind, payable_minor, open_minor, settled_on] = expected
    expect(rows).toEqual([
      {
        kind,
        payable_minor,
        open_minor,
        settled_on,
        document_kind: document.kind,
        stated: document.totals.payableMinor,
      },
    ])
  })

  it("falls due by the creditor's terms where it gives no date; a credit at once", async () => {
    await importDocuments(
      buildInvoiceOf(100, { number: 'A', dueOn: null }),
      buildInvoiceOf(100, { number: 'B', dueOn: null, kind: 'credit_note' }),
    )
    expect(await test.inspect('select number, due_on::text from invoice order by number')).toEqual([
      { number: 'A', due_on: '2026-10-31' },
      { number: 'B', due_on: '2026-10-01' },
    ])
  })

  it('keeps its attachments byte for byte, and one file for the same bytes and name', async () => {
    const content = new Uint8Array([0, 255, 1, 254])
    const attachments = [
      { reference: 'DN-1', filename: '../delivery/note.pdf', mediaType: 'application/pdf', content },
      { reference: 'WEB', url: 'https://elbkontor.example/dn-1' },
    ]
    await importDocuments(
      buildInvoiceDocument({ number: 'A', attachments }),
      buildInvoiceDocument({ number: 'B', attachments }),
    )
    const files = await test.inspect<{ id: string; sha256: string; filename: string }>('select * from stored_file')
    expect(files).toMatchObject([{ filename: 'note.pdf', media_type: 'application/pdf', byte_size: 4 }])
    expect(await imports.fileStore.get(creditor.id, files[0]!.sha256)).toEqual(content)
    expect(
      await test.inspect(
        'select position, reference, url, file_id from invoice_attachment order by invoice_id, position',
      ),
    ).toEqual(
      ['A', 'B'].flatMap(() => [
        { position: 1, reference: 'DN-1', url: null, file_id: files[0]!.id },
        { position: 2, reference: 'WEB', url: 'https://elbkontor.example/dn-1', file_id: null },
      ]),
    )
  })
})

describe('a number that is already there', () => {
  it('changes nothing when the content is the same', async () => {
    const documents = [buildInvoiceDocument(), buildInvoiceOf(-300, { number: 'RE-1002' })]
    await importDocuments(...documents)
    const before = await photographTables(test, ['import_run'])
    test.clock.advance({ days: 1 })
    const { summary, results } = await importDocuments(...documents)

    expect(summary).toMatchObject({ invoiceCount: 0, creditNoteCount: 0, lineCount: 0, unchangedCount: 2 })
    expect(results.map(({ result }) => result)).toEqual(['unchanged', 'unchanged'])
    expect(await photographTables(test, ['import_run'])).toEqual(before)
  })

  it('is refused with both versions named when the content differs', async () => {
    await importDocuments(buildInvoiceOf(12_345))
    const before = await photographTables(test, ['import_run'])
    test.clock.advance({ days: 3 })
    const other = buildInvoiceOf(12_400, { issueOn: calendarDay('2026-10-02'), debtorExternalId: 'D-NEW' })
    const { results } = await importDocuments(other)

    const [result] = results
    expect(result).toMatchObject({ result: 'refused', refusal: { code: 'number_taken', number: 'RE-1001' } })
    expect(result?.result === 'refused' && result.refusal.reason).toMatch(
      /^already imported on 2026-11-21T10:00:00\.000Z with other content \(there: [0-9a-f]{8}, 123\.45 EUR, issued 2026-10-01; in this file: [0-9a-f]{8}, 124\.00 EUR, issued 2026-10-02\)$/,
    )
    expect(await photographTables(test, ['import_run'])).toEqual(before)
  })

  it('may be both an invoice and a credit note, but not an invoice twice in two directions', async () => {
    const { summary } = await importDocuments(buildInvoiceOf(100), buildInvoiceOf(70, { kind: 'credit_note' }))
    expect(summary).toMatchObject({ invoiceCount: 1, creditNoteCount: 1 })

    const { results } = await importDocuments(buildInvoiceOf(-100), buildInvoiceOf(71, { kind: 'credit_note' }))
    expect(results.map(({ result }) => result)).toEqual(['refused', 'refused'])
  })

  it('is judged against earlier documents of the same file too', async () => {
    const { results } = await importDocuments(buildInvoiceOf(100), buildInvoiceOf(100), buildInvoiceOf(101))
    expect(results.map(({ result }) => result)).toEqual(['imported', 'unchanged', 'refused'])
  })

  it("belongs to one creditor: another's is another document", async () => {
    await importDocuments(buildInvoiceOf(100))
    const other = await createCreditor(test)
    const { summary } = await imports.importDocuments(other.id, [buildInvoiceOf(101)])
    expect(summary).toMatchObject({ invoiceCount: 1, refusedCount: 0 })
  })
})

const CSV_HEAD = 'number,issue_date,currency,debtor_id,debtor_name,item_name,quantity,unit_price\n'

describe('what cannot be taken in', () => {
  it('leaves nothing behind', async () => {
    const before = await photographTables(test, ['import_run'])
    const { summary } = await imports.importFiles(creditor.id, [
      { filename: 'a.txt', content: new TextEncoder().encode('Dear Sir or Madam') },
      { filename: 'b.xml', content: new TextEncoder().encode('<Invoice><unclosed>') },
      { filename: 'c.csv', content: new TextEncoder().encode(`${CSV_HEAD}9,not a date,EUR,D,Debtor,Item,1,1.00\n`) },
      { filename: 'd.xml', content: { path: path.join(imports.fileDirectory, 'no-such-file.xml') } },
    ])
    expect(summary).toMatchObject({ invoiceCount: 0, refusedCount: 4 })
    expect(await photographTables(test, ['import_run'])).toEqual(before)
    expect(await listStoredFiles()).toEqual([])
    const [run] = await test.inspect<{ refused_count: number; refusals: { filename: string }[] }>(
      'select refused_count, refusals from import_run',
    )
    expect(run?.refused_count).toBe(4)
    expect(run?.refusals.map(({ filename }) => filename)).toEqual(['a.txt', 'b.xml', 'c.csv', 'd.xml'])
  })

  it('does not keep the others out', async () => {
    const { summary, results } = await importText(
      'mixed.csv',
      `${CSV_HEAD}1,2026-10-01,EUR,D-1,One,Item,1,1.00\n2,2026-10-01,EUR,D-2,Two,Item,many,1.00\n3,2026-10-01,EUR,D-3,Three,Item,2,1.00\n`,
    )
    expect(summary).toMatchObject({ invoiceCount: 2, refusedCount: 1 })
    expect(results[1]).toMatchObject({ result: 'refused', refusal: { number: '2', place: { row: 3 } } })
    expect(await test.inspect('select external_id from debtor order by 1')).toEqual([
      { external_id: 'D-1' },
      { external_id: 'D-3' },
    ])
    expect(await test.inspect('select source_file_id from invoice')).toEqual([
      { source_file_id: null },
      { source_file_id: null },
    ])
  })

  it('is refused where its text cannot be stored', async () => {
    const { results } = await importDocuments(
      buildInvoiceDocument({ number: 'A', notes: ['fine', 'nul \0 inside'] }),
      buildInvoiceDocument({ number: 'B', buyer: { name: 'half a pair \ud83d' } }),
      buildInvoiceDocument({ number: 'C', notes: ['a whole pair 😀, a backslash \\u0000'] }),
    )
    expect(results).toMatchObject([
      { result: 'refused', refusal: { code: 'invalid_field', number: 'A', place: { element: 'notes.1' } } },
      { result: 'refused', refusal: { code: 'invalid_field', number: 'B', place: { element: 'buyer.name' } } },
      { result: 'imported', number: 'C' },
    ])
  })
})

describe('a table with a NUL character far inside', () => {
  it.each([
    ['the amount', '8\0', '1\0.00'],
    ['the number', '9\0', '1.00'],
    ['the number and the amount', '9\0', 'x\0'],
  ])('has the row with it in %s refused, and the others taken', async (_, number, amount) => {
    const rows = Array.from({ length: 40 }, (_row, index) => `A${index},2026-10-01,EUR,D-1,One,Item,1,1.00\n`)
    const text = `${CSV_HEAD}${rows.join('')}${number},2026-10-01,EUR,D-2,Two,Item,1,${amount}\n`
    expect(text.indexOf('\0')).toBeGreaterThan(1024)
    const { summary } = await importText('nul.csv', text)
    expect(summary).toMatchObject({ invoiceCount: 40, refusedCount: 1 })
    const [run] = await test.inspect<{ refusals: unknown[] }>('select refusals from import_run')
    expect(run!.refusals).toHaveLength(1)
  })
})

describe('JSON that escapes what is no text', () => {
  it('is refused by document', async () => {
    const document = {
      number: 'J-1',
      issueOn: '2026-10-01',
      currency: 'EUR',
      debtorExternalId: 'D-1',
      buyer: { name: 'Debtor' },
      totals: { payableMinor: 100 },
    }
    const good = JSON.stringify({ ...document, number: 'J-2' })
    const broken = JSON.stringify({ ...document, notes: ['HALF'] }).replace('HALF', String.raw`half \ud83d`)
    const { results } = await importText('x.json', `[${broken}, ${good}]`)
    expect(results).toMatchObject([
      { result: 'refused', refusal: { code: 'invalid_field', number: 'J-1', place: { element: '[0].notes.0' } } },
      { result: 'imported', number: 'J-2' },
    ])
  })
})

describe('two imports at once', () => {
  const documents = Array.from({ length: 450 }, (_, index) =>
    buildInvoiceOf(100 + index, { number: `N${index}`, debtorExternalId: `D${index % 40}` }),
  )

  it('end in one copy of each document', async () => {
    const outcomes = await Promise.all([
      importDocuments(...documents),
      importDocuments(...documents.toReversed()),
      importDocuments(...documents),
    ])
    const sum = (key: 'invoiceCount' | 'unchangedCount' | 'refusedCount') =>
      outcomes.reduce((total, { summary }) => total + summary[key], 0)
    expect([sum('invoiceCount'), sum('unchangedCount'), sum('refusedCount')]).toEqual([450, 900, 0])
    expect(
      await test.inspect(
        `select (select count(*)::int from invoice) as invoices, (select count(*)::int from invoice_line) as lines,
           (select count(*)::int from debtor) as debtors, (select count(*)::int from debtor_version) as versions`,
      ),
    ).toEqual([{ invoices: 450, lines: 450, debtors: 40, versions: 40 }])
  })

  it('refuse all but one of two contents of a number', async () => {
    const outcomes = await Promise.all([1, 2, 3].map((amount) => importDocuments(buildInvoiceOf(amount))))
    expect(outcomes.map(({ results }) => results[0]?.result).sort()).toEqual(['imported', 'refused', 'refused'])
    expect(await test.inspect('select number from invoice')).toHaveLength(1)
  })
})

describe('row-level security', () => {
  it("shows a debtor its own documents and nothing of another's", async () => {
    await importDocuments(
      buildInvoiceDocument({ number: 'A', debtorExternalId: 'one', attachments: [{ reference: 'x' }] }),
      buildInvoiceDocument({ number: 'B', debtorExternalId: 'two', attachments: [{ reference: 'y' }] }),
    )
    const [one] = await test.inspect<{ id: DebtorId }>(`select id from debtor where external_id = 'one'`)
    const visible = await test.database.reader.read<Record<string, unknown>>(
      { kind: 'debtor', creditorId: creditor.id, debtorId: one!.id },
      {
        name: 'test_visible_rows',
        text: `select (select array_agg(number) from invoice) as invoices, (select count(*)::int from invoice_line) as lines,
          (select array_agg(reference) from invoice_attachment) as attachments, (select count(*)::int from debtor) as debtors,
          (select count(*)::int from import_run) as runs`,
        values: [],
      },
    )
    expect(visible).toEqual([{ invoices: ['A'], lines: 1, attachments: ['x'], debtors: 1, runs: 0 }])
  })
})
