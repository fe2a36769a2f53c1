import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { getCurrencyExponent, parseCurrencyCode } from '~/domain/currency'
import type { Cell, Sheet } from './sheet'
import { writeWorkbook, type Workbook } from './write-workbook.server'

const EURO = parseCurrencyCode('EUR')!
const YEN = parseCurrencyCode('JPY')!
const DINAR = parseCurrencyCode('KWD')!

async function open(sheets: readonly Sheet[], isRightToLeft = false) {
  const workbook: Workbook = { sheets, isRightToLeft, modifiedAt: new Date('2026-11-22T10:00:00Z') }
  const chunks: Uint8Array[] = []
  for await (const chunk of writeWorkbook(workbook)) chunks.push(chunk)
  // Another library than any that wrote it.
  return readXlsx(new Uint8Array(Buffer.concat(chunks)), { readStyles: true })
}

function sheetOf(rows: Cell[][], name = 'Invoices'): Sheet {
  return {
    name,
    columns: (rows[0] ?? []).map((_cell, index) => ({ header: `Column ${index + 1}`, width: 12 })),
    rows: [rows],
  }
}

describe('a workbook, read by another library', () => {
  it('has numbers with the decimals of their currency, dates, and texts', async () => {
    const workbook = await open([
      sheetOf([
        [
          'R-1',
          { kind: 'day', day: calendarDay('2026-02-28') },
          { kind: 'amount', amountMinor: -123_456_78, currency: EURO },
          { kind: 'amount', amountMinor: 5_000, currency: YEN },
          { kind: 'amount', amountMinor: 1_234, currency: DINAR },
          { kind: 'number', text: '0.00125' },
          null,
        ],
      ]),
    ])
    const [sheet] = workbook.sheets
    expect(sheet?.name).toBe('Invoices')
    expect(sheet?.rows[1]?.slice(0, 6)).toEqual(['R-1', new Date('2026-02-28'), -123456.78, 5000, 1.234, 0.00125])
    const formats = [1, 2, 3, 4].map((column) => sheet?.cells?.get(`1,${column}`)?.style?.numFmt)
    expect(formats).toEqual(['yyyy\\-mm\\-dd', '#,##0.00', '#,##0', '#,##0.000'])
  })

  it('keeps its header in view and runs from right to left in Arabic', async () => {
    const rightToLeft = await open([sheetOf([['أ']], 'الفواتير')], true)
    expect(rightToLeft.sheets[0]?.freezePane).toMatchObject({ rows: 1 })
    expect(rightToLeft.sheets[0]?.view?.rightToLeft).toBe(true)
    expect(rightToLeft.sheets[0]?.name).toBe('الفواتير')
    const leftToRight = await open([sheetOf([['a']])])
    expect(leftToRight.sheets[0]?.view?.rightToLeft ?? false).toBe(false)
  })

  it('has no formula, whatever a text begins with', async () => {
    const texts = [
      '=1+1',
      '+49 30 1',
      '-5',
      '@SUM(A1)',
      '\tx',
      '=HYPERLINK("https://evil.example")',
      '_x0041_',
      ' a ',
      'a\nb',
    ]
    const workbook = await open([sheetOf(texts.map((text) => [text]))])
    const [sheet] = workbook.sheets
    expect(sheet?.rows.slice(1).map(([value]) => value)).toEqual(texts)
    expect([...(sheet?.cells?.values() ?? [])].some((cell) => cell.formula !== undefined)).toBe(false)
  })

  it('gives back every text and every amount', async () => {
    const currencies = fc.constantFrom(EURO, YEN, DINAR)
    const row = fc.tuple(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.integer({ min: -1e12, max: 1e12 }),
      currencies,
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const workbook = await open([
          sheetOf(
            rows.map(([text, amountMinor, currency]) => [`#${text}#`, { kind: 'amount', amountMinor, currency }]),
          ),
        ])
        const read = workbook.sheets[0]?.rows.slice(1)
        expect(read).toEqual(
          rows.map(([text, minor, currency]) => [
            `#${text}#`,
            Number((minor / 10 ** getCurrencyExponent(currency)).toFixed(3)),
          ]),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('names its sheets as spreadsheets allow', async () => {
    const names = ['a/b:c', 'A b c', 'x'.repeat(40), "'q'", '']
    const workbook = await open(names.map((name) => sheetOf([['a']], name)))
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['a b c', 'A b c 2', 'x'.repeat(31), 'q', '5'])
  })

  it('leaves out what XML cannot hold and cuts what no cell can', async () => {
    const workbook = await open([sheetOf([['a\u0000\u000bb\ud800c'], ['y'.repeat(40_000)]])])
    expect(workbook.sheets[0]?.rows[1]?.[0]).toBe('abc')
    expect(String(workbook.sheets[0]?.rows[2]?.[0])).toHaveLength(32_767)
  })

  it('fails as a whole where its rows do', async () => {
    async function* rows(): AsyncGenerator<Cell[][]> {
      yield [['a']]
      await Promise.resolve()
      throw new Error('the account changed')
    }
    await expect(open([{ name: 'a', columns: [{ header: 'a', width: 5 }], rows: rows() }])).rejects.toThrow(
      'the account changed',
    )
  })

  it('ends its rows where nobody reads on', async () => {
    let isEnded = false
    async function* rows(): AsyncGenerator<Cell[][]> {
      try {
        for (;;) {
          await Promise.resolve()
          yield Array.from({ length: 1_000 }, () => [crypto.randomUUID()])
        }
      } finally {
        isEnded = true
      }
    }
    const sheets = [{ name: 'a', columns: [{ header: 'a', width: 5 }], rows: rows() }]
    let count = 0
    for await (const chunk of writeWorkbook({ sheets, isRightToLeft: false, modifiedAt: new Date() })) {
      count += chunk.byteLength
      if (count > 100_000) break
    }
    expect(isEnded).toBe(true)
  })
})
