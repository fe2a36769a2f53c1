import { describe, expect, it } from 'vitest'
import { createLedgerReader } from './ledger-reader.server'
import { writeTestArchive, writeTestWorkbook } from './testing/sample-workbook'
import type { LedgerLimits } from './ledger-limits'

const utf8 = (text: string) => new TextEncoder().encode(text)

async function read(content: Uint8Array, limits: Partial<LedgerLimits> = {}) {
  const result = await createLedgerReader(limits).read(content)
  return result.ok ? result.value : result.failure
}

describe('a table', () => {
  it('keeps its lines in place, blank ones too', async () => {
    expect(await read(utf8('Ledger of today\r\n\r\nInvoice;Amount\r\nR-1;1,50\r\n'))).toEqual([
      ['Ledger of today'],
      [],
      ['Invoice', 'Amount'],
      ['R-1', '1,50'],
    ])
  })

  it('is told apart by the sign that most lines have alike', async () => {
    expect(await read(utf8('a, b, c, d, e, f\nInvoice;Amount\nR-1;1,50\nR-2;1,70'))).toContainEqual(['R-2', '1,70'])
    expect(await read(utf8('"Name, first",Amount\n"a;b;c",1.50'))).toEqual([
      ['Name, first', 'Amount'],
      ['a;b;c', '1.50'],
    ])
    expect(await read(utf8('Invoice\tAmount\nR-1\t1,50'))).toContainEqual(['R-1', '1,50'])
  })

  it('may be of an older encoding', async () => {
    expect(await read(Buffer.from('F\xe4llig;Betrag\n1;2', 'latin1'))).toContainEqual(['Fällig', 'Betrag'])
  })

  it.each([
    ['nothing', new Uint8Array(), 'no_document'],
    ['blank lines', utf8('\n\n;;\n'), 'no_document'],
    ['a PDF', utf8('%PDF-1.7 x'), 'unknown_format'],
    ['a page', utf8('<html><body>Invoice;Amount</body></html>'), 'unknown_format'],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'unknown_format'],
    ['an open quote', utf8('Invoice;Amount\n"R-1;1'), 'malformed'],
  ])('is not: %s', async (_name, content, code) => {
    expect(await read(content)).toMatchObject({ code })
  })

  it('is refused beyond its limits', async () => {
    expect(await read(utf8('a;b\n'.repeat(4)), { maxRows: 3 })).toMatchObject({ code: 'limit_exceeded' })
    expect(await read(utf8('a;b\n'.repeat(4)), { maxBytes: 15 })).toMatchObject({ code: 'limit_exceeded' })
    expect(await read(utf8('a;b\n'.repeat(4)), { maxCharacters: 7 })).toMatchObject({ code: 'limit_exceeded' })
    expect(await read(utf8('abc;b;c'), { maxColumns: 2, maxCellLength: 2 })).toEqual([['ab', 'b']])
  })
})

describe('a workbook', () => {
  it('is read as texts, with days and numbers as they were meant', async () => {
    const sheet =
      '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>Amount</t></is></c></row>' +
      '<row r="4"><c r="B4" t="str"><v>R-1</v></c><c r="C4"><v>0.30000000000000004</v></c><c r="D4" s="1"><v>46310.75</v></c>' +
      '<c r="E4" s="2"><v>46310</v></c><c r="F4"><v>1E-3</v></c><c r="G4" t="e"><v>#REF!</v></c><c r="H4"><v>00123</v></c></row>'
    const shared = '<si><r><t>Inv</t></r><r><t>oice &amp; Co</t></r><rPh><t>x</t></rPh></si>'
    expect(await read(await writeTestWorkbook({ sheets: [sheet], shared }))).toEqual([
      [],
      ['', 'Invoice & Co', 'Amount'],
      [],
      ['', 'R-1', '0.3', '2026-10-15', '2026-10-15', '0.001', '', '00123'],
    ])
  })

  it('counts days from 1904 where it says so, and takes the first sheet that is filled', async () => {
    const filled = '<row><c s="1"><v>44848</v></c></row>'
    const workbook = await writeTestWorkbook({ sheets: ['<row r="9"><c r="A9"/></row>', filled], countsFrom1904: true })
    expect(await read(workbook)).toEqual([['2026-10-15']])
  })

  it.each([
    ['an archive of something else', { 'readme.txt': 'hello' }, 'unknown_format'],
    ['without its main part', { '[Content_Types].xml': '<Types/>' }, 'unknown_format'],
    [
      'with entities of its own',
      {
        '[Content_Types].xml': '<Types/>',
        'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>',
      },
      'document_type_declaration',
    ],
    ['broken off', { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook><sheets>' }, 'malformed'],
  ])('is not: %s', async (_name, files, code) => {
    expect(await read(await writeTestArchive(files))).toMatchObject({ code })
  })

  it('is refused when its archive is damaged', async () => {
    const workbook = await writeTestWorkbook({ sheets: ['<row><c><v>1</v></c></row>'] })
    expect(await read(workbook.slice(0, workbook.length - 30))).toMatchObject({ code: 'malformed' })
    expect(await read(Uint8Array.from([0x50, 0x4b, 3, 4, 1, 2, 3]))).toMatchObject({ code: 'malformed' })
  })

  it('is refused when it unpacks to more than is allowed, before it is unpacked', async () => {
    const bomb = await writeTestWorkbook({ sheets: [`<row><c t="str"><v>${'0'.repeat(5_000_000)}</v></c></row>`] })
    expect(bomb.byteLength).toBeLessThan(20_000)
    expect(await read(bomb, { maxUnpackedBytes: 1_000_000 })).toMatchObject({ code: 'limit_exceeded' })
    expect(await read(bomb)).toEqual([['0'.repeat(1000)]])
  })

  it('is refused when an entry says that it is smaller than it is', async () => {
    const workbook = await writeTestWorkbook({ sheets: [`<row><c t="str"><v>${'0'.repeat(500_000)}</v></c></row>`] })
    expect(await read(understateSizes(workbook, 400_000, 1_000))).toMatchObject({
      code: expect.stringMatching(/^(?:malformed|limit_exceeded)$/) as string,
    })
  })

  it('is refused with too many entries, rows, levels or texts', async () => {
    const rows = '<row><c><v>1</v></c></row>'.repeat(5)
    const workbook = await writeTestWorkbook({ sheets: [rows], shared: '<si><t>abcdefgh</t></si>' })
    expect(await read(workbook, { maxEntries: 3 })).toMatchObject({ code: 'limit_exceeded' })
    expect(await read(workbook, { maxRows: 4 })).toMatchObject({ code: 'limit_exceeded' })
    expect(await read(workbook, { maxDepth: 3 })).toMatchObject({ code: 'limit_exceeded' })
    expect(await read(workbook, { maxCharacters: 7 })).toMatchObject({ code: 'limit_exceeded' })
    const far = await writeTestWorkbook({ sheets: ['<row r="1048576"><c><v>1</v></c></row>'] })
    expect(await read(far)).toMatchObject({ code: 'limit_exceeded' })
  })
})

/** Writes another unpacked size into the headers of every entry that has a larger one. */
function understateSizes(archive: Uint8Array, above: number, size: number): Uint8Array {
  const copy = Buffer.from(archive)
  for (let at = 0; at + 30 < copy.length; at += 1) {
    const signature = copy.readUInt32LE(at)
    const field = signature === 0x04034b50 ? at + 22 : signature === 0x02014b50 ? at + 24 : null
    if (field !== null && copy.readUInt32LE(field) > above) copy.writeUInt32LE(size, field)
  }
  return copy
}
