import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Cell } from './sheet'
import { chooseDialect, disarmFormula, STANDARD_DIALECT, writeCsv } from './write-csv'

const EURO = parseCurrencyCode('EUR')!

async function write(rows: Cell[][], dialect = STANDARD_DIALECT, headers = ['a', 'b']) {
  const sheet = { name: 'x', columns: headers.map((header) => ({ header, width: 9 })), rows: [rows] }
  const chunks: Uint8Array[] = []
  for await (const chunk of writeCsv(sheet, dialect)) chunks.push(chunk)
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
    expect(await write([['x;y', amount(-1_234_50)]], chooseDialect('de-AT'))).toBe('\ufeffa;b\r\n"x;y";-1234,50\r\n')
    const fields = Object.fromEntries(
      ['en', 'de', 'ro', 'fy', 'ar', 'de-CH'].map((tag) => [tag, chooseDialect(tag).field]),
    )
    expect(fields).toEqual({ en: ',', de: ';', ro: ';', fy: ';', ar: ',', 'de-CH': ',' })
  })

  it('writes days as spreadsheets of the language take them for days, without signs that nobody sees', async () => {
    const day: Cell = { kind: 'day', day: calendarDay('2026-04-05') }
    const written = await Promise.all(
      ['de', 'de-CH', 'ro', 'fy', 'ar', 'ar-SA', 'en-GB', 'en-US', 'en'].map(async (tag) => {
        const [, row = ''] = (await write([[day]], chooseDialect(tag), ['a'])).split('\r\n')
        return [tag, row]
      }),
    )
    expect(Object.fromEntries(written)).toEqual({
      ...{ de: '05.04.2026', 'de-CH': '05.04.2026', ro: '05.04.2026', fy: '05-04-2026' },
      ...{ ar: '05/04/2026', 'ar-SA': '05/04/2026', 'en-GB': '05/04/2026', 'en-US': '04/05/2026', en: '2026-04-05' },
    })
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
    const texts = fc
      .oneof(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({ unit: fc.constantFrom(...'a ";,\r\n'), maxLength: 9 }),
      )
      .filter((text) => !text.includes('\ufeff'))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(texts, fc.integer({ min: -1e14, max: 1e14 })), { minLength: 1 }),
        fc.constantFrom('en', 'de'),
        async (rows, tag) => {
          const dialect = chooseDialect(tag)
          const text = await write(
            rows.map(([name, minor]) => [name, amount(minor)]),
            dialect,
          )
          const [, ...read] = parse(text, { bom: true, record_delimiter: '\r\n', delimiter: dialect.field })
          expect(read).toHaveLength(rows.length)
          for (const [index, [name, minor]] of rows.entries()) {
            expect(read[index]?.[0]).toBe(disarmFormula(name))
            expect(read[index]?.[0]).not.toMatch(/^[=+\-@\t\r\n]/)
            expect(BigInt(read[index]?.[1]?.replace(/[.,]/, '') ?? '')).toBe(BigInt(minor))
          }
        },
      ),
    )
  })
})
