import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { createDocumentReader } from './document-reader.server'
import type { IngestLimits } from './ingest-limits'
import { encodeText, makeCiiInvoice, makeUblInvoice } from './testing/sample-documents'

const folder = mkdtempSync(path.join(tmpdir(), 'quittance-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const CSV = 'number,issue_date,currency,debtor_id,line_net\nR-1,2026-01-31,EUR,K-1,10.00\n'
const JSON_BODY = JSON.stringify({
  number: 'J-1',
  issueOn: '2026-01-31',
  currency: 'EUR',
  buyer: { name: 'B' },
  totals: { payableMinor: 1 },
})

async function read(content: Uint8Array | { path: string }, limits: Partial<IngestLimits> = {}, mapping?: unknown) {
  const results = []
  for await (const result of createDocumentReader(limits).read({ filename: 'x', content }, { mapping }))
    results.push(result)
  return results
}

async function refusalsOf(content: Uint8Array, limits: Partial<IngestLimits> = {}): Promise<string[]> {
  return (await read(content, limits)).map((result) =>
    result.ok ? 'ok' : `${result.refusal.code}: ${result.refusal.reason}`,
  )
}

/** A PDF of one page with one embedded file, without a cross-reference table: readers rebuild it. */
function makePdf(filename: string, packed: Uint8Array, filter: string): Uint8Array {
  const head = `%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [(${filename}) 4 0 R]>>>>>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj
4 0 obj <</Type /Filespec /F (${filename}) /UF (${filename}) /EF <</F 5 0 R>>>> endobj
5 0 obj <</Type /EmbeddedFile /Length ${packed.byteLength} ${filter}>> stream
`
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(head, 'latin1'),
      packed,
      Buffer.from('\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF'),
    ]),
  )
}

describe('the document reader', () => {
  it('goes by content, from memory and from disk, and keeps the original of one document', async () => {
    const pdf = makePdf('factur-x.xml', deflateSync(encodeText(makeCiiInvoice())), '/Filter /FlateDecode')
    const samples: [string, Uint8Array, string, string | undefined][] = [
      ['ubl', encodeText(makeUblInvoice()), 'RE-1', 'application/xml'],
      ['cii', encodeText(makeCiiInvoice()), 'C-9', 'application/xml'],
      ['pdf', pdf, 'C-9', 'application/pdf'],
      ['csv', encodeText(CSV), 'R-1', undefined],
      ['json', encodeText(JSON_BODY), 'J-1', 'application/json'],
    ]
    for (const [format, bytes, number, mediaType] of samples) {
      const file = path.join(folder, 'misleading.txt')
      writeFileSync(file, bytes)
      for (const content of [bytes, { path: file }]) {
        const [result, ...more] = await read(content)
        expect(more).toEqual([])
        expect(result).toMatchObject({ ok: true, document: { number }, source: { format } })
        const original = result?.ok === true ? result.source.original : undefined
        expect(original?.mediaType).toBe(mediaType)
        if (mediaType !== undefined) expect(Buffer.from(original?.content ?? []).equals(Buffer.from(bytes))).toBe(true)
      }
    }
  })

  it('gives a PDF and the XML inside it the same hash, and another content another', async () => {
    const hashOf = async (bytes: Uint8Array): Promise<string | undefined> => {
      const [result] = await read(bytes)
      return result?.ok === true ? result.source.contentHash : undefined
    }
    const xml = encodeText(makeCiiInvoice())
    const pdf = makePdf('ZUGFeRD-invoice.xml', deflateSync(xml), '/Filter /FlateDecode')
    expect(await hashOf(pdf)).toBe(await hashOf(xml))
    expect(await hashOf(encodeText(makeCiiInvoice().replaceAll('\n', '\r\n  ')))).toBe(await hashOf(xml))
    expect(await hashOf(encodeText(makeCiiInvoice().replace('Item 1', 'Item 2')))).not.toBe(await hashOf(xml))
  })

  it('refuses what is no document', async () => {
    expect(await refusalsOf(new Uint8Array())).toEqual(['no_document: the file is empty'])
    expect(await refusalsOf(encodeText('\ufeff \n'))).toEqual(['no_document: the file is empty'])
    expect(await refusalsOf(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).toEqual([
      'unknown_format: the file is neither XML, PDF, CSV nor JSON',
    ])
    expect(await refusalsOf(encodeText('hello'))).toHaveLength(1)
    expect(await refusalsOf(encodeText(makeUblInvoice()), { maxBytes: 100 })).toEqual([
      expect.stringMatching(/^limit_exceeded/) as string,
    ])
    expect(await refusalsOf(encodeText(CSV), { maxCsvBytes: 10 })).toEqual([
      expect.stringMatching(/^limit_exceeded/) as string,
    ])
  })

  it('refuses a wrong mapping as a value', async () => {
    expect(await read(encodeText(CSV), {}, { fields: 1 })).toMatchObject([
      { ok: false, refusal: { code: 'invalid_mapping' } },
    ])
  })

  it('refuses PDFs without an invoice, and broken ones', async () => {
    const other = makePdf('notes.xml', deflateSync(encodeText('<x/>')), '/Filter /FlateDecode')
    expect(await refusalsOf(other)).toEqual([
      expect.stringMatching(/^no_embedded_invoice: .*only notes\.xml/) as string,
    ])
    expect(await refusalsOf(encodeText('%PDF-1.7\nnothing else'))).toEqual([
      expect.stringMatching(/^malformed/) as string,
    ])
    const hostile = makePdf('factur-x.xml', encodeText('<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'), '')
    expect(await refusalsOf(hostile)).toEqual([expect.stringMatching(/^document_type_declaration/) as string])
  })

  it('ends a PDF that inflates beyond its memory or takes too long', { timeout: 60_000 }, async () => {
    const once = deflateSync(Buffer.alloc(1024 * 1024 * 1024), { level: 1 })
    const bomb = makePdf('factur-x.xml', deflateSync(once), '/Filter [/FlateDecode /FlateDecode]')
    expect(bomb.byteLength).toBeLessThan(1024 * 1024)
    expect(await refusalsOf(bomb, { maxPdfMemoryBytes: 256 * 1024 * 1024 })).toEqual([
      expect.stringMatching(/^limit_exceeded: .*bytes of memory/) as string,
    ])
    expect(await refusalsOf(bomb, { maxPdfMilliseconds: 1 })).toEqual([
      expect.stringMatching(/^limit_exceeded: .*longer than/) as string,
    ])
  })
})
