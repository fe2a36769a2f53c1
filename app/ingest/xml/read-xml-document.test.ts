import { describe, expect, it } from 'vitest'
import type { InvoiceDocument } from '~/domain/invoice'
import { hashDocument } from '../hash-document'
import { defaultIngestLimits } from '../ingest-limits'
import type { IngestRefusal } from '../ingest-refusal'
import { encodeText, makeCiiInvoice, makeCiiLine, makeUblInvoice } from '../testing/sample-documents'
import { readXmlDocument } from './read-xml-document'

function read(xml: string | Uint8Array): InvoiceDocument {
  const result = readXmlDocument(typeof xml === 'string' ? encodeText(xml) : xml, defaultIngestLimits)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value.document
}

function refusalOf(xml: string | Uint8Array): IngestRefusal {
  const result = readXmlDocument(typeof xml === 'string' ? encodeText(xml) : xml, defaultIngestLimits)
  if (result.ok) throw new Error('was accepted')
  return result.failure
}

const discount = (inner: string): string =>
  `<r:SpecifiedTradePaymentTerms><r:ApplicableTradePaymentDiscountTerms>${inner}</r:ApplicableTradePaymentDiscountTerms></r:SpecifiedTradePaymentTerms>`

describe('encodings and namespaces', () => {
  const plain = makeUblInvoice({ declaration: '' })
  const declare = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>${plain}`

  it('reads the same document from every encoding', () => {
    const utf16be = Buffer.from(declare('UTF-16'), 'utf16le').swap16()
    const variants = [
      Buffer.from(plain),
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(declare('UTF-8'))]),
      Buffer.from(declare('ISO-8859-1'), 'latin1'),
      Buffer.from(declare('windows-1252'), 'latin1'),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(declare('UTF-16'), 'utf16le')]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]),
      utf16be,
    ]
    const hashes = variants.map((bytes) => hashDocument(read(bytes)))
    expect(read(plain).buyer.name).toBe('Jörg & Söhne')
    expect(new Set(hashes).size).toBe(1)
  })

  it('reads a letter that two chunks share', () => {
    for (const offset of [0, 1]) {
      const filler = `<!--${'x'.repeat(65_536 - plain.indexOf('ö') - 7 - offset)}-->`
      expect(read(`${filler}${plain}`).buyer.name).toBe('Jörg & Söhne')
    }
  })

  it('refuses bytes that are not of the declared encoding, and encodings nobody knows', () => {
    expect(refusalOf(Buffer.from(declare('UTF-8'), 'latin1')).code).toBe('bad_encoding')
    expect(refusalOf(declare('EBCDIC-XX')).code).toBe('bad_encoding')
  })

  it('goes by namespace addresses, not prefixes', () => {
    const renamed = makeUblInvoice().replaceAll('b:', 'cac:').replaceAll('<a:', '<cbc:').replaceAll('</a:', '</cbc:')
    const bound = renamed.replace('xmlns:a=', 'xmlns:cbc=').replace('xmlns:b=', 'xmlns:cac=')
    expect(hashDocument(read(bound))).toBe(hashDocument(read(makeUblInvoice())))
    expect(refusalOf(makeUblInvoice().replace('CommonBasicComponents-2', 'SomethingElse-2')).code).toBe('missing_field')
  })

  it('leaves out elements of other namespaces with all they hold', () => {
    const foreign = `<x:Ext xmlns:x="urn:x"><b:ID>no</b:ID><a:LegalMonetaryTotal/></x:Ext>`
    expect(hashDocument(read(makeUblInvoice({ extra: foreign })))).toBe(hashDocument(read(makeUblInvoice())))
  })

  it('says what a foreign or older XML is', () => {
    expect(refusalOf('<rss version="2.0"/>')).toMatchObject({ code: 'unknown_format', place: { line: 1 } })
    expect(refusalOf('<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0"/>').code).toBe(
      'unsupported_format',
    )
  })
})

describe('fields', () => {
  it('names element, line and number where something is missing or wrong', () => {
    expect(refusalOf(makeUblInvoice({ payable: '' }))).toEqual({
      code: 'missing_field',
      number: 'RE-1',
      place: { line: 17, element: '/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount' },
      reason: 'BT-115 amount due for payment is missing',
    })
    expect(
      refusalOf(makeUblInvoice({ payable: '<b:PayableAmount currencyID="USD">119</b:PayableAmount>' })),
    ).toMatchObject({
      code: 'currency_mismatch',
      place: { element: '/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount' },
    })
    for (const text of ['1,5', '1e3', 'NaN', '0x10', '12 000', '99999999999999999999']) {
      const payable = `<b:PayableAmount currencyID="EUR">${text}</b:PayableAmount>`
      expect(refusalOf(makeUblInvoice({ payable })).code).toBe('invalid_field')
    }
    expect(refusalOf(makeUblInvoice().replace('2026-01-31', '2026-02-30')).place.element).toBe('/Invoice/cbc:IssueDate')
    expect(refusalOf(makeUblInvoice({ buyer: '' })).code).toBe('missing_field')
  })

  it('rounds what is finer than the currency and leaves totals as stated', () => {
    const payable = '<b:PayableAmount currencyID="EUR">118.995000000000001</b:PayableAmount>'
    expect(read(makeUblInvoice({ payable })).totals).toMatchObject({ payableMinor: 11_900, grossMinor: 11_900 })
  })

  it('knows the debtor by identifier, registration, VAT id, electronic address, then name and postal code', () => {
    const legal =
      '<a:PartyLegalEntity><b:RegistrationName>N</b:RegistrationName><b:CompanyID>HRB 5</b:CompanyID></a:PartyLegalEntity>'
    const vat =
      '<a:PartyTaxScheme><b:CompanyID>DE 123</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>'
    const endpoint = '<b:EndpointID schemeID="EM">ap@n.example</b:EndpointID>'
    const id = '<a:PartyIdentification><b:ID>K-1</b:ID></a:PartyIdentification>'
    const debtorOf = (buyer: string): string => read(makeUblInvoice({ buyer })).debtorExternalId
    expect(debtorOf(`${endpoint}${id}${vat}${legal}`)).toBe('K-1')
    expect(debtorOf(`${endpoint}${vat}${legal}`)).toBe('HRB 5')
    expect(debtorOf(`${endpoint}${vat}`)).toBe('DE123')
    expect(debtorOf(endpoint)).toBe('ap@n.example')
    expect(read(makeCiiInvoice()).debtorExternalId).toBe('zoe-muller-gmbh-10115')
  })

  it('makes repeated line ids unique', () => {
    const { lines } = read(
      makeCiiInvoice({ lines: makeCiiLine('1', '100') + makeCiiLine('1', '60') + makeCiiLine('', '40') }),
    )
    expect(lines.map((line) => line.lineId)).toEqual(['1', '1~2', '3'])
  })

  it('counts only billed lines of a grouped CII document', () => {
    const group = makeCiiLine('1', '200', '<r:LineStatusReasonCode>GROUP</r:LineStatusReasonCode>')
    const detail = makeCiiLine('1.1', '200', '<r:LineStatusReasonCode>DETAIL</r:LineStatusReasonCode>')
    expect(read(makeCiiInvoice({ lines: group + detail })).lines.map((line) => line.lineId)).toEqual(['1.1'])
  })

  it('reads a document of totals alone', () => {
    const document = read(
      makeCiiInvoice({
        lines: '',
        totals: '<r:TaxBasisTotalAmount>200</r:TaxBasisTotalAmount><r:DuePayableAmount>200</r:DuePayableAmount>',
      }),
    )
    expect(document.lines).toEqual([])
    expect(document.totals).toMatchObject({ lineNetMinor: 20_000, grossMinor: 20_000, payableMinor: 20_000 })
  })

  it.each([
    ['380', 'invoice'],
    ['384', 'invoice'],
    ['389', 'invoice'],
    ['381', 'credit_note'],
    ['261', 'credit_note'],
  ])('takes type code %s for %s', (typeCode, kind) => {
    expect(read(makeCiiInvoice({ typeCode })).kind).toBe(kind)
  })

  it('refuses more lines than a document may have', () => {
    const lines = makeCiiLine('1', '100').repeat(11)
    const result = readXmlDocument(encodeText(makeCiiInvoice({ lines })), { ...defaultIngestLimits, maxLines: 10 })
    expect(result).toMatchObject({ ok: false, failure: { code: 'limit_exceeded', number: 'C-9' } })
  })
})

describe('settlement discounts', () => {
  it.each([
    ['14 days', '<r:BasisPeriodMeasure unitCode="DAY">14</r:BasisPeriodMeasure>', '2026-02-14'],
    ['2 weeks', '<r:BasisPeriodMeasure unitCode="WEE">2</r:BasisPeriodMeasure>', '2026-02-14'],
    ['1 month, ending with it', '<r:BasisPeriodMeasure unitCode="MON">1</r:BasisPeriodMeasure>', '2026-02-28'],
    [
      '10 days from a basis date',
      '<r:BasisDateTime><u:DateTimeString format="102">20260210</u:DateTimeString></r:BasisDateTime><r:BasisPeriodMeasure unitCode="DAY">10</r:BasisPeriodMeasure>',
      '2026-02-20',
    ],
    [
      'a date',
      '<r:BasisDateTime><u:DateTimeString format="102">20260210</u:DateTimeString></r:BasisDateTime>',
      '2026-02-10',
    ],
  ])('reads CII terms of %s', (_, period, deadlineOn) => {
    const terms = discount(
      `${period}<r:BasisAmount>150.00</r:BasisAmount><r:CalculationPercent>2.50</r:CalculationPercent>`,
    )
    expect(read(makeCiiInvoice({ terms })).settlementDiscounts).toEqual([
      { deadlineOn, rateBps: 250, baseMinor: 15_000 },
    ])
  })

  it('reads a CII discount by amount where it is a rate', () => {
    const period = '<r:BasisPeriodMeasure unitCode="DAY">7</r:BasisPeriodMeasure>'
    const byAmount = (amount: string): string =>
      discount(`${period}<r:ActualDiscountAmount>${amount}</r:ActualDiscountAmount>`)
    expect(read(makeCiiInvoice({ terms: byAmount('4.00') })).settlementDiscounts).toEqual([
      { deadlineOn: '2026-02-07', rateBps: 200 },
    ])
    expect(refusalOf(makeCiiInvoice({ terms: byAmount('3.33') })).place.element).toContain('ActualDiscountAmount')
  })

  it('refuses CII discounts that mean nothing, naming the element', () => {
    const bad = [
      '<r:BasisPeriodMeasure unitCode="DAY">7</r:BasisPeriodMeasure><r:CalculationPercent>2.005</r:CalculationPercent>',
      '<r:BasisPeriodMeasure unitCode="DAY">7</r:BasisPeriodMeasure><r:CalculationPercent>-2</r:CalculationPercent>',
      '<r:BasisPeriodMeasure unitCode="DAY">7</r:BasisPeriodMeasure><r:CalculationPercent>101</r:CalculationPercent>',
      '<r:BasisPeriodMeasure unitCode="KGM">7</r:BasisPeriodMeasure><r:CalculationPercent>2</r:CalculationPercent>',
      '<r:BasisPeriodMeasure unitCode="DAY">soon</r:BasisPeriodMeasure><r:CalculationPercent>2</r:CalculationPercent>',
      '<r:CalculationPercent>2</r:CalculationPercent>',
    ]
    for (const inner of bad) {
      expect(refusalOf(makeCiiInvoice({ terms: discount(inner) })).place.element).toContain(
        'ApplicableTradePaymentDiscountTerms',
      )
    }
  })

  it('reads #SKONTO# and UBL elements, each tier once', () => {
    const terms = `<a:PaymentTerms><b:Note>#SKONTO#TAGE=14#PROZENT=2.00#
#SKONTO#TAGE=7#PROZENT=3.00#BASISBETRAG=50.00#
net 30 days</b:Note><b:SettlementDiscountPercent>2</b:SettlementDiscountPercent>
<a:SettlementPeriod><b:DurationMeasure unitCode="DAY">14</b:DurationMeasure></a:SettlementPeriod></a:PaymentTerms>`
    expect(read(makeUblInvoice({ terms })).settlementDiscounts).toEqual([
      { deadlineOn: '2026-02-07', rateBps: 300, baseMinor: 5_000 },
      { deadlineOn: '2026-02-14', rateBps: 200 },
    ])
  })

  it('refuses a #SKONTO# line it cannot read, naming the element', () => {
    const terms = '<a:PaymentTerms><b:Note>#SKONTO#TAGE=bald#PROZENT=2.00#</b:Note></a:PaymentTerms>'
    expect(refusalOf(makeUblInvoice({ terms }))).toMatchObject({
      number: 'RE-1',
      place: { element: '/Invoice/cac:PaymentTerms/cbc:Note' },
      reason: expect.stringContaining('TAGE=bald') as string,
    })
  })
})
