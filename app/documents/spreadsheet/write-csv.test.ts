import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Cell } from './sheet'
import { chooseSeparators, disarmFormula, STANDARD_SEPARATORS, writeCsv, type Separators } from './write-csv'

const EURO = parseCurrencyCode('EUR')!

async function write(rows: Cell[][], separators: Separators = STANDARD_SEPARATORS, headers = ['a', 'b']) {
  const sheet = { name: 'x', columns: headers.map((header) => ({ header, width: 9 })), rows: [rows] }
  const chunks: Uint8Array[] = []
  for await (const chunk of writeCsv(sheet, separators)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const amount = (amountMinor: number): Cell => ({ kind: 'amount', amountMinor, currency: EURO })

describe('CSV', () => {
  it('is RFC 4180 with a byte order mark and a point', async () => {
    const text = await write([
      ['R-1, "x"', amount(-1_234_50)],
      ['a\nb', { kind: 'day', day: calendarDay('2026-11-22') }],
      [null, { kind: 'number', text: '2.5' }],
    ])
    expect(text).toBe('\ufeffa,b\r\n"R-1, ""x""",-1234.50\r\n"a\nb",2026-11-22\r\n,2.5\r\n')
  })

  it('follows the separators of the reader’s language', async () => {
    expect(await write([['x;y', amount(-1_234_50)]], chooseSeparators('de-AT'))).toBe('\ufeffa;b\r\n"x;y";-1234,50\r\n')
    const fields = Object.fromEntries(
      ['en', 'de', 'ro', 'fy', 'ar', 'de-CH'].map((tag) => [tag, chooseSeparators(tag).field]),
    )
    expect(fields).toEqual({ en: ',', de: ';', ro: ';', fy: ';', ar: ',', 'de-CH': ',' })
  })

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1',
    '\u00a0=1',
    '＝1',
    '＋1',
    '－1',
    '＠a',
    '=cmd|"/c calc"!A0',
  ])('makes a text of %j', async (text) => {
    const [, row] = parse(await write([[text, amount(-5)]]), { bom: true, record_delimiter: '\r\n' })
    expect(row).toEqual([`'${text}`, '-0.05'])
  })

  it('leaves other texts and all amounts as they are, and reads back whole', async () => {
    const texts = fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !text.includes('\ufeff'))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(texts, fc.integer({ min: -1e14, max: 1e14 })), { minLength: 1 }),
        async (rows) => {
          const text = await write(rows.map(([name, minor]) => [name, amount(minor)]))
          const [, ...read] = parse(text, { bom: true, record_delimiter: '\r\n' })
          expect(read).toHaveLength(rows.length)
          for (const [index, [name, minor]] of rows.entries()) {
            expect(read[index]?.[0]).toBe(disarmFormula(name))
            expect(read[index]?.[0]).not.toMatch(/^[=+\-@\t\r\n]/)
            expect(BigInt(read[index]?.[1]?.replace('.', '') ?? '')).toBe(BigInt(minor))
          }
        },
      ),
    )
  })
})
