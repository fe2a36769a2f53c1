import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { createCreditorReference } from '~/domain/bank-reference'
import { calendarDay } from '~/domain/calendar-day'
import type { CreditTransferFile } from '~/domain/credit-transfer-file'
import { createMoney } from '~/domain/money'
import { parseCurrencyCode } from '~/domain/currency'
import { LANGUAGES } from '~/i18n/languages'
import { createPaymentFile, type PaymentFile, type TableWording } from './payment-file.server'
import { createRemittanceFile } from './remittance-file.server'

const currency = parseCurrencyCode('EUR')!
const FORMULAS = [' =HYPERLINK("https://evil.example","here")', '＝1+1', '@SUM(A1)', '\t-2+3']
const SOFTWARE: TableWording = { language: 'de', separatorsOf: null }
const reference = createCreditorReference('ABCDEF2345')

async function readRows({ content }: PaymentFile, delimiter = ','): Promise<string[][]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  expect(text.startsWith('\ufeff')).toBe(true)
  expect(text.endsWith('\r\n')).toBe(true)
  return parse(text, { bom: true, delimiter, record_delimiter: '\r\n' })
}

const advise = (wording: TableWording, number = 'R-1') =>
  createRemittanceFile(
    {
      ...{ creditorName: 'Wattenhorst GmbH', debtorName: 'Nordwind KG', paymentReference: 'ABCDEF2345' },
      ...{ bankReference: reference, currency, items: [{ number, intendedMinor: 1_234_56 }] },
    },
    wording,
  )

function order(wording: TableWording, name = 'Nordwind KG') {
  const file = {
    ...{ messageId: 'M-1', executionOn: calendarDay('2026-11-23') },
    debtor: { name, iban: 'DE89370400440532013000' },
    creditor: { account: { accountName: 'Wattenhorst GmbH' }, iban: 'DE02120300000000202051' },
    transfers: [
      {
        ...{ amount: createMoney(1_234_56, currency), reference, endToEndId: 'E-1' },
        invoiceNumbers: ['R-1', 'R-2'],
      },
    ],
  } as unknown as CreditTransferFile
  return createPaymentFile(file, null, 'csv', wording)
}

describe.each([
  ['a remittance advice', advise],
  ['a payment file', order],
] as const)('%s as a table', (_name, write) => {
  it.each(FORMULAS)('has no formula in it: %s', async (formula) => {
    const cells = (await readRows(write(SOFTWARE, formula))).flat()
    expect(cells).toContain(`'${formula}`)
    expect(cells).not.toContain(formula)
  })

  it('is for software unless it is asked for otherwise', async () => {
    const [header, row] = await readRows(write(SOFTWARE))
    expect(header).toEqual(expect.arrayContaining(['amount', 'currency']))
    expect(row).toEqual(expect.arrayContaining(['1234.56', 'EUR']))
  })

  it.each(LANGUAGES)('is for people in %s, each column by its own name', async (language) => {
    const rows = await readRows(
      write({ language, separatorsOf: language }),
      language === 'en' || language === 'ar' ? ',' : ';',
    )
    const [header, row] = rows
    expect(new Set(header).size).toBe(header?.length)
    expect(row).toHaveLength(header?.length ?? 0)
    expect(row).toContain(language === 'en' || language === 'ar' ? '1234.56' : '1234,56')
    if (language !== 'en') expect(header).not.toContain('Amount')
    else expect(header).toContain('Amount')
  })
})
