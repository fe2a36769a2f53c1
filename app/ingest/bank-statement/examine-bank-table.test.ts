import { describe, expect, it } from 'vitest'
import { applyLayout, describeLayout } from '~/domain/bank-table'
import { createBankStatementReader } from './bank-statement-reader.server'

const reader = createBankStatementReader()

const GERMAN = [
  'Kontoumsätze;DE02120300000000202051',
  'Zeitraum: 01.11.2026 bis 21.11.2026',
  '"Auftragskonto";"Buchungstag";"Valutadatum";"Verwendungszweck";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Betrag";"Waehrung";"Info"',
  '"DE02120300000000202051";"20.11.26";"21.11.26";"RE-2026-0017";"Bäcker Müller";"NL91ABNA0417164300";"1.119,00";"EUR";"Umsatz gebucht"',
  '"DE02120300000000202051";"21.11.26";"21.11.26";"RE-2026-0018";"Bäcker Müller";"NL91ABNA0417164300";"-5,50";"EUR";"Umsatz vorgemerkt"',
]
const encode = (lines: readonly string[]) => new Uint8Array(Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1'))

describe('a look into a bank’s table', () => {
  it('finds the header below the bank’s own lines, the columns, and how days and sums are written', async () => {
    const content = encode(GERMAN)
    const { header, rows, guess } = await reader.examine(content, null)
    expect(header).toContain('Beguenstigter/Zahlungspflichtiger')
    expect(rows).toHaveLength(2)
    expect(guess).toMatchObject({ skipLines: 2, decimalSign: ',', groupingSign: '.', dateFormat: 'DD.MM.YY' })
    const read = await reader.read({ filename: 'a.csv', content }, { mapping: guess })
    expect(read).toMatchObject({
      ok: true,
      value: [
        {
          account: { iban: 'DE02120300000000202051' },
          entries: [
            { amount: { amountMinor: 1_119_00 }, bookedOn: '2026-11-20', status: 'booked', direction: 'credit' },
            { amount: { amountMinor: 5_50 }, status: 'pending', direction: 'debit' },
          ],
        },
      ],
    })
  })

  it('tells day and month apart by what the days can be', async () => {
    const table = (day: string) => encode(['Date;Amount;Currency', `${day};1.00;EUR`])
    expect((await reader.examine(table('11/22/2026'), null)).guess.dateFormat).toBe('MM/DD/YYYY')
    expect((await reader.examine(table('22/11/2026'), null)).guess.dateFormat).toBe('DD/MM/YYYY')
  })

  it('says whether a mapping fits the columns', async () => {
    const { guess } = await reader.examine(encode(GERMAN), null)
    expect(await reader.fits(encode(GERMAN), guess)).toBe(true)
    expect(await reader.fits(encode(GERMAN.map((line) => line.replace('Betrag', 'Summe'))), guess)).toBe(false)
    expect(await reader.isStandard(encode(GERMAN))).toBe(false)
    expect(await reader.isStandard(encode(['booked_on,amount,currency', '2026-11-20,1.00,EUR']))).toBe(true)
  })

  it('gives a layout that stands for the same mapping', async () => {
    const { guess } = await reader.examine(encode(GERMAN), null)
    expect(applyLayout(describeLayout(guess), guess).fields).toEqual(guess.fields)
  })
})
