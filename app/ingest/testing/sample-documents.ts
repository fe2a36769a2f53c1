/** Small documents of our own for the tests of this folder. */

const UBL_NAMESPACES = [
  'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"',
  'xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"',
  'xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"',
].join(' ')

export interface SampleParts {
  /** Replaces the payment terms element. */
  terms?: string
  /** Put before the totals. */
  extra?: string
  payable?: string
  buyer?: string
  declaration?: string
}

/** A UBL invoice of one line of 100.00 and 19 % VAT, with prefixes no one else uses. */
export function makeUblInvoice(parts: SampleParts = {}): string {
  return `${parts.declaration ?? '<?xml version="1.0" encoding="UTF-8"?>'}
<Invoice ${UBL_NAMESPACES}>
  <b:ID>RE-1</b:ID>
  <b:IssueDate>2026-01-31</b:IssueDate>
  <b:DueDate>2026-03-02+01:00</b:DueDate>
  <b:InvoiceTypeCode>380</b:InvoiceTypeCode>
  <b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
  <a:AccountingCustomerParty><a:Party>
    ${parts.buyer ?? '<a:PartyIdentification><b:ID>K-77</b:ID></a:PartyIdentification><a:PartyLegalEntity><b:RegistrationName>Jörg &amp; Söhne</b:RegistrationName></a:PartyLegalEntity>'}
  </a:Party></a:AccountingCustomerParty>
  ${parts.terms ?? ''}
  <a:TaxTotal><b:TaxAmount currencyID="EUR">19.00</b:TaxAmount><a:TaxSubtotal>
    <b:TaxableAmount currencyID="EUR">100.00</b:TaxableAmount><b:TaxAmount currencyID="EUR">19.00</b:TaxAmount>
    <a:TaxCategory><b:ID>S</b:ID><b:Percent>19</b:Percent></a:TaxCategory>
  </a:TaxSubtotal></a:TaxTotal>
  ${parts.extra ?? ''}
  <a:LegalMonetaryTotal>
    <b:LineExtensionAmount currencyID="EUR">100.00</b:LineExtensionAmount>
    <b:TaxExclusiveAmount currencyID="EUR">100.00</b:TaxExclusiveAmount>
    <b:TaxInclusiveAmount currencyID="EUR">119.00</b:TaxInclusiveAmount>
    ${parts.payable ?? '<b:PayableAmount currencyID="EUR">119.00</b:PayableAmount>'}
  </a:LegalMonetaryTotal>
  <a:InvoiceLine>
    <b:ID>1</b:ID><b:InvoicedQuantity unitCode="HUR">2.5</b:InvoicedQuantity>
    <b:LineExtensionAmount currencyID="EUR">100.00</b:LineExtensionAmount>
    <a:Item><b:Name>Consulting</b:Name></a:Item>
    <a:Price><b:PriceAmount currencyID="EUR">40.0000</b:PriceAmount></a:Price>
  </a:InvoiceLine>
</Invoice>`
}

export interface CiiParts {
  typeCode?: string
  terms?: string
  lines?: string
  totals?: string
}

const CII_NAMESPACES = [
  'xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"',
  'xmlns:r="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"',
  'xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"',
].join(' ')

/** One CII line. */
export function makeCiiLine(id: string, amount: string, status = ''): string {
  return `<r:IncludedSupplyChainTradeLineItem>
    <r:AssociatedDocumentLineDocument><r:LineID>${id}</r:LineID>${status}</r:AssociatedDocumentLineDocument>
    <r:SpecifiedTradeProduct><r:Name>Item ${id}</r:Name></r:SpecifiedTradeProduct>
    <r:SpecifiedLineTradeSettlement><r:SpecifiedTradeSettlementLineMonetarySummation>
      <r:LineTotalAmount>${amount}</r:LineTotalAmount>
    </r:SpecifiedTradeSettlementLineMonetarySummation></r:SpecifiedLineTradeSettlement>
  </r:IncludedSupplyChainTradeLineItem>`
}

/** A CII invoice of 200.00 without VAT, issued 2026-01-31. */
export function makeCiiInvoice(parts: CiiParts = {}): string {
  return `<?xml version="1.0"?>
<CrossIndustryInvoice ${CII_NAMESPACES}>
  <ExchangedDocument><r:ID>C-9</r:ID><r:TypeCode>${parts.typeCode ?? '380'}</r:TypeCode>
    <r:IssueDateTime><u:DateTimeString format="102">20260131</u:DateTimeString></r:IssueDateTime></ExchangedDocument>
  <SupplyChainTradeTransaction>
    ${parts.lines ?? makeCiiLine('1', '200.00')}
    <r:ApplicableHeaderTradeAgreement><r:BuyerTradeParty><r:Name>Zoë Müller GmbH</r:Name>
      <r:PostalTradeAddress><r:PostcodeCode>10115</r:PostcodeCode></r:PostalTradeAddress></r:BuyerTradeParty>
    </r:ApplicableHeaderTradeAgreement>
    <r:ApplicableHeaderTradeSettlement>
      <r:InvoiceCurrencyCode>EUR</r:InvoiceCurrencyCode>
      ${parts.terms ?? ''}
      <r:SpecifiedTradeSettlementHeaderMonetarySummation>
        ${parts.totals ?? '<r:LineTotalAmount>200.00</r:LineTotalAmount><r:GrandTotalAmount>200.00</r:GrandTotalAmount><r:DuePayableAmount>200.00</r:DuePayableAmount>'}
      </r:SpecifiedTradeSettlementHeaderMonetarySummation>
    </r:ApplicableHeaderTradeSettlement>
  </SupplyChainTradeTransaction>
</CrossIndustryInvoice>`
}

export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
