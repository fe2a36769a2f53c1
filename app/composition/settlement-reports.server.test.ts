/** Adyen's settlement details report, from the bytes of its file to what it says of payments. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  makeAccountLine,
  makeRefundedLine,
  makeSettledLine,
  makeSettlementReport,
  REPORT_COLUMNS,
  type SampleLine,
} from '~/gateways/adyen/testing/sample-settlement-report'
import { createSettlementReportReader } from './settlement-reports.server'

const reader = createSettlementReportReader()

async function read(file: string | Uint8Array) {
  const answer = await reader.read(typeof file === 'string' ? Buffer.from(file) : file)
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure))
  return answer.value
}

const readLines = (...lines: SampleLine[]) => read(makeSettlementReport(lines))

async function readRefusal(file: string | Uint8Array) {
  const answer = await reader.read(typeof file === 'string' ? Buffer.from(file) : file)
  return answer.ok ? null : answer.failure
}

const PAYMENT = '0192f0c4-7b1a-7c3e-8d52-3f6a9e0b1c2d'

const CARD_PAYMENT = {
  row: 2,
  transactionReference: 'QXW4N7T2RB9KD3HM',
  paymentId: null,
  paid: { amountMinor: 150_00, currency: 'EUR' },
  gross: { amountMinor: 150_00, currency: 'EUR' },
  fee: { amountMinor: 1_13, currency: 'EUR' },
  net: { amountMinor: 148_87, currency: 'EUR' },
  exchangeRate: null,
}

describe('a line of a payment', () => {
  it('says what was paid, what is kept of it, and what is paid out', async () => {
    expect(await readLines(makeSettledLine())).toEqual({
      ...{ gateway: 'adyen', settled: [CARD_PAYMENT], others: [], refused: [] },
    })
  })

  it('may have one commission instead of its parts', async () => {
    const parts = { 'Markup (NC)': '', 'Scheme Fees (NC)': '', 'Interchange (NC)': '' }
    const { settled } = await readLines(makeSettledLine({ ...parts, 'Commission (NC)': '1.13' }))
    expect(settled).toEqual([CARD_PAYMENT])
  })

  it('settles in another currency at its rate', async () => {
    const { settled, refused } = await readLines(
      makeSettledLine({
        ...{ 'Gross Currency': 'CHF', 'Gross Credit (GC)': '200', 'Exchange Rate': '1.06340' },
        ...{ 'Net Credit (NC)': '211.38', 'Commission (NC)': '1.3' },
        ...{ 'Markup (NC)': '', 'Scheme Fees (NC)': '', 'Interchange (NC)': '' },
      }),
    )
    expect(refused).toEqual([])
    expect(settled).toMatchObject([
      {
        paid: { amountMinor: 200_00, currency: 'CHF' },
        gross: { amountMinor: 212_68, currency: 'EUR' },
        fee: { amountMinor: 1_30, currency: 'EUR' },
        net: { amountMinor: 211_38, currency: 'EUR' },
        exchangeRate: '1.0634',
      },
    ])
  })

  it.each([
    ['JPY', '15000', 15_000, '14850', '150', 150],
    ['KWD', '45.125', 45_125, '45', '0.125', 125],
    // Adyen counts these in other units than ISO.
    ['IDR', '150000', 15_000_000, '149000', '1000', 100_000],
    ['CLP', '9000', 9_000, '8900.00', '100.00', 100],
  ])('has the decimals that Adyen has of %s', async (currency, gross, grossMinor, net, fee, feeMinor) => {
    const { settled } = await readLines(
      makeSettledLine({
        ...{ 'Gross Currency': currency, 'Gross Credit (GC)': gross, 'Net Currency': currency, 'Net Credit (NC)': net },
        ...{ 'Commission (NC)': fee, 'Markup (NC)': '', 'Scheme Fees (NC)': '', 'Interchange (NC)': '' },
      }),
    )
    expect(settled).toMatchObject([{ paid: { amountMinor: grossMinor }, fee: { amountMinor: feeMinor } }])
  })

  it('may cost more than it brings', async () => {
    const { settled } = await readLines(
      makeSettledLine({
        ...{ 'Gross Credit (GC)': '0.1', 'Net Credit (NC)': '', 'Net Debit (NC)': '0.15', 'Commission (NC)': '0.25' },
        ...{ 'Markup (NC)': '', 'Scheme Fees (NC)': '', 'Interchange (NC)': '' },
      }),
    )
    expect(settled).toMatchObject([{ gross: { amountMinor: 10 }, fee: { amountMinor: 25 }, net: { amountMinor: -15 } }])
  })

  it.each([
    [PAYMENT, PAYMENT],
    [`${PAYMENT}:charge`, PAYMENT],
    [`${PAYMENT}:${PAYMENT}`, null],
    ['shop-1', null],
  ])('names our payment by a reference of ours: %s', async (reference, paymentId) => {
    expect((await readLines(makeSettledLine({ 'Merchant Reference': reference }))).settled).toMatchObject([
      { paymentId },
    ])
  })

  it('has gross that is net and fees, whatever the amounts', async () => {
    const cents = (minor: number) => (minor / 100).toFixed(2).replace(/\.?0+$/, '') || '0'
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.nat(99_999_999), fc.nat(9_999), fc.nat(9_999), fc.nat(9_999), fc.nat(9_999)),
        async ([netMinor, ...fees]) => {
          const feeMinor = fees.reduce((sum, fee) => sum + fee, 0)
          const [commission, markup, scheme, interchange] = fees
          const { settled, refused } = await readLines(
            makeSettledLine({
              ...{ 'Gross Credit (GC)': cents(netMinor + feeMinor + 1), 'Net Credit (NC)': cents(netMinor + 1) },
              ...{ 'Commission (NC)': cents(commission), 'Markup (NC)': cents(markup) },
              ...{ 'Scheme Fees (NC)': cents(scheme), 'Interchange (NC)': cents(interchange) },
            }),
          )
          expect(refused).toEqual([])
          expect(settled).toMatchObject([
            { fee: { amountMinor: feeMinor }, gross: { amountMinor: netMinor + feeMinor + 1 } },
          ])
        },
      ),
    )
  })
})

describe('lines that settle no payment', () => {
  it('are told from those that do, and counted by what Adyen calls them', async () => {
    const lines = [
      makeRefundedLine(),
      makeSettledLine({ Type: 'Chargeback' }),
      makeSettledLine({ Type: 'Chargeback' }),
      makeSettledLine({ Type: 'ChargebackReversed' }),
      makeSettledLine({ Type: 'SettledReversed' }),
      makeAccountLine('Fee', '0.38'),
      makeAccountLine('MerchantPayout', '108.39'),
      makeAccountLine('Balancetransfer', '4'),
      makeSettledLine({ Type: 'OfTomorrow' }),
      makeAccountLine('OfTomorrowToo', '1'),
    ]
    const { settled, others, refused } = await readLines(...lines)
    expect({ settled, refused }).toEqual({ settled: [], refused: [] })
    expect(others).toEqual([
      { type: 'Refunded', concernsPayment: true, count: 1 },
      { type: 'Chargeback', concernsPayment: true, count: 2 },
      { type: 'ChargebackReversed', concernsPayment: true, count: 1 },
      { type: 'SettledReversed', concernsPayment: true, count: 1 },
      { type: 'Fee', concernsPayment: false, count: 1 },
      { type: 'MerchantPayout', concernsPayment: false, count: 1 },
      { type: 'Balancetransfer', concernsPayment: false, count: 1 },
      { type: 'OfTomorrow', concernsPayment: true, count: 1 },
      { type: 'OfTomorrowToo', concernsPayment: false, count: 1 },
    ])
  })

  it('of ever more kinds are counted together', async () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => makeAccountLine(`Kind${index}`, '1'))
    const { others } = await readLines(...lines)
    expect(others).toHaveLength(51)
    expect(others.at(-1)).toMatchObject({ count: 950 })
  })

  it('need no amounts that could be read', async () => {
    expect((await readLines(makeRefundedLine({ 'Net Debit (NC)': 'many' }))).refused).toEqual([])
  })
})

describe('a line that cannot be read', () => {
  it.each<[string, SampleLine, string, string | null]>([
    ['without a type', { Type: '' }, 'no_type', 'Type'],
    ['without a reference', { 'Psp Reference': '' }, 'no_reference', 'Psp Reference'],
    [
      'with a reference that a spreadsheet has rounded',
      { 'Psp Reference': '8.52584E+15' },
      'no_reference',
      'Psp Reference',
    ],
    ['in no currency', { 'Net Currency': 'EURO' }, 'no_currency', 'Net Currency'],
    ['with a comma for a point', { 'Net Credit (NC)': '148,87' }, 'no_number', 'Net Credit (NC)'],
    ['with grouped thousands', { 'Gross Credit (GC)': '1.500.00' }, 'no_number', 'Gross Credit (GC)'],
    ['with words', { 'Markup (NC)': 'n/a' }, 'no_number', 'Markup (NC)'],
    ['with a part of a cent', { 'Interchange (NC)': '0.455' }, 'too_precise', 'Interchange (NC)'],
    ['in a currency of unknown units', { 'Gross Currency': 'MGA' }, 'no_unit', 'Gross Credit (GC)'],
    ['without an amount', { 'Net Credit (NC)': '' }, 'no_amount', 'Net Credit (NC)'],
    ['with a credit and a debit', { 'Net Debit (NC)': '1' }, 'no_amount', 'Net Debit (NC)'],
    ['with a negative credit', { 'Gross Credit (GC)': '-150' }, 'no_amount', 'Gross Credit (GC)'],
    ['that takes money', { 'Gross Credit (GC)': '', 'Gross Debit (GC)': '150' }, 'no_amount', 'Gross Credit (GC)'],
    ['of nothing', { 'Gross Credit (GC)': '0' }, 'no_amount', 'Gross Credit (GC)'],
    ['whose fees are not what is missing', { 'Markup (NC)': '0.61' }, 'contradiction', null],
    ['with a rate between a currency and itself', { 'Exchange Rate': '1.1' }, 'contradiction', 'Exchange Rate'],
    ['without the rate it needs', { 'Net Currency': 'CHF', 'Exchange Rate': '' }, 'no_number', 'Exchange Rate'],
    ['with a rate of zero', { 'Net Currency': 'CHF', 'Exchange Rate': '0.00' }, 'no_number', 'Exchange Rate'],
    [
      'with a rate upside down',
      { 'Gross Currency': 'USD', 'Gross Credit (GC)': '173.6', 'Exchange Rate': '1.1573' },
      'contradiction',
      null,
    ],
  ])('is refused by itself: %s', async (_, cells, code, column) => {
    const { settled, refused } = await readLines(makeSettledLine(), makeSettledLine(cells), makeSettledLine())
    expect(settled.map(({ row }) => row)).toEqual([2, 4])
    expect(refused).toEqual([{ row: 3, code, column }])
  })

  it('has more cells than there are columns: a comma that was not quoted', async () => {
    const [header = '', line = ''] = makeSettlementReport([makeSettledLine({ 'Merchant Reference': 'A' })]).split('\n')
    const broken = line.replace(',A,', ',A, and B,')
    const { settled, refused } = await read([header, `${line},,`, broken, ''].join('\n'))
    expect(settled.map(({ row }) => row)).toEqual([2])
    expect(refused).toEqual([{ row: 3, code: 'shifted', column: null }])
  })

  it('may lack its last, empty cells', async () => {
    const file = makeSettlementReport([makeSettledLine({ 'Batch Number': '', 'Payment Method Variant': '' })])
    expect((await read(file.replace(/,+\n$/, '\n'))).settled).toEqual([CARD_PAYMENT])
  })
})

describe('the file', () => {
  it('has its columns in any order, and others among them', async () => {
    const columns = ['Booking Date', ...[...REPORT_COLUMNS].reverse(), 'Reserved4', '']
    const line = makeSettledLine({ 'Booking Date': '2026-11-20 23:50:00', Reserved4: '9,99' })
    expect((await read(makeSettlementReport([line], columns))).settled).toEqual([CARD_PAYMENT])
  })

  it('has quotes where they are needed, a byte order mark, Windows’ line ends and empty lines', async () => {
    const file = makeSettlementReport([makeSettledLine({ 'Merchant Reference': 'Löwen "Süd", Nr. 1\nHof' })])
    const windows = `\ufeff\r\n${file.replaceAll('\n', '\r\n')}\r\n\r\n`
    expect((await read(windows)).settled).toEqual([{ ...CARD_PAYMENT, row: 3 }])
    expect((await read(Buffer.from(`\ufeff${file}`, 'utf16le'))).settled).toEqual([CARD_PAYMENT])
  })

  it('may have been saved with semicolons', async () => {
    const file = makeSettlementReport([makeSettledLine()]).replaceAll(',', ';')
    expect((await read(file)).settled).toEqual([CARD_PAYMENT])
  })

  it('may say nothing', async () => {
    expect(await read(makeSettlementReport([]))).toMatchObject({ settled: [], others: [], refused: [] })
  })

  it.each([
    ['empty', '', { code: 'no_document' }],
    ['of line ends alone', '\n\n\n', { code: 'no_document' }],
    ['a page', '<html></html>', { code: 'unknown_format' }],
    ['a workbook', 'PK\u0003\u0004', { code: 'unknown_format' }],
    ['another table', 'a,b\n1,2\n', { code: 'missing_column', place: { row: 1, column: 'Psp Reference' } }],
    [
      'one whose columns were cut',
      makeSettlementReport([makeSettledLine()], REPORT_COLUMNS.slice(0, 18)),
      { code: 'missing_column', place: { column: 'Scheme Fees (NC)' } },
    ],
    [
      'one with a column twice',
      makeSettlementReport([makeSettledLine()], [...REPORT_COLUMNS, 'Net Credit (NC)']),
      { code: 'repeated_column', place: { column: 'Net Credit (NC)' } },
    ],
    ['one with a quote that is never closed', `${makeSettlementReport([])}"A,B\n`, { code: 'malformed' }],
  ])('is refused in whole when it is %s', async (_, file, refusal) => {
    expect(await readRefusal(file)).toMatchObject(refusal)
  })

  it('is read no further than it may be long', async () => {
    const small = createSettlementReportReader({ maxBytes: 10_000, maxRows: 5 })
    const five = makeSettlementReport(Array.from({ length: 4 }, () => makeSettledLine()))
    expect(await small.read(Buffer.from(five))).toMatchObject({ ok: true })
    expect(await small.read(Buffer.from(`${five}\n`))).toMatchObject({ failure: { code: 'limit_exceeded' } })
    expect(await small.read(Buffer.alloc(10_001, 'a'))).toMatchObject({ failure: { code: 'limit_exceeded' } })
  })

  it.each([
    ['line ends', '\n', 12],
    // Each is a cell.
    ['commas', ',', 2],
    ['quotes', '"', 12],
    ['one long word', 'a', 12],
  ])('of megabytes of %s is refused without much ado', async (_, sign, megabytes) => {
    const before = process.memoryUsage().rss
    expect(await readRefusal(Buffer.alloc(megabytes * 1024 * 1024, sign))).not.toBeNull()
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
  })
})
