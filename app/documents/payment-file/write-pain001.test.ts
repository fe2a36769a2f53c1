import { readFileSync } from 'node:fs'
import { XMLParser } from 'fast-xml-parser'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { createTransferReference } from '~/domain/bank-account'
import { calendarDay } from '~/domain/calendar-day'
import {
  chooseTransferScheme,
  nameTransferFile,
  parsePayerIban,
  writeBankName,
  type CreditTransferFile,
} from '~/domain/credit-transfer-file'
import type { BankAccount } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import { parseIban } from '~/domain/iban'
import { createMoney } from '~/domain/money'
import { parseAddressLines } from '~/domain/postal-address'
import { writePain001 } from './write-pain001'

const EURO = parseCurrencyCode('EUR')!
const FRANC = parseCurrencyCode('CHF')!
const schema = { fileName: 'pain.xsd', contents: readFileSync('tests/fixtures/pain/pain.001.001.09.xsd', 'utf8') }

const EURO_ACCOUNT: BankAccount = {
  label: 'Euro',
  accountName: 'Müller & Söhne GmbH',
  currency: EURO,
  iban: 'NL91 ABNA 0417 1643 00',
  bic: 'ABNANL2A',
}
const QR_ACCOUNT: BankAccount = {
  label: 'CHF',
  accountName: 'Robert Schneider AG',
  currency: FRANC,
  iban: 'CH44 3199 9123 0008 8901 2',
}
const SWISS_CREDITOR = { addressLines: ['Rue du Lac 1268', '2501 Biel'], countryCode: 'CH' }

function fileOf(account: BankAccount, payerIban: string, amounts: readonly number[]): CreditTransferFile {
  const transfers = amounts.map((amountMinor, index) => {
    const endToEndId = `K7M2Q-4XW${String(index).padStart(2, '2').replace(/[01]/g, '9')}`
    return {
      endToEndId,
      amount: createMoney(amountMinor, account.currency),
      reference: createTransferReference(account, endToEndId),
      invoiceNumbers: [`R-${index}`],
    }
  })
  return {
    messageId: nameTransferFile(transfers),
    createdAt: new Date('2026-11-22T10:00:00.123Z'),
    executionOn: calendarDay('2026-11-24'),
    debtor: { name: 'Café Łódź “Zum Löwen” & Co.', externalId: 'D-1', iban: parseIban(payerIban) },
    creditor: {
      account,
      iban: parseIban(account.iban ?? ''),
      address: parseAddressLines(SWISS_CREDITOR.addressLines, 'CH'),
    },
    currency: account.currency,
    transfers,
  }
}

async function findFaults(contents: string): Promise<string[]> {
  const result = await validateXML({ xml: [{ fileName: 'file.xml', contents }], schema: [schema] })
  return result.errors.map(({ message }) => message)
}

interface Parsed {
  Document: {
    CstmrCdtTrfInitn: {
      GrpHdr: { NbOfTxs: string; CtrlSum: string; MsgId: string }
      PmtInf: {
        DbtrAgt: { FinInstnId: { ClrSysMmbId?: { MmbId: string } } }
        CdtTrfTxInf: { Amt: { InstdAmt: { '#text': string } }; RmtInf: { Strd: { CdtrRefInf: { Ref: string } } } }[]
      }
    }
  }
}

function parse(xml: string) {
  const isArray = (name: string) => name === 'CdtTrfTxInf'
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, isArray })
  return (parser.parse(xml) as Parsed).Document.CstmrCdtTrfInitn
}

describe('a payment file', () => {
  it('is valid for SEPA, with control sum, number and references of its transfers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 999_999_99 }), { minLength: 1, maxLength: 20 }),
        async (amounts) => {
          const file = fileOf(EURO_ACCOUNT, 'DE89370400440532013000', amounts)
          const xml = writePain001(file, 'sepa')
          expect(await findFaults(xml)).toEqual([])
          const { GrpHdr, PmtInf } = parse(xml)
          const sum = amounts.reduce((total, minor) => total + minor, 0)
          expect(GrpHdr.NbOfTxs).toBe(String(amounts.length))
          expect(Math.round(Number(GrpHdr.CtrlSum) * 100)).toBe(sum)
          expect(PmtInf.CdtTrfTxInf.map(({ Amt }) => Math.round(Number(Amt.InstdAmt['#text']) * 100))).toEqual(amounts)
          expect(PmtInf.CdtTrfTxInf.map(({ RmtInf }) => RmtInf.Strd.CdtrRefInf.Ref)).toEqual(
            file.transfers.map(({ reference }) => reference),
          )
        },
      ),
      { numRuns: 15 },
    )
  })

  it('is valid for Switzerland with a QR reference, the bank’s clearing number and the address in its parts', async () => {
    const xml = writePain001(fileOf(QR_ACCOUNT, 'CH93 0076 2011 6238 5295 7', [1_234_50]), 'swiss')
    expect(await findFaults(xml)).toEqual([])
    const { PmtInf } = parse(xml)
    expect(PmtInf.CdtTrfTxInf[0]?.RmtInf.Strd.CdtrRefInf.Ref).toMatch(/^\d{27}$/)
    expect(PmtInf.DbtrAgt.FinInstnId.ClrSysMmbId?.MmbId).toBe('00762')
    expect(xml).toContain('<Prtry>QRR</Prtry>')
    expect(xml).toContain('<TwnNm>Biel</TwnNm>')
    expect(xml).not.toContain('SEPA')
  })

  it('names a debtor whose name banks cannot read by its number', async () => {
    const file = fileOf(EURO_ACCOUNT, 'DE89370400440532013000', [5_00])
    const xml = writePain001({ ...file, debtor: { ...file.debtor, name: 'شركة الأمل' } }, 'sepa')
    expect(await findFaults(xml)).toEqual([])
    expect(xml).toContain('<Nm>D-1</Nm>')
  })

  it('is found wrong by the schema where it is', async () => {
    const xml = writePain001(fileOf(EURO_ACCOUNT, 'DE89370400440532013000', [5_00]), 'sepa')
    const damaged = [
      xml.replace('<PmtMtd>TRF</PmtMtd>', ''),
      xml.replace('5.00<', '5.001<'),
      xml.replace('DE89370400440532013000', 'de89'),
      xml.replace('<Dt>2026-11-24</Dt>', '<Dt>2026-11-31</Dt>'),
      xml.replace(/<GrpHdr>[\s\S]*<\/GrpHdr>/, ''),
    ]
    for (const contents of damaged) expect(await findFaults(contents)).not.toEqual([])
  })
})

describe('accounts', () => {
  const creditor = { addressLines: ['Herengracht 1', '1015 BA Amsterdam'], countryCode: 'NL' }

  it('have a scheme, or a table alone', () => {
    expect(chooseTransferScheme(EURO_ACCOUNT, creditor)).toBe('sepa')
    expect(chooseTransferScheme(QR_ACCOUNT, SWISS_CREDITOR)).toBe('swiss')
    expect(chooseTransferScheme(QR_ACCOUNT, { addressLines: ['nowhere'], countryCode: 'CH' })).toBeNull()
    expect(chooseTransferScheme({ ...EURO_ACCOUNT, currency: FRANC }, creditor)).toBeNull()
    expect(chooseTransferScheme({ accountName: 'A', currency: parseCurrencyCode('USD')! }, creditor)).toBeNull()
  })

  it('can be paid from where the scheme reaches them', () => {
    expect(parsePayerIban('de89 3704 0044 0532 0130 00', 'sepa')).toMatchObject({
      ok: true,
      value: 'DE89370400440532013000',
    })
    expect(parsePayerIban('DE88370400440532013000', 'sepa')).toMatchObject({ ok: false, failure: 'iban' })
    expect(parsePayerIban('', 'sepa')).toMatchObject({ ok: false, failure: 'iban' })
    expect(parsePayerIban('', null)).toMatchObject({ ok: true, value: null })
    expect(parsePayerIban('SA0380000000608010167519', 'sepa')).toMatchObject({ ok: false, failure: 'ibanSepa' })
    expect(parsePayerIban('DE89370400440532013000', 'swiss')).toMatchObject({ ok: false, failure: 'ibanSwiss' })
    // Bills are paid into it, nothing out of it.
    expect(parsePayerIban('CH4431999123000889012', 'swiss')).toMatchObject({ ok: false, failure: 'iban' })
  })
})

describe('a name for banks', () => {
  it.each([
    ['Müller & Söhne GmbH', 'Mueller + Soehne GmbH'],
    ['Café Łódź “Zum Löwen”', 'Cafe Lodz Zum Loewen'],
    ['Ștefan Țepeș S.R.L.', 'Stefan Tepes S.R.L.'],
    ['شركة الأمل', ''],
    ['x'.repeat(80), 'x'.repeat(70)],
  ])('of %s is %s', (name, written) => {
    expect(writeBankName(name)).toBe(written)
  })
})
