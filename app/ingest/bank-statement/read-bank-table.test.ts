import { describe, expect, it } from 'vitest'
import type { BankStatement, StatementEntry } from '~/domain/bank-statement'
import { makeCamt } from '../testing/sample-camt'
import { createBankStatementReader } from './bank-statement-reader.server'

const reader = createBankStatementReader()

function readResult(text: string | Uint8Array, mapping?: unknown) {
  const content = typeof text === 'string' ? Buffer.from(text) : text
  return reader.read({ filename: 'bank.csv', content }, mapping === undefined ? {} : { mapping })
}

async function read(text: string | Uint8Array, mapping?: unknown): Promise<BankStatement[]> {
  const result = await readResult(text, mapping)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

const STANDARD = `account_iban,booked_on,value_on,amount,currency,counterparty_name,counterparty_iban,remittance_information,reference,end_to_end_id,bank_reference
DE02120300000000202051,2026-11-20,2026-11-20,119.00,EUR,Bakkerij de Vries,NL91 ABNA 0417 1643 00,"RE-2026-0017, danke",,NOTPROVIDED,B-1
DE02120300000000202051,2026-11-21,,-5.5,EUR,Bank,,Fee,,,
`

describe('a bank’s table', () => {
  it('is read with the standard columns', async () => {
    const [statement, ...others] = await read(STANDARD)
    expect(others).toEqual([])
    expect(statement).toMatchObject({
      kind: 'table',
      account: { iban: 'DE02120300000000202051', currency: 'EUR' },
      fromOn: '2026-11-20',
      toOn: '2026-11-21',
    })
    expect(statement!.entries).toMatchObject([
      {
        amount: { amountMinor: 11_900, currency: 'EUR' },
        direction: 'credit',
        status: 'booked',
        bankReference: 'B-1',
        details: [
          {
            debtor: { name: 'Bakkerij de Vries', iban: 'NL91ABNA0417164300' },
            references: { endToEndId: null },
            remittance: { unstructured: ['RE-2026-0017, danke'], references: [] },
          },
        ],
      },
      { amount: { amountMinor: 550 }, direction: 'debit', valueOn: null, details: [{ creditor: { name: 'Bank' } }] },
    ])
  })

  it('is read by a mapping: preamble, decimal comma, short years, debit in a column of its own, old encoding', async () => {
    const text =
      'Kontoauszug;\r\nvom 22.11.26;\r\nBuchung;Soll;Haben;W\u00e4hrung;Auftraggeber;Zweck 1;Zweck 2\r\n' +
      '20.11.26;;1.190,00;EUR;M\u00fcller;RE-17;danke\r\n21.11.26;-5,50;;EUR;Bank;Geb\u00fchr;\r\n'
    const mapping = {
      skipLines: 2,
      delimiter: ';',
      decimalSign: ',',
      groupingSign: '.',
      dateFormat: 'DD.MM.YY',
      fields: {
        account_iban: { constant: 'DE02120300000000202051' },
        booked_on: { column: 'Buchung' },
        debit_amount: { column: 'Soll' },
        credit_amount: { column: 'Haben' },
        currency: { column: 'W\u00e4hrung' },
        counterparty_name: { column: 'Auftraggeber' },
        remittance_information: { template: '{Zweck 1} {Zweck 2}' },
      },
    }
    const [statement] = await read(Buffer.from(text, 'latin1'), mapping)
    expect(
      statement!.entries.map(({ amount, direction, bookedOn }) => [amount.amountMinor, direction, bookedOn]),
    ).toEqual([
      [119_000, 'credit', '2026-11-20'],
      [550, 'debit', '2026-11-21'],
    ])
    expect(statement!.entries[0]!.details[0]).toMatchObject({
      debtor: { name: 'M\u00fcller' },
      remittance: { unstructured: ['RE-17 danke'] },
    })
  })

  it('divides by account', async () => {
    const rows = ['1', '2', '1'].map((account) => `${account},2026-11-20,1,EUR`)
    const statements = await read(`account_number,booked_on,amount,currency\n${rows.join('\n')}`)
    expect(statements.map(({ account, entries }) => [account.accountNumber, entries.length])).toEqual([
      ['1', 2],
      ['2', 1],
    ])
  })

  it.each<[string, Partial<StatementEntry>]>([
    ['5,credit,', { direction: 'credit', isReversal: false }],
    ['-5,,', { direction: 'debit', isReversal: false }],
    ['-5,DBIT,', { direction: 'debit', isReversal: false }],
    ['5,D,', { direction: 'debit', isReversal: false }],
    ['-5,C,', { direction: 'debit', isReversal: true }],
    ['-5,,true', { direction: 'debit', isReversal: true }],
  ])('reads %j in its direction', async (row, expected) => {
    const [statement] = await read(`amount,direction,reversal,booked_on,currency\n${row},2026-11-20,EUR`)
    expect(statement!.entries[0]).toMatchObject({ ...expected, amount: { amountMinor: 500 } })
  })

  it('tells camt and tables apart', async () => {
    expect((await read(makeCamt()))[0]!.kind).toBe('statement')
  })
})

describe('refused whole', () => {
  const head = 'booked_on,amount,currency'
  it.each([
    ['nothing', '', 'no_document', {}],
    ['a header alone', `${head}\n`, 'no_document', {}],
    ['an unknown column', `${head},saldo\n2026-11-20,1,EUR,2`, 'invalid_mapping', { row: 1, column: 'saldo' }],
    ['no amount', 'booked_on,currency\n2026-11-20,EUR', 'invalid_mapping', { row: 1 }],
    ['one bad row', `${head}\n2026-11-20,1,EUR\n2026-11-20,1.005,EUR`, 'invalid_field', { row: 3, column: 'amount' }],
    [
      'a decimal comma',
      `booked_on;amount;currency\n2026-11-20;1,00;EUR`,
      'invalid_field',
      { row: 2, column: 'amount' },
    ],
    ['another date', `${head}\n20.11.2026,1,EUR`, 'invalid_field', { row: 2, column: 'booked_on' }],
    ['no day', `${head}\n,1,EUR`, 'missing_field', { row: 2, column: 'booked_on' }],
    ['no amount in a row', `${head}\n2026-11-20,,EUR`, 'missing_field', { row: 2, column: 'amount' }],
    ['an unknown currency', `${head}\n2026-11-20,1,EUX`, 'invalid_field', { row: 2, column: 'currency' }],
    ['a missing cell', `${head}\n2026-11-20,1`, 'malformed', { row: 2 }],
    ['an open quote', `${head}\n2026-11-20,"1,EUR`, 'malformed', { line: 2 }],
    [
      'credit and debit',
      'booked_on,credit_amount,debit_amount,currency\n2026-11-20,1,2,EUR',
      'conflicting_rows',
      { row: 2, column: 'debit_amount' },
    ],
    ['a PDF', '%PDF-1.7', 'unknown_format', {}],
  ])('%s', async (_, text, code, place) => {
    expect(await readResult(text)).toMatchObject({ ok: false, failure: { code, place } })
  })

  it('a mapping that is wrong, or names a column the file lacks', async () => {
    expect(await readResult(STANDARD, { dateFormat: 'YY' })).toMatchObject({
      failure: { code: 'invalid_mapping', place: { element: 'dateFormat' } },
    })
    const fields = { booked_on: { column: 'day' }, amount: { column: 'amount' }, currency: { constant: 'EUR' } }
    expect(await readResult(STANDARD, { fields })).toMatchObject({
      failure: { code: 'invalid_mapping', place: { column: 'day' } },
    })
  })

  it('more bytes than allowed', async () => {
    const small = createBankStatementReader({ maxBytes: 100 })
    expect(await small.read({ filename: 'x', content: Buffer.from(STANDARD) }, {})).toMatchObject({
      failure: { code: 'limit_exceeded' },
    })
  })
})
