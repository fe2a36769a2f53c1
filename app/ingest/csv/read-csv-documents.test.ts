import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { InvoiceDocument } from '~/domain/invoice'
import { defaultIngestLimits } from '../ingest-limits'
import type { IngestResult } from '../read-result'
import { encodeText } from '../testing/sample-documents'
import { parseCsvMapping, standardCsvMapping, type CsvMapping } from './csv-mapping'
import { readCsvDocuments } from './read-csv-documents.server'
import { sortRows, type SortableRow } from './sort-rows.server'

function mappingOf(json: unknown): CsvMapping {
  const parsed = parseCsvMapping(json)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure))
  return parsed.value
}

async function read(csv: string | Uint8Array, mapping = standardCsvMapping, limits = {}): Promise<IngestResult[]> {
  const results: IngestResult[] = []
  const bytes = typeof csv === 'string' ? encodeText(csv) : csv
  for await (const result of readCsvDocuments(bytes, mapping, { ...defaultIngestLimits, ...limits }))
    results.push(result)
  return results
}

async function readDocument(csv: string | Uint8Array, mapping = standardCsvMapping): Promise<InvoiceDocument> {
  const [result] = await read(csv, mapping)
  if (result?.ok !== true) throw new Error(JSON.stringify(result))
  return result.document
}

function summarize(results: IngestResult[]): string[] {
  return results.map((result) =>
    result.ok
      ? `${result.document.kind} ${result.document.number} ${result.document.totals.payableMinor}`
      : `${result.refusal.code} ${result.refusal.number ?? '-'} ${result.refusal.place.row ?? '-'} ${result.refusal.place.column ?? '-'}`,
  )
}

const HEADER = 'number,issue_date,due_date,currency,debtor_id,debtor_name,item_name,quantity,unit_price,tax_percent'

describe('the standard columns', () => {
  it('groups lines, computes nets and VAT, and fills the document', async () => {
    const csv = `${HEADER},payment_terms,discount_1_percent,discount_1_days,purchase_order
R-1,2026-01-31,2026-03-02,EUR,K-1,Österreich & Co,Paper,3,0.335,20,net 30,2.5,10,PO-9
R-1,2026-01-31,,EUR,K-1,,Ink,1,12.00,20,,,,
R-1,2026-01-31,,EUR,K-1,,Books,2,5.00,10,,,,
`
    expect(await readDocument(csv)).toEqual({
      kind: 'invoice',
      number: 'R-1',
      issueOn: '2026-01-31',
      dueOn: '2026-03-02',
      currency: 'EUR',
      paymentTerms: 'net 30',
      purchaseOrder: 'PO-9',
      buyer: { name: 'Österreich & Co', identifiers: ['K-1'] },
      debtorExternalId: 'K-1',
      settlementDiscounts: [{ deadlineOn: '2026-02-10', rateBps: 250 }],
      lines: [
        { lineId: '1', name: 'Paper', quantity: '3', unitPrice: '0.335', netMinor: 101, taxPercent: '20' },
        { lineId: '2', name: 'Ink', quantity: '1', unitPrice: '12.00', netMinor: 1200, taxPercent: '20' },
        { lineId: '3', name: 'Books', quantity: '2', unitPrice: '5.00', netMinor: 1000, taxPercent: '10' },
      ],
      allowancesAndCharges: [],
      taxBreakdown: [
        { category: 'S', percent: '20', taxableMinor: 1301, taxMinor: 260 },
        { category: 'S', percent: '10', taxableMinor: 1000, taxMinor: 100 },
      ],
      totals: {
        lineNetMinor: 2301,
        allowanceMinor: 0,
        chargeMinor: 0,
        netMinor: 2301,
        taxMinor: 360,
        grossMinor: 2661,
        prepaidMinor: 0,
        roundingMinor: 0,
        payableMinor: 2661,
      },
      attachments: [],
    })
  })

  it('takes a table of one row a document that states only what is payable', async () => {
    const csv = 'number,issue_date,currency,debtor_id,payable_amount,tax_total\n7,2026-01-31,JPY,K-1,1100,100\n'
    const document = await readDocument(csv)
    expect(document.lines).toEqual([{ lineId: '1', name: '7', quantity: '1', netMinor: 1000 }])
    expect(document.totals).toMatchObject({ netMinor: 1000, taxMinor: 100, grossMinor: 1100, payableMinor: 1100 })
  })

  it.each([
    ['semicolons', ';', 'utf8'],
    ['tabs', '\t', 'utf8'],
    ['Windows-1252', ',', 'latin1'],
    ['UTF-16', ';', 'utf16le'],
  ] as const)('reads %s', async (_, delimiter, encoding) => {
    const csv = [
      'number;issue_date;currency;debtor_id;debtor_name;line_net',
      'R-1;2026-01-31;EUR;K-1;"Jörg, Söhne";10.00',
    ]
      .join('\r\n')
      .replaceAll(';', delimiter)
    const mark = encoding === 'utf16le' ? '\ufeff' : ''
    const document = await readDocument(new Uint8Array(Buffer.from(`${mark}${csv}`, encoding)))
    expect(document.buyer.name).toBe('Jörg, Söhne')
  })

  it('passes over a byte order mark and empty rows, counting them', async () => {
    const results = await read(
      '\ufeffnumber,issue_date,currency,debtor_id,line_net\n\nR-1,2026-01-31,EUR,K-1,1\n,,,,\nR-1,2026-01-31,EUR,K-1,2\n',
    )
    expect(results[0]).toMatchObject({ ok: true, source: { firstRow: 3, lastRow: 5 } })
  })

  it('reads a decimal comma by option', async () => {
    const mapping = mappingOf({ decimalSign: ',', groupingSign: '.', dateFormat: 'DD.MM.YYYY' })
    const csv = 'number;issue_date;currency;debtor_id;line_net\nR-1;31.01.2026;EUR;K-1;1.234,50\n'
    expect((await readDocument(csv, mapping)).totals.payableMinor).toBe(123_450)
  })

  it('refuses the documents of bad rows, and only those', async () => {
    const header = 'number,kind,issue_date,currency,debtor_id,quantity,unit_price,line_net'
    const rows = [
      'A,invoice,2026-01-31,EUR,K-1,1,5.00,',
      'B,invoice,2026-01-31,EUR,K-1,1,5.00,',
      'B,invoice,2026-02-31,EUR,K-1,1,5.00,',
      ',invoice,2026-01-31,EUR,K-1,1,5.00,',
      'C,invoice,2026-01-31,XXX,K-1,1,5.00,',
      'D,invoice,2026-01-31,EUR,K-1,,,1.234',
      'E,invoice,2026-01-31,EUR,K-1,1,five,',
      'F,invoice,2026-01-31,EUR,K-1,1,5.00',
      'G,invoice,2026-01-31,EUR,K-1,1,5.00,',
      'G,invoice,2026-01-31,EUR,K-2,1,5.00,',
      'H,quote,2026-01-31,EUR,K-1,1,5.00,',
      'I,invoice,2026-01-31,EUR,,1,5.00,',
      'J,invoice,2026-01-31,EUR,K-1,1,5.00,',
      'K,credit_note,2026-01-31,EUR,K-1,1,5.00,',
      'L,invoice,2026-01-31,EUR,K-1,1,,',
      'A,invoice,2026-01-31,EUR,K-1,2,5.00,',
    ]
    expect(summarize(await read([header, ...rows].join('\n')))).toEqual([
      'missing_field - 5 number',
      'invoice A 1500',
      'invalid_field B 4 issue_date',
      'invalid_field C 6 currency',
      'invalid_field D 7 line_net',
      'invalid_field E 8 unit_price',
      'malformed F 9 -',
      'conflicting_rows G 11 debtor_id',
      'invalid_field H 12 kind',
      'missing_field I 13 debtor_id',
      'invoice J 500',
      'credit_note K 500',
      'missing_field L 16 line_net',
    ])
  })

  it('refuses the file where the table breaks off, misses a column or has an unknown one', async () => {
    const good = 'number,issue_date,currency,debtor_id,line_net\nA,2026-01-31,EUR,K-1,1\n'
    expect(summarize(await read(`${good}B,"2026-01-31,EUR,K-1,1\n`))).toEqual(['malformed - - -'])
    expect(summarize(await read(good.replace('line_net', 'lin_net')))).toEqual(['invalid_mapping - 1 lin_net'])
    expect(summarize(await read(good.replace('currency', 'number')))).toEqual(['malformed - 1 number'])
    expect(summarize(await read('number\n'))).toEqual(['no_document - - -'])
    expect(summarize(await read(good, mappingOf({ fields: { number: { column: 'Nr' } } })))).toEqual([
      'invalid_mapping - 1 Nr',
    ])
    const latin = new Uint8Array(Buffer.from(good.replace('K-1', 'Kö'), 'latin1'))
    expect(summarize(await read(latin, mappingOf({ encoding: 'utf-8' })))).toEqual(['bad_encoding - - -'])
  })

  it('refuses keys, rates and sums beyond reason', async () => {
    const header = 'number,issue_date,currency,debtor_id,line_net,tax_percent'
    const rows = [
      `${'N'.repeat(201)},2026-01-31,EUR,K-1,1,`,
      `A,2026-01-31,EUR,${'K'.repeat(201)},1,`,
      'B,2026-01-31,EUR,K-1,1,190',
      'C,2026-01-31,EUR,K-1,1,-19',
      'D,2026-01-31,JPY,K-1,900000000000000,19',
      'D,2026-01-31,JPY,K-1,900000000000000,19',
      'D,2026-01-31,JPY,K-1,900000000000000,19',
    ]
    const results = await read([header, ...rows].join('\n'))
    expect(summarize(results).map((line) => line.replace(/N{200}/, 'N'))).toEqual([
      'invalid_field A 3 debtor_id',
      'invalid_field B 4 tax_percent',
      'invalid_field C 5 tax_percent',
      'invalid_field D - -',
      'invalid_field N 2 number',
    ])
  })

  it('refuses a document of more lines than allowed', async () => {
    const rows = 'A,2026-01-31,EUR,K-1,1\n'.repeat(11)
    const results = await read(`number,issue_date,currency,debtor_id,line_net\n${rows}`, standardCsvMapping, {
      maxLines: 10,
    })
    expect(summarize(results)).toEqual(['limit_exceeded A 2 -'])
  })
})

describe('a mapping', () => {
  it('refuses a wrong one, naming the member', () => {
    expect(parseCsvMapping({ feilds: {} })).toMatchObject({ ok: false, failure: { code: 'invalid_mapping' } })
    expect(parseCsvMapping({ decimalSign: ',', groupingSign: ',' })).toMatchObject({
      failure: { place: { element: 'groupingSign' } },
    })
    expect(parseCsvMapping({ fields: { number: { column: 3 } } })).toMatchObject({
      failure: { place: { element: 'fields.number' } },
    })
    expect(parseCsvMapping('x').ok).toBe(false)
  })

  it('settles invoices of nothing and below by its rules', async () => {
    const csv = 'number,issue_date,currency,debtor_id,line_net\nA,2026-01-31,EUR,K-1,0\nB,2026-01-31,EUR,K-1,-5\n'
    expect(summarize(await read(csv))).toEqual(['invoice A 0', 'invoice B -500'])
    const asCredit = mappingOf({ whenTotalIsNegative: 'credit-note', whenTotalIsZero: 'refuse' })
    expect(summarize(await read(csv, asCredit))).toEqual(['invalid_field A 2 payable_amount', 'credit_note B 500'])
    expect(summarize(await read(csv, mappingOf({ whenTotalIsNegative: 'refuse' })))[1]).toBe(
      'invalid_field B 3 payable_amount',
    )
  })

  it('knows credit notes by a column and turns their signs', async () => {
    const mapping = mappingOf({
      fields: {
        number: { column: 'Nr' },
        issue_date: { column: 'Day' },
        currency: { constant: 'SEK' },
        debtor_id: { template: 'k {Customer}', slug: true },
        quantity: { column: 'Qty' },
        unit_price: { column: 'Price' },
      },
      creditNote: { column: 'Type', values: ['CR'] },
      creditNoteSigns: 'negative',
    })
    const document = await readDocument('Nr,Day,Customer,Qty,Price,Type\n9,2026-01-31,Å Ä,-2,10.00,CR\n', mapping)
    expect(document).toMatchObject({ kind: 'credit_note', debtorExternalId: 'k-a-a', totals: { payableMinor: 2000 } })
    expect(document.lines[0]).toMatchObject({ quantity: '2', unitPrice: '10.00', netMinor: 2000 })
  })
})

describe('sorting rows', () => {
  async function* rowsOf(count: number): AsyncGenerator<SortableRow> {
    for (let row = 2; row < count + 2; row += 1) {
      await Promise.resolve()
      yield { key: `k${(row * 7) % 13}`, row, cells: ['a "quoted"\ncell', String(row)] }
    }
  }

  function countTemporaryFolders(): number {
    return readdirSync(tmpdir()).filter((name) => name.startsWith('quittance-rows-')).length
  }

  it('gives the same order from memory and from spooled runs, and leaves no file behind', async () => {
    const before = countTemporaryFolders()
    const orders: SortableRow[][] = []
    for (const maxRowsInMemory of [1000, 7, 1]) {
      const order: SortableRow[] = []
      for await (const row of sortRows(rowsOf(100), maxRowsInMemory)) order.push(row)
      orders.push(order)
    }
    expect(orders[1]).toEqual(orders[0])
    expect(orders[2]).toEqual(orders[0])
    expect(orders[0]).toHaveLength(100)
    expect(countTemporaryFolders()).toBe(before)
  })

  it('cleans up when the reader stops early', async () => {
    const before = countTemporaryFolders()
    for await (const row of sortRows(rowsOf(100), 7)) if (row.row > 0) break
    expect(countTemporaryFolders()).toBe(before)
  })
})
